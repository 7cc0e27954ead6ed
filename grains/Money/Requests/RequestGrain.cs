using Microsoft.Extensions.Options;
using Orleans.Concurrency;
using Postmobile.Documents;
using Postmobile.Identity;

namespace Postmobile.Money;

/// <inheritdoc cref="IRequestGrain"/>
/// <remarks>
/// Reentrant: whoever said yes waits here for the ledger's answer, which comes by way of the outbox. Each change is decided and
/// put into the outbox without an await between. The transfer has one key for as long as the request lives, so the ledger itself
/// pays it once; what was tried and refused is annulled before the request ends in any other way.
/// </remarks>
[Reentrant, GrainType("money.request")]
internal sealed class RequestGrain([PersistentState("money.request")] IPersistentState<Document<RequestState>> document, IOptions<RequestOptions> options)
    : DurableGrain<RequestState>(document), IRequestGrain
{
    private const string PayKind = "pay", AnnulKind = "annul", TellKind = "tell", EndedKind = "ended";
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(10);

    private TaskCompletionSource _moved = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private string Key => this.GetPrimaryKeyString();

    protected override DateTimeOffset? NextWake =>
        State.Status is RequestStatus.Open ? DateTimeOffset.FromUnixTimeMilliseconds(State.ExpiresAtMs) : null;

    public async Task<RequestOutcome> Ask(RequestWish wish)
    {
        if (State.Status is null)
        {
            if (RequestRules.Check(wish) is { } wrong)
            {
                return wrong;
            }

            if (await GrainFactory.RequestBook(wish.Payer.Id).Blocks(wish.Requester.Id))
            {
                return RequestRefusal.RequestBlocked;
            }

            if (!await GrainFactory.RequestBook(wish.Requester.Id).Take([new RequestLeave(Key, wish.Payer.Id)]))
            {
                return RequestRefusal.RequestLimit;
            }
        }

        // The same request may have come twice at once: only the first begins it.
        if (State.Status is not null)
        {
            return RequestRules.Again(State, wish) is { } other ? other : new RequestOutcome { Request = State.View(Key), Replayed = true };
        }

        await Move(RequestRules.Begin(wish, Clock.GetUtcNow(), options.Value));
        return new RequestOutcome { Request = State.View(Key) };
    }

    public async Task<RequestOutcome> Approve(CustomerId by, long agreedTotal)
    {
        Quote? quote = null;
        if (State.Status is RequestStatus.Open && State.Payer!.Id == by.Value)
        {
            QuoteOutcome outcome = await GrainFactory.Account(new AccountId(State.Payer.Account)).Quote(Payment(State, agreed: null));
            if (outcome.Refusal is { } refusal)
            {
                return new RequestOutcome { Request = State.View(Key), Ledger = refusal };
            }

            quote = outcome.Quote;
        }

        RequestOutcome answer = await Apply(RequestRules.Approve(State, by, quote, agreedTotal, Clock.GetUtcNow()));
        return answer is { Refusal: null, Request: { Status: RequestStatus.Open, Failure: { } failure } } ? answer with { Ledger = Read(failure) } : answer;
    }

    public Task<RequestOutcome> Decline(CustomerId by) => Apply(RequestRules.Decline(State, by, Clock.GetUtcNow()));

    public Task<RequestOutcome> Cancel(CustomerId by) => Apply(RequestRules.Cancel(State, by, Clock.GetUtcNow()));

    public Task<MoneyRequest?> Look() => Task.FromResult(State.View(Key));

    public Task Settle(TransferOutcome outcome) => Move(RequestRules.Settle(State, outcome, Clock.GetUtcNow()));

    public Task Closed(TransferOutcome outcome) => Move(RequestRules.Closed(State, outcome, Clock.GetUtcNow()));

    protected override Task OnWake(DateTimeOffset now) => Move(RequestRules.Expire(State, now));

    protected override async Task Deliver(OutboxItem item)
    {
        IRequestGrain self = this.AsReference<IRequestGrain>();
        switch (item.Kind)
        {
            case PayKind:
                await self.Settle(await GrainFactory.PayOnce(item.Read<OnceOrder>()));
                break;
            case AnnulKind:
                await self.Closed(await GrainFactory.AnnulOnce(item.Read<AnnulOrder>()));
                break;
            case TellKind:
                await GrainFactory.TellPerson(item.Read<TellOrder>(), MessageKey(item), Clock);
                break;
            case EndedKind:
                await GrainFactory.RequestBook(new CustomerId(item.Read<string>())).Ended(Key);
                break;
            default:
                await base.Deliver(item);
                break;
        }
    }

    private TransferRequest Payment(RequestState state, long? agreed) => new()
    {
        Key = DerivedKey.Request(Key), Payee = new AccountId(state.Requester!.Account), Amount = state.Amount, Kind = PostingKind.RequestPaid, Note = state.Note, AgreedTotal = agreed,
    };

    private async Task<RequestOutcome> Apply(RequestRules.Decision decision)
    {
        bool replayed = decision is { Next: null, Refusal: null };
        if (decision.Next is { } next)
        {
            await Move(next);
        }

        if (decision.Refusal is null)
        {
            await Settled();
        }

        return new RequestOutcome { Request = State.View(Key), Refusal = decision.Refusal, Replayed = replayed };
    }

    // The ledger's answer mostly comes within milliseconds. Whoever does not want to wait any longer sees where it stands.
    private async Task Settled()
    {
        DateTimeOffset until = Clock.GetUtcNow() + s_patience;
        while (State.Status is RequestStatus.Paying or RequestStatus.Closing && until > Clock.GetUtcNow())
        {
            await Task.WhenAny(_moved.Task, Task.Delay(TimeSpan.FromSeconds(1), Clock));
        }
    }

    private async Task Move(RequestState next)
    {
        RequestState before = State;
        if (next == before)
        {
            return;
        }

        State = next;
        if (next.Status != before.Status)
        {
            Follow(next);
        }

        await Save();
        TaskCompletionSource moved = _moved;
        _moved = new(TaskCreationOptions.RunContinuationsAsynchronously);
        moved.TrySetResult();
    }

    /// <summary>What a new status asks of the ledger, and whom it is news to.</summary>
    private void Follow(RequestState next)
    {
        if (next.Status is RequestStatus.Paying)
        {
            Send(PayKind, new OnceOrder(next.Payer!.Account, Payment(next, next.AgreedTotal)));
        }
        else if (next.Status is RequestStatus.Closing)
        {
            Send(AnnulKind, new AnnulOrder(next.Payer!.Account, DerivedKey.Request(Key)));
        }

        Send(TellKind, new TellOrder(next.Payer!.Id, RequestWords.ToPayer(next), "request.changed", Key));
        Send(TellKind, new TellOrder(next.Requester!.Id, RequestWords.ToRequester(next), "request.changed", Key));
        if (State.View(Key)!.IsOver)
        {
            Send(EndedKind, next.Requester.Id);
        }
    }

    private static Refusal Read(string stableCode) =>
        Enum.GetValues<RefusalCode>().Select(code => new Refusal(code)).FirstOrDefault(refusal => refusal.StableCode == stableCode) ?? new Refusal(RefusalCode.OperationNotAllowed);
}
