namespace Postmobile.Money;

/// <summary>Who may decide what about an issue of e-money, and what follows: pure, state in and state out.</summary>
internal static class FloatIssueRules
{
    public const int TextMax = 140;

    /// <summary>What a decision came to: a new state, an answer that changes nothing, or a refusal.</summary>
    public readonly record struct Decision(FloatIssueState? Next, FloatIssueRefusal? Refusal)
    {
        public static readonly Decision Nothing;

        public static implicit operator Decision(FloatIssueState next) => new(next, null);

        public static implicit operator Decision(FloatIssueRefusal refusal) => new(null, refusal);
    }

    /// <summary>A proposal for an agent whose account stands like this.</summary>
    public static Decision Propose(FloatIssueState state, FloatProposal proposal, AccountView? agent, DateTimeOffset now)
    {
        if (state.Status is not null)
        {
            return state.Proposal() == proposal ? Decision.Nothing : FloatIssueRefusal.IdempotencyConflict;
        }

        if (proposal.Amount <= 0)
        {
            return FloatIssueRefusal.AmountNotPositive;
        }

        if (!IsPlain(proposal.Reference))
        {
            return FloatIssueRefusal.MemoInvalid;
        }

        // The post's own commissions are funded in the same way: money is paid into the trust account first.
        if (agent is not { Kind: AccountKind.AgentFloat or AccountKind.Commissions, Closed: false })
        {
            return FloatIssueRefusal.UnknownAgent;
        }

        return agent.Currency != proposal.Currency ? FloatIssueRefusal.CurrencyMismatch : new FloatIssueState
        {
            Status = FloatIssueStatus.Proposed,
            Agent = proposal.Agent.Value,
            AgentName = agent.Profile.DisplayName,
            Amount = proposal.Amount,
            Currency = proposal.Currency,
            Reference = proposal.Reference,
            ProposedBy = proposal.ProposedBy,
            ProposedAtMs = now.ToUnixTimeMilliseconds(),
        };
    }

    /// <summary>Another operator approves.</summary>
    public static Decision Approve(FloatIssueState state, string byOperator, DateTimeOffset now) => state.Status switch
    {
        null => FloatIssueRefusal.NotFound,
        FloatIssueStatus.Proposed when state.ProposedBy == byOperator => FloatIssueRefusal.SameOperator,
        FloatIssueStatus.Proposed => Decide(state, FloatIssueStatus.Approved, byOperator, now),
        FloatIssueStatus.Rejected => FloatIssueRefusal.AlreadyDecided,
        _ => state.DecidedBy == byOperator ? Decision.Nothing : FloatIssueRefusal.AlreadyDecided,
    };

    /// <summary>Any operator rejects, the proposer included.</summary>
    public static Decision Reject(FloatIssueState state, string byOperator, string? reason, DateTimeOffset now) => state.Status switch
    {
        null => FloatIssueRefusal.NotFound,
        FloatIssueStatus.Proposed when !IsPlain(reason) => FloatIssueRefusal.MemoInvalid,
        FloatIssueStatus.Proposed => Decide(state, FloatIssueStatus.Rejected, byOperator, now) with { Reason = reason },
        FloatIssueStatus.Rejected when state.DecidedBy == byOperator => Decision.Nothing,
        _ => FloatIssueRefusal.AlreadyDecided,
    };

    /// <summary>The ledger's definite answer to an approved issue. What is settled stays as it is.</summary>
    public static Decision Settle(FloatIssueState state, TransferOutcome outcome) => state.Status is not FloatIssueStatus.Approved
        ? Decision.Nothing
        : outcome.Receipt is { } receipt
            ? state with { Status = FloatIssueStatus.Issued, Transfer = receipt.Id.ToString() }
            : state with { Status = FloatIssueStatus.Failed, Failure = outcome.Refusal?.StableCode };

    /// <summary>Whether the ledger's answer settles the matter, or the same request must be repeated.</summary>
    public static bool IsDefinite(TransferOutcome outcome) =>
        outcome.Receipt is not null
        || outcome.Refusal?.Code is not (null or RefusalCode.OutcomeUnknown or RefusalCode.InProgress or RefusalCode.LedgerUnavailable);

    private static FloatIssueState Decide(FloatIssueState state, FloatIssueStatus status, string byOperator, DateTimeOffset now) =>
        state with { Status = status, DecidedBy = byOperator, DecidedAtMs = now.ToUnixTimeMilliseconds() };

    private static bool IsPlain(string? text) => text is null || (text.Length <= TextMax && !text.Any(char.IsControl));
}
