namespace Postmobile.Money;

/// <summary>One share, as it lies in the bill's document.</summary>
/// <param name="Payer">Who pays it; null for the requester.</param>
/// <param name="Amount">How much.</param>
/// <param name="Remainder">Bears a unit that does not divide.</param>
/// <param name="Refusal">Why the person could not be asked.</param>
public sealed record ShareState(SideState? Payer, long Amount, bool Remainder = false, RequestRefusal? Refusal = null);

/// <summary>What lies in the document of a bill.</summary>
public sealed record SplitState
{
    /// <summary>Who asks; null until the bill is divided.</summary>
    public SideState? Requester { get; init; }

    /// <summary>The whole.</summary>
    public long Total { get; init; }

    /// <summary>What for.</summary>
    public string? Note { get; init; }

    /// <summary>When, in milliseconds since 1970 UTC.</summary>
    public long AtMs { get; init; }

    /// <summary>The shares.</summary>
    public IReadOnlyList<ShareState> Shares { get; init; } = [];
}
