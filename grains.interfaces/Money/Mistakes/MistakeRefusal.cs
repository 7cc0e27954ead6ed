namespace Postmobile.Money;

/// <summary>Why nothing came of mending a mistake. Each is a definite no.</summary>
public enum MistakeRefusal
{
    /// <summary><c>not_found</c>: there is no such thing, or it is not the caller's.</summary>
    NotFound,

    /// <summary><c>recall_not_possible</c>: only what one person sent another is recalled; merchants refund, agents pay back.</summary>
    RecallNotPossible,

    /// <summary><c>recall_too_late</c>: the time in which a transfer can be recalled is over.</summary>
    RecallTooLate,

    /// <summary><c>recall_exists</c>: this transfer was recalled before; once is all.</summary>
    RecallExists,

    /// <summary><c>recall_limit</c>: the payer has recalled as often as a month allows.</summary>
    RecallLimit,

    /// <summary><c>recall_not_open</c>: the recall does not wait for this answer, or no longer.</summary>
    RecallNotOpen,

    /// <summary><c>recall_open</c>: the transfer is being recalled; that comes to its end first.</summary>
    RecallOpen,

    /// <summary><c>already_reversed</c>: operators have taken this transfer back, or are about to.</summary>
    AlreadyReversed,

    /// <summary><c>reversal_not_possible</c>: a transfer of this kind is not taken back.</summary>
    ReversalNotPossible,

    /// <summary><c>reversal_too_much</c>: more than the payee got, less what a recall has given back.</summary>
    ReversalTooMuch,

    /// <summary><c>reversal_exists</c>: a reversal of this transfer is proposed, under way or done.</summary>
    ReversalExists,

    /// <summary><c>amount_not_positive</c>: zero or less.</summary>
    AmountNotPositive,

    /// <summary><c>memo_invalid</c>: the words are too long or hold a character that cannot be stored.</summary>
    MemoInvalid,

    /// <summary><c>words_missing</c>: a reason must be given.</summary>
    WordsMissing,

    /// <summary><c>same_operator</c>: whoever proposes does not approve.</summary>
    SameOperator,

    /// <summary><c>party_to_case</c>: nobody decides about money of their own.</summary>
    PartyToCase,

    /// <summary><c>already_decided</c>: it was decided before.</summary>
    AlreadyDecided,

    /// <summary><c>idempotency_conflict</c>: the key was used for something else.</summary>
    IdempotencyConflict,
}

/// <summary>One step of a case, as it stays on record.</summary>
/// <param name="At">When.</param>
/// <param name="Who">The customer id of whoever did it; empty for the post's own machinery.</param>
/// <param name="What">What, in a word such as <c>asked</c>, <c>contested</c>, <c>decided</c>.</param>
/// <param name="Words">What was said.</param>
[GenerateSerializer, Immutable, Alias("money.case-step")]
public sealed record CaseStep(
    [property: Id(0)] DateTimeOffset At,
    [property: Id(1)] string Who,
    [property: Id(2)] string What,
    [property: Id(3)] string? Words);
