using Microsoft.Extensions.Options;
using Postmobile.Documents;
using Postmobile.Identity;
using Postmobile.Live;

namespace Postmobile.Commerce;

/// <inheritdoc cref="IReturnGrain"/>
[GrainType("commerce.return")]
internal sealed class ReturnGrain([PersistentState("commerce.return")] IPersistentState<Document<ReturnState>> document, IOptions<OrderOptions> options)
    : DurableGrain<ReturnState>(document), IReturnGrain
{
    private const string TellKind = "tell";

    private string Key => this.GetPrimaryKeyString();

    private IOrderGrain Order => GrainFactory.GetGrain<IOrderGrain>(State.Wish!.Order.Value);

    protected override DateTimeOffset? NextWake => State is { Status: ReturnStatus.Asked or ReturnStatus.Accepted, UntilMs: { } until } ? DateTimeOffset.FromUnixTimeMilliseconds(until) : null;

    public async Task<ReturnOutcome> Ask(ReturnWish wish)
    {
        if (State.Wish is { } known)
        {
            return known.Buyer == wish.Buyer && known.Order == wish.Order ? new ReturnOutcome(View(), null) : Refuse(AfterSaleRefusal.UnknownCase);
        }

        DateTimeOffset now = Clock.GetUtcNow();
        IOrderGrain order = GrainFactory.GetGrain<IOrderGrain>(wish.Order.Value);
        if (await order.Look() is not { } bought || bought.Placement.Buyer != wish.Buyer)
        {
            return Refuse(AfterSaleRefusal.UnknownOrder);
        }

        IReadOnlyList<Return> earlier = await GrainFactory.GetGrain<IAfterSaleGrain>(0).Returns(wish.Order);
        if (ReturnRules.Check(bought, wish, earlier, now) is { } wrong)
        {
            return Refuse(wrong);
        }

        // What is still in escrow waits for the goods; what has been paid out comes back from the shop's takings.
        if (bought.Status is OrderStatus.Delivered && (await order.AwaitReturn(Key, wish.Buyer)).Refusal is { } refusal and not OrderRefusal.TooLate)
        {
            return Refuse(refusal.AfterSale());
        }

        State = new ReturnState
        {
            Wish = wish with { Words = OrderRules.Clean(wish.Words) },
            Order = wish.Order.Value,
            Buyer = wish.Buyer.Value,
            Shop = bought.Placement.Shop.Value,
            Status = ReturnStatus.Asked,
            AskedAtMs = now.ToUnixTimeMilliseconds(),
            UntilMs = (now + options.Value.ShopAnswersWithin).ToUnixTimeMilliseconds(),
        };
        return await Saved("return.asked");
    }

    public Task<Return?> Look() => Task.FromResult(View());

    public async Task<ReturnOutcome> Answer(CustomerId actor, bool accept, string words)
    {
        words = OrderRules.Clean(words);
        if (!await IsStaff(actor))
        {
            return Refuse(AfterSaleRefusal.UnknownCase);
        }

        if (State.Status is ReturnStatus.Accepted && accept || (State.Status is ReturnStatus.Refused && !accept))
        {
            return new ReturnOutcome(View(), null);
        }

        if (State.Status is not ReturnStatus.Asked)
        {
            return Refuse(AfterSaleRefusal.CaseState);
        }

        if (!accept && words.Length == 0)
        {
            return Refuse(AfterSaleRefusal.ReasonMissing);
        }

        if (!accept)
        {
            await Order.EndReturn(Key, actor);
        }

        DateTimeOffset now = Clock.GetUtcNow();
        State = State with
        {
            Status = accept ? ReturnStatus.Accepted : ReturnStatus.Refused,
            Answer = words,
            UntilMs = accept ? (now + options.Value.ReturnWithin).ToUnixTimeMilliseconds() : null,
        };
        return await Saved(accept ? "return.accepted" : "return.refused");
    }

    public async Task<ReturnOutcome> Receive(CustomerId actor, long amount, string words)
    {
        if (!await IsStaff(actor))
        {
            return Refuse(AfterSaleRefusal.UnknownCase);
        }

        if (State.Status is ReturnStatus.Refunded or ReturnStatus.Exchanged)
        {
            return new ReturnOutcome(View(), null);
        }

        if (State.Status is not (ReturnStatus.Asked or ReturnStatus.Accepted))
        {
            return Refuse(AfterSaleRefusal.CaseState);
        }

        if (amount < 0 || (amount == 0 && !State.Wish!.Exchange))
        {
            return Refuse(AfterSaleRefusal.RefundTooLarge);
        }

        string why = OrderRules.Clean(words) is { Length: > 0 } said ? said : "Retour";
        OrderOutcome outcome = amount == 0
            ? await Order.EndReturn(Key, actor)
            : await Order.Refund(new OrderRefund { Key = Key, Amount = amount, Reason = why, Actor = actor.Value, Back = State.Wish!.Lines });
        if (outcome.Refusal is { } refusal && !(amount == 0 && refusal is OrderRefusal.State))
        {
            return Refuse(refusal.AfterSale());
        }

        State = State with { Status = amount == 0 ? ReturnStatus.Exchanged : ReturnStatus.Refunded, Amount = amount, Answer = why, UntilMs = null };
        return await Saved("return.received");
    }

    public async Task<ReturnOutcome> End(CustomerId actor)
    {
        if (State.Buyer != actor.Value || State.Wish is null)
        {
            return Refuse(AfterSaleRefusal.UnknownCase);
        }

        if (State.Status is ReturnStatus.Ended)
        {
            return new ReturnOutcome(View(), null);
        }

        if (State.Status is not (ReturnStatus.Asked or ReturnStatus.Accepted))
        {
            return Refuse(AfterSaleRefusal.CaseState);
        }

        await Order.EndReturn(Key, actor);
        State = State with { Status = ReturnStatus.Ended, UntilMs = null };
        return await Saved("return.ended");
    }

    protected override async Task OnWake(DateTimeOffset now)
    {
        if (State.Status is ReturnStatus.Accepted)
        {
            // The order's own clock lets it go on as delivered.
            State = State with { Status = ReturnStatus.Ended, UntilMs = null };
            Send(TellKind, "return.ended");
            return;
        }

        // The shop has not answered: where the money is still in escrow the post decides.
        Complaint complaint = new(State.Wish!.Order, State.Wish.Buyer, State.Wish.Reason, State.Wish.Words.Length > 0 ? State.Wish.Words : "Retour sans réponse", State.Wish.Photos);
        DisputeOutcome outcome = await GrainFactory.GetGrain<IDisputeGrain>(AfterSaleKeys.Of("dp-", complaint.Order, Key)).Open(complaint);
        State = State with { Status = outcome.Refusal is null ? ReturnStatus.Escalated : ReturnStatus.Refused, UntilMs = null };
        Send(TellKind, "return.unanswered");
    }

    protected override Task Deliver(OutboxItem item) => item.Kind switch
    {
        TellKind => AfterSaleNews.Tell(GrainFactory, State.Buyer, State.Shop, item.Read<string>(), State.Order, Clock.GetUtcNow()),
        _ => base.Deliver(item),
    };

    private async Task<bool> IsStaff(CustomerId actor) =>
        State.Shop.Length > 0 && await GrainFactory.GetGrain<IShopGrain>(State.Shop).Look() is { } shop && shop.Employs(actor, ShopRole.Manager);

    private async Task<ReturnOutcome> Saved(string news)
    {
        Send(TellKind, news);
        await Save();
        return new ReturnOutcome(View(), null);
    }

    private ReturnOutcome Refuse(AfterSaleRefusal refusal) => new(View(), refusal);

    private Return? View() => State.View(Key);
}

