using Postmobile.Money;

namespace Postmobile.Identity;

/// <summary>What operators have stopped, as it lies in the customer's document. The time is milliseconds since 1970 UTC, so that SQL can sort by it.</summary>
public sealed record RestrictionState
{
    /// <summary>Debits, credits or both.</summary>
    public required Freeze Freeze { get; init; }

    /// <summary>Why, the latest last.</summary>
    public required string Reason { get; init; }

    /// <summary>Whoever has a part in it.</summary>
    public required List<string> By { get; init; }

    /// <summary>Since when.</summary>
    public required long AtMs { get; init; }

    internal Restriction View() => new() { Freeze = Freeze, Reason = Reason, By = [.. By], At = DateTimeOffset.FromUnixTimeMilliseconds(AtMs) };
}
