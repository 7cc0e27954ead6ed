namespace Postmobile.Commerce;

/// <summary>What a shop says of a product.</summary>
[GenerateSerializer, Immutable, Alias("commerce.product-draft")]
public sealed record ProductDraft
{
    /// <summary>The title; 2 to 140 characters.</summary>
    [Id(0)] public required string Title { get; init; }

    /// <summary>Plain text with paragraphs; at most 8,000 characters.</summary>
    [Id(1)] public string Description { get; init; } = "";

    /// <summary>The brand, or empty.</summary>
    [Id(2)] public string Brand { get; init; } = "";

    /// <summary>The category's code (<see cref="Categories"/>).</summary>
    [Id(3)] public required string Category { get; init; }

    /// <summary>The category's attributes, by code.</summary>
    [Id(4)] public IReadOnlyDictionary<string, string> Attributes { get; init; } = new Dictionary<string, string>();

    /// <summary>The options' names in order, at most three.</summary>
    [Id(5)] public IReadOnlyList<string> Options { get; init; } = [];

    /// <summary>What can be bought: one at least, a hundred at most.</summary>
    [Id(6)] public required IReadOnlyList<Variant> Variants { get; init; }

    /// <summary>The pictures' ids in order, at most ten.</summary>
    [Id(7)] public IReadOnlyList<string> Images { get; init; } = [];

    /// <summary>The trade item's number (GTIN-8, -12, -13 or -14), or empty.</summary>
    [Id(8)] public string Gtin { get; init; } = "";

    /// <summary>The most that one person may buy of each variant; null: no cap.</summary>
    [Id(9)] public int? BuyerCap { get; init; }
}

/// <summary>All of a product.</summary>
[GenerateSerializer, Immutable, Alias("commerce.product-details")]
public sealed record ProductDetails
{
    /// <summary>What cart, checkout and order see.</summary>
    [Id(0)] public required Product Product { get; init; }

    /// <summary>What its shop says.</summary>
    [Id(1)] public required ProductDraft Draft { get; init; }

    /// <summary>Whether buyers may see it.</summary>
    [Id(2)] public required bool Visible { get; init; }

    /// <summary>The shop's name.</summary>
    [Id(3)] public required string ShopName { get; init; }

    /// <summary>The sum of the stars of its reviews.</summary>
    [Id(4)] public int Stars { get; init; }

    /// <summary>How many reviews.</summary>
    [Id(5)] public int Reviews { get; init; }

    /// <summary>When it was first published; null before.</summary>
    [Id(6)] public DateTimeOffset? PublishedAt { get; init; }

    /// <summary>When it was last changed.</summary>
    [Id(7)] public required DateTimeOffset ChangedAt { get; init; }
}

/// <summary>What a product repeats of its shop.</summary>
[GenerateSerializer, Immutable, Alias("commerce.shop-facts")]
public sealed record ShopFacts
{
    /// <summary>Counts the changes of the shop.</summary>
    [Id(0)] public required long Version { get; init; }

    /// <summary>Whether it sells.</summary>
    [Id(1)] public required bool Open { get; init; }

    /// <summary>Its name.</summary>
    [Id(2)] public required string Name { get; init; }

    /// <summary>Its department.</summary>
    [Id(3)] public required string Department { get; init; }

    /// <summary>Its town.</summary>
    [Id(4)] public required string Town { get; init; }
}

/// <summary>Why a product did not change. The stable code is the name in snake case.</summary>
public enum ProductRefusal
{
    /// <summary><c>unknown_product</c>.</summary>
    UnknownProduct,

    /// <summary><c>unknown_shop</c>.</summary>
    UnknownShop,

    /// <summary><c>not_shop_staff</c>.</summary>
    NotShopStaff,

    /// <summary><c>shop_state</c>: the shop is closed.</summary>
    ShopState,

    /// <summary><c>invalid_field</c>: the outcome names it.</summary>
    InvalidField,

    /// <summary><c>unknown_category</c>: no such category, or one that has others under it.</summary>
    UnknownCategory,

    /// <summary><c>attribute_invalid</c>: the outcome names it.</summary>
    AttributeInvalid,

    /// <summary><c>variants_invalid</c>: none, too many, two of one code or of one choice, a choice left out, a price that is none.</summary>
    VariantsInvalid,

    /// <summary><c>gtin_invalid</c>: the check digit does not prove it.</summary>
    GtinInvalid,

    /// <summary><c>sku_taken</c>: another product of the shop has this code.</summary>
    SkuTaken,

    /// <summary><c>precondition_failed</c>: somebody else has changed it meanwhile.</summary>
    PreconditionFailed,

    /// <summary><c>idempotency_conflict</c>: created already, with other words.</summary>
    IdempotencyConflict,
}

/// <summary>The product as it stands, or why not.</summary>
/// <param name="Product">It.</param>
/// <param name="Refusal">Why nothing changed.</param>
/// <param name="Field">Which field, when one is at fault.</param>
[GenerateSerializer, Immutable, Alias("commerce.product-outcome")]
public readonly record struct ProductOutcome([property: Id(0)] ProductDetails? Product, [property: Id(1)] ProductRefusal? Refusal, [property: Id(2)] string? Field = null)
{
    /// <summary>Nothing changed.</summary>
    public static implicit operator ProductOutcome(ProductRefusal refusal) => new(null, refusal);
}
