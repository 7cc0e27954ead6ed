using Postmobile.Identity;

namespace Postmobile.Money;

/// <summary>What lies in the document of one return, and what follows from what.</summary>
public sealed record FloatReturnState
{
    /// <summary>Null until it is asked.</summary>
    public FloatReturnStatus? Status { get; init; }

    /// <summary>The agent.</summary>
    public string Agent { get; init; } = "";

    /// <summary>Their name.</summary>
    public string AgentName { get; init; } = "";

    /// <summary>Their float.</summary>
    public long Float { get; init; }

    /// <summary>How much.</summary>
    public long Amount { get; init; }

    /// <summary>How the agent wants to be paid.</summary>
    public string? Note { get; init; }

    /// <summary>When it was asked.</summary>
    public long AskedAtMs { get; init; }

    /// <summary>The account that holds it.</summary>
    public long Hold { get; init; }

    /// <summary>Who decided.</summary>
    public string? DecidedBy { get; init; }

    /// <summary>The reference, or why not.</summary>
    public string? Reference { get; init; }

    /// <summary>The ledger's refusal.</summary>
    public string? Failure { get; init; }

    /// <summary>Another than the agent approves.</summary>
    internal AgentRefusal? RefuseApproval(string by, string? reference) => Status switch
    {
        null => AgentRefusal.NotFound,
        _ when Agent == by => AgentRefusal.SameOperator,
        FloatReturnStatus.Asked => IsPlain(reference) ? null : AgentRefusal.MemoInvalid,
        FloatReturnStatus.Approved or FloatReturnStatus.Returned when DecidedBy == by => null,
        _ => AgentRefusal.AlreadyDecided,
    };

    /// <summary>Anybody who may decide, and the agent, reject.</summary>
    internal AgentRefusal? RefuseRejection(string by, string? reason) => Status switch
    {
        null => AgentRefusal.NotFound,
        FloatReturnStatus.Asked => IsPlain(reason) ? null : AgentRefusal.MemoInvalid,
        FloatReturnStatus.Releasing or FloatReturnStatus.Rejected when DecidedBy == by => null,
        _ => AgentRefusal.AlreadyDecided,
    };

    /// <summary>The ledger has answered.</summary>
    internal FloatReturnState Settle(CashOutStep step, TransferOutcome outcome) => (step, Status, outcome.Receipt) switch
    {
        (CashOutStep.Hold, FloatReturnStatus.Holding, { } held) => this with { Status = FloatReturnStatus.Asked, Hold = held.Payee.Value },
        (CashOutStep.Hold, FloatReturnStatus.Holding, null) => this with { Status = FloatReturnStatus.Failed, Failure = outcome.Refusal?.StableCode },
        (CashOutStep.Pay, FloatReturnStatus.Approved, not null) => this with { Status = FloatReturnStatus.Returned },
        (CashOutStep.Pay, FloatReturnStatus.Approved, null) => this with { Status = FloatReturnStatus.Releasing, Failure = outcome.Refusal?.StableCode },
        (CashOutStep.Release, FloatReturnStatus.Releasing, not null) => this with { Status = Failure is null ? FloatReturnStatus.Rejected : FloatReturnStatus.Failed },
        _ => this,
    };

    internal FloatReturn? View(string id) => Status is not { } status ? null : new FloatReturn
    {
        Id = id,
        Agent = new CashAgent(new CustomerId(Agent), new AccountId(Float), AgentName),
        Amount = Amount,
        Note = Note,
        AskedAt = DateTimeOffset.FromUnixTimeMilliseconds(AskedAtMs),
        Status = status,
        DecidedBy = DecidedBy,
        Reference = Reference,
        Failure = Failure,
    };

    internal static bool IsPlain(string? text) => text is null || (text.Length <= FloatIssueRules.TextMax && !text.Any(char.IsControl));
}
