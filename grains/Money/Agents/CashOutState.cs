using Postmobile.Identity;

namespace Postmobile.Money;

/// <summary>What lies in the document of one withdrawal. Times are milliseconds since 1970 UTC. The code is not there: it follows from the id and a key from outside the database.</summary>
public sealed record CashOutState
{
    /// <summary>Null until it begins.</summary>
    public CashOutStatus? Status { get; init; }

    /// <summary>Whose money.</summary>
    public string Customer { get; init; } = "";

    /// <summary>Their name in full.</summary>
    public string CustomerName { get; init; } = "";

    /// <summary>Their language.</summary>
    public string Language { get; init; } = "fr";

    /// <summary>Their wallet.</summary>
    public long Wallet { get; init; }

    /// <summary>The cash.</summary>
    public long Amount { get; init; }

    /// <summary>The fee that was agreed to.</summary>
    public long Fee { get; init; }

    /// <summary>The tax on it.</summary>
    public long Tax { get; init; }

    /// <summary>When it began.</summary>
    public long CreatedAtMs { get; init; }

    /// <summary>Until when it waits.</summary>
    public long ExpiresAtMs { get; init; }

    /// <summary>The account that holds the money; 0 when none does.</summary>
    public long Hold { get; init; }

    /// <summary>The agent asked.</summary>
    public bool AskedByAgent { get; init; }

    /// <summary>The agent who asked or pays.</summary>
    public string? Agent { get; init; }

    /// <summary>Their name.</summary>
    public string? AgentName { get; init; }

    /// <summary>Their float.</summary>
    public long? AgentFloat { get; init; }

    /// <summary>The agent's key with which the code was right.</summary>
    public string? RedeemKey { get; init; }

    /// <summary>How often a wrong code was tried.</summary>
    public int WrongTries { get; init; }

    /// <summary>What it will be when the money has gone back.</summary>
    public CashOutStatus? Then { get; init; }

    /// <summary>The transfer to the float.</summary>
    public string? Transfer { get; init; }

    /// <summary>Why it failed.</summary>
    public string? Failure { get; init; }

    internal CashAgent? Payer() => Agent is null ? null : new CashAgent(new CustomerId(Agent), new AccountId(AgentFloat ?? 0), AgentName ?? "");

    internal CashOut? View(string id, string? code) => Status is not { } status ? null : new CashOut
    {
        Id = id,
        Wish = new CashOutWish
        {
            Customer = new CustomerId(Customer), Wallet = new AccountId(Wallet), Name = CustomerName, Amount = Amount, Fee = Fee, Tax = Tax,
            Language = Language, Agent = AskedByAgent ? Payer() : null,
        },
        Status = status,
        CreatedAt = DateTimeOffset.FromUnixTimeMilliseconds(CreatedAtMs),
        ExpiresAt = DateTimeOffset.FromUnixTimeMilliseconds(ExpiresAtMs),
        Code = code,
        Agent = Payer(),
        AskedByAgent = AskedByAgent,
        Transfer = TransferId.TryParse(Transfer, out TransferId transfer) ? transfer : null,
        Failure = Failure,
    };
}
