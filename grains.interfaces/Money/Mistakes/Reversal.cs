using Postmobile.Identity;

namespace Postmobile.Money;

/// <summary>Where the reversal of a transfer stands.</summary>
public enum ReversalStatus
{
    /// <summary>Proposed by one operator; another must decide.</summary>
    Proposed,

    /// <summary>Approved; the ledger is being asked, and will be until it has answered.</summary>
    Approved,

    /// <summary>The payer has the money back.</summary>
    Reversed,

    /// <summary>Rejected or withdrawn. Nothing moved.</summary>
    Rejected,

    /// <summary>The ledger refused: <see cref="Reversal.Failure"/> says why. Nothing moved; it may be proposed anew.</summary>
    Failed,
}

/// <summary>What an operator proposes.</summary>
[GenerateSerializer, Immutable, Alias("money.reversal-proposal")]
public sealed record ReversalProposal
{
    /// <summary>The idempotency key.</summary>
    [Id(0)] public required string Key { get; init; }

    /// <summary>How much is taken back; null for all that the payee got.</summary>
    [Id(1)] public long? Amount { get; init; }

    /// <summary>Takes what is there, should it be less.</summary>
    [Id(2)] public bool WhatIsThere { get; init; }

    /// <summary>Why, for the record.</summary>
    [Id(3)] public required string Reason { get; init; }

    /// <summary>The operator who proposes.</summary>
    [Id(4)] public required CustomerId ProposedBy { get; init; }
}

/// <summary>The reversal of one transfer: a posting from payee back to payer, decided by two operators.</summary>
[GenerateSerializer, Immutable, Alias("money.reversal-view")]
public sealed record Reversal
{
    /// <summary>Its id, <c>rv-…</c>.</summary>
    [Id(0)] public required string Id { get; init; }

    /// <summary>The transfer that is taken back.</summary>
    [Id(1)] public required TransferId Transfer { get; init; }

    /// <summary>What the payee got by it.</summary>
    [Id(2)] public required long Original { get; init; }

    /// <summary>What is to be taken back at the most, and what was once it is done.</summary>
    [Id(3)] public required long Amount { get; init; }

    /// <summary>Takes what is there, should it be less.</summary>
    [Id(4)] public required bool WhatIsThere { get; init; }

    /// <summary>The currency.</summary>
    [Id(5)] public required Currency Currency { get; init; }

    /// <summary>Whose money it was.</summary>
    [Id(6)] public required string PayerName { get; init; }

    /// <summary>Who got it, masked.</summary>
    [Id(7)] public required string PayeeName { get; init; }

    /// <summary>Where it stands.</summary>
    [Id(8)] public required ReversalStatus Status { get; init; }

    /// <summary>Why.</summary>
    [Id(9)] public required string Reason { get; init; }

    /// <summary>Who proposed.</summary>
    [Id(10)] public required string ProposedBy { get; init; }

    /// <summary>When.</summary>
    [Id(11)] public required DateTimeOffset ProposedAt { get; init; }

    /// <summary>Who approved or rejected.</summary>
    [Id(12)] public string? DecidedBy { get; init; }

    /// <summary>The transfer that gave the money back.</summary>
    [Id(13)] public TransferId? GivenBack { get; init; }

    /// <summary>The ledger's refusal by its stable code.</summary>
    [Id(14)] public string? Failure { get; init; }

    /// <summary>All that happened, oldest first.</summary>
    [Id(15)] public required IReadOnlyList<CaseStep> Trail { get; init; }
}

/// <summary>What came of a proposal or a decision.</summary>
[GenerateSerializer, Immutable, Alias("money.reversal-outcome")]
public readonly record struct ReversalOutcome
{
    /// <summary>The reversal as it stands.</summary>
    [Id(0)] public Reversal? Reversal { get; init; }

    /// <summary>The refusal.</summary>
    [Id(1)] public MistakeRefusal? Refusal { get; init; }

    /// <summary>The answer is that of an earlier, equal request.</summary>
    [Id(2)] public bool Replayed { get; init; }

    /// <summary>A refusal.</summary>
    public static implicit operator ReversalOutcome(MistakeRefusal refusal) => new() { Refusal = refusal };
}

/// <summary>The reversal of one transfer. Key: <see cref="Reversals.Key"/>.</summary>
[Alias("money.reversal"), GrainInterfaceType("money.reversal")]
public interface IReversalGrain : IGrainWithStringKey
{
    /// <summary>Proposes; after a rejection or a failure anew.</summary>
    /// <returns>
    /// The reversal; or not_found, reversal_not_possible, reversal_too_much, reversal_exists, recall_open, amount_not_positive,
    /// words_missing, memo_invalid, party_to_case, idempotency_conflict.
    /// </returns>
    [Alias("propose")]
    Task<ReversalOutcome> Propose(ReversalProposal proposal);

    /// <summary>Another operator approves; the posting follows at once, and after any crash.</summary>
    /// <returns>The reversal; or not_found, same_operator, party_to_case, already_decided, recall_open, reversal_too_much.</returns>
    [Alias("approve")]
    Task<ReversalOutcome> Approve(CustomerId byOperator);

    /// <summary>Rejects; whoever proposed may withdraw so.</summary>
    /// <returns>The reversal; or not_found, already_decided, memo_invalid.</returns>
    [Alias("reject")]
    Task<ReversalOutcome> Reject(CustomerId byOperator, string? reason);

    /// <summary>The reversal as it stands; null when none was proposed.</summary>
    [Orleans.Concurrency.AlwaysInterleave, Alias("look")]
    Task<Reversal?> Look();

    /// <summary>Between the reversal and itself only: the ledger has answered.</summary>
    [Alias("settle")]
    Task Settle(TransferOutcome outcome);
}

/// <summary>The reversals, for lists. Key 0.</summary>
[Alias("money.reversals"), GrainInterfaceType("money.reversals")]
public interface IReversalsGrain : IGrainWithIntegerKey
{
    /// <summary>A page, newest first.</summary>
    [Alias("list")]
    Task<ReversalPage> List(int limit, string? cursor);
}

/// <summary>Some reversals, newest first.</summary>
[GenerateSerializer, Immutable, Alias("money.reversal-page")]
public sealed record ReversalPage(
    [property: Id(0)] IReadOnlyList<Reversal> Reversals,
    [property: Id(1)] string? NextCursor);

/// <summary>Names of reversals.</summary>
public static class Reversals
{
    private const string Prefix = "rv-";

    /// <summary>The key of the one reversal that a transfer can have.</summary>
    public static string Key(TransferId transfer) => Prefix + transfer;

    /// <summary>The transfer that a key names; false for a text that is no such key.</summary>
    public static bool TryRead(string? key, out TransferId transfer)
    {
        transfer = default;
        return key?.StartsWith(Prefix, StringComparison.Ordinal) == true && TransferId.TryParse(key[Prefix.Length..], out transfer);
    }
}
