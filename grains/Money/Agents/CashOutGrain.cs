using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Orleans.Concurrency;
using Postmobile.Documents;
using Postmobile.Identity;

namespace Postmobile.Money;

/// <inheritdoc cref="ICashOutGrain"/>
/// <remarks>
/// Reentrant: whoever began a step waits here for the ledger's answer, which comes by way of the outbox. Each change is decided and
/// put into the outbox without an await between.
/// </remarks>
[Reentrant, GrainType("money.cash-out")]
internal sealed class CashOutGrain([PersistentState("money.cash-out")] IPersistentState<Document<CashOutState>> document, IdentityKeys keys)
    : DurableGrain<CashOutState>(document), ICashOutGrain
{
    private const string HoldKind = "hold", CaptureKind = "capture", PayKind = "pay", ReleaseKind = "release", TellKind = "tell", MovedKind = "moved";
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(10);

    private TaskCompletionSource _moved = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private string Key => this.GetPrimaryKeyString();

    // Six digits that follow from the id and a key from outside the database: who has the database alone cannot know them.
    private string Code => (Convert.ToUInt32(keys.Digest("cash-out", Key)[..8], 16) % 1_000_000).ToString("D6", CultureInfo.InvariantCulture);

    protected override DateTimeOffset? NextWake =>
        State.Status is CashOutStatus.Ready or CashOutStatus.Asked ? DateTimeOffset.FromUnixTimeMilliseconds(State.ExpiresAtMs) : null;

    public Task<CashOutOutcome> Begin(CashOutWish wish) => Apply(CashOutRules.Begin(State, wish, Clock.GetUtcNow()));

    public Task<CashOutOutcome> Redeem(string key, OneTimeCode code, CashAgent agent)
    {
        bool right = CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(code.Digits), Encoding.UTF8.GetBytes(Code));
        return Apply(CashOutRules.Redeem(State, key, right, agent, Clock.GetUtcNow()));
    }

    public async Task<CashOutOutcome> Approve(CustomerId by, long agreedTotal)
    {
        Quote? quote = null;
        if (State is { Status: CashOutStatus.Asked, AgentFloat: { } agent } asked)
        {
            QuoteOutcome outcome = await GrainFactory.Account(new AccountId(asked.Wallet)).Quote(Payment(asked, agent, agreed: null));
            if (outcome.Refusal is { } refusal && asked.Customer == by.Value)
            {
                return new CashOutOutcome { CashOut = View(), Ledger = refusal };
            }

            quote = outcome.Quote;
        }

        return await Apply(CashOutRules.Approve(State, by, quote, agreedTotal, Clock.GetUtcNow()));
    }

    public Task<CashOutOutcome> Stop(CustomerId by) => Apply(CashOutRules.Stop(State, by));

    public Task<CashOut?> Look() => Task.FromResult(View());

    public async Task Settle(CashOutStep step, TransferOutcome outcome) => await Move(CashOutRules.Settle(State, step, outcome));

    protected override Task OnWake(DateTimeOffset now) => Move(CashOutRules.Expire(State, now));

    protected override async Task Deliver(OutboxItem item)
    {
        ICashOutGrain self = this.AsReference<ICashOutGrain>();
        switch (item.Kind)
        {
            case HoldKind:
                await self.Settle(CashOutStep.Hold, await GrainFactory.HoldFor(item.Read<HoldOrder>()));
                break;
            case CaptureKind:
                await self.Settle(CashOutStep.Pay, await GrainFactory.CaptureFor(item.Read<CaptureOrder>()));
                break;
            case PayKind:
                await self.Settle(CashOutStep.Pay, await Pay(item.Read<PayOrder>()));
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

    private Task<TransferOutcome> Pay(PayOrder order)
    {
        IAccountGrain wallet = GrainFactory.Account(new AccountId(order.Wallet));
        return wallet.Settle(order.Request.Key, () => wallet.Transfer(order.Request));
    }

    private static TransferRequest Payment(CashOutState state, long agent, long? agreed, string key = "quote") => new()
    {
        Key = key, Payee = new AccountId(agent), Amount = state.Amount, Kind = PostingKind.CashOut, AgreedTotal = agreed,
    };

    private async Task<CashOutOutcome> Apply(CashOutRules.Decision decision)
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

        return new CashOutOutcome { CashOut = View(), Refusal = decision.Refusal, Replayed = replayed };
    }

    // The ledger's answer mostly comes within milliseconds. Whoever does not want to wait any longer sees where it stands.
    private async Task Settled()
    {
        DateTimeOffset until = Clock.GetUtcNow() + s_patience;
        while (State.Status is CashOutStatus.Holding or CashOutStatus.Paying or CashOutStatus.Releasing && until > Clock.GetUtcNow())
        {
            await Task.WhenAny(_moved.Task, Task.Delay(TimeSpan.FromSeconds(1), Clock));
        }
    }

    private async Task Move(CashOutState next)
    {
        CashOutState before = State;
        if (next == before)
        {
            return;
        }

        State = next;
        if (next.Status != before.Status)
        {
            Order(next);
            Tell(next);
        }

        await Save();
        TaskCompletionSource moved = _moved;
        _moved = new(TaskCreationOptions.RunContinuationsAsynchronously);
        moved.TrySetResult();
    }

    /// <summary>What a new status asks of the ledger, word for word as it is now.</summary>
    private void Order(CashOutState next)
    {
        switch (next.Status)
        {
            case CashOutStatus.Holding:
                Send(HoldKind, new HoldOrder("§cash-out-" + Key, next.Wallet, next.Amount + next.Fee + next.Tax, CashOutWords.Note(next).In(next.Language)));
                break;
            case CashOutStatus.Paying when next.Hold > 0:
                Send(CaptureKind, new CaptureOrder("pay", next.Hold, next.AgentFloat!.Value, next.Amount, next.Fee, next.Tax, PostingKind.CashOut, null));
                break;
            case CashOutStatus.Paying:
                Send(PayKind, new PayOrder(next.Wallet, Payment(next, next.AgentFloat!.Value, next.Amount + next.Fee + next.Tax, "§cash-out-" + Key)));
                break;
            case CashOutStatus.Releasing:
                Send(ReleaseKind, new ReleaseOrder("release", next.Hold));
                break;
        }
    }

    private void Tell(CashOutState next)
    {
        (Words? customer, Words? agent) = CashOutWords.For(next);
        Send(TellKind, new TellOrder(next.Customer, customer, "cash-out.changed", Key));
        if (next.Agent is { } who && next.Status is not CashOutStatus.Releasing)
        {
            Send(TellKind, new TellOrder(who, agent, "cash-out.changed", Key));
        }

        if (next is { Status: CashOutStatus.Paid, Agent: { } paid })
        {
            Send(MovedKind, paid);
        }
    }

    private CashOut? View() => State.View(Key, State.Status is CashOutStatus.Ready ? Code : null);

    internal sealed record PayOrder(long Wallet, TransferRequest Request);
}
