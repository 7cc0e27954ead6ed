using Orleans.Concurrency;
using Postmobile.Identity;

namespace Postmobile.Commerce;

/// <summary>
/// How many of a product there are, and the only one who may promise a unit. Keyed by <see cref="ProductId"/>. Reentrant:
/// reservations of a hot product wait together for one write, in order of arrival.
/// </summary>
[Alias("commerce.stock-grain"), GrainInterfaceType("commerce.stock-grain")]
public interface IStockGrain : IGrainWithStringKey
{
    /// <summary>What there is, by SKU.</summary>
    [AlwaysInterleave, Alias("look")]
    Task<StockView> Look();

    /// <summary>What there is for a buyer: what their reservation of this name holds is not counted against them.</summary>
    [AlwaysInterleave, Alias("look-for")]
    Task<StockView> LookFor(string buyer, string? reservation);

    /// <summary>Opens a flash sale of a variant. The same again succeeds.</summary>
    /// <returns>Null; or unknown_sku, out_of_stock (fewer are there than it promises), flash_overlap.</returns>
    [Alias("open-flash")]
    Task<StockRefusal?> OpenFlash(FlashTerms terms);

    /// <summary>Ends it now: nobody else gets the price; who has set pieces aside keeps it. Again, or unknown, succeeds.</summary>
    [Alias("end-flash")]
    Task EndFlash(string sale);

    /// <summary>How many pieces of a flash sale are set aside and sold; null when it is not known here (any more).</summary>
    [AlwaysInterleave, Alias("flash")]
    Task<FlashCount?> Flash(string sale);

    /// <summary>
    /// Sets units aside until a time, all lines or none. The same reservation with the same lines again succeeds and moves nothing,
    /// except that it may prolong itself.
    /// </summary>
    /// <returns>Reserved; or out_of_stock, buyer_cap, unknown_sku, reservation_conflict (the same name with other lines).</returns>
    [Alias("reserve")]
    Task<ReserveOutcome> Reserve(Reservation reservation);

    /// <summary>Gives back what was set aside. Again, or unknown, succeeds; committed units stay sold.</summary>
    [Alias("release")]
    Task Release(string reservation);

    /// <summary>
    /// What was set aside is sold. Again succeeds. A reservation that ran out is taken anew when there still is stock: the
    /// buyer has paid.
    /// </summary>
    /// <returns>Whether the units are sold to it; false only when it had run out and others bought them.</returns>
    [Alias("commit")]
    Task<bool> Commit(Reservation reservation);

    /// <summary>Units of a sale come back for sale: a cancelled order, a return put away. Once per key.</summary>
    [Alias("put-back")]
    Task PutBack(string key, IReadOnlyList<StockLine> lines);

    /// <summary>The shop says how many it received or counted. Once per key; a movement in the product's log.</summary>
    /// <returns>Null; or unknown_sku, stock_negative.</returns>
    [Alias("move")]
    Task<StockRefusal?> Move(StockMovement movement);

    /// <summary>What may be bought, and how much of it by one person. Called by the product when its variants change.</summary>
    [Alias("set-skus")]
    Task SetSkus(ShopId shop, IReadOnlyList<SkuRule> skus);

    /// <summary>From now on <see cref="IWaitingGrain.Back"/> is told once, as soon as there is a unit for sale. Again succeeds.</summary>
    [Alias("tell-when-back")]
    Task TellWhenBack();
}

/// <summary>Why no unit was promised.</summary>
public enum StockRefusal
{
    /// <summary><c>out_of_stock</c>: fewer are left than were asked for; the view says how many.</summary>
    OutOfStock,

    /// <summary><c>buyer_cap</c>: this buyer would have more than one person may buy.</summary>
    BuyerCap,

    /// <summary><c>unknown_sku</c>: the product has no such variant.</summary>
    UnknownSku,

    /// <summary><c>reservation_conflict</c>: the name is taken by a reservation of other lines.</summary>
    ReservationConflict,

    /// <summary><c>stock_negative</c>: the count would fall under what is set aside.</summary>
    StockNegative,

    /// <summary><c>flash_gone</c>: the sale is not on, its pieces are gone, or this buyer has as many as one may.</summary>
    FlashGone,

    /// <summary><c>flash_overlap</c>: another flash sale of the variant is on or coming in that time.</summary>
    FlashOverlap,
}

/// <summary>So many of one SKU.</summary>
/// <param name="Sku">Which.</param>
/// <param name="Quantity">How many.</param>
/// <param name="Sale">The flash sale at whose price; null for the ordinary one.</param>
[GenerateSerializer, Immutable, Alias("commerce.stock-line")]
public readonly record struct StockLine([property: Id(0)] string Sku, [property: Id(1)] int Quantity, [property: Id(2)] string? Sale = null);

/// <summary>What a flash sale promises, as the stock keeps it.</summary>
[GenerateSerializer, Immutable, Alias("commerce.flash-terms")]
public sealed record FlashTerms
{
    /// <summary>Names it.</summary>
    [Id(0)] public required string Sale { get; init; }

    /// <summary>Which variant.</summary>
    [Id(1)] public required string Sku { get; init; }

    /// <summary>What one costs, in XAF.</summary>
    [Id(2)] public required long Price { get; init; }

    /// <summary>How many pieces at most.</summary>
    [Id(3)] public required int Pieces { get; init; }

