using Orleans.Concurrency;
using Postmobile.Identity;

namespace Postmobile.Commerce;

/// <summary>How a flash sale stands.</summary>
public enum FlashSaleStatus
{
    /// <summary>The post's own: one operator proposes it, another approves.</summary>
    Proposed,

    /// <summary>Written down, and the stock is being asked.</summary>
    Opening,

    /// <summary>Coming, or on: the stock sells by it.</summary>
    Open,

    /// <summary>Over, or ended by hand.</summary>
    Ended,

    /// <summary>The stock could not promise it, or it was not approved.</summary>
    Refused,
}

/// <summary>So many pieces of a variant for a price, between two times.</summary>
[GenerateSerializer, Immutable, Alias("commerce.flash-sale")]
public sealed record FlashSale
{
    /// <summary>Its id: <see cref="FlashSales.IsId"/>.</summary>
    [Id(0)] public required string Id { get; init; }

    /// <summary>Which product.</summary>
    [Id(1)] public required ProductId Product { get; init; }

    /// <summary>Which variant.</summary>
    [Id(2)] public required string Sku { get; init; }

    /// <summary>Who sells it.</summary>
    [Id(3)] public required ShopId Shop { get; init; }

    /// <summary>The post gives it and pays the shop the difference.</summary>
    [Id(4)] public required bool ByPost { get; init; }

    /// <summary>What one costs in it, in XAF.</summary>
    [Id(5)] public required long Price { get; init; }

    /// <summary>What one cost when it was made.</summary>
    [Id(6)] public required long Ordinary { get; init; }

    /// <summary>How many pieces.</summary>
    [Id(7)] public required int Pieces { get; init; }

    /// <summary>How many of them a buyer may have; null: no cap.</summary>
    [Id(8)] public int? Cap { get; init; }

    /// <summary>From when.</summary>
    [Id(9)] public required DateTimeOffset From { get; init; }

    /// <summary>Until when.</summary>
    [Id(10)] public required DateTimeOffset Until { get; init; }

    /// <summary>Who made it.</summary>
    [Id(11)] public required CustomerId MadeBy { get; init; }

    /// <summary>The operator who approved it.</summary>
    [Id(12)] public CustomerId? ApprovedBy { get; init; }

    /// <summary>How it stands.</summary>
    [Id(13)] public FlashSaleStatus Status { get; init; }

    /// <summary>Pieces sold.</summary>
    [Id(14)] public int Sold { get; init; }

    /// <summary>Pieces set aside by open checkouts.</summary>
    [Id(15)] public int Reserved { get; init; }
}

/// <summary>What it takes to make one.</summary>
[GenerateSerializer, Immutable, Alias("commerce.flash-sale-wish")]
public sealed record FlashSaleWish
{
    /// <summary>Which product.</summary>
    [Id(0)] public required ProductId Product { get; init; }

    /// <summary>Which variant; null when the product has one only.</summary>
    [Id(1)] public string? Sku { get; init; }

    /// <summary>What one costs in it, in XAF.</summary>
    [Id(2)] public required long Price { get; init; }

    /// <summary>How many pieces.</summary>
    [Id(3)] public required int Pieces { get; init; }

    /// <summary>How many of them a buyer may have; null: no cap.</summary>
    [Id(4)] public int? Cap { get; init; }

    /// <summary>From when.</summary>
    [Id(5)] public required DateTimeOffset From { get; init; }

    /// <summary>Until when.</summary>
    [Id(6)] public required DateTimeOffset Until { get; init; }

    /// <summary>The shop that gives it; null: the post.</summary>
    [Id(7)] public ShopId? Shop { get; init; }

    /// <summary>Who makes it.</summary>
    [Id(8)] public required CustomerId By { get; init; }
}

/// <summary>A flash sale as lists show it.</summary>
[GenerateSerializer, Immutable, Alias("commerce.flash-sale-line")]
public sealed record FlashSaleLine
{
    /// <summary>The sale.</summary>
    [Id(0)] public required FlashSale Sale { get; init; }

    /// <summary>The product's title.</summary>
    [Id(1)] public required string Title { get; init; }

    /// <summary>Its name in addresses.</summary>
    [Id(2)] public required string Slug { get; init; }

    /// <summary>Its picture, or null.</summary>
    [Id(3)] public string? Image { get; init; }

    /// <summary>What one costs without the sale now.</summary>
    [Id(4)] public required long Ordinary { get; init; }

    /// <summary>Pieces that can be had at its price.</summary>
    [Id(5)] public required int Left { get; init; }

