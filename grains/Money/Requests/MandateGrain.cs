using Microsoft.Extensions.Options;
using Orleans.Concurrency;
using Postmobile.Documents;
using Postmobile.Identity;

namespace Postmobile.Money;

/// <inheritdoc cref="IMandateGrain"/>
/// <remarks>
/// Reentrant, as <see cref="RequestGrain"/> is and for the same reason. The transfer of a period has one key however often it is
/// tried, and before anything else becomes of the period that key is annulled: the ledger collects once or never.
/// </remarks>
[Reentrant, GrainType("money.mandate")]
internal sealed class MandateGrain([PersistentState("money.mandate")] IPersistentState<Document<MandateState>> document, IOptions<RequestOptions> options)
    : DurableGrain<MandateState>(document), IMandateGrain
{
    private const string PayKind = "pay", AnnulKind = "annul", TellKind = "tell", AnsweredKind = "answered";
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(10);

    private TaskCompletionSource _moved = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private string Key => this.GetPrimaryKeyString();

    protected override DateTimeOffset? NextWake => MandateRules.NextWake(State);

    public async Task<MandateOutcome> Propose(MandateWish wish)
    {
        if (State.Status is null)
        {
            if (MandateRules.Check(wish, Clock.GetUtcNow()) is { } wrong)
            {
                return wrong;
            }

            if (await GrainFactory.RequestBook(wish.Payer.Id).Blocks(wish.Payee.Id))
            {
                return RequestRefusal.RequestBlocked;
            }

            if (!await GrainFactory.RequestBook(wish.Payee.Id).Take([new RequestLeave(Key, wish.Payer.Id)]))
            {
                return RequestRefusal.MandateLimit;
            }
        }

        // The same proposal may have come twice at once: only the first begins it.
        if (State.Status is not null)
        {
            return MandateRules.Again(State, wish) is { } other ? other : new MandateOutcome { Mandate = State.View(Key), Replayed = true };
        }

        await Move(MandateRules.Begin(wish, Clock.GetUtcNow(), options.Value));
        return new MandateOutcome { Mandate = State.View(Key) };
    }

    public Task<MandateOutcome> Approve(CustomerId by, long ceiling) => Apply(MandateRules.Approve(State, by, ceiling, Clock.GetUtcNow()));

    public Task<MandateOutcome> Decline(CustomerId by) => Apply(MandateRules.Decline(State, by));

    public Task<MandateOutcome> Pause(CustomerId by) => Apply(MandateRules.Pause(State, by));

    public Task<MandateOutcome> Resume(CustomerId by) => Apply(MandateRules.Resume(State, by, Clock.GetUtcNow()));

    public Task<MandateOutcome> Cancel(CustomerId by) => Apply(MandateRules.Cancel(State, by));

    public Task<MandateOutcome> Collect(CustomerId by, long amount) => Apply(MandateRules.Collect(State, by, amount, Clock.GetUtcNow()));

    public Task<Mandate?> Look() => Task.FromResult(State.View(Key));

    public Task Settle(int period, TransferOutcome outcome) => Move(MandateRules.Settle(State, period, outcome, Clock.GetUtcNow(), options.Value));

    public Task Closed(int period, TransferOutcome outcome) => Move(MandateRules.Closed(State, period, outcome, Clock.GetUtcNow()));

    protected override Task OnWake(DateTimeOffset now) => Move(MandateRules.Advance(State, now));

    protected override async Task Deliver(OutboxItem item)
    {
        IMandateGrain self = this.AsReference<IMandateGrain>();
        switch (item.Kind)
        {
            case PayKind:
                PeriodOrder<OnceOrder> pay = item.Read<PeriodOrder<OnceOrder>>();
                await self.Settle(pay.Period, await GrainFactory.PayOnce(pay.Order));
                break;
            case AnnulKind:
                PeriodOrder<AnnulOrder> annul = item.Read<PeriodOrder<AnnulOrder>>();
                await self.Closed(annul.Period, await GrainFactory.AnnulOnce(annul.Order));
                break;
            case TellKind:
                await GrainFactory.TellPerson(item.Read<TellOrder>(), MessageKey(item), Clock);
                break;
            case AnsweredKind:
                await GrainFactory.RequestBook(new CustomerId(item.Read<string>())).Ended(Key);
                break;
            default:
                await base.Deliver(item);
                break;
        }
    }

    private async Task<MandateOutcome> Apply(MandateRules.Decision decision)
    {
        bool replayed = decision is { Next: null, Refusal: null };
        if (decision.Next is { } next)
        {
            await Move(next);
        }

        if (decision.Refusal is null)
        {
            await Closing();
        }

        return new MandateOutcome { Mandate = State.View(Key), Refusal = decision.Refusal, Replayed = replayed };
    }

    // Whoever stops it hears when what was under way is either done or impossible: mostly within milliseconds.
    private async Task Closing()
    {
        DateTimeOffset until = Clock.GetUtcNow() + s_patience;
        while (State.Step is CollectionStep.Closing && until > Clock.GetUtcNow())
        {
            await Task.WhenAny(_moved.Task, Task.Delay(TimeSpan.FromSeconds(1), Clock));
        }
    }

    private async Task Move(MandateState next)
    {
        MandateState before = State;
        if (next == before)
        {
            return;
        }

        State = next;
        Order(before, next);
        Tell(before, next);
        await Save();
        TaskCompletionSource moved = _moved;
        _moved = new(TaskCreationOptions.RunContinuationsAsynchronously);
        moved.TrySetResult();
    }

    /// <summary>What a new step asks of the ledger, word for word as it is now.</summary>
    private void Order(MandateState before, MandateState next)
    {
        string key = DerivedKey.Mandate(Key, next.Next);
        if (next.Step is CollectionStep.Ordered && (before.Step is not CollectionStep.Ordered || before.Next != next.Next))
        {
            Send(PayKind, new PeriodOrder<OnceOrder>(next.Next, new OnceOrder(next.Payer!.Account, new TransferRequest
            {
                Key = key, Payee = new AccountId(next.Payee!.Account), Amount = next.NextAmount!.Value, Kind = PostingKind.Mandate, Note = next.Reason,
            })));
        }
        else if (next.Step is CollectionStep.Closing && before.Step is not CollectionStep.Closing)
        {
            Send(AnnulKind, new PeriodOrder<AnnulOrder>(next.Next, new AnnulOrder(next.Payer!.Account, key)));
        }
    }

    private void Tell(MandateState before, MandateState next)
    {
        CollectionState? past = next.Past.Count > 0 && (before.Past.Count == 0 || before.Past[0] != next.Past[0]) ? next.Past[0] : null;
        bool resumed = before.Status is MandateStatus.Paused && next.Status is MandateStatus.Active;
        bool changed = before.Status != next.Status && !resumed;
        bool announced = next.Step is CollectionStep.Announced && (before.Step, before.Next, before.NextAmount) != (next.Step, next.Next, next.NextAmount);
        bool refused = next is { Step: CollectionStep.Refused, Tries: 1 } && before.Step is not CollectionStep.Refused;
        ToPayer(changed ? MandateWords.ToPayer(next) : null);
        ToPayee(changed ? MandateWords.ToPayee(next) : null);
        if (past?.Result is CollectionResult.Paid)
        {
            ToPayer(MandateWords.Collected(next, past));
        }

        if (refused || past?.Result is CollectionResult.Missed)
        {
            (Words payer, Words payee) = refused ? MandateWords.Refused(next) : MandateWords.Missed(next, past!);
            ToPayer(payer);
            ToPayee(payee);
        }

        if (announced)
        {
            ToPayer(MandateWords.Announced(next));
        }

        if (before.Status is MandateStatus.Proposed && changed)
        {
            Send(AnsweredKind, next.Payee!.Id);
        }
    }

    private void ToPayer(Words? words) => Send(TellKind, new TellOrder(State.Payer!.Id, words, "mandate.changed", Key));

    private void ToPayee(Words? words) => Send(TellKind, new TellOrder(State.Payee!.Id, words, "mandate.changed", Key));

    /// <summary>An order for one period.</summary>
    internal sealed record PeriodOrder<T>(int Period, T Order);
}
