namespace Postmobile.Commerce;

/// <summary>How a product stands.</summary>
public enum ProductStatus
{
    /// <summary>Being written; only the shop sees it.</summary>
    Draft,

    /// <summary>On sale when its shop is open and there is stock.</summary>
    Published,

    /// <summary>No longer sold; old orders still show it.</summary>
    Archived,
}

/// <summary>One thing that can be bought: a product in one choice of its options.</summary>
[GenerateSerializer, Immutable, Alias("commerce.variant")]
public sealed record Variant
{
    /// <summary>The shop's own code for it, unique within the shop; 1 to 64 characters.</summary>
    [Id(0)] public required string Sku { get; init; }

    /// <summary>The choice, by option name (Taille: M, Couleur: Rouge); empty for a product without options.</summary>
    [Id(1)] public IReadOnlyDictionary<string, string> Options { get; init; } = new Dictionary<string, string>();

    /// <summary>What one costs, in XAF, taxes included.</summary>
    [Id(2)] public required long Price { get; init; }

    /// <summary>What it cost before, shown struck through; null or more than <see cref="Price"/>.</summary>
    [Id(3)] public long? CompareAt { get; init; }

    /// <summary>Weight with packing, in grams; the parcel's price depends on it.</summary>
    [Id(4)] public int WeightGrams { get; init; }

    /// <summary>Length with packing, in millimetres; 0 when unknown.</summary>
    [Id(5)] public int LengthMillimetres { get; init; }

    /// <summary>Width with packing, in millimetres; 0 when unknown.</summary>
    [Id(6)] public int WidthMillimetres { get; init; }

    /// <summary>Height with packing, in millimetres; 0 when unknown.</summary>
    [Id(7)] public int HeightMillimetres { get; init; }

    /// <summary>The options as one reads them: <c>M · Rouge</c>.</summary>
    public string Label => string.Join(" · ", Options.Values);
}

/// <summary>A product as the rest of the house sees it: what cart, checkout and order need. Stock is asked of <see cref="IStockGrain"/>.</summary>
[GenerateSerializer, Immutable, Alias("commerce.product")]
public sealed record Product
{
    /// <summary>Its id.</summary>
    [Id(0)] public required ProductId Id { get; init; }

    /// <summary>Who sells it.</summary>
    [Id(1)] public required ShopId Shop { get; init; }

    /// <summary>Its name in addresses; decorative, the number beside it decides.</summary>
    [Id(2)] public required string Slug { get; init; }

    /// <summary>Its title.</summary>
    [Id(3)] public required string Title { get; init; }

    /// <summary>The category's code in the tree.</summary>
    [Id(4)] public required string Category { get; init; }

    /// <summary>How it stands.</summary>
    [Id(5)] public required ProductStatus Status { get; init; }

    /// <summary>What can be bought, one at least.</summary>
    [Id(6)] public required IReadOnlyList<Variant> Variants { get; init; }

    /// <summary>The first picture's id, or null; <c>/images/{id}-thumb.webp</c> is its smallest size.</summary>
    [Id(7)] public string? Image { get; init; }

    /// <summary>The document's version, for <c>ETag</c>.</summary>
    [Id(8)] public long Version { get; init; }

    /// <summary>The variant of this code, or null.</summary>
    public Variant? Find(string sku) => Variants.FirstOrDefault(variant => variant.Sku == sku);
}
