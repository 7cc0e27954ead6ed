namespace Postmobile.Commerce;

/// <summary>One page of what was found.</summary>
[GenerateSerializer, Immutable, Alias("commerce.search-result")]
public sealed record SearchResult
{
    /// <summary>The products, in order.</summary>
    [Id(0)] public required IReadOnlyList<ProductCard> Items { get; init; }

    /// <summary>How many match.</summary>
    [Id(1)] public required int Total { get; init; }

    /// <summary>Whether there are more than <see cref="Total"/>, which were not counted.</summary>
    [Id(2)] public bool TotalIsLeast { get; init; }

    /// <summary>By what it can be narrowed; empty when facets were not wanted.</summary>
    [Id(3)] public IReadOnlyList<FacetGroup> Facets { get; init; } = [];

    /// <summary>Whether the facets were counted over the best matches only, so that there may be more of each.</summary>
    [Id(4)] public bool FacetsAreLeast { get; init; }

    /// <summary>Where the next page begins; null at the end.</summary>
    [Id(5)] public string? Next { get; init; }

    /// <summary>The words that were looked for instead, when nothing matched those that were typed; else null.</summary>
    [Id(6)] public string? Corrected { get; init; }

    /// <summary>Words that would find much more; else null.</summary>
    [Id(7)] public string? DidYouMean { get; init; }

    /// <summary>Whether no product has all the words, so that these have some of them.</summary>
    [Id(8)] public bool SomeWords { get; init; }
}

/// <summary>One kind of facet with its values, most frequent first.</summary>
[GenerateSerializer, Immutable, Alias("commerce.facet-group")]
public sealed record FacetGroup([property: Id(0)] string Kind, [property: Id(1)] IReadOnlyList<FacetValue> Values);

/// <summary>A value by which one can narrow.</summary>
/// <param name="Value">What to send back.</param>
/// <param name="Label">As one reads it.</param>
/// <param name="Count">How many products would remain.</param>
/// <param name="Chosen">Whether it is chosen.</param>
[GenerateSerializer, Immutable, Alias("commerce.facet-value")]
public sealed record FacetValue([property: Id(0)] string Value, [property: Id(1)] string Label, [property: Id(2)] int Count, [property: Id(3)] bool Chosen);

/// <summary>A product as lists show it.</summary>
[GenerateSerializer, Immutable, Alias("commerce.product-card")]
public sealed record ProductCard
{
    /// <summary>Its id.</summary>
    [Id(0)] public required ProductId Id { get; init; }

    /// <summary>Its name in addresses.</summary>
    [Id(1)] public required string Slug { get; init; }

    /// <summary>Its title.</summary>
    [Id(2)] public required string Title { get; init; }

    /// <summary>Who sells it.</summary>
    [Id(3)] public required ShopId Shop { get; init; }

    /// <summary>The shop's name.</summary>
    [Id(4)] public required string ShopName { get; init; }

    /// <summary>The shop's town.</summary>
    [Id(5)] public required string Town { get; init; }

    /// <summary>The lowest price, in XAF, that can be had now: of a flash sale while it is on and has pieces.</summary>
    [Id(6)] public required long Price { get; init; }

    /// <summary>What that variant cost before; null without.</summary>
    [Id(7)] public long? CompareAt { get; init; }

    /// <summary>Whether other variants cost more.</summary>
    [Id(8)] public bool FromPrice { get; init; }

    /// <summary>The first picture's id, or null.</summary>
    [Id(9)] public string? Image { get; init; }

    /// <summary>The sum of stars.</summary>
    [Id(10)] public int Stars { get; init; }

    /// <summary>How many reviews.</summary>
    [Id(11)] public int Reviews { get; init; }

    /// <summary>Whether it can be bought now; null when its stock does not say.</summary>
    [Id(12)] public bool? Available { get; init; }

    /// <summary>The category's code.</summary>
    [Id(13)] public required string Category { get; init; }

    /// <summary>When it was first published.</summary>
    [Id(14)] public DateTimeOffset PublishedAt { get; init; }

    /// <summary>Until when the price is that of a flash sale; null for the ordinary price. <see cref="CompareAt"/> is then the ordinary one.</summary>
    [Id(15)] public DateTimeOffset? FlashUntil { get; init; }

    /// <summary>Stars on average; 0 without reviews.</summary>
    public double Rating => Reviews == 0 ? 0 : (double)Stars / Reviews;
}

/// <summary>What somebody who types may want.</summary>
[GenerateSerializer, Immutable, Alias("commerce.suggestions")]
public sealed record Suggestions
{
    /// <summary>Whole searches: what others have looked for, and words that go on from here.</summary>
    [Id(0)] public required IReadOnlyList<string> Searches { get; init; }

    /// <summary>Categories by code.</summary>
    [Id(1)] public required IReadOnlyList<string> Categories { get; init; }

    /// <summary>Shops.</summary>
    [Id(2)] public required IReadOnlyList<ShopHint> Shops { get; init; }

    /// <summary>Products.</summary>
    [Id(3)] public required IReadOnlyList<ProductCard> Products { get; init; }
}

/// <summary>A shop with products.</summary>
[GenerateSerializer, Immutable, Alias("commerce.shop-hint")]
public sealed record ShopHint([property: Id(0)] ShopId Shop, [property: Id(1)] string Name);

/// <summary>The marketplace's first page.</summary>
[GenerateSerializer, Immutable, Alias("commerce.market-front")]
public sealed record MarketFront
{
    /// <summary>How many products there are by category code at the top of the tree.</summary>
    [Id(0)] public required IReadOnlyDictionary<string, int> Counts { get; init; }

    /// <summary>The newest products.</summary>
    [Id(1)] public required IReadOnlyList<ProductCard> Newest { get; init; }

    /// <summary>What stands best.</summary>
    [Id(2)] public required IReadOnlyList<ProductCard> Popular { get; init; }

    /// <summary>What others look for.</summary>
    [Id(3)] public required IReadOnlyList<string> Searches { get; init; }
}
