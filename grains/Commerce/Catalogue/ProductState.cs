namespace Postmobile.Commerce;

/// <summary>
/// What lies in a product's document; lists and searches are SQL over it. Prices are numbers of XAF, times milliseconds.
/// </summary>
public sealed record ProductState
{
    /// <summary>The shop's id.</summary>
    public string Shop { get; init; } = "";

    /// <summary>Draft, published, archived.</summary>
    public ProductStatus Status { get; init; }

    /// <summary>Whether buyers may see it: published, its shop open, and nothing withheld by the post.</summary>
    public bool Visible { get; init; }

    /// <summary>The title.</summary>
    public string Title { get; init; } = "";

    /// <summary>The name in addresses.</summary>
    public string Slug { get; init; } = "";

    /// <summary>What the shop says of it; plain text with paragraphs.</summary>
    public string Description { get; init; } = "";

    /// <summary>The brand, or empty.</summary>
    public string Brand { get; init; } = "";

    /// <summary>The category's code in the tree.</summary>
    public string Category { get; init; } = "";

    /// <summary>The codes from the tree's root to <see cref="Category"/>, it included: facets count over these.</summary>
    public IReadOnlyList<string> Path { get; init; } = [];

    /// <summary>The category's attributes, by code; numbers as numbers' text.</summary>
    public IReadOnlyDictionary<string, string> Attributes { get; init; } = new Dictionary<string, string>();

    /// <summary>The options' names in order, such as Taille, Couleur.</summary>
    public IReadOnlyList<string> Options { get; init; } = [];

    /// <summary>What can be bought.</summary>
    public IReadOnlyList<Variant> Variants { get; init; } = [];

    /// <summary>The lowest price of a variant; what lists show and sort by.</summary>
    public long PriceFrom { get; init; }

    /// <summary>The pictures' ids, in order.</summary>
    public IReadOnlyList<string> Images { get; init; } = [];

    /// <summary>The trade item's number (GTIN, check digit proved) by which offers of several shops meet; or empty.</summary>
    public string Gtin { get; init; } = "";

    /// <summary>The shop's department, repeated here for "near me".</summary>
    public string Department { get; init; } = "";

    /// <summary>The shop's town, repeated here for "near me".</summary>
    public string Town { get; init; } = "";

    /// <summary>The shop's name, repeated here for the search.</summary>
    public string ShopName { get; init; } = "";

    /// <summary>The sum of the stars of its reviews, and how many there are.</summary>
    public int Stars { get; init; }

    /// <summary>How many reviews.</summary>
    public int Reviews { get; init; }

    /// <summary>When it was first published; 0 before.</summary>
    public long PublishedAtMs { get; init; }

    /// <summary>When it was last changed.</summary>
    public long ChangedAtMs { get; init; }

    /// <summary>The most that one person may buy of each variant; null: no cap.</summary>
    public int? BuyerCap { get; init; }

    /// <summary>Counts what the shop has changed; for <c>ETag</c>.</summary>
    public long Version { get; init; }

    /// <summary>Which version of its shop it has heard of.</summary>
    public long ShopVersion { get; init; }

    /// <summary>Whether its shop sells.</summary>
    public bool ShopOpen { get; init; }

    /// <summary>Which version of its rating it has heard of.</summary>
    public long RatingVersion { get; init; }
}
