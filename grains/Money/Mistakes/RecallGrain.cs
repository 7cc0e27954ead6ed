using Microsoft.Extensions.Options;
using Postmobile.Documents;
using Postmobile.Identity;
using Postmobile.Live;

namespace Postmobile.Money;

/// <summary>
/// One recall. Each order to the ledger is written together with what it follows from, and stays in the outbox until the
/// ledger has said yes or no; the ledger knows it by its key, so money is set aside once and moves once.
/// </summary>
[GrainType("money.recall")]
internal sealed class RecallGrain([PersistentState("money.recall")] IPersistentState<Document<RecallState>> document, IOptions<RecallOptions> options)
    : DurableGrain<RecallState>(document), IRecallGrain
{
    private const string HoldKind = "hold";
    private const string MoveKind = "move";
    private const string TellKind = "tell";
    private const string QueueKind = "queue";
    private const int AttemptsMax = 5;

    private string Key => this.GetPrimaryKeyString();

    protected override DateTimeOffset? NextWake =>
        State.Status is RecallStatus.Asked ? DateTimeOffset.FromUnixTimeMilliseconds(State.AnswerByMs) : null;

    public async Task<RecallOutcome> Ask(RecallRequest request)
    {
        if (State.Status is not null)
        {
            return RecallRules.Again(State, request) is { } other ? other : Answer(replayed: true);
        }

        if (!Recalls.TryRead(Key, out TransferId transfer) || await GrainFactory.Account(transfer.Payer).Find(transfer) is not { } receipt)
        {
            return MistakeRefusal.NotFound;
        }

        DateTimeOffset now = Clock.GetUtcNow();
        AccountView? payer = await GrainFactory.Account(transfer.Payer).Look(), payee = await GrainFactory.Account(receipt.Payee).Look();
        if (RecallRules.Check(request, receipt, payer, payee, now, options.Value) is { } refusal)
        {
            return refusal;
        }

        Reversal? reversal = await GrainFactory.GetGrain<IReversalGrain>(Reversals.Key(transfer)).Look();
        if (reversal is { Status: ReversalStatus.Proposed or ReversalStatus.Approved or ReversalStatus.Reversed })
        {
            return MistakeRefusal.AlreadyReversed;
        }

        if (!await GrainFactory.GetGrain<IRecallAllowanceGrain>(Recalls.AllowanceKey(request.By)).Take(Key))
        {
            return MistakeRefusal.RecallLimit;
        }

        State = RecallRules.Begin(request, receipt, payee!, now, options.Value);
        Send(HoldKind, new HoldOrder(State.PayeeWallet, State.Amount, State.Currency));
        await Save();
        return Answer();
    }

    public Task<RecallOutcome> Consent(CustomerId by) => Apply(RecallRules.Consent(State, by, Clock.GetUtcNow()));

    public Task<RecallOutcome> Contest(CustomerId by, string? words) => Apply(RecallRules.Contest(State, by, words?.Trim(), Clock.GetUtcNow()));

    public Task<RecallOutcome> Decide(CustomerId byOperator, bool giveBack, string? reason)
    {
        RecallRules.Decision decision = RecallRules.Decide(State, byOperator, giveBack, reason?.Trim(), Clock.GetUtcNow());
        if (decision.Next is not null)
        {
            Record(byOperator.Value, giveBack ? "recall.return" : "recall.release", reason?.Trim() ?? "");
        }

        return Apply(decision);
    }

    public Task<Recall?> Look() => Task.FromResult(State.View(Key));

    public Task Held(AccountId hold, long amount, string? failure) => Apply(RecallRules.Held(State, hold, amount, failure, Clock.GetUtcNow()));

    public Task Settle(int round, TransferOutcome outcome) => Apply(RecallRules.Settle(State, round, outcome, Clock.GetUtcNow()));

    protected override Task OnWake(DateTimeOffset now)
    {
        if (RecallRules.Expire(State, now) is var next && next != State)
        {
            Follow(next);
        }

        return Task.CompletedTask;
    }

    protected override Task Deliver(OutboxItem item) => item.Kind switch
    {
        HoldKind => SetAside(item.Read<HoldOrder>()),
        MoveKind => Move(item.Read<MoveOrder>()),
        TellKind => Tell(item.Read<Message>(), MessageKey(item)),
        QueueKind => GrainFactory.Topic(Topics.For(Role.Operator, "recalls")).Tell(Notice("recall.waiting", Key, Clock)),
        _ => base.Deliver(item),
    };

    private static Notice Notice(string kind, string subject, TimeProvider clock) => new() { Kind = kind, Subject = subject, At = clock.GetUtcNow() };

    // The balance can change between the look and the hold, and an earlier try can have come true: the key tells.
    private async Task SetAside(HoldOrder order)
    {
        IAccountGrain payee = GrainFactory.Account(new AccountId(order.Payee));
        string key = "§" + Key;
        for (int attempt = 0; attempt < AttemptsMax; attempt++)
        {
            if (await payee.FindByKey(key) is { } held)
            {
                await this.AsReference<IRecallGrain>().Held(held.Payee, held.Amount, null);
                return;
            }

            long there = Math.Min(order.Amount, (await payee.Look())?.Available ?? 0);
            TransferOutcome outcome = there <= 0
                ? RefusalCode.InsufficientFunds
                : (await payee.Hold(new HoldRequest { Key = key, Amount = there, Currency = order.Currency, Uncounted = true })).Transfer;
            bool nothing = there <= 0 || outcome.Refusal is { Code: not (RefusalCode.InsufficientFunds or RefusalCode.IdempotencyConflict) };
            if (nothing && FloatIssueRules.IsDefinite(outcome) && await payee.Annul(key) is { Refusal.Code: RefusalCode.Annulled })
            {
                await this.AsReference<IRecallGrain>().Held(default, 0, there <= 0 ? null : outcome.Refusal!.StableCode);
                return;
            }
        }

        throw new LedgerUnavailableException($"The ledger does not say what is set aside for {Key}.");
    }

    private async Task Move(MoveOrder order)
    {
        IAccountGrain hold = GrainFactory.Account(new AccountId(order.Hold));
        string key = string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{Key}-{order.Round}");
        TransferOutcome outcome = await hold.Capture(new CaptureRequest
        {
            Key = key,
            Payee = order.Payer is { } payer ? new AccountId(payer) : null,
            Amount = order.Amount,
            Kind = order.Payer is null ? PostingKind.Capture : PostingKind.Recall,
        });
        if (outcome.Receipt is null && FloatIssueRules.IsDefinite(outcome))
        {
            TransferOutcome last = await hold.Annul(key);
            outcome = last.Refusal?.Code is RefusalCode.Annulled ? outcome : last;
        }

        if (!FloatIssueRules.IsDefinite(outcome))
        {
            throw new LedgerUnavailableException($"The ledger does not say what became of {key} ({outcome.Refusal?.StableCode}).");
        }

        await this.AsReference<IRecallGrain>().Settle(order.Round, outcome);
    }

    private async Task Tell(Message message, string key)
    {
        await GrainFactory.Topic(Topics.Of(new CustomerId(message.To))).Tell(Notice("recall.changed", Key, Clock));
        await GrainFactory.GetGrain<ICustomerGrain>(message.To).Tell(key, message.Words);
    }

    private async Task<RecallOutcome> Apply(RecallRules.Decision decision)
    {
        if (decision.Next is { } next)
        {
            Follow(next);
            await Save();
        }

        return decision.Refusal is { } refusal ? new RecallOutcome { Refusal = refusal, Recall = refusal is MistakeRefusal.NotFound ? null : State.View(Key) } : Answer(decision.Next is null);
    }

    /// <summary>Takes the next state, and puts into the outbox what follows from having come to it.</summary>
    private void Follow(RecallState next)
    {
        State = next;
        if (next.Status is RecallStatus.Returning or RecallStatus.Releasing)
        {
            Send(MoveKind, new MoveOrder(next.Round, next.HoldAccount, next.Status is RecallStatus.Returning ? next.PayerWallet : null, next.Held));
        }

        if (next.Status is RecallStatus.Contested or RecallStatus.Unanswered or RecallStatus.Stuck)
        {
            Send(QueueKind, Key);
        }

        if (RecallWords.ToPayer(next) is { } toPayer)
        {
            Send(TellKind, new Message(next.Payer, toPayer));
        }

        if (RecallWords.ToPayee(next) is { } toPayee)
        {
            Send(TellKind, new Message(next.Payee, toPayee));
        }
    }

    private RecallOutcome Answer(bool replayed = false) => new() { Recall = State.View(Key), Replayed = replayed };

    /// <summary>Set aside of the payee's money what is there, up to this amount.</summary>
    internal sealed record HoldOrder(long Payee, long Amount, Currency Currency);

    /// <summary>Give what is set aside to the payer, or release it to its owner.</summary>
    internal sealed record MoveOrder(int Round, long Hold, long? Payer, long Amount);

    /// <summary>An SMS for one of the two.</summary>
    internal sealed record Message(string To, Words Words);
}
