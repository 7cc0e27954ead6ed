namespace Postmobile.Money;

/// <summary>What lies in the document of one issue. Times are milliseconds since 1970 UTC, so that SQL can sort by them.</summary>
public sealed record FloatIssueState
{
    /// <summary>Null until something is proposed.</summary>
    public FloatIssueStatus? Status { get; init; }

    /// <summary>The agent's float account.</summary>
    public long Agent { get; init; }

    /// <summary>The agent's name when it was proposed.</summary>
    public string AgentName { get; init; } = "";

    /// <summary>Minor units.</summary>
    public long Amount { get; init; }

    /// <summary>The currency.</summary>
    public Currency Currency { get; init; }

    /// <summary>The bank's reference.</summary>
    public string? Reference { get; init; }

    /// <summary>The operator who proposed.</summary>
    public string ProposedBy { get; init; } = "";

    /// <summary>When.</summary>
    public long ProposedAtMs { get; init; }

    /// <summary>The operator who approved or rejected.</summary>
    public string? DecidedBy { get; init; }

    /// <summary>When.</summary>
    public long? DecidedAtMs { get; init; }

    /// <summary>Why it was rejected.</summary>
    public string? Reason { get; init; }

    /// <summary>The transfer that issued the money.</summary>
    public string? Transfer { get; init; }

    /// <summary>The ledger's refusal.</summary>
    public string? Failure { get; init; }

    /// <summary>What was proposed.</summary>
    internal FloatProposal Proposal() => new()
    {
        Agent = new AccountId(Agent),
        Amount = Amount,
        Currency = Currency,
        Reference = Reference,
        ProposedBy = ProposedBy,
    };

    /// <summary>The issue as others see it; null when nothing was proposed.</summary>
    internal FloatIssue? View(string id) => Status is not { } status ? null : new FloatIssue
    {
        Id = id,
        Proposal = Proposal(),
        AgentName = AgentName,
        ProposedAt = DateTimeOffset.FromUnixTimeMilliseconds(ProposedAtMs),
        Status = status,
        DecidedBy = DecidedBy,
        DecidedAt = DecidedAtMs is { } at ? DateTimeOffset.FromUnixTimeMilliseconds(at) : null,
        Reason = Reason,
        Transfer = TransferId.TryParse(Transfer, out TransferId transfer) ? transfer : null,
        Failure = Failure,
    };
}
