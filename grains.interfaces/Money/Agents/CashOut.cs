using Postmobile.Identity;

namespace Postmobile.Money;

/// <summary>Where a withdrawal stands.</summary>
public enum CashOutStatus
{
    /// <summary>The customer has asked; the money is being held.</summary>
    Holding,

    /// <summary>The money is held and the code is good.</summary>
    Ready,

    /// <summary>An agent has asked; the customer must say yes.</summary>
    Asked,

    /// <summary>The code was right, or the customer said yes; the float will have the money, or the ledger refuses.</summary>
    Paying,

    /// <summary>Nothing comes of it; the held money is on its way back.</summary>
    Releasing,

    /// <summary>The float has the money; the cash belongs to the customer.</summary>
    Paid,

    /// <summary>Whoever began it took it back.</summary>
    Cancelled,

    /// <summary>The customer said no to what the agent asked.</summary>
    Declined,

    /// <summary>Nobody came in time.</summary>
    Expired,

    /// <summary>The ledger refused, or the code was guessed at too often: <see cref="CashOut.Failure"/>.</summary>
    Failed,
}

/// <summary>An agent as a withdrawal sees them.</summary>
[GenerateSerializer, Immutable, Alias("money.cash-agent")]
public sealed record CashAgent([property: Id(0)] CustomerId Id, [property: Id(1)] AccountId Float, [property: Id(2)] string Name);

/// <summary>A customer wants cash: what is held, and what it costs.</summary>
[GenerateSerializer, Immutable, Alias("money.cash-out-wish")]
public sealed record CashOutWish
{
    /// <summary>Who.</summary>
    [Id(0)] public required CustomerId Customer { get; init; }

    /// <summary>From which wallet.</summary>
    [Id(1)] public required AccountId Wallet { get; init; }

    /// <summary>The customer's name in full.</summary>
    [Id(2)] public required string Name { get; init; }

    /// <summary>The cash, in minor units.</summary>
    [Id(3)] public required long Amount { get; init; }

    /// <summary>The fee of the quote that the customer saw.</summary>
    [Id(4)] public long Fee { get; init; }

    /// <summary>The tax of that quote.</summary>
    [Id(5)] public long Tax { get; init; }

    /// <summary>The customer's language, for the words on the statement.</summary>
    [Id(6)] public string Language { get; init; } = "fr";

    /// <summary>The agent, when it is the agent who asks.</summary>
    [Id(7)] public CashAgent? Agent { get; init; }
}

/// <summary>One withdrawal.</summary>
[GenerateSerializer, Immutable, Alias("money.cash-out-view")]
public sealed record CashOut
{
    /// <summary>Its id, <c>co-…</c>.</summary>
    [Id(0)] public required string Id { get; init; }

    /// <summary>What was wished.</summary>
    [Id(1)] public required CashOutWish Wish { get; init; }

    /// <summary>Where it stands.</summary>
    [Id(2)] public required CashOutStatus Status { get; init; }

    /// <summary>When it began.</summary>
    [Id(3)] public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>Until when the code is good, or the customer may say yes.</summary>
    [Id(4)] public required DateTimeOffset ExpiresAt { get; init; }

    /// <summary>The code; given by the grain alone and while it is good. For the customer's eyes only.</summary>
    [Id(5)] public string? Code { get; init; }

    /// <summary>The agent who paid or asked.</summary>
    [Id(6)] public CashAgent? Agent { get; init; }

    /// <summary>The agent asked, and not the customer.</summary>
    [Id(7)] public bool AskedByAgent { get; init; }

    /// <summary>The transfer that filled the float.</summary>
    [Id(8)] public TransferId? Transfer { get; init; }

    /// <summary>The stable code of what it failed for.</summary>
    [Id(9)] public string? Failure { get; init; }

    /// <summary>Whether it is over.</summary>
    public bool IsOver => Status is CashOutStatus.Paid or CashOutStatus.Cancelled or CashOutStatus.Declined or CashOutStatus.Expired or CashOutStatus.Failed;
}

/// <summary>What came of it: the withdrawal as it stands, and why not, if so.</summary>
[GenerateSerializer, Immutable, Alias("money.cash-out-outcome")]
public readonly record struct CashOutOutcome
{
    /// <summary>The withdrawal.</summary>
    [Id(0)] public CashOut? CashOut { get; init; }

    /// <summary>The refusal.</summary>
    [Id(1)] public AgentRefusal? Refusal { get; init; }

    /// <summary>The answer is that of an earlier, equal request.</summary>
    [Id(2)] public bool Replayed { get; init; }

    /// <summary>The ledger would refuse; the withdrawal waits as it did.</summary>
    [Id(3)] public Refusal? Ledger { get; init; }
}