/// <summary>What lies in a return's document.</summary>
public sealed record ReturnState
{
    /// <summary>What was asked; null until then.</summary>
    public ReturnWish? Wish { get; init; }

    /// <summary>The order's id, for lists.</summary>
    public string Order { get; init; } = "";

    /// <summary>The buyer's id, for lists.</summary>
    public string Buyer { get; init; } = "";

    /// <summary>The shop's id, for lists.</summary>
    public string Shop { get; init; } = "";

    /// <summary>Where it stands.</summary>
    public ReturnStatus Status { get; init; }

    /// <summary>When it was asked.</summary>
    public long AskedAtMs { get; init; }

    /// <summary>Until when the state may last.</summary>
    public long? UntilMs { get; init; }

    /// <summary>What the shop said.</summary>
    public string Answer { get; init; } = "";

    /// <summary>What went back.</summary>
    public long Amount { get; init; }

    internal Return? View(string id) => Wish is not { } wish ? null : new Return
    {
        Id = id,
        Wish = wish,
        Status = Status,
        AskedAt = DateTimeOffset.FromUnixTimeMilliseconds(AskedAtMs),
        Until = UntilMs is { } until ? DateTimeOffset.FromUnixTimeMilliseconds(until) : null,
        Answer = Answer,
        Amount = Amount,
        Shop = new ShopId(Shop),
    };
}

