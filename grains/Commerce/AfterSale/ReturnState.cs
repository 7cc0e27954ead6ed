namespace Postmobile.Commerce;

/// <summary>What lies in a return's document.</summary>
public sealed record ReturnState
{
    /// <summary>What was asked; null until then.</summary>
    public ReturnWish? Wish { get; init; }

    /// <summary>The order's id, for lists.</summary>
    public string Order { get; init; } = "";

    /// <summary>The buyer's id, for lists.</summary>
    public string Buyer { get; init; } = "";

    /// <summary>The shop's id, for lists.</summary>
    public string Shop { get; init; } = "";

    /// <summary>Where it stands.</summary>
    public ReturnStatus Status { get; init; }

    /// <summary>When it was asked.</summary>
    public long AskedAtMs { get; init; }

    /// <summary>Until when the state may last.</summary>
    public long? UntilMs { get; init; }

    /// <summary>What the shop said.</summary>
    public string Answer { get; init; } = "";

    /// <summary>What went back.</summary>
    public long Amount { get; init; }

    /// <summary>What it is to be exchanged for.</summary>
    public Exchange? Exchange { get; init; }

    /// <summary>Who of the shop received the goods.</summary>
    public string Receiver { get; init; } = "";

    /// <summary>The escrow of the new order.</summary>
    public long Escrow { get; init; }

    /// <summary>The buyer's payment of the difference is with the ledger.</summary>
    public bool Paying { get; init; }

    /// <summary>An earlier try of it may still come true.</summary>
    public bool Doubt { get; init; }

    /// <summary>How many tries were spent.</summary>
    public int Attempt { get; init; }

    /// <summary>Whether the buyer has entered the PIN.</summary>
    public bool WithoutProof { get; init; }

    /// <summary>The transfer of it.</summary>
    public string? PaidBy { get; init; }

    /// <summary>What is in the new order's escrow goes to the buyer.</summary>
    public bool GivingUp { get; init; }

    /// <summary>When a step that did not come through is tried again.</summary>
    public long? RetryAtMs { get; init; }

    /// <summary>How often in a row it did not.</summary>
    public int Failures { get; init; }

    internal Return? View(string id) => Wish is not { } wish ? null : new Return
    {
        Id = id,
        Wish = wish,
        Status = Status,
        AskedAt = DateTimeOffset.FromUnixTimeMilliseconds(AskedAtMs),
        Until = UntilMs is { } until ? DateTimeOffset.FromUnixTimeMilliseconds(until) : null,
        Answer = Answer,
        Amount = Amount,
        Shop = new ShopId(Shop),
        Exchange = Exchange,
    };
}
