using Postmobile.Documents;

namespace Postmobile.Money;

/// <summary>
/// One issue of e-money. The approval and the order to the ledger are one write; the order then stays in the outbox,
/// word for word, until the ledger has said yes or no. The ledger knows it by its key, so it moves money once.
/// </summary>
[GrainType("money.float-issue")]
internal sealed class FloatIssueGrain([PersistentState("money.float-issue")] IPersistentState<Document<FloatIssueState>> document)
    : DurableGrain<FloatIssueState>(document), IFloatIssueGrain
{
    private const string OrderKind = "issue";

    public async Task<FloatIssueOutcome> Propose(FloatProposal proposal)
    {
        AccountView? agent = Exists ? null : await GrainFactory.GetGrain<IAccountGrain>(proposal.Agent.Value).Look();
        var decision = FloatIssueRules.Propose(State, proposal, agent, Clock.GetUtcNow());
        Note(decision, proposal.ProposedBy, "float.propose");
        bool replayed = decision is { Next: null, Refusal: null };
        FloatIssueOutcome outcome = await Apply(decision);
        return outcome with { Replayed = replayed };
    }

    public Task<FloatIssueOutcome> Approve(string byOperator)
    {
        var decision = FloatIssueRules.Approve(State, byOperator, Clock.GetUtcNow());
        if (decision.Next is { } next)
        {
            Send(OrderKind, new IssueOrder(this.GetPrimaryKeyString(), next.Agent, next.Amount, next.Currency, next.Reference));
            Note(decision, byOperator, "float.approve");
        }

        return Apply(decision);
    }

    public Task<FloatIssueOutcome> Reject(string byOperator, string? reason)
    {
        var decision = FloatIssueRules.Reject(State, byOperator, reason, Clock.GetUtcNow());
        Note(decision, byOperator, "float.reject");
        return Apply(decision);
    }

    public async Task Settle(TransferOutcome outcome) => await Apply(FloatIssueRules.Settle(State, outcome));

    public Task<FloatIssue?> Look() => Task.FromResult(State.View(this.GetPrimaryKeyString()));

    protected override Task Deliver(OutboxItem item) => item.Kind switch
    {
        OrderKind => Issue(item.Read<IssueOrder>()),
        _ => base.Deliver(item),
    };

    private async Task Issue(IssueOrder order)
    {
        var trust = GrainFactory.GetGrain<IAccountGrain>(PostAccounts.Trust.Value);
        TransferOutcome outcome = await trust.Transfer(order.ToRequest());
        if (outcome.Receipt is null && FloatIssueRules.IsDefinite(outcome))
        {
            // Refused now, but an earlier try of unknown fate might still come true: that must end before we say it failed.
            TransferOutcome last = await trust.Annul(order.Key);
            outcome = last.Refusal?.Code is RefusalCode.Annulled ? outcome : last;
        }

        if (!FloatIssueRules.IsDefinite(outcome))
        {
            throw new LedgerUnavailableException($"The ledger does not say what became of {order.Key} ({outcome.Refusal?.StableCode}).");
        }

        await this.AsReference<IFloatIssueGrain>().Settle(outcome);
    }

    private void Note(FloatIssueRules.Decision decision, string actor, string act)
    {
        if (decision.Next is { } next)
        {
            Record(actor, act, string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{next.Amount} {next.Currency} to {next.Agent}; {next.Reason ?? next.Reference}"));
        }
    }

    private async Task<FloatIssueOutcome> Apply(FloatIssueRules.Decision decision)
    {
        if (decision.Next is { } next)
        {
            State = next;
            await Save();
        }

        return new FloatIssueOutcome { Issue = State.View(this.GetPrimaryKeyString()), Refusal = decision.Refusal };
    }

    /// <summary>The order to the ledger as it was approved; nothing that changes later changes it.</summary>
    internal sealed record IssueOrder(string Key, long Agent, long Amount, Currency Currency, string? Reference)
    {
        public TransferRequest ToRequest() => new()
        {
            Key = Key,
            Payee = new AccountId(Agent),
            Amount = Amount,
            Currency = Currency,
            Kind = PostingKind.FloatIssue,
            Note = Reference,
        };
    }
}
