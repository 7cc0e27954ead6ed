using System.Globalization;
using Postmobile.Identity;

namespace Postmobile.Money;

/// <summary>Who may decide what about a reversal, and what follows: pure, state in and state out.</summary>
internal static class ReversalRules
{
    // Longer than a payment can be of unknown fate.
    private static readonly TimeSpan LookAgain = TimeSpan.FromMinutes(2);

    private static readonly PostingKind[] Reversible =
        [PostingKind.Transfer, PostingKind.RequestPaid, PostingKind.BulkPayment, PostingKind.Mandate, PostingKind.CashIn];

    /// <summary>What a decision came to: a new state, an answer that changes nothing, or a refusal.</summary>
    public readonly record struct Decision(ReversalState? Next, MistakeRefusal? Refusal)
    {
        public static readonly Decision Nothing;

        public static implicit operator Decision(ReversalState next) => new(next, null);

        public static implicit operator Decision(MistakeRefusal refusal) => new(null, refusal);
    }

    /// <summary>What the ledger and the recall say of the transfer.</summary>
    public sealed record Facts(Receipt? Receipt, AccountView? Payer, AccountView? Payee, Recall? Recall);

    /// <summary>An operator proposes.</summary>
    public static Decision Propose(ReversalState state, ReversalProposal proposal, Facts facts, DateTimeOffset now)
    {
        if (state.Status is { } status && state.RequestKey == proposal.Key && state.ProposedBy == proposal.ProposedBy.Value)
        {
            bool same = state.Asked == proposal.Amount && state.WhatIsThere == proposal.WhatIsThere && state.Reason == proposal.Reason.Trim();
            return same ? Decision.Nothing : MistakeRefusal.IdempotencyConflict;
        }

        if (state.Status is ReversalStatus.Proposed or ReversalStatus.Approved or ReversalStatus.Reversed)
        {
            return MistakeRefusal.ReversalExists;
        }

        if (Check(proposal, facts) is { } wrong)
        {
            return wrong;
        }

        Receipt receipt = facts.Receipt!;
        return (state with
        {
            Status = ReversalStatus.Proposed,
            RequestKey = proposal.Key,
            Asked = proposal.Amount,
            Original = receipt.Amount,
            Amount = proposal.Amount ?? Left(receipt.Amount, facts.Recall),
            WhatIsThere = proposal.WhatIsThere,
            Currency = receipt.Currency,
            Payee = receipt.Payee.Value,
            PayerOwner = facts.Payer?.Profile.Owner ?? "",
            PayeeOwner = facts.Payee?.Profile.Owner ?? "",
            PayerName = receipt.PayerName,
            PayeeName = receipt.PayeeName,
            Reason = proposal.Reason.Trim(),
            ProposedBy = proposal.ProposedBy.Value,
            ProposedAtMs = now.ToUnixTimeMilliseconds(),
            DecidedBy = null,
            Failure = null,
            LookAgainAtMs = null,
        }).Then(now, proposal.ProposedBy.Value, "proposed", proposal.Reason.Trim());
    }

    /// <summary>Another operator approves.</summary>
    public static Decision Approve(ReversalState state, CustomerId by, Recall? recall, DateTimeOffset now) => state.Status switch
    {
        null => MistakeRefusal.NotFound,
        ReversalStatus.Proposed when state.ProposedBy == by.Value => MistakeRefusal.SameOperator,
        ReversalStatus.Proposed when IsParty(by, state.PayerOwner, state.PayeeOwner) => MistakeRefusal.PartyToCase,
        ReversalStatus.Proposed when recall?.Open == true => MistakeRefusal.RecallOpen,
        ReversalStatus.Proposed when state.Amount > Left(state.Original, recall) => MistakeRefusal.ReversalTooMuch,
        ReversalStatus.Proposed => (state with { Status = ReversalStatus.Approved, DecidedBy = by.Value }).Then(now, by.Value, "approved"),
        ReversalStatus.Rejected => MistakeRefusal.AlreadyDecided,
        _ => state.DecidedBy == by.Value ? Decision.Nothing : MistakeRefusal.AlreadyDecided,
    };

    /// <summary>Any operator rejects, the proposer included.</summary>
    public static Decision Reject(ReversalState state, CustomerId by, string? reason, DateTimeOffset now) => state.Status switch
    {
        null => MistakeRefusal.NotFound,
        ReversalStatus.Proposed when !MistakeRules.IsPlain(reason) => MistakeRefusal.MemoInvalid,
        ReversalStatus.Proposed => (state with { Status = ReversalStatus.Rejected, DecidedBy = by.Value }).Then(now, by.Value, "rejected", reason),
        ReversalStatus.Rejected when state.DecidedBy == by.Value => Decision.Nothing,
        _ => MistakeRefusal.AlreadyDecided,
    };

    /// <summary>The ledger has answered. A receipt counts also after a refusal: then an earlier try had come true.</summary>
    public static Decision Settle(ReversalState state, TransferOutcome outcome, DateTimeOffset now) => (state.Status, outcome.Receipt) switch
    {
        (ReversalStatus.Approved or ReversalStatus.Failed, { } receipt) =>
            (state with { Status = ReversalStatus.Reversed, Amount = receipt.Amount, GivenBack = receipt.Id.ToString(), Failure = null, LookAgainAtMs = null })
                .Then(now, "", "reversed", receipt.Amount.ToString(CultureInfo.InvariantCulture)),
        (ReversalStatus.Approved, null) =>
            (state with { Status = ReversalStatus.Failed, Failure = outcome.Refusal?.StableCode, LookAgainAtMs = (now + LookAgain).ToUnixTimeMilliseconds() })
                .Then(now, "", "failed", outcome.Refusal?.StableCode),
        _ => Decision.Nothing,
    };

    private static MistakeRefusal? Check(ReversalProposal proposal, Facts facts) =>
        facts.Receipt is not { } receipt ? MistakeRefusal.NotFound
        : !Reversible.Contains(receipt.Kind) ? MistakeRefusal.ReversalNotPossible
        : IsParty(proposal.ProposedBy, facts.Payer?.Profile.Owner, facts.Payee?.Profile.Owner) ? MistakeRefusal.PartyToCase
        : facts.Recall?.Open == true ? MistakeRefusal.RecallOpen
        : proposal.Amount <= 0 ? MistakeRefusal.AmountNotPositive
        : Left(receipt.Amount, facts.Recall) is var left && (left <= 0 || proposal.Amount > left) ? MistakeRefusal.ReversalTooMuch
        : MistakeRules.Demand(proposal.Reason);

    private static bool IsParty(CustomerId person, params ReadOnlySpan<string?> owners) => owners.Contains(person.Value);

    private static long Left(long original, Recall? recall) => original - (recall is { Status: RecallStatus.Returned } ? recall.Held : 0);
}
