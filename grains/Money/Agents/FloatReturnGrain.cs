using System.Globalization;
using Orleans.Concurrency;
using Postmobile.Documents;
using Postmobile.Identity;

namespace Postmobile.Money;

/// <inheritdoc cref="IFloatReturnGrain"/>
/// <remarks>Reentrant as <see cref="CashOutGrain"/> is, and for the same reason.</remarks>
[Reentrant, GrainType("money.float-return")]
internal sealed class FloatReturnGrain([PersistentState("money.float-return")] IPersistentState<Document<FloatReturnState>> document)
    : DurableGrain<FloatReturnState>(document), IFloatReturnGrain
{
    private const string HoldKind = "hold", CaptureKind = "capture", ReleaseKind = "release", TellKind = "tell", MovedKind = "moved";
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(10);

    private TaskCompletionSource _moved = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private string Key => this.GetPrimaryKeyString();

    public async Task<FloatReturnOutcome> Ask(CashAgent agent, long amount, string? note)
    {
        if (State.Status is not null)
        {
            bool same = State.Agent == agent.Id.Value && State.Amount == amount && State.Note == note;
            return same ? new(State.View(Key), null, Replayed: true) : new(null, AgentRefusal.IdempotencyConflict);
        }

        if (amount <= 0 || !FloatReturnState.IsPlain(note))
        {
            return new(null, amount <= 0 ? AgentRefusal.AmountNotPositive : AgentRefusal.MemoInvalid);
        }

        Send(HoldKind, new HoldOrder("§float-return-" + Key, agent.Float.Value, amount, note));
        return await Move(new FloatReturnState
        {
            Status = FloatReturnStatus.Holding, Agent = agent.Id.Value, AgentName = agent.Name, Float = agent.Float.Value, Amount = amount, Note = note,
            AskedAtMs = Clock.GetUtcNow().ToUnixTimeMilliseconds(),
        });
    }

    public async Task<FloatReturnOutcome> Approve(CustomerId by, string? reference)
    {
        if (State.RefuseApproval(by.Value, reference) is { } refusal)
        {
            return new(State.View(Key), refusal);
        }

        if (State.Status is not FloatReturnStatus.Asked)
        {
            return new(State.View(Key), null, Replayed: true);
        }

        Send(CaptureKind, new CaptureOrder("return", State.Hold, PostAccounts.Trust.Value, State.Amount, 0, 0, PostingKind.FloatReturn, reference));
        Record(by.Value, "float-return.approve", string.Create(CultureInfo.InvariantCulture, $"{State.Amount} of {State.AgentName}; {reference}"));
        return await Move(State with { Status = FloatReturnStatus.Approved, DecidedBy = by.Value, Reference = reference });
    }

    public async Task<FloatReturnOutcome> Reject(CustomerId by, string? reason)
    {
        if (State.RefuseRejection(by.Value, reason) is { } refusal)
        {
            return new(State.View(Key), refusal);
        }

        if (State.Status is not FloatReturnStatus.Asked)
        {
            return new(State.View(Key), null, Replayed: true);
        }

        Send(ReleaseKind, new ReleaseOrder("release", State.Hold));
        Record(by.Value, "float-return.reject", string.Create(CultureInfo.InvariantCulture, $"{State.Amount} of {State.AgentName}; {reason}"));
        return await Move(State with { Status = FloatReturnStatus.Releasing, DecidedBy = by.Value, Reference = reason });
    }

    public Task<FloatReturn?> Look() => Task.FromResult(State.View(Key));

    public async Task Settle(CashOutStep step, TransferOutcome outcome)
    {
        FloatReturnState next = State.Settle(step, outcome);
        if (next == State)
        {
            return;
        }

        if (next.Status is FloatReturnStatus.Releasing)
        {
            Send(ReleaseKind, new ReleaseOrder("release", next.Hold));
        }

        Send(TellKind, new TellOrder(next.Agent, null, "float-return.changed", Key));
        Send(MovedKind, next.Agent);
        State = next;
        await Save();
        TaskCompletionSource moved = _moved;
        _moved = new(TaskCreationOptions.RunContinuationsAsynchronously);
        moved.TrySetResult();
    }

    protected override async Task Deliver(OutboxItem item)
    {
        IFloatReturnGrain self = this.AsReference<IFloatReturnGrain>();
        switch (item.Kind)
        {
            case HoldKind:
                await self.Settle(CashOutStep.Hold, await GrainFactory.HoldFor(item.Read<HoldOrder>()));
                break;
            case CaptureKind:
                await self.Settle(CashOutStep.Pay, await GrainFactory.CaptureFor(item.Read<CaptureOrder>()));
                break;
            case ReleaseKind:
                await self.Settle(CashOutStep.Release, await GrainFactory.ReleaseFor(item.Read<ReleaseOrder>()));
                break;
            case TellKind:
                await GrainFactory.TellPerson(item.Read<TellOrder>(), MessageKey(item), Clock);
                break;
            case MovedKind:
                await GrainFactory.GetGrain<IAgentGrain>(item.Read<string>()).Moved();
                break;
            default:
                await base.Deliver(item);
                break;
        }
    }

    private async Task<FloatReturnOutcome> Move(FloatReturnState next)
    {
        State = next;
        await Save();
        DateTimeOffset until = Clock.GetUtcNow() + s_patience;
        while (State.Status is FloatReturnStatus.Holding or FloatReturnStatus.Approved or FloatReturnStatus.Releasing && until > Clock.GetUtcNow())
        {
            await Task.WhenAny(_moved.Task, Task.Delay(TimeSpan.FromSeconds(1), Clock));
        }

        return new(State.View(Key), null);
    }
}
