using Orleans.Concurrency;
using Postmobile.Identity;

namespace Postmobile.Commerce;

/// <summary>What a shop sold in one day or month.</summary>
/// <param name="First">The day, or the first of the month, in Brazzaville.</param>
/// <param name="Orders">Orders placed then that were not called off, refused or expired.</param>
/// <param name="Amount">Their goods less the shop's own discounts and what went back to buyers, in XAF.</param>
[GenerateSerializer, Immutable, Alias("commerce.sales-period")]
public sealed record SalesPeriod([property: Id(0)] DateOnly First, [property: Id(1)] long Orders, [property: Id(2)] long Amount);

/// <summary>What of a product was sold.</summary>
/// <param name="Product">Which.</param>
/// <param name="Title">As it was called in its last order.</param>
/// <param name="Image">Its picture then.</param>
/// <param name="Units">So many pieces.</param>
/// <param name="Amount">Their price in XAF.</param>
[GenerateSerializer, Immutable, Alias("commerce.best-product")]
public sealed record BestProduct(
    [property: Id(0)] ProductId Product, [property: Id(1)] string Title, [property: Id(2)] string? Image, [property: Id(3)] long Units, [property: Id(4)] long Amount);

/// <summary>A variant with what there is of it.</summary>
[GenerateSerializer, Immutable, Alias("commerce.variant-stock")]
public sealed record VariantStock
{
    /// <summary>Which product.</summary>
    [Id(0)] public required ProductId Product { get; init; }

    /// <summary>Which variant.</summary>
    [Id(1)] public required string Sku { get; init; }

    /// <summary>The product's title.</summary>
    [Id(2)] public required string Title { get; init; }

    /// <summary>The choices of its options; empty for a product of one variant.</summary>
    [Id(3)] public required string Label { get; init; }

    /// <summary>The product's first picture.</summary>
    [Id(4)] public string? Image { get; init; }

    /// <summary>How many can be bought now.</summary>
    [Id(5)] public required int Left { get; init; }

    /// <summary>From how few on it runs out.</summary>
    [Id(6)] public required int Threshold { get; init; }

    /// <summary>Whether the shop has chosen the threshold for this variant.</summary>
    [Id(7)] public bool OwnThreshold { get; init; }

    /// <summary>Names it within its shop, and where the next page goes on.</summary>
    public string Cursor => $"{Product} {Sku}";
}

/// <summary>What shops sold, read from the orders' own rows. Key 0.</summary>
[Alias("commerce.board"), GrainInterfaceType("commerce.board")]
public interface IBoardGrain : IGrainWithIntegerKey
{
    /// <summary>By day, every day from the first to the last.</summary>
    [Alias("days")]
    Task<IReadOnlyList<SalesPeriod>> Days(ShopId shop, DateOnly first, DateOnly last);

    /// <summary>By month, so many months to the one of the given day.</summary>
    [Alias("months")]
    Task<IReadOnlyList<SalesPeriod>> Months(ShopId shop, DateOnly last, int months);

    /// <summary>What was sold most, by its price.</summary>
    [Alias("best")]
    Task<IReadOnlyList<BestProduct>> Best(ShopId shop, DateOnly first, DateOnly last, int limit);
}

/// <summary>
/// Watches over what runs out in one shop. Keyed by <see cref="ShopId"/>. Looks every half hour; when something has newly crossed its
/// threshold the owner hears of it by one notice and SMS a day at the most, and the shop's own system by the event <c>stock.low</c>.
/// </summary>
[Alias("commerce.stock-watch-grain"), GrainInterfaceType("commerce.stock-watch-grain")]
public interface IStockWatchGrain : IGrainWithStringKey
{
    /// <summary>From how few on a variant runs out, where the shop says nothing else.</summary>
    public const int ThresholdUsual = 3;

    /// <summary>The most that a threshold may be.</summary>
    public const int ThresholdMax = 1_000_000;

    /// <summary>Begins to watch. Again changes nothing.</summary>
    [Alias("begin")]
    Task Begin();

    /// <summary>From how few on things run out in general.</summary>
    [AlwaysInterleave, Alias("usual")]
    Task<int> Usual();

    /// <summary>Variants on sale with what there is of them, by product and code; or only those that run out.</summary>
    /// <param name="low">Only what is at its threshold or under it.</param>
    /// <param name="limit">At most so many.</param>
    /// <param name="after">The last <see cref="VariantStock.Cursor"/> of the page before.</param>
    [AlwaysInterleave, Alias("list")]
    Task<IReadOnlyList<VariantStock>> List(bool low, int limit, string? after);

    /// <summary>The shop chooses a threshold: of a variant, or (without one) in general; null: the usual one again.</summary>
    /// <returns>Null; or unknown_shop, not_shop_staff, invalid_field (threshold).</returns>
    [Alias("choose")]
    Task<ShopRefusal?> Choose(CustomerId by, string? variant, int? threshold);

    /// <summary>Looks now, whatever the time; what it tells is told once.</summary>
    [Alias("look-now")]
    Task LookNow();
}