/// <summary>Whether goods may be sent back: pure.</summary>
internal static class ReturnRules
{
    /// <summary>What is wrong with the wish, or null.</summary>
    public static AfterSaleRefusal? Check(Order order, ReturnWish wish, IReadOnlyList<Return> earlier, DateTimeOffset now)
    {
        if (order.Status is not (OrderStatus.Delivered or OrderStatus.Completed) || order.DeliveredAt is not { } delivered)
        {
            return order.Status is OrderStatus.Disputed ? AfterSaleRefusal.OrderDisputed : AfterSaleRefusal.OrderState;
        }

        // A shop that takes nothing back must still take back what was broken or wrong, as long as the buyer may complain at all.
        int days = wish.Reason is ComplaintReason.ChangedMind ? order.ReturnDays : Math.Max(order.ReturnDays, 3);
        if (delivered.AddDays(days) < now)
        {
            return AfterSaleRefusal.TooLate;
        }

        bool open = earlier.Any(one => one.Status is ReturnStatus.Asked or ReturnStatus.Accepted);
        bool fits = wish.Lines.Count > 0 && wish.Lines.All(line => line.Quantity > 0) && wish.Lines.GroupBy(line => (line.Product, line.Sku)).All(line =>
            line.Sum(one => one.Quantity) + earlier.Where(one => one.Status is ReturnStatus.Refunded).SelectMany(one => one.Wish.Lines)
                .Where(one => (one.Product, one.Sku) == line.Key).Sum(one => one.Quantity)
            <= order.Placement.Lines.Where(one => (one.Product, one.Sku) == line.Key).Sum(one => one.Quantity));
        return open || !fits ? AfterSaleRefusal.ReturnLines : null;
    }

    /// <summary>An order's refusal as one of what follows the sale.</summary>
    public static AfterSaleRefusal AfterSale(this OrderRefusal refusal) => refusal switch
    {
        OrderRefusal.UnknownOrder => AfterSaleRefusal.UnknownOrder,
        OrderRefusal.ReasonMissing => AfterSaleRefusal.ReasonMissing,
        OrderRefusal.RefundTooLarge => AfterSaleRefusal.RefundTooLarge,
        OrderRefusal.Disputed => AfterSaleRefusal.OrderDisputed,
        OrderRefusal.TooLate => AfterSaleRefusal.TooLate,
        _ => AfterSaleRefusal.OrderState,
    };
}

/// <summary>Live notices of returns and disputes.</summary>
internal static class AfterSaleNews
{
    /// <summary>Tells the buyer and the shop's staff.</summary>
    public static async Task Tell(IGrainFactory grains, string buyer, string shop, string kind, string subject, DateTimeOffset now)
    {
        Shop? known = await grains.GetGrain<IShopGrain>(shop).Look();
        var notice = new Notice { Kind = kind, Subject = subject, At = now };
        foreach (string person in new[] { buyer }.Concat(known?.Staff.Select(member => member.Person.Value) ?? []).Distinct())
        {
            await grains.Topic(Topics.Of(new CustomerId(person))).Tell(notice);
        }

        await grains.Topic(Topics.For(Role.Operator, "disputes")).Tell(notice);
    }
}
