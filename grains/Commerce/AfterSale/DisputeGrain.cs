using System.Text.Json;
using Microsoft.Extensions.Options;
using Npgsql;
using Postmobile.Documents;
using Postmobile.Identity;

namespace Postmobile.Commerce;

/// <inheritdoc cref="IDisputeGrain"/>
[GrainType("commerce.dispute")]
internal sealed class DisputeGrain(
    [PersistentState("commerce.dispute")] IPersistentState<Document<DisputeState>> document, IOptions<OrderOptions> options, EntryLog log, NpgsqlDataSource database)
    : DurableGrain<DisputeState>(document), IDisputeGrain
{
    private const string TellKind = "tell";

    private string Key => this.GetPrimaryKeyString();

    private string Stream => "dispute/" + Key;

    private IOrderGrain Order => GrainFactory.GetGrain<IOrderGrain>(State.Complaint!.Order.Value);

    protected override DateTimeOffset? NextWake => State.Status is DisputeStatus.Open or DisputeStatus.WithPost ? DateTimeOffset.FromUnixTimeMilliseconds(State.UntilMs) : null;

    public async Task<DisputeOutcome> Open(Complaint complaint)
    {
        if (State.Complaint is { } known)
        {
            return known.Buyer == complaint.Buyer && known.Order == complaint.Order ? new DisputeOutcome(View(), null) : Refuse(AfterSaleRefusal.UnknownCase);
        }

        string words = OrderRules.Clean(complaint.Words);
        if (words.Length == 0)
        {
            return Refuse(AfterSaleRefusal.ReasonMissing);
        }

        OrderOutcome outcome = await GrainFactory.GetGrain<IOrderGrain>(complaint.Order.Value).OpenDispute(Key, complaint.Buyer);
        if (outcome.Refusal is { } refusal)
        {
            return Refuse(refusal.AfterSale());
        }

        DateTimeOffset now = Clock.GetUtcNow();
        await log.Append(Stream, "open", "said", new DisputeMessage(now, "buyer", words, complaint.Photos), now);
        State = new DisputeState
        {
            Complaint = complaint with { Words = words },
            Shop = outcome.Order!.Placement.Shop.Value,
            ShopName = outcome.Order.ShopName,
            Status = DisputeStatus.Open,
            OpenedAtMs = now.ToUnixTimeMilliseconds(),
            UntilMs = (now + options.Value.ShopAnswersWithin).ToUnixTimeMilliseconds(),
        };
        return await Saved("dispute.opened");
    }

    public Task<Dispute?> Look() => Task.FromResult(View());

    public async Task<IReadOnlyList<DisputeMessage>> Messages()
    {
        await using NpgsqlCommand command = database.CreateCommand("select body from entry where stream = $1 order by seq limit 500");
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = Stream });
        await using NpgsqlDataReader rows = await command.ExecuteReaderAsync();
        var messages = new List<DisputeMessage>();
        while (await rows.ReadAsync())
        {
            messages.Add(JsonSerializer.Deserialize<DisputeMessage>(rows.GetString(0), DocumentSerializer.Options)!);
        }

        return messages;
    }

    public async Task<DisputeOutcome> Say(CustomerId actor, bool post, string key, string words, IReadOnlyList<string> photos)
    {
        string who = post ? "post" : await Side(actor);
        words = OrderRules.Clean(words);
        AfterSaleRefusal? wrong = who.Length == 0 ? AfterSaleRefusal.UnknownCase
            : State.Status >= DisputeStatus.Decided ? AfterSaleRefusal.CaseState
            : words.Length == 0 ? AfterSaleRefusal.ReasonMissing
            : null;
        if (wrong is { } refusal)
        {
            return Refuse(refusal);
        }

        DateTimeOffset now = Clock.GetUtcNow();
        await log.Append(Stream, "say-" + actor.Value + "-" + key, "said", new DisputeMessage(now, who, words, photos), now);
        if (who == "shop" && !State.Answered)
        {
            State = State with { Answered = true };
        }

        return await Saved("dispute.said");
    }

    public async Task<DisputeOutcome> Escalate(CustomerId actor)
    {
        if ((await Side(actor)).Length == 0)
        {
            return Refuse(AfterSaleRefusal.UnknownCase);
        }

        if (State.Status is DisputeStatus.WithPost)
        {
            return new DisputeOutcome(View(), null);
        }

        if (State.Status is not DisputeStatus.Open)
        {
            return Refuse(AfterSaleRefusal.CaseState);
        }

        State = ToPost(State);
        return await Saved("dispute.escalated");
    }

    public async Task Inherit(CustomerId guest, CustomerId heir)
    {
        if (State.Complaint is { } complaint && complaint.Buyer == guest)
        {
            State = State with { Complaint = complaint with { Buyer = heir } };
            await Save();
        }
    }

    public async Task<DisputeOutcome> Withdraw(CustomerId actor)
    {
        if (State.Complaint?.Buyer != actor)
        {
            return Refuse(AfterSaleRefusal.UnknownCase);
        }

        if (State.Status is DisputeStatus.Withdrawn)
        {
            return new DisputeOutcome(View(), null);
        }

        if (State.Status >= DisputeStatus.Decided)
        {
            return Refuse(AfterSaleRefusal.CaseState);
        }

        if ((await Order.WithdrawDispute(Key, actor)).Refusal is { } refusal)
        {
            return Refuse(refusal.AfterSale());
        }

        State = State with { Status = DisputeStatus.Withdrawn };
        return await Saved("dispute.withdrawn");
    }

    public async Task<DisputeOutcome> Decide(CustomerId actor, long toBuyer, string reason)
    {
        if (State.Complaint is null)
        {
            return Refuse(AfterSaleRefusal.UnknownCase);
        }

        if (State.Status is DisputeStatus.Decided && State.ToBuyer == toBuyer)
        {
            return new DisputeOutcome(View(), null);
        }

        // Nobody of the post decides a case of their own.
        if (State.Status >= DisputeStatus.Decided || (await Side(actor)).Length > 0)
        {
            return Refuse(AfterSaleRefusal.CaseState);
        }

        // The order moves the money and knows a decision once; this document follows, also after a crash in between.
        OrderOutcome outcome = await Order.DecideDispute(Key, toBuyer, actor, reason);
        if (outcome.Refusal is { } refusal)
        {
            return Refuse(refusal.AfterSale());
        }

        long given = outcome.Order!.Events.LastOrDefault(happening => happening.Kind == "decided")?.Amount ?? toBuyer;
        DateTimeOffset now = Clock.GetUtcNow();
        string why = OrderRules.Clean(reason);
        await log.Append(Stream, "decided", "decided", new DisputeMessage(now, "post", why, []), now);
        State = State with { Status = DisputeStatus.Decided, ToBuyer = given, Reason = why };
        return await Saved("dispute.decided");
    }

    protected override async Task OnWake(DateTimeOffset now)
    {
        if (State.Status is DisputeStatus.Open)
        {
            State = ToPost(State);
            Send(TellKind, "dispute.escalated");
            return;
        }

        // The order's clock has decided by itself, or is about to.
        bool over = await Order.Look() is not { Status: OrderStatus.Disputed };
        if (!over)
        {
            State = State with { UntilMs = (now + TimeSpan.FromMinutes(1)).ToUnixTimeMilliseconds() };
            return;
        }

        State = State with { Status = DisputeStatus.Expired };
        Send(TellKind, "dispute.expired");
    }

    protected override Task Deliver(OutboxItem item) => item.Kind switch
    {
        TellKind => AfterSaleNews.Tell(GrainFactory, State.Complaint!.Buyer.Value, State.Shop, item.Read<string>(), Key, Clock.GetUtcNow()),
        _ => base.Deliver(item),
    };

    private DisputeState ToPost(DisputeState state) => state with
    {
        Status = DisputeStatus.WithPost,
        UntilMs = (DateTimeOffset.FromUnixTimeMilliseconds(state.OpenedAtMs) + options.Value.DisputeWithin).ToUnixTimeMilliseconds(),
    };

    private async Task<string> Side(CustomerId actor) =>
        State.Complaint is not { } complaint ? ""
        : complaint.Buyer == actor ? "buyer"
        : await GrainFactory.GetGrain<IShopGrain>(State.Shop).Look() is { } shop && shop.Employs(actor, ShopRole.Manager, ShopRole.Packer) ? "shop"
        : "";

    private async Task<DisputeOutcome> Saved(string news)
    {
        Send(TellKind, news);
        await Save();
        return new DisputeOutcome(View(), null);
    }

    private DisputeOutcome Refuse(AfterSaleRefusal refusal) => new(View(), refusal);

    private Dispute? View() => State.View(Key);
}

