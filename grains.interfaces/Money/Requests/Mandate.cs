namespace Postmobile.Money;

/// <summary>How often a mandate collects.</summary>
public enum MandatePeriod
{
    /// <summary>Every day.</summary>
    Day,

    /// <summary>Every seven days.</summary>
    Week,

    /// <summary>On the same day of each month; on its last day when it has none such.</summary>
    Month,
}

/// <summary>Where a mandate stands.</summary>
public enum MandateStatus
{
    /// <summary>The payer has not answered.</summary>
    Proposed,

    /// <summary>It collects.</summary>
    Active,

    /// <summary>The payer has stopped it for a while; what falls due meanwhile is not collected.</summary>
    Paused,

    /// <summary>The payer said no. The end.</summary>
    Declined,

    /// <summary>Nobody answered in time, or the payee took it back. The end.</summary>
    Withdrawn,

    /// <summary>One of the two has ended it. Nothing is collected any more.</summary>
    Cancelled,

    /// <summary>Its number of times or its last day has come. The end.</summary>
    Ended,
}

/// <summary>How far the collection of the period is that comes next.</summary>
public enum CollectionStep
{
    /// <summary>It is not due and nobody was told of it.</summary>
    Waiting,

    /// <summary>The payer was told; it is due at <see cref="Mandate.NextAt"/>.</summary>
    Announced,

    /// <summary>The ledger was asked.</summary>
    Ordered,

    /// <summary>The ledger refused; it is tried again at <see cref="Mandate.NextAt"/>.</summary>
    Refused,

    /// <summary>Nothing more is tried in this period; what was tried is being made impossible for good.</summary>
    Closing,
}

/// <summary>What became of one period.</summary>
public enum CollectionResult
{
    /// <summary>Collected.</summary>
    Paid,

    /// <summary>The ledger refused to the end.</summary>
    Missed,

    /// <summary>The mandate was paused or stopped, or the service was away.</summary>
    Skipped,
}

/// <summary>What a payee proposes.</summary>
[GenerateSerializer, Immutable, Alias("money.mandate-wish")]
public sealed record MandateWish
{
    /// <summary>Who collects.</summary>
    [Id(0)] public required RequestSide Payee { get; init; }

    /// <summary>A merchant's account collects, and the name is that over the door.</summary>
    [Id(1)] public bool Merchant { get; init; }

    /// <summary>Who pays.</summary>
    [Id(2)] public required RequestSide Payer { get; init; }

    /// <summary>The same amount each time; null when the payee says how much before each collection.</summary>
    [Id(3)] public long? Amount { get; init; }

    /// <summary>The most in one period, without fees.</summary>
    [Id(4)] public required long Ceiling { get; init; }

    /// <summary>How often.</summary>
    [Id(5)] public required MandatePeriod Period { get; init; }

    /// <summary>The day of the first collection, in Brazzaville.</summary>
    [Id(6)] public required DateOnly Start { get; init; }

    /// <summary>The last day on which a collection may fall due.</summary>
    [Id(7)] public DateOnly? End { get; init; }

    /// <summary>How many times it collects.</summary>
    [Id(8)] public int? Times { get; init; }

    /// <summary>What for; it becomes the note of each payment.</summary>
    [Id(9)] public required string Reason { get; init; }
}

/// <summary>What became of one period.</summary>
[GenerateSerializer, Immutable, Alias("money.mandate-collection")]
public sealed record Collection
{
    /// <summary>Which period, counted from 0.</summary>
    [Id(0)] public required int Period { get; init; }

    /// <summary>When it was due.</summary>
    [Id(1)] public required DateOnly Due { get; init; }

    /// <summary>What became of it.</summary>
    [Id(2)] public required CollectionResult Result { get; init; }

    /// <summary>How much was collected or wanted.</summary>
    [Id(3)] public required long Amount { get; init; }

    /// <summary>When that was known.</summary>
    [Id(4)] public required DateTimeOffset At { get; init; }

    /// <summary>The transfer.</summary>
    [Id(5)] public TransferId? Transfer { get; init; }

    /// <summary>The ledger's last refusal, by its stable code.</summary>
    [Id(6)] public string? Failure { get; init; }
}

/// <summary>One mandate as it stands.</summary>
[GenerateSerializer, Immutable, Alias("money.mandate-view")]
public sealed record Mandate
{
    /// <summary>Its id, <c>ma-…</c>.</summary>
    [Id(0)] public required string Id { get; init; }

    /// <summary>What was proposed.</summary>
    [Id(1)] public required MandateWish Wish { get; init; }

    /// <summary>Where it stands.</summary>
    [Id(2)] public required MandateStatus Status { get; init; }

    /// <summary>When it was proposed.</summary>
    [Id(3)] public required DateTimeOffset ProposedAt { get; init; }

    /// <summary>Until when the payer may answer.</summary>
    [Id(4)] public required DateTimeOffset AnswerBy { get; init; }

    /// <summary>The most in one period, as the payer has agreed to it.</summary>
    [Id(5)] public long? Ceiling { get; init; }

    /// <summary>How far the next collection is.</summary>
    [Id(6)] public CollectionStep Step { get; init; }

    /// <summary>When the next collection is due; null when there is none.</summary>
    [Id(7)] public DateOnly? NextDue { get; init; }

    /// <summary>When it is tried next.</summary>
    [Id(8)] public DateTimeOffset? NextAt { get; init; }

    /// <summary>How much it will be; null when the payee has not said yet.</summary>
    [Id(9)] public long? NextAmount { get; init; }

    /// <summary>How often it has collected.</summary>
    [Id(10)] public int TimesPaid { get; init; }

    /// <summary>How much in all.</summary>
    [Id(11)] public long TotalPaid { get; init; }

    /// <summary>The last periods, newest first.</summary>
    [Id(12)] public required IReadOnlyList<Collection> Past { get; init; }

    /// <summary>Whether nothing is collected any more.</summary>
    public bool IsOver => Status is MandateStatus.Declined or MandateStatus.Withdrawn or MandateStatus.Cancelled or MandateStatus.Ended;
}

/// <summary>What came of it.</summary>
[GenerateSerializer, Immutable, Alias("money.mandate-outcome")]
public readonly record struct MandateOutcome
{
    /// <summary>The mandate as it stands.</summary>
    [Id(0)] public Mandate? Mandate { get; init; }

    /// <summary>The refusal.</summary>
    [Id(1)] public RequestRefusal? Refusal { get; init; }

    /// <summary>The answer is that of an earlier, equal act.</summary>
    [Id(2)] public bool Replayed { get; init; }

    /// <summary>A refusal.</summary>
    public static implicit operator MandateOutcome(RequestRefusal refusal) => new() { Refusal = refusal };
}
