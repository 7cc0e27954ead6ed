namespace Postmobile.Money;

/// <summary>Where a proposed tariff stands.</summary>
public enum TariffStatus
{
    /// <summary>Proposed by one operator; another must decide.</summary>
    Proposed,

    /// <summary>Approved: it holds from its date on, until the next one.</summary>
    Approved,

    /// <summary>Rejected by another operator.</summary>
    Rejected,

    /// <summary>Withdrawn by whoever proposed it.</summary>
    Withdrawn,
}

/// <summary>Whether a proposal is a whole table or changes parts of the one that holds.</summary>
public enum TariffScope
{
    /// <summary>The lines are the whole new table.</summary>
    Whole,

    /// <summary>The lines take the place of those of the same operation, tier and charge; all others stay.</summary>
    Change,
}

/// <summary>What an operator proposes.</summary>
[GenerateSerializer, Immutable, Alias("money.tariff-proposal")]
public sealed record TariffProposal
{
    /// <summary>Its id, <c>tf-…</c>; see <see cref="TariffKeys.Of"/>.</summary>
    [Id(0)] public required string Id { get; init; }

    /// <summary>Whole table or change.</summary>
    [Id(1)] public required TariffScope Scope { get; init; }

    /// <summary>The lines.</summary>
    [Id(2)] public required IReadOnlyList<TariffLine> Lines { get; init; }

    /// <summary>From when it is to hold; null: as soon as it is approved and every silo has it.</summary>
    [Id(3)] public DateTimeOffset? EffectiveFrom { get; init; }

    /// <summary>Why; 140 characters at most.</summary>
    [Id(4)] public string? Note { get; init; }

    /// <summary>The operator who proposes.</summary>
    [Id(5)] public required string ProposedBy { get; init; }

    /// <summary>The number of the version that the lines were made from, when whoever made them knows; another newest one is then refused.</summary>
    [Id(6)] public int? Base { get; init; }
}

/// <summary>One version of the tariff: proposed, decided, or in force.</summary>
[GenerateSerializer, Immutable, Alias("money.tariff-version")]
public sealed record TariffVersion
{
    /// <summary>Its id, <c>tf-…</c>.</summary>
    [Id(0)] public required string Id { get; init; }

    /// <summary>1, 2, 3 … in the order of approval; null before.</summary>
    [Id(1)] public int? Number { get; init; }

    /// <summary>The whole table, sorted.</summary>
    [Id(2)] public required IReadOnlyList<TariffLine> Lines { get; init; }

    /// <summary>From when it holds, or is wished to; null: as soon as approved.</summary>
    [Id(3)] public DateTimeOffset? EffectiveFrom { get; init; }

    /// <summary>Why.</summary>
    [Id(4)] public string? Note { get; init; }

    /// <summary>The number of the version that it was made from; 0 when there was none.</summary>
    [Id(5)] public int Base { get; init; }

    /// <summary>Where it stands.</summary>
    [Id(6)] public required TariffStatus Status { get; init; }

    /// <summary>The operator who proposed.</summary>
    [Id(7)] public required string ProposedBy { get; init; }

    /// <summary>When.</summary>
    [Id(8)] public required DateTimeOffset ProposedAt { get; init; }

    /// <summary>The operator who decided.</summary>
    [Id(9)] public string? DecidedBy { get; init; }

    /// <summary>When.</summary>
    [Id(10)] public DateTimeOffset? DecidedAt { get; init; }

    /// <summary>Why it was rejected.</summary>
    [Id(11)] public string? Reason { get; init; }

    /// <summary>What a month would have cost under it; null until it was simulated.</summary>
    [Id(12)] public TariffSimulation? Simulation { get; init; }
}

/// <summary>Why nothing came of it. Each is a definite no.</summary>
public enum TariffRefusal
{
    /// <summary><c>not_found</c>: no version has this id.</summary>
    NotFound,

    /// <summary><c>same_operator</c>: whoever proposes does not approve.</summary>
    SameOperator,

    /// <summary><c>already_decided</c>: it was approved, rejected or withdrawn before.</summary>
    AlreadyDecided,

    /// <summary><c>memo_invalid</c>: note or reason is too long or holds a character that cannot be stored.</summary>
    MemoInvalid,

    /// <summary><c>idempotency_conflict</c>: the key was used for another proposal.</summary>
    IdempotencyConflict,

    /// <summary><c>tariff_lines_invalid</c>: <see cref="TariffOutcome.Errors"/> says which lines and why.</summary>
    TariffLinesInvalid,

    /// <summary><c>tariff_unchanged</c>: the table would be what it is.</summary>
    TariffUnchanged,

    /// <summary><c>tariff_date_past</c>: from then on it would have to be charged already; every silo needs a moment to learn of it.</summary>
    TariffDatePast,

    /// <summary><c>tariff_stale</c>: another version was approved since; propose again from that one.</summary>
    TariffStale,

    /// <summary><c>tariff_not_simulated</c>: nobody has looked yet what it would have cost.</summary>
    TariffNotSimulated,
}

/// <summary>What came of a proposal or a decision: the version as it stands, or why not.</summary>
[GenerateSerializer, Immutable, Alias("money.tariff-outcome")]
public readonly record struct TariffOutcome
{
    /// <summary>The version.</summary>
    [Id(0)] public TariffVersion? Version { get; init; }

    /// <summary>The refusal.</summary>
    [Id(1)] public TariffRefusal? Refusal { get; init; }

    /// <summary>With <see cref="TariffRefusal.TariffLinesInvalid"/>: the lines at fault.</summary>
    [Id(2)] public IReadOnlyList<TariffLineError>? Errors { get; init; }

    /// <summary>The answer is that of an earlier, equal request.</summary>
    [Id(3)] public bool Replayed { get; init; }

    /// <summary>A refusal.</summary>
    public static implicit operator TariffOutcome(TariffRefusal refusal) => new() { Refusal = refusal };
}

/// <summary>The tariff of one moment.</summary>
[GenerateSerializer, Immutable, Alias("money.tariff-in-force")]
public sealed record TariffInForce
{
    /// <summary>The version's number; 0 when nothing has been approved and everything is free.</summary>
    [Id(0)] public required int Number { get; init; }

    /// <summary>Since when; null with number 0.</summary>
    [Id(1)] public DateTimeOffset? Since { get; init; }

    /// <summary>Its lines, sorted.</summary>
    [Id(2)] public required IReadOnlyList<TariffLine> Lines { get; init; }

    /// <summary>When the next approved version takes its place; null: none is approved.</summary>
    [Id(3)] public DateTimeOffset? Until { get; init; }

    /// <summary>The version's note.</summary>
    [Id(4)] public string? Note { get; init; }
}
