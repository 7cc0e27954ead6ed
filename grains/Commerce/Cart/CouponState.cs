using System.Collections.Immutable;

namespace Postmobile.Commerce;

/// <summary>What lies in a coupon's document. As it is limited in its uses, so is what it remembers of them.</summary>
public sealed record CouponState
{
    /// <summary>The coupon as it was made; null before.</summary>
    public Coupon? Coupon { get; init; }

    /// <summary>When it was made; lists sort by it.</summary>
    public long MadeAtMs { get; init; }

    /// <summary>How often it was used.</summary>
    public int Used { get; init; }

    /// <summary>What it has taken off, in XAF.</summary>
    public long Spent { get; init; }

    /// <summary>Uses set aside, by checkout.</summary>
    public ImmutableDictionary<string, CouponHold> Held { get; init; } = ImmutableDictionary<string, CouponHold>.Empty;

    /// <summary>How often each person has used it, kept only where there is a limit.</summary>
    public ImmutableDictionary<string, int> People { get; init; } = ImmutableDictionary<string, int>.Empty;

    /// <summary>The checkouts that used it, so that a repeated commit counts once; those of the last day.</summary>
    public ImmutableDictionary<string, long> Committed { get; init; } = ImmutableDictionary<string, long>.Empty;
}

/// <summary>A use set aside.</summary>
/// <param name="Person">Whose.</param>
/// <param name="UntilMs">Until when.</param>
/// <param name="Worth">What it may take of the budget.</param>
public sealed record CouponHold(string Person, long UntilMs, long Worth = 0);
