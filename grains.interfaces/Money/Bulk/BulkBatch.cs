namespace Postmobile.Money;

/// <summary>A bulk payment as the payer's people see it.</summary>
[GenerateSerializer, Immutable, Alias("money.bulk-batch")]
public sealed record BulkBatch
{
    /// <summary>Its id, <c>bulk-…</c>.</summary>
    [Id(0)] public required string Id { get; init; }

    /// <summary>The account that pays.</summary>
    [Id(1)] public required AccountId Payer { get; init; }

    /// <summary>Its name.</summary>
    [Id(2)] public required string PayerName { get; init; }

    /// <summary>It is an account of the post, for which operators act.</summary>
    [Id(3)] public required bool OfThePost { get; init; }

    /// <summary>What it is for.</summary>
    [Id(4)] public required string Title { get; init; }

    /// <summary>Where it stands.</summary>
    [Id(5)] public required BulkStatus Status { get; init; }

    /// <summary>Whoever uploaded the file.</summary>
    [Id(6)] public required BulkActor PreparedBy { get; init; }

    /// <summary>When.</summary>
    [Id(7)] public required DateTimeOffset PreparedAt { get; init; }

    /// <summary>Whoever submitted it; another one approves.</summary>
    [Id(8)] public BulkActor? SubmittedBy { get; init; }

    /// <summary>Whoever approved or rejected it.</summary>
    [Id(9)] public BulkActor? DecidedBy { get; init; }

    /// <summary>When.</summary>
    [Id(10)] public DateTimeOffset? DecidedAt { get; init; }

    /// <summary>Why it was rejected.</summary>
    [Id(11)] public string? Reason { get; init; }

    /// <summary>1, and one more each time that its failed lines are tried again.</summary>
    [Id(12)] public int Round { get; init; }

    /// <summary>Lines of the file.</summary>
    [Id(13)] public int Lines { get; init; }

    /// <summary>Lines that cannot be paid as they are written.</summary>
    [Id(14)] public int Problems { get; init; }

    /// <summary>Lines that the check found odd.</summary>
    [Id(15)] public int Warnings { get; init; }

    /// <summary>Lines that this round pays.</summary>
    [Id(16)] public int Payees { get; init; }

    /// <summary>What reaches them, in minor units.</summary>
    [Id(17)] public long Amount { get; init; }

    /// <summary>Fees and taxes on top.</summary>
    [Id(18)] public long Charges { get; init; }

    /// <summary>Lines paid, in all rounds.</summary>
    [Id(19)] public int Paid { get; init; }

    /// <summary>What has reached the payees, in minor units.</summary>
    [Id(20)] public long PaidAmount { get; init; }

    /// <summary>Lines that were not paid.</summary>
    [Id(21)] public int Failed { get; init; }

    /// <summary>Payees who were told.</summary>
    [Id(22)] public int Told { get; init; }

    /// <summary>When the lines began to be paid.</summary>
    [Id(23)] public DateTimeOffset? StartedAt { get; init; }

    /// <summary>When it was over.</summary>
    [Id(24)] public DateTimeOffset? EndedAt { get; init; }

    /// <summary>Digest of the file, so that a repeated upload is known.</summary>
    [Id(25)] public string Digest { get; init; } = "";

    /// <summary>What leaves the payer's account at the most: amount and charges.</summary>
    public long Total => Amount + Charges;

    /// <summary>Lines of this round that have their answer.</summary>
    public int Settled => Math.Clamp(Payees - (Lines - Problems - Paid - Failed), 0, Payees);
}

/// <summary>Why nothing came of it. Each is a definite no.</summary>
public enum BulkRefusal
{
    /// <summary><c>not_found</c>: there is none by this id, or the caller is not one of its payer's people.</summary>
    NotFound,

    /// <summary><c>bulk_payer_unknown</c>: the account cannot pay in bulk, or the caller is not one of its people.</summary>
    PayerUnknown,

    /// <summary><c>memo_invalid</c>: title or reason is empty, too long or holds a character that cannot be stored.</summary>
    MemoInvalid,

    /// <summary><c>idempotency_conflict</c>: the key was used for another payment.</summary>
    IdempotencyConflict,

    /// <summary><c>in_progress</c>: another upload has taken this one's place.</summary>
    InProgress,

    /// <summary><c>bulk_too_many_lines</c>: more than <see cref="BulkPayments.LinesMax"/>.</summary>
    TooManyLines,

    /// <summary><c>bulk_no_lines</c>: the file has none.</summary>
    NoLines,

    /// <summary><c>bulk_not_now</c>: as it stands this cannot be done, or can no longer.</summary>
    NotNow,

    /// <summary><c>same_operator</c>: whoever uploaded or submitted does not approve.</summary>
    SameOperator,

    /// <summary><c>bulk_has_problems</c>: some lines cannot be paid; correct them, or say that it shall go without them.</summary>
    HasProblems,

    /// <summary><c>bulk_nothing_to_pay</c>: no line is left that could be paid.</summary>
    NothingToPay,

    /// <summary><c>quote_changed</c>: the tariff has changed since; the batch shows the new total, which must be approved again.</summary>
    QuoteChanged,

    /// <summary>The ledger refused to set the sum aside; <see cref="BulkOutcome.Ledger"/> says why. It can be approved again.</summary>
    Ledger,
}

/// <summary>What came of an act: the batch as it stands, or why not.</summary>
[GenerateSerializer, Immutable, Alias("money.bulk-outcome")]
public readonly record struct BulkOutcome
{
    /// <summary>The batch.</summary>
    [Id(0)] public BulkBatch? Batch { get; init; }

    /// <summary>The refusal.</summary>
    [Id(1)] public BulkRefusal? Refusal { get; init; }

    /// <summary>With <see cref="BulkRefusal.Ledger"/>: the ledger's own.</summary>
    [Id(2)] public Refusal? Ledger { get; init; }

    /// <summary>Names an upload that has begun; lines are added under it.</summary>
    [Id(3)] public string? Upload { get; init; }

    /// <summary>The answer is that of an earlier, equal request.</summary>
    [Id(4)] public bool Replayed { get; init; }

    /// <summary>A refusal.</summary>
    public static implicit operator BulkOutcome(BulkRefusal refusal) => new() { Refusal = refusal };
}

/// <summary>Some bulk payments, newest first.</summary>
[GenerateSerializer, Immutable, Alias("money.bulk-page")]
public sealed record BulkPage(
    [property: Id(0)] IReadOnlyList<BulkBatch> Batches,
    [property: Id(1)] string? NextCursor);