    /// <summary>The variant's options, as one reads them.</summary>
    [Id(6)] public string Label { get; init; } = "";
}

/// <summary>Names of flash sales.</summary>
public static class FlashSales
{
    /// <summary>So many pieces at most: each buyer of one with a cap is remembered until it is over.</summary>
    public const int PiecesMax = 5_000;

    /// <summary>So long at most.</summary>
    public static readonly TimeSpan LongestFor = TimeSpan.FromDays(14);

    /// <summary>So long before at most.</summary>
    public static readonly TimeSpan EarliestBefore = TimeSpan.FromDays(90);

    private const int IdLength = 34;

    /// <summary>Whether a text can be an id: <c>f-</c> and 32 hexadecimal digits.</summary>
    public static bool IsId(string? id) => id is { Length: IdLength } && id.StartsWith("f-", StringComparison.Ordinal) && id.AsSpan(2).IndexOfAnyExcept("0123456789abcdef") < 0;
}

/// <summary>Why nothing was done about a flash sale.</summary>
public enum FlashSaleRefusal
{
    /// <summary><c>unknown_flash_sale</c>.</summary>
    Unknown,

    /// <summary><c>unknown_product</c>: there is no such variant on sale, or it is not this shop's.</summary>
    UnknownProduct,

    /// <summary><c>flash_price</c>: not under the ordinary price.</summary>
    Price,

    /// <summary><c>flash_pieces</c>: none, or more than may be, or a cap that cannot be.</summary>
    Pieces,

    /// <summary><c>flash_times</c>: over already, too long, or too far off.</summary>
    Times,

    /// <summary><c>flash_stock</c>: fewer pieces are there than it promises.</summary>
    Stock,

    /// <summary><c>flash_overlap</c>: another one of the variant is on or coming in that time.</summary>
    Overlap,

    /// <summary><c>same_operator</c>: who proposed cannot approve.</summary>
    SameOperator,

    /// <summary><c>already_decided</c>.</summary>
    AlreadyDecided,

    /// <summary><c>idempotency_conflict</c>: the same key made another one.</summary>
    Conflict,
}

/// <summary>What came of it.</summary>
[GenerateSerializer, Immutable, Alias("commerce.flash-sale-outcome")]
public readonly record struct FlashSaleOutcome([property: Id(0)] FlashSale? Sale, [property: Id(1)] FlashSaleRefusal? Refusal);

/// <summary>
/// A flash sale as a thing of its own: who gives it, what and when. Its pieces are promised by the variant's
/// <see cref="IStockGrain"/> alone. Keyed by its id.
/// </summary>
[Alias("commerce.flash-sale-grain"), GrainInterfaceType("commerce.flash-sale-grain")]
public interface IFlashSaleGrain : IGrainWithStringKey
{
    /// <summary>The sale with its figures of now; null when there is none.</summary>
    [AlwaysInterleave, Alias("look")]
    Task<FlashSale?> Look();

    /// <summary>Makes it. A shop's is open at once; the post's waits for another operator. The same again succeeds.</summary>
    /// <returns>The sale; or unknown_product, flash_price, flash_pieces, flash_times, flash_stock, flash_overlap, idempotency_conflict.</returns>
    [Alias("make")]
    Task<FlashSaleOutcome> Make(FlashSaleWish wish);

    /// <summary>Another operator approves the post's.</summary>
    /// <returns>The sale; or unknown_flash_sale, same_operator, already_decided, flash_times, flash_stock, flash_overlap.</returns>
    [Alias("approve")]
    Task<FlashSaleOutcome> Approve(CustomerId byOperator);

    /// <summary>Ends it. Who has set pieces aside keeps the price. Again succeeds.</summary>
    /// <returns>The sale; or unknown_flash_sale.</returns>
    [Alias("end")]
    Task<FlashSaleOutcome> End(CustomerId actor);
}

/// <summary>Lists flash sales. Key 0.</summary>
[Alias("commerce.flash-sales"), GrainInterfaceType("commerce.flash-sales")]
public interface IFlashSalesGrain : IGrainWithIntegerKey
{
    /// <summary>What is on now, the first to end first, and then what is coming, the first to begin first; of products that can be seen.</summary>
    [Alias("running")]
    Task<IReadOnlyList<FlashSaleLine>> Running(int limit);

    /// <summary>A shop's own, or with null the post's; the newest first.</summary>
    [Alias("of")]
    Task<IReadOnlyList<FlashSaleLine>> Of(ShopId? shop, int limit);
}
