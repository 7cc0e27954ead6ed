using System.ComponentModel;
using System.Text.Json;
using Postmobile.Api.Problems;
using Postmobile.Commerce;

namespace Postmobile.Api.Commerce;

/// <summary>One thing that can be bought.</summary>
public sealed record VariantBody(
    [property: Description("The shop's own code; unique within the shop.")] string Sku,
    long Price,
    long? CompareAt = null,
    [property: Description("The choice of each option, by the option's name.")] IReadOnlyDictionary<string, string>? Options = null,
    int WeightGrams = 0,
    int LengthMillimetres = 0,
    int WidthMillimetres = 0,
    int HeightMillimetres = 0)
{
    internal Variant Read() => new()
    {
        Sku = Sku,
        Price = Price,
        CompareAt = CompareAt,
        Options = Options ?? new Dictionary<string, string>(),
        WeightGrams = WeightGrams,
        LengthMillimetres = LengthMillimetres,
        WidthMillimetres = WidthMillimetres,
        HeightMillimetres = HeightMillimetres,
    };

    internal static VariantBody Of(Variant one) => new(
        one.Sku, one.Price, one.CompareAt, one.Options, one.WeightGrams, one.LengthMillimetres, one.WidthMillimetres, one.HeightMillimetres);
}

/// <summary>What a shop says of a product.</summary>
public sealed record ProductBody(
    string Title,
    string Category,
    IReadOnlyList<VariantBody> Variants,
    string? Description = null,
    string? Brand = null,
    IReadOnlyDictionary<string, string>? Attributes = null,
    IReadOnlyList<string>? Options = null,
    IReadOnlyList<string>? Images = null,
    string? Gtin = null,
    int? BuyerCap = null)
{
    internal ProductDraft Read() => new()
    {
        Title = Title,
        Category = Category,
        Variants = [.. Variants.Select(one => one.Read())],
        Description = Description ?? "",
        Brand = Brand ?? "",
        Attributes = Attributes ?? new Dictionary<string, string>(),
        Options = Options ?? [],
        Images = Images ?? [],
        Gtin = Gtin ?? "",
        BuyerCap = BuyerCap,
    };
}

/// <summary>A new product.</summary>
public sealed record NewProductBody(string Shop, ProductBody Product, [property: Description("Whether it is on sale at once.")] bool Publish = false);

/// <summary>A product.</summary>
public sealed record ProductView(
    string Id, string Shop, string ShopName, string Url, ProductStatus Status, bool Visible, long Version, string Title, string Description, string Brand, string Category,
    IReadOnlyDictionary<string, string> Attributes, IReadOnlyList<string> Options, IReadOnlyList<VariantBody> Variants, IReadOnlyList<string> Images, string? Gtin, int? BuyerCap,
    int Stars, int Reviews, DateTimeOffset? PublishedAt, DateTimeOffset ChangedAt)
{
    internal static ProductView Of(ProductDetails one) => new(
        one.Product.Id.Value, one.Product.Shop.Value, one.ShopName, Slugs.PathOf(one.Product.Id, one.Product.Slug), one.Product.Status, one.Visible, one.Product.Version,
        one.Draft.Title, one.Draft.Description, one.Draft.Brand, one.Draft.Category, one.Draft.Attributes, one.Draft.Options,
        [.. one.Draft.Variants.Select(VariantBody.Of)], one.Draft.Images, one.Draft.Gtin.Length > 0 ? one.Draft.Gtin : null, one.Draft.BuyerCap,
        one.Stars, one.Reviews, one.PublishedAt, one.ChangedAt);
}

/// <summary>A product in a list.</summary>
public sealed record ProductLineView(string Id, string Shop, string ShopName, string Url, string Title, ProductStatus Status, long PriceFrom, long? CompareAt, string? Image, DateTimeOffset? FlashUntil)
{
    internal static ProductLineView Of(ProductLine one) => new(
        one.Id.Value, one.Shop.Value, one.ShopName, Slugs.PathOf(one.Id, one.Slug), one.Title, one.Status, one.PriceFrom, one.CompareAt, one.Image, one.FlashUntil);
}

/// <summary>Products, newest first.</summary>
public sealed record ProductsView(IReadOnlyList<ProductLineView> Products, string? NextCursor);

/// <summary>A picture that was taken in, and where its sizes are.</summary>
public sealed record ImageAnswer(string Id, int Width, int Height, string Thumb, string Medium, string Large);

/// <summary>A category of the tree.</summary>
public sealed record CategoryView(string Code, string Name, IReadOnlyList<CategoryView> Children);

/// <summary>The tree.</summary>
public sealed record CategoriesView(IReadOnlyList<CategoryView> Categories);

/// <summary>A category with what can be said of its products.</summary>
public sealed record CategoryDetailsView(string Code, string Name, IReadOnlyList<string> Path, bool TakesProducts, IReadOnlyList<AttributeView> Attributes);

/// <summary>Something that can be said of a product.</summary>
public sealed record AttributeView(string Code, string Name, AttributeType Type, string? Unit, IReadOnlyList<ChoiceView> Choices);

/// <summary>One of an attribute's choices.</summary>
public sealed record ChoiceView(string Code, string Name);

/// <summary>Grains of products, and refusals by their stable codes.</summary>
public static class ProductSentences
{
    /// <summary>The product of an id; null when the text is none.</summary>
    public static IProductGrain? Product(this IGrainFactory grains, string? id) => ProductId.TryParse(id, out ProductId product) ? grains.GetGrain<IProductGrain>(product.Value) : null;

    /// <summary>The stable code.</summary>
    public static string Code(this ProductRefusal refusal) => JsonNamingPolicy.SnakeCaseLower.ConvertName(refusal.ToString());

    internal static ProblemResult ToProblem(this ProductOutcome outcome) => outcome.Field is { } field
        ? Problem.InvalidField(field, outcome.Refusal!.Value.Code())
        : Problem.Refuse(outcome.Refusal!.Value.Code());
}
