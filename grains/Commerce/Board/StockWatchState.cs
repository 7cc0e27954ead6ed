using System.Collections.Immutable;

namespace Postmobile.Commerce;

/// <summary>What lies in the document of a shop's watch. Variants are named as <see cref="VariantStock.Cursor"/>.</summary>
public sealed record StockWatchState
{
    /// <summary>From how few on things run out in general; null: the usual.</summary>
    public int? Usual { get; init; }

    /// <summary>From how few on a variant runs out, where the shop chose.</summary>
    public ImmutableDictionary<string, int> Thresholds { get; init; } = ImmutableDictionary<string, int>.Empty;

    /// <summary>What ran out when it last looked.</summary>
    public ImmutableHashSet<string> Low { get; init; } = [];

    /// <summary>What has crossed since the owner last heard.</summary>
    public ImmutableHashSet<string> Untold { get; init; } = [];

    /// <summary>The day (of Brazzaville) on which the owner last heard.</summary>
    public DateOnly? ToldOn { get; init; }

    /// <summary>When it looks next; null: it has not begun.</summary>
    public long? NextMs { get; init; }
}

/// <summary>What is new, and whether the owner hears of it today: pure.</summary>
internal static class StockWatchRules
{
    /// <summary>Between two looks.</summary>
    public static readonly TimeSpan Every = TimeSpan.FromMinutes(30);

    /// <summary>What of a look is news.</summary>
    /// <param name="Next">The state that follows.</param>
    /// <param name="Crossed">What has newly come to its threshold.</param>
    /// <param name="Tell">What the owner is told of now, once for all of it; empty: nothing.</param>
    public readonly record struct Looked(StockWatchState Next, IReadOnlyList<VariantStock> Crossed, IReadOnlyList<VariantStock> Tell);

    /// <summary>Looks at what runs out now. What the owner did not hear of because of today's message comes tomorrow, if it is still so.</summary>
    public static Looked Look(StockWatchState state, IReadOnlyList<VariantStock> low, DateOnly today, DateTimeOffset now)
    {
        ImmutableHashSet<string> names = [.. low.Select(one => one.Cursor)];
        List<VariantStock> crossed = [.. low.Where(one => !state.Low.Contains(one.Cursor))];
        ImmutableHashSet<string> untold = [.. state.Untold.Intersect(names), .. crossed.Select(one => one.Cursor)];
        bool tells = !untold.IsEmpty && state.ToldOn != today;
        return new Looked(
            state with { Low = names, Untold = tells ? [] : untold, ToldOn = tells ? today : state.ToldOn, NextMs = (now + Every).ToUnixTimeMilliseconds() },
            crossed,
            tells ? [.. low.Where(one => untold.Contains(one.Cursor))] : []);
    }
}
