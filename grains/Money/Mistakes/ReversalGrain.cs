using System.Globalization;
using Postmobile.Documents;
using Postmobile.Identity;
using Postmobile.Live;

namespace Postmobile.Money;

/// <summary>
/// The reversal of one transfer. The key of its posting follows from the transfer alone (<see cref="DerivedKey.Reversal"/>),
/// so that whatever is proposed, approved and repeated, money goes back once.
/// </summary>
[GrainType("money.reversal")]
internal sealed class ReversalGrain([PersistentState("money.reversal")] IPersistentState<Document<ReversalState>> document)
    : DurableGrain<ReversalState>(document), IReversalGrain
{
    private const string OrderKind = "reverse";
    private const string TellKind = "tell";
    private const int AttemptsMax = 5;

    private string Key => this.GetPrimaryKeyString();

    protected override DateTimeOffset? NextWake =>
        State is { Status: ReversalStatus.Failed, LookAgainAtMs: { } at } ? DateTimeOffset.FromUnixTimeMilliseconds(at) : null;

    public async Task<ReversalOutcome> Propose(ReversalProposal proposal)
    {
        if (!Reversals.TryRead(Key, out TransferId transfer))
        {
            return MistakeRefusal.NotFound;
        }

        Receipt? receipt = await GrainFactory.Account(transfer.Payer).Find(transfer);
        var facts = new ReversalRules.Facts(
            receipt,
            await GrainFactory.Account(transfer.Payer).Look(),
            receipt is null ? null : await GrainFactory.Account(receipt.Payee).Look(),
            await RecallOf(transfer));
        ReversalRules.Decision decision = ReversalRules.Propose(State, proposal, facts, Clock.GetUtcNow());
        Note(decision, proposal.ProposedBy, "reversal.propose", proposal.Reason);
        return await Apply(decision);
    }

    public async Task<ReversalOutcome> Approve(CustomerId byOperator)
    {
        Recall? recall = Reversals.TryRead(Key, out TransferId transfer) ? await RecallOf(transfer) : null;
        ReversalRules.Decision decision = ReversalRules.Approve(State, byOperator, recall, Clock.GetUtcNow());
        if (decision.Next is { } next)
        {
            Send(OrderKind, new ReversalOrder(next.Payee, transfer.ToString(), next.Amount, next.Currency, next.WhatIsThere));
        }

        Note(decision, byOperator, "reversal.approve", null);
        return await Apply(decision);
    }

    public Task<ReversalOutcome> Reject(CustomerId byOperator, string? reason)
    {
        ReversalRules.Decision decision = ReversalRules.Reject(State, byOperator, reason?.Trim(), Clock.GetUtcNow());
        Note(decision, byOperator, "reversal.reject", reason);
        return Apply(decision);
    }

    public Task<Reversal?> Look() => Task.FromResult(State.View(Key));

    public async Task Settle(TransferOutcome outcome)
    {
        ReversalRules.Decision decision = ReversalRules.Settle(State, outcome, Clock.GetUtcNow());
        TellWhenDone(decision);
        await Apply(decision);
    }

    protected override async Task OnWake(DateTimeOffset now)
    {
        ReversalState before = State;
        Receipt? late = Reversals.TryRead(Key, out TransferId transfer)
            ? await GrainFactory.Account(new AccountId(before.Payee)).FindByKey(DerivedKey.Reversal(transfer))
            : null;
        if (State == before)
        {
            ReversalRules.Decision decision = late is null ? ReversalRules.Decision.Nothing : ReversalRules.Settle(State, new TransferOutcome { Receipt = late }, now);
            TellWhenDone(decision);
            State = decision.Next ?? State with { LookAgainAtMs = null };
        }
    }

    protected override Task Deliver(OutboxItem item) => item.Kind switch
    {
        OrderKind => Reverse(item.Read<ReversalOrder>()),
        TellKind => Tell(item.Read<RecallGrain.Message>(), MessageKey(item)),
        _ => base.Deliver(item),
    };

    // What is there can change between the look and the posting, and an earlier try can have come true: the key tells.
    private async Task Reverse(ReversalOrder order)
    {
        IAccountGrain payee = GrainFactory.Account(new AccountId(order.Payee));
        if (!TransferId.TryParse(order.Transfer, out TransferId transfer))
        {
            return;
        }

        string key = DerivedKey.Reversal(transfer);
        for (int attempt = 0; attempt < AttemptsMax; attempt++)
        {
            TransferOutcome outcome = await payee.FindByKey(key) is { } done ? new TransferOutcome { Receipt = done } : await Pay(payee, key, transfer, order);
            bool again = outcome.Refusal?.Code is RefusalCode.IdempotencyConflict
                || (order.WhatIsThere && outcome.Refusal?.Code is RefusalCode.InsufficientFunds && (await payee.Look())?.Available > 0);
            if (FloatIssueRules.IsDefinite(outcome) && !again)
            {
                await this.AsReference<IReversalGrain>().Settle(outcome);
                return;
            }
        }

        throw new LedgerUnavailableException($"The ledger does not say what became of {key}.");
    }

    private static async Task<TransferOutcome> Pay(IAccountGrain payee, string key, TransferId transfer, ReversalOrder order)
    {
        long amount = order.WhatIsThere ? Math.Min(order.Amount, (await payee.Look())?.Available ?? 0) : order.Amount;
        return amount <= 0 ? RefusalCode.InsufficientFunds : await payee.Transfer(new TransferRequest
        {
            Key = key,
            Payee = transfer.Payer,
            Amount = amount,
            Currency = order.Currency,
            Kind = PostingKind.Reversal,
        });
    }

    private async Task Tell(RecallGrain.Message message, string key)
    {
        await GrainFactory.Topic(Topics.Of(new CustomerId(message.To))).Tell(new Notice { Kind = "reversal.done", Subject = Key, At = Clock.GetUtcNow() });
        await GrainFactory.GetGrain<ICustomerGrain>(message.To).Tell(key, message.Words);
    }

    private void TellWhenDone(ReversalRules.Decision decision)
    {
        if (decision.Next is { Status: ReversalStatus.Reversed } done)
        {
            foreach ((string owner, Words words) in new[] { (done.PayerOwner, ReversalWords.ToPayer(done)), (done.PayeeOwner, ReversalWords.ToPayee(done)) })
            {
                if (CustomerId.TryParse(owner, out _))
                {
                    Send(TellKind, new RecallGrain.Message(owner, words));
                }
            }
        }
    }

    private Task<Recall?> RecallOf(TransferId transfer) => GrainFactory.GetGrain<IRecallGrain>(Recalls.Key(transfer)).Look();

    private void Note(ReversalRules.Decision decision, CustomerId actor, string act, string? reason)
    {
        if (decision.Next is { } next)
        {
            Record(actor.Value, act, string.Create(CultureInfo.InvariantCulture, $"{next.Amount} {next.Currency}; {reason?.Trim() ?? next.Reason}"));
        }
    }

    private async Task<ReversalOutcome> Apply(ReversalRules.Decision decision)
    {
        if (decision.Next is { } next)
        {
            State = next;
            await Save();
        }

        return new ReversalOutcome { Reversal = State.View(Key), Refusal = decision.Refusal, Replayed = decision is { Next: null, Refusal: null } };
    }

    /// <summary>The order to the ledger as it was approved.</summary>
    internal sealed record ReversalOrder(long Payee, string Transfer, long Amount, Currency Currency, bool WhatIsThere);
}
