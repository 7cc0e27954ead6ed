namespace Postmobile.Money;

/// <summary>How far the sweep has come.</summary>
public sealed record CommissionSweepState
{
    /// <summary>The first period of the ledger of which a commission may still be owed; all before it are done.</summary>
    public int Period { get; init; } = 1;

    /// <summary>In the open period: everything before this moment has been seen, but for what was on its way then.</summary>
    public long? SeenMs { get; init; }

    /// <summary>When to sweep next; null before the first start.</summary>
    public long? NextMs { get; init; }

    /// <summary>When it swept last.</summary>
    public long? SweptMs { get; init; }

    /// <summary>Commissions that were owed then.</summary>
    public int Owed { get; init; }

    /// <summary>How much that was.</summary>
    public long OwedAmount { get; init; }

    /// <summary>Operations whose agent cannot be paid now (a frozen float): asked again at every sweep.</summary>
    public IReadOnlyList<string> Waiting { get; init; } = [];

    internal CommissionsOwed View() => new()
    {
        Count = Owed,
        Amount = OwedAmount,
        SweptAt = SweptMs is { } at ? DateTimeOffset.FromUnixTimeMilliseconds(at) : null,
    };
}
