namespace Postmobile.Commerce;

/// <summary>In which order.</summary>
public enum SearchSort
{
    /// <summary>What fits best, weighed with reviews, freshness and whether there is stock.</summary>
    Relevance,

    /// <summary>The cheapest first.</summary>
    PriceUp,

    /// <summary>The dearest first.</summary>
    PriceDown,

    /// <summary>The newest first.</summary>
    Newest,

    /// <summary>The best rated first.</summary>
    Rating,

    /// <summary>The nearest shop first; needs a place.</summary>
    Near,
}

/// <summary>What is looked for. Everything may be left out.</summary>
[GenerateSerializer, Immutable, Alias("commerce.search-query")]
public sealed record SearchQuery
{
    /// <summary>The most products of one page.</summary>
    public const int LimitMax = 60;

    /// <summary>The longest text.</summary>
    public const int TextMax = 120;

    /// <summary>Words as people type them.</summary>
    [Id(0)] public string Text { get; init; } = "";

    /// <summary>A category's code: it and all under it.</summary>
    [Id(1)] public string? Category { get; init; }

    /// <summary>Chosen facets by kind; of one kind any may hold, of several all must. Kinds are <see cref="FacetKind"/>'s words.</summary>
    [Id(2)] public IReadOnlyList<FacetChoice> Facets { get; init; } = [];

    /// <summary>The lowest price, in XAF.</summary>
    [Id(3)] public long? PriceFrom { get; init; }

    /// <summary>The highest price, in XAF.</summary>
    [Id(4)] public long? PriceTo { get; init; }

    /// <summary>Only what can be bought now.</summary>
    [Id(5)] public bool InStock { get; init; }

    /// <summary>The order.</summary>
    [Id(6)] public SearchSort Sort { get; init; }

    /// <summary>Where the person is, for <see cref="SearchSort.Near"/> and <see cref="RadiusKm"/>.</summary>
    [Id(7)] public GeoPoint? Near { get; init; }

    /// <summary>Only shops of towns within so many kilometres of <see cref="Near"/>.</summary>
    [Id(8)] public int? RadiusKm { get; init; }

    /// <summary>Where the page before ended; null for the first page.</summary>
    [Id(9)] public string? Cursor { get; init; }

    /// <summary>How many, up to <see cref="LimitMax"/>.</summary>
    [Id(10)] public int Limit { get; init; } = 24;

    /// <summary>Whether facets are wanted.</summary>
    [Id(11)] public bool WithFacets { get; init; } = true;
}

/// <summary>A place on the globe, in degrees.</summary>
[GenerateSerializer, Immutable, Alias("commerce.geo-point")]
public readonly record struct GeoPoint([property: Id(0)] double Latitude, [property: Id(1)] double Longitude);

/// <summary>One facet chosen.</summary>
/// <param name="Kind">Which: <c>brand</c>, <c>department</c>, <c>town</c>, <c>shop</c>, <c>a.{attribute}</c> or <c>o.{option}</c>.</param>
/// <param name="Value">Its value, as <see cref="FacetValue.Value"/> says it.</param>
[GenerateSerializer, Immutable, Alias("commerce.facet-choice")]
public readonly record struct FacetChoice([property: Id(0)] string Kind, [property: Id(1)] string Value);

/// <summary>The names of kinds of facets.</summary>
public static class FacetKind
{
    /// <summary>The category; narrowing goes down the tree.</summary>
    public const string Category = "category";

    /// <summary>The brand.</summary>
    public const string Brand = "brand";

    /// <summary>The shop's department.</summary>
    public const string Department = "department";

    /// <summary>The shop's town.</summary>
    public const string Town = "town";

    /// <summary>The shop.</summary>
    public const string Shop = "shop";

    /// <summary>Bands of prices.</summary>
    public const string Price = "price";

    /// <summary>Whether it can be bought now.</summary>
    public const string Stock = "stock";

    /// <summary>Before an attribute's code.</summary>
    public const string Attribute = "a.";

    /// <summary>Before an option's name, plain.</summary>
    public const string Option = "o.";
}
