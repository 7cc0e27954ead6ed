using Postmobile.Documents;
using Postmobile.Live;

namespace Postmobile.Identity;

/// <summary>What lies in the document of one hit.</summary>
public sealed record HitState
{
    /// <summary>What was found.</summary>
    public HitEvidence? Evidence { get; init; }

    /// <summary>When, in milliseconds since 1970 UTC, so that SQL can sort by it.</summary>
    public long? FoundAtMs { get; init; }

    /// <summary>Where it stands; null until raised.</summary>
    public HitStatus? Status { get; init; }

    /// <summary>Who decided.</summary>
    public string? DecidedBy { get; init; }

    /// <summary>When.</summary>
    public DateTimeOffset? DecidedAt { get; init; }

    /// <summary>Why.</summary>
    public string? Reason { get; init; }

    internal ScreeningHit? View(string id) => Evidence is null ? null : new ScreeningHit
    {
        Id = id,
        Evidence = Evidence,
        FoundAt = DateTimeOffset.FromUnixTimeMilliseconds(FoundAtMs.GetValueOrDefault()),
        Status = Status.GetValueOrDefault(),
        DecidedBy = DecidedBy,
        DecidedAt = DecidedAt,
        Reason = Reason,
    };
}

/// <inheritdoc cref="IScreeningHitGrain"/>
[GrainType("identity.hit")]
internal sealed class ScreeningHitGrain([PersistentState("identity.hit")] IPersistentState<Document<HitState>> document)
    : DurableGrain<HitState>(document), IScreeningHitGrain
{
    private const string FreezeKind = "freeze";
    private const string QueueKind = "queue";

    private string Key => this.GetPrimaryKeyString();

    public async Task<bool> Raise(HitEvidence evidence)
    {
        if (State.Evidence is not null)
        {
            return false;
        }

        State = new HitState { Evidence = evidence, FoundAtMs = Clock.GetUtcNow().ToUnixTimeMilliseconds(), Status = HitStatus.Pending };
        Send(QueueKind, "hit.raised");
        await Save();
        return true;
    }

    public Task<ScreeningHit?> Look() => Task.FromResult(State.View(Key));

    public Task<HitOutcome> Confirm(CustomerId by, string reason) => Decide(HitStatus.Confirmed, by, reason);

    public Task<HitOutcome> Dismiss(CustomerId by, string reason) => Decide(HitStatus.Dismissed, by, reason);

    protected override Task Deliver(OutboxItem item) => item.Kind switch
    {
        FreezeKind => Freeze(item.Read<FreezeOrder>()),
        QueueKind => GrainFactory.Topic(Topics.For(Role.Operator, KycTopics.Screening)).Tell(new Notice { Kind = item.Read<string>(), Subject = Key, At = Clock.GetUtcNow() }),
        _ => base.Deliver(item),
    };

    private async Task<HitOutcome> Decide(HitStatus status, CustomerId by, string reason)
    {
        KycRefusal? refusal = State.Evidence is not { } evidence ? KycRefusal.NotFound
            : evidence.Customer == by ? KycRefusal.OwnCase
            : State.Status is not HitStatus.Pending && (State.Status, State.DecidedBy) != (status, by.Value) ? KycRefusal.AlreadyDecided
            : KycRules.IsReason(reason) ? null
            : KycRefusal.ReasonNeeded;
        if (refusal is null && State.Status is HitStatus.Pending)
        {
            State = State with { Status = status, DecidedBy = by.Value, DecidedAt = Clock.GetUtcNow(), Reason = reason.Trim() };
            Record(by.Value, status is HitStatus.Confirmed ? "screening.confirm" : "screening.dismiss", $"{State.Evidence!.Customer}: {reason.Trim()}");
            Send(QueueKind, "hit.decided");
            if (status is HitStatus.Confirmed)
            {
                Send(FreezeKind, new FreezeOrder(State.Evidence.Customer.Value, reason.Trim(), by.Value));
            }

            await Save();
        }

        return new HitOutcome(State.View(Key), refusal);
    }

    private async Task Freeze(FreezeOrder order)
    {
        KycRefusal? refusal = await GrainFactory.GetGrain<ICustomerStandingGrain>(order.Customer).Freeze(Postmobile.Money.Freeze.Both, order.Reason, new CustomerId(order.By));
        if (refusal is not null)
        {
            throw new InvalidOperationException($"The freeze of {order.Customer} was refused: {refusal}.");
        }
    }

    internal sealed record FreezeOrder(string Customer, string Reason, string By);
}
