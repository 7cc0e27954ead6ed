namespace Postmobile.Money;

/// <summary>What lies in the document of one reversal. Times are milliseconds since 1970 UTC.</summary>
public sealed record ReversalState
{
    /// <summary>Null until something is proposed.</summary>
    public ReversalStatus? Status { get; init; }

    /// <summary>The proposal's idempotency key.</summary>
    public string RequestKey { get; init; } = "";

    /// <summary>The amount as it was asked for; null for all.</summary>
    public long? Asked { get; init; }

    /// <summary>What the payee got.</summary>
    public long Original { get; init; }

    /// <summary>What is to be taken back, and what was.</summary>
    public long Amount { get; init; }

    /// <summary>Less is taken when less is there.</summary>
    public bool WhatIsThere { get; init; }

    /// <summary>The currency.</summary>
    public Currency Currency { get; init; }

    /// <summary>The payee's account.</summary>
    public long Payee { get; init; }

    /// <summary>Customer id of the payer, or empty.</summary>
    public string PayerOwner { get; init; } = "";

    /// <summary>Customer id of the payee, or empty.</summary>
    public string PayeeOwner { get; init; } = "";

    /// <summary>The payer's name.</summary>
    public string PayerName { get; init; } = "";

    /// <summary>The payee's name, masked.</summary>
    public string PayeeName { get; init; } = "";

    /// <summary>Why.</summary>
    public string Reason { get; init; } = "";

    /// <summary>Who proposed.</summary>
    public string ProposedBy { get; init; } = "";

    /// <summary>When.</summary>
    public long ProposedAtMs { get; init; }

    /// <summary>Who decided.</summary>
    public string? DecidedBy { get; init; }

    /// <summary>When a refusal is looked at once more: a try of unknown fate may have come true after it.</summary>
    public long? LookAgainAtMs { get; init; }

    /// <summary>The transfer that gave the money back.</summary>
    public string? GivenBack { get; init; }

    /// <summary>The ledger's refusal.</summary>
    public string? Failure { get; init; }

    /// <summary>All that happened.</summary>
    public IReadOnlyList<CaseStep> Trail { get; init; } = [];

    /// <summary>With one more step on record.</summary>
    internal ReversalState Then(DateTimeOffset at, string who, string what, string? words = null) =>
        this with { Trail = [.. Trail, new CaseStep(at, who, what, words)] };

    /// <summary>The reversal as others see it; null when nothing was proposed.</summary>
    internal Reversal? View(string id) => Status is not { } status || !Reversals.TryRead(id, out TransferId transfer) ? null : new Reversal
    {
        Id = id,
        Transfer = transfer,
        Original = Original,
        Amount = Amount,
        WhatIsThere = WhatIsThere,
        Currency = Currency,
        PayerName = PayerName,
        PayeeName = PayeeName,
        Status = status,
        Reason = Reason,
        ProposedBy = ProposedBy,
        ProposedAt = DateTimeOffset.FromUnixTimeMilliseconds(ProposedAtMs),
        DecidedBy = DecidedBy,
        GivenBack = TransferId.TryParse(GivenBack, out TransferId back) ? back : null,
        Failure = Failure,
        Trail = Trail,
    };
}
