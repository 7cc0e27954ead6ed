using System.Collections.Immutable;

namespace Postmobile.Commerce;

/// <summary>
/// What lies in a stock's document. SQL reads <c>state.left</c>, and <c>state.skus</c> for one variant. Times are milliseconds
/// since 1970 UTC. Nothing in it grows with what was ever sold: marks live for a day, a buyer's count for a month.
/// </summary>
public sealed record StockState
{
    /// <summary>The shop's id.</summary>
    public string Shop { get; init; } = "";

    /// <summary>What there is, by SKU.</summary>
    public ImmutableDictionary<string, SkuState> Skus { get; init; } = ImmutableDictionary<string, SkuState>.Empty;

    /// <summary>What is set aside, by the reservation's name.</summary>
    public ImmutableDictionary<string, HeldState> Held { get; init; } = ImmutableDictionary<string, HeldState>.Empty;

    /// <summary>What was done once and must not be done twice, by kind and key.</summary>
    public StockMarks Marks { get; init; } = StockMarks.Empty;

    /// <summary>What a buyer has, set aside or bought, of a SKU with a cap; by buyer and SKU.</summary>
    public ImmutableDictionary<string, BuyerState> Buyers { get; init; } = ImmutableDictionary<string, BuyerState>.Empty;

    /// <summary>Flash sales that are coming, on, or over for less than a day; by id.</summary>
    public ImmutableDictionary<string, FlashState> Flashes { get; init; } = ImmutableDictionary<string, FlashState>.Empty;

    /// <summary>No reservation ends before this; null: there is none.</summary>
    public long? NextEndMs { get; init; }

    /// <summary>No mark or buyer's count is to be forgotten before this; null: there is none.</summary>
    public long? NextForgetMs { get; init; }

    /// <summary>Somebody wants to hear when there are some again.</summary>
    public bool TellsWhenBack { get; init; }

    /// <summary>How many units of all variants can be bought now: what lists and the search show.</summary>
    public int Left => Skus.Values.Where(sku => sku.Sold).Sum(sku => sku.OnHand - sku.Reserved);
}

/// <summary>What there is of one SKU.</summary>
/// <param name="OnHand">On the shelf.</param>
/// <param name="Reserved">Of these, set aside.</param>
/// <param name="BuyerCap">The most that one buyer may have.</param>
/// <param name="Sold">Whether the product still has it; what is set aside or comes back is counted in any case.</param>
public sealed record SkuState(int OnHand, int Reserved, int? BuyerCap, bool Sold);

/// <summary>A flash sale of a SKU.</summary>
/// <param name="Sku">Which.</param>
/// <param name="Price">What one costs in it.</param>
/// <param name="FromMs">From when.</param>
/// <param name="UntilMs">Until when.</param>
/// <param name="Pieces">How many pieces.</param>
/// <param name="Cap">How many of them a buyer may have.</param>
/// <param name="ByPost">The post pays the difference.</param>
/// <param name="Held">Of the pieces, set aside.</param>
/// <param name="Done">Of the pieces, sold.</param>
/// <param name="Buyers">What each buyer has of it; kept only with a cap.</param>
public sealed record FlashState(
    string Sku, long Price, long FromMs, long UntilMs, int Pieces, int? Cap, bool ByPost, int Held, int Done, ImmutableDictionary<string, int> Buyers);

/// <summary>One reservation.</summary>
/// <param name="Buyer">Whose.</param>
/// <param name="Lines">What.</param>
/// <param name="UntilMs">Until when.</param>
public sealed record HeldState(string Buyer, ImmutableArray<StockLine> Lines, long UntilMs);

/// <summary>What a buyer has of a SKU.</summary>
/// <param name="Quantity">How much.</param>
/// <param name="AtMs">Since when, at the latest.</param>
public sealed record BuyerState(int Quantity, long AtMs);