/// <summary>What lies in a dispute's document; its messages are a log.</summary>
public sealed record DisputeState
{
    /// <summary>What it is about; null until it is opened.</summary>
    public Complaint? Complaint { get; init; }

    /// <summary>The shop's id.</summary>
    public string Shop { get; init; } = "";

    /// <summary>The shop's name.</summary>
    public string ShopName { get; init; } = "";

    /// <summary>Where it stands.</summary>
    public DisputeStatus Status { get; init; }

    /// <summary>Whether the shop has said something.</summary>
    public bool Answered { get; init; }

    /// <summary>When it was opened.</summary>
    public long OpenedAtMs { get; init; }

    /// <summary>Until when the present state may last.</summary>
    public long UntilMs { get; init; }

    /// <summary>What the buyer got.</summary>
    public long? ToBuyer { get; init; }

    /// <summary>Why.</summary>
    public string Reason { get; init; } = "";

    internal Dispute? View(string id) => Complaint is not { } complaint ? null : new Dispute
    {
        Id = id,
        Complaint = complaint,
        Status = Status,
        OpenedAt = DateTimeOffset.FromUnixTimeMilliseconds(OpenedAtMs),
        Until = DateTimeOffset.FromUnixTimeMilliseconds(UntilMs),
        Shop = new ShopId(Shop),
        ToBuyer = ToBuyer,
        Reason = Reason,
        ShopName = ShopName,
    };
}
