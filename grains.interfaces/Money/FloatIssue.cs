namespace Postmobile.Money;

/// <summary>Where an issue of e-money to an agent stands.</summary>
public enum FloatIssueStatus
{
    /// <summary>Proposed by one operator; another must decide.</summary>
    Proposed,

    /// <summary>Approved; the money is on its way and will arrive or be refused, whatever crashes in between.</summary>
    Approved,

    /// <summary>The agent's float has the money.</summary>
    Issued,

    /// <summary>Rejected by an operator. Nothing moved.</summary>
    Rejected,

    /// <summary>Approved, but the ledger refused: <see cref="FloatIssue.Failure"/> says why. Nothing moved.</summary>
    Failed,
}

/// <summary>What an operator proposes: e-money for an agent who has paid into the trust bank account.</summary>
[GenerateSerializer, Immutable, Alias("money.float-proposal")]
public sealed record FloatProposal
{
    /// <summary>The agent's float account.</summary>
    [Id(0)] public required AccountId Agent { get; init; }

    /// <summary>How much, in minor units.</summary>
    [Id(1)] public required long Amount { get; init; }

    /// <summary>The currency.</summary>
    [Id(2)] public Currency Currency { get; init; } = Currency.XAF;

    /// <summary>The bank's reference of the payment into the trust account, for the auditor; 140 characters at most.</summary>
    [Id(3)] public string? Reference { get; init; }

    /// <summary>The operator who proposes.</summary>
    [Id(4)] public required string ProposedBy { get; init; }
}

/// <summary>One issue of e-money to an agent.</summary>
[GenerateSerializer, Immutable, Alias("money.float-issue-view")]
public sealed record FloatIssue
{
    /// <summary>Its id, <c>fi-…</c>.</summary>
    [Id(0)] public required string Id { get; init; }

    /// <summary>What was proposed, and by whom.</summary>
    [Id(1)] public required FloatProposal Proposal { get; init; }

    /// <summary>The agent's name when it was proposed.</summary>
    [Id(2)] public required string AgentName { get; init; }

    /// <summary>When it was proposed.</summary>
    [Id(3)] public required DateTimeOffset ProposedAt { get; init; }

    /// <summary>Where it stands.</summary>
    [Id(4)] public required FloatIssueStatus Status { get; init; }

    /// <summary>The operator who approved or rejected.</summary>
    [Id(5)] public string? DecidedBy { get; init; }

    /// <summary>When.</summary>
    [Id(6)] public DateTimeOffset? DecidedAt { get; init; }

    /// <summary>Why it was rejected.</summary>
    [Id(7)] public string? Reason { get; init; }

    /// <summary>The transfer that issued the money.</summary>
    [Id(8)] public TransferId? Transfer { get; init; }

    /// <summary>The ledger's refusal, by its stable code.</summary>
    [Id(9)] public string? Failure { get; init; }
}

/// <summary>Why nothing came of it. Each is a definite no.</summary>
public enum FloatIssueRefusal
{
    /// <summary><c>amount_not_positive</c>: zero or less.</summary>
    AmountNotPositive,

    /// <summary><c>unknown_agent</c>: the account is not the float of an agent.</summary>
    UnknownAgent,

    /// <summary><c>currency_mismatch</c>: the float is kept in another currency.</summary>
    CurrencyMismatch,

    /// <summary><c>memo_invalid</c>: reference or reason is too long or holds a character that cannot be stored.</summary>
    MemoInvalid,

    /// <summary><c>same_operator</c>: whoever proposes does not approve.</summary>
    SameOperator,

    /// <summary><c>already_decided</c>: it was approved or rejected before.</summary>
    AlreadyDecided,

    /// <summary><c>not_found</c>: nothing was proposed under this id.</summary>
    NotFound,

    /// <summary><c>idempotency_conflict</c>: the key was used for another proposal.</summary>
    IdempotencyConflict,
}

/// <summary>What came of a proposal or a decision: the issue as it stands, or why not.</summary>
[GenerateSerializer, Immutable, Alias("money.float-issue-outcome")]
public readonly record struct FloatIssueOutcome
{
    /// <summary>The issue; with <see cref="FloatIssueRefusal.AlreadyDecided"/> too, as it stands.</summary>
    [Id(0)] public FloatIssue? Issue { get; init; }

    /// <summary>The refusal.</summary>
    [Id(1)] public FloatIssueRefusal? Refusal { get; init; }

    /// <summary>The answer is that of an earlier, equal request.</summary>
    [Id(2)] public bool Replayed { get; init; }

    /// <summary>A refusal.</summary>
    public static implicit operator FloatIssueOutcome(FloatIssueRefusal refusal) => new() { Refusal = refusal };

    /// <summary>The issue as it stands.</summary>
    public static implicit operator FloatIssueOutcome(FloatIssue issue) => new() { Issue = issue };
}

/// <summary>Some issues, newest first.</summary>
[GenerateSerializer, Immutable, Alias("money.float-issue-page")]
public sealed record FloatIssuePage(
    [property: Id(0)] IReadOnlyList<FloatIssue> Issues,
    [property: Id(1)] string? NextCursor);
