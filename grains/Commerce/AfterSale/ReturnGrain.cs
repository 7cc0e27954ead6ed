using Microsoft.Extensions.Options;
using Postmobile.Documents;
using Postmobile.Identity;

namespace Postmobile.Commerce;

/// <inheritdoc cref="IReturnGrain"/>
[GrainType("commerce.return")]
internal sealed partial class ReturnGrain([PersistentState("commerce.return")] IPersistentState<Document<ReturnState>> document, IOptions<OrderOptions> options)
    : DurableGrain<ReturnState>(document), IReturnGrain
{
    private const string TellKind = "tell";

    private string Key => this.GetPrimaryKeyString();

    private IOrderGrain Order => GrainFactory.GetGrain<IOrderGrain>(State.Wish!.Order.Value);

    protected override DateTimeOffset? NextWake => (State.RetryAtMs ?? State.UntilMs) is { } next ? DateTimeOffset.FromUnixTimeMilliseconds(next) : null;

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

        if (wish is { Exchange: true, Buyer.IsGuest: true })
        {
            return Refuse(AfterSaleRefusal.ExchangeAccount);
        }

        (Exchange? exchange, AfterSaleRefusal? cannot) = wish.Exchange ? await ExchangeDesk.Find(GrainFactory, bought, wish) : default;
        if (cannot is { } not)
        {
            return Refuse(not);
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
            Exchange = exchange,
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
        else
        {
            await SetAside();
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

        if (State.Status is ReturnStatus.Refunded or ReturnStatus.Exchanged or ReturnStatus.ToPay or ReturnStatus.Exchanging)
        {
            return State.Status is ReturnStatus.Exchanging ? await Run() : new ReturnOutcome(View(), null);
        }

        if (State.Status is not (ReturnStatus.Asked or ReturnStatus.Accepted))
        {
            return Refuse(AfterSaleRefusal.CaseState);
        }

        string why = OrderRules.Clean(words) is { Length: > 0 } said ? said : "Retour";
        if (amount == 0 && State.Exchange is { Gone: false })
        {
            return await BeginExchange(actor, OrderRules.Clean(words));
        }

        if (amount <= 0)
        {
            return Refuse(State.Exchange is { Gone: true } ? AfterSaleRefusal.ExchangeGone : AfterSaleRefusal.RefundTooLarge);
        }

        OrderOutcome outcome = await Order.Refund(new OrderRefund { Key = Key, Amount = amount, Reason = why, Actor = actor.Value, Back = State.Wish!.Lines });
        if (outcome.Refusal is { } refusal)
        {
            return Refuse(refusal.AfterSale());
        }

        GiveBack();
        State = State with { Status = ReturnStatus.Refunded, Amount = amount, Answer = why, UntilMs = null };
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

        if (State is { Status: ReturnStatus.ToPay, Paying: false, PaidBy: null })
        {
            return await GiveUp();
        }

        if (State.Status is not (ReturnStatus.Asked or ReturnStatus.Accepted))
        {
            return Refuse(AfterSaleRefusal.CaseState);
        }

        await Order.EndReturn(Key, actor);
        GiveBack();
        State = State with { Status = ReturnStatus.Ended, UntilMs = null };
        return await Saved("return.ended");
    }

    public async Task Inherit(CustomerId guest, CustomerId heir)
    {
        if (State.Wish is { } wish && State.Buyer == guest.Value)
        {
            State = State with { Buyer = heir.Value, Wish = wish with { Buyer = heir } };
            await Save();
        }
    }

    protected override async Task OnWake(DateTimeOffset now)
    {
        if (State.Status is ReturnStatus.Exchanging or ReturnStatus.ToPay)
        {
            await GoOn();
            return;
        }

        if (State.Status is ReturnStatus.Accepted)
        {
            GiveBack();
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
        ReleaseKind => GrainFactory.GetGrain<IStockGrain>(item.Read<string>()).Release(Key),
        WordsKind => Write(MessageKey(item), item.Read<ExchangeNews>()),
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