    /// <summary>How many of them one buyer may have; null: no cap.</summary>
    [Id(4)] public int? Cap { get; init; }

    /// <summary>From when.</summary>
    [Id(5)] public required DateTimeOffset From { get; init; }

    /// <summary>Until when.</summary>
    [Id(6)] public required DateTimeOffset Until { get; init; }

    /// <summary>The post pays the difference to the ordinary price.</summary>
    [Id(7)] public bool ByPost { get; init; }
}

/// <summary>How far a flash sale has gone.</summary>
[GenerateSerializer, Immutable, Alias("commerce.flash-count")]
public readonly record struct FlashCount([property: Id(0)] int Reserved, [property: Id(1)] int Sold);

/// <summary>A flash sale of a variant, coming or on, as who looks at the stock sees it.</summary>
/// <param name="Terms">What it promises.</param>
/// <param name="Left">How many can be had at its price: of its pieces, as far as the variant has any.</param>
/// <param name="Mine">How many of them this buyer may still have.</param>
/// <param name="Kept">How many this buyer's reservation holds at its price, whatever the time.</param>
[GenerateSerializer, Immutable, Alias("commerce.flash-view")]
public sealed record FlashView([property: Id(0)] FlashTerms Terms, [property: Id(1)] int Left, [property: Id(2)] int Mine, [property: Id(3)] int Kept)
{
    /// <summary>Whether it is on at a time.</summary>
    public bool IsOn(DateTimeOffset at) => at >= Terms.From && at < Terms.Until;

    /// <summary>Whether so many can be had at its price, all of them.</summary>
    public bool Gives(int quantity, DateTimeOffset at) => quantity <= Kept || (IsOn(at) && quantity <= Mine);
}

/// <summary>Units wanted, and until when.</summary>
[GenerateSerializer, Immutable, Alias("commerce.reservation")]
public sealed record Reservation
{
    /// <summary>Names it: the checkout's id. One per product and checkout.</summary>
    [Id(0)] public required string Name { get; init; }

    /// <summary>Who buys: a customer's id, or the cart's key for somebody who has not signed in. For the cap per buyer.</summary>
    [Id(1)] public required string Buyer { get; init; }

    /// <summary>What.</summary>
    [Id(2)] public required IReadOnlyList<StockLine> Lines { get; init; }

    /// <summary>Until when; it then goes back by itself.</summary>
    [Id(3)] public required DateTimeOffset Until { get; init; }
}

/// <summary>What came of it: no refusal is success.</summary>
[GenerateSerializer, Immutable, Alias("commerce.reserve-outcome")]
public readonly record struct ReserveOutcome([property: Id(0)] StockRefusal? Refusal, [property: Id(1)] string? Sku, [property: Id(2)] int Left);

/// <summary>What a shop does to its own stock.</summary>
[GenerateSerializer, Immutable, Alias("commerce.stock-movement")]
public sealed record StockMovement
{
    /// <summary>Once per key.</summary>
    [Id(0)] public required string Key { get; init; }

    /// <summary>Which variant.</summary>
    [Id(1)] public required string Sku { get; init; }

    /// <summary>So many more or fewer; or, with <see cref="IsCount"/>, how many there are on the shelf, what is set aside included.</summary>
    [Id(2)] public required int Quantity { get; init; }

    /// <summary>Whether <see cref="Quantity"/> is what was counted.</summary>
    [Id(3)] public bool IsCount { get; init; }

    /// <summary>Received, counted, broken, imported.</summary>
    [Id(4)] public required string Reason { get; init; }

    /// <summary>Who.</summary>
    [Id(5)] public required CustomerId Actor { get; init; }
}

/// <summary>A variant that has stock.</summary>
/// <param name="Sku">Its code.</param>
/// <param name="BuyerCap">The most that one buyer may have; null: no cap.</param>
[GenerateSerializer, Immutable, Alias("commerce.sku-rule")]
public sealed record SkuRule([property: Id(0)] string Sku, [property: Id(1)] int? BuyerCap);

/// <summary>What there is of a product.</summary>
[GenerateSerializer, Immutable, Alias("commerce.stock-view")]
public sealed record StockView([property: Id(0)] IReadOnlyList<SkuStock> Skus)
{
    /// <summary>The flash sale of a SKU that is on or comes first; null without.</summary>
    public FlashView? FlashOf(string sku) => Skus.FirstOrDefault(line => line.Sku == sku)?.Flash;

    /// <summary>How many of a SKU can be bought now.</summary>
    public int Left(string sku) => Skus.FirstOrDefault(line => line.Sku == sku)?.Left ?? 0;
}

/// <summary>What there is of one SKU.</summary>
/// <param name="Sku">Its code.</param>
/// <param name="OnHand">On the shelf.</param>
/// <param name="Reserved">Of these, set aside by checkouts.</param>
/// <param name="BuyerCap">The most that one buyer may have; null: no cap.</param>
[GenerateSerializer, Immutable, Alias("commerce.sku-stock")]
public sealed record SkuStock([property: Id(0)] string Sku, [property: Id(1)] int OnHand, [property: Id(2)] int Reserved, [property: Id(3)] int? BuyerCap)
{
    /// <summary>The flash sale of it that is on or comes first; null without.</summary>
    [Id(4)] public FlashView? Flash { get; init; }

    /// <summary>What can be bought now.</summary>
    public int Left => OnHand - Reserved;
}
