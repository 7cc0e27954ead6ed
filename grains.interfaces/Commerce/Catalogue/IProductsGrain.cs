namespace Postmobile.Commerce;

/// <summary>Lists products. Key 0.</summary>
[Alias("commerce.products"), GrainInterfaceType("commerce.products")]
public interface IProductsGrain : IGrainWithIntegerKey
{
    /// <summary>The products of a shop, newest first.</summary>
    /// <param name="shop">Whose.</param>
    /// <param name="status">Of this status only.</param>
    /// <param name="visible">Only what buyers see.</param>
    /// <param name="limit">At most so many.</param>
    /// <param name="before">The last number of the page before.</param>
    [Alias("of")]
    Task<IReadOnlyList<ProductLine>> Of(ShopId shop, ProductStatus? status, bool visible, int limit, long? before);

    /// <summary>The newest visible products of all shops.</summary>
    [Alias("newest")]
    Task<IReadOnlyList<ProductLine>> Newest(int limit);

    /// <summary>Visible products of a trade item's number, the cheapest first.</summary>
    [Alias("offers")]
    Task<IReadOnlyList<ProductLine>> Offers(string gtin, int limit);

    /// <summary>The product of a shop's own code; null when none has it.</summary>
    [Alias("by-sku")]
    Task<ProductId?> BySku(ShopId shop, string sku);

    /// <summary>The products of several of a shop's own codes; a code that none has is not there.</summary>
    [Alias("by-skus")]
    Task<IReadOnlyDictionary<string, ProductId>> BySkus(ShopId shop, IReadOnlyList<string> skus);

    /// <summary>Where each page of the site map begins: the first number of every ten thousand visible products.</summary>
    [Alias("site-map-starts")]
    Task<IReadOnlyList<long>> SiteMapStarts();

    /// <summary>One page of the site map: at most ten thousand visible products from a number on.</summary>
    [Alias("site-map")]
    Task<IReadOnlyList<SiteMapLine>> SiteMap(long from);
}

/// <summary>A product in a list.</summary>
[GenerateSerializer, Immutable, Alias("commerce.product-line")]
public sealed record ProductLine
{
    /// <summary>Its id.</summary>
    [Id(0)] public required ProductId Id { get; init; }

    /// <summary>Whose.</summary>
    [Id(1)] public required ShopId Shop { get; init; }

    /// <summary>The shop's name.</summary>
    [Id(2)] public required string ShopName { get; init; }

    /// <summary>Its name in addresses.</summary>
    [Id(3)] public required string Slug { get; init; }

    /// <summary>Its title.</summary>
    [Id(4)] public required string Title { get; init; }

    /// <summary>How it stands.</summary>
    [Id(5)] public required ProductStatus Status { get; init; }

    /// <summary>The lowest price.</summary>
    [Id(6)] public required long PriceFrom { get; init; }

    /// <summary>The first picture.</summary>
    [Id(7)] public string? Image { get; init; }

    /// <summary>How many variants.</summary>
    [Id(8)] public required int Variants { get; init; }

    /// <summary>What the cheapest variant cost before; null when it says nothing of it.</summary>
    [Id(9)] public long? CompareAt { get; init; }

    /// <summary>In lists for buyers: until when the price is that of a flash sale; null for the ordinary price.</summary>
    [Id(10)] public DateTimeOffset? FlashUntil { get; init; }
}

/// <summary>A product in the site map.</summary>
[GenerateSerializer, Immutable, Alias("commerce.site-map-line")]
public readonly record struct SiteMapLine([property: Id(0)] ProductId Id, [property: Id(1)] string Slug, [property: Id(2)] DateTimeOffset ChangedAt);
