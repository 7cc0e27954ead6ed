using System.ComponentModel;
using Postmobile.Commerce;

namespace Postmobile.Api.Commerce;

/// <summary>A page of products.</summary>
/// <param name="Items">The products, in order.</param>
/// <param name="Total">How many match.</param>
/// <param name="TotalIsAtLeast">Whether there are more, which were not counted.</param>
/// <param name="Next">What to send as <c>cursor</c> for the next page; null at the end.</param>
/// <param name="Corrected">The words that were looked for instead of those typed; else null.</param>
/// <param name="DidYouMean">Words that would find much more; else null.</param>
/// <param name="SomeWords">Whether no product has all the words, so that these have some of them.</param>
/// <param name="Facets">By what it can be narrowed.</param>
/// <param name="FacetsAreAtLeast">Whether facets were counted over the best matches only.</param>
public sealed record SearchView(
    IReadOnlyList<ProductCardView> Items, int Total, bool TotalIsAtLeast, string? Next, string? Corrected, string? DidYouMean, bool SomeWords,
    IReadOnlyList<FacetView> Facets, bool FacetsAreAtLeast)
{
    /// <summary>The outside's view.</summary>
    public static SearchView Of(SearchResult found) => new(
        [.. found.Items.Select(ProductCardView.Of)], found.Total, found.TotalIsLeast, found.Next, found.Corrected, found.DidYouMean, found.SomeWords,
        [.. found.Facets.Select(FacetView.Of)], found.FacetsAreLeast);
}

/// <summary>A product as lists show it.</summary>
public sealed record ProductCardView(
    string Id, string Address, string Title, string Shop, string ShopName, string Town, [property: Description("The lowest price that can be had now, in XAF.")] long Price, long? CompareAt,
    [property: Description("Whether other variants cost more.")] bool FromPrice, [property: Description("The address of a small picture, or null.")] string? Image,
    [property: Description("Stars on average, or null without reviews.")] double? Rating, int Reviews,
    [property: Description("Whether it can be bought now; null when its stock does not say.")] bool? Available, string Category,
    [property: Description("Until when the price is that of a flash sale; compareAt is then the ordinary one.")] DateTimeOffset? FlashUntil)
{
    /// <summary>The outside's view.</summary>
    public static ProductCardView Of(ProductCard card) => new(
        card.Id.Value, AddressOf(card), card.Title, card.Shop.Value, card.ShopName, card.Town, card.Price, card.CompareAt, card.FromPrice, ImageOf(card),
        card.Reviews == 0 ? null : Math.Round(card.Rating, 2), card.Reviews, card.Available, card.Category, card.FlashUntil);

    /// <summary>The address of a product's page.</summary>
    public static string AddressOf(ProductCard card) => Slugs.PathOf(card.Id, card.Slug);

    /// <summary>The address of a product's smallest picture.</summary>
    public static string? ImageOf(ProductCard card) => card.Image is { } image ? ImageSizes.PathOf(image, ImageSizes.Thumb) : null;
}

/// <summary>One kind of facet: send a value back under <see cref="Parameter"/>.</summary>
/// <param name="Kind">Which: <c>brand</c>, <c>price</c>, <c>a.{attribute}</c> …</param>
/// <param name="Parameter">The parameter of the search that takes its values.</param>
/// <param name="Values">Its values, most frequent first.</param>
public sealed record FacetView(string Kind, string Parameter, IReadOnlyList<FacetValueView> Values)
{
    /// <summary>The outside's view.</summary>
    public static FacetView Of(FacetGroup group) => new(
        group.Kind, SearchAddress.Parameter(group.Kind, "").Name,
        [.. group.Values.Select(value => new FacetValueView(SearchAddress.Parameter(group.Kind, value.Value).Value, value.Label, value.Count, value.Chosen))]);
}

/// <summary>A value, with how many products would remain.</summary>
public sealed record FacetValueView(string Value, string Label, int Count, bool Chosen);

/// <summary>What somebody who types may want.</summary>
public sealed record SuggestionsView(
    IReadOnlyList<string> Searches, IReadOnlyList<CategoryHintView> Categories, IReadOnlyList<ShopHintView> Shops, IReadOnlyList<ProductCardView> Products)
{
    /// <summary>The outside's view.</summary>
    public static SuggestionsView Of(Suggestions found, string language) => new(
        found.Searches,
        [.. found.Categories.Select(Postmobile.Commerce.Categories.Find).OfType<Category>().Select(category => new CategoryHintView(category.Code, category.Name.In(language), "/rayon/" + category.Code))],
        [.. found.Shops.Select(shop => new ShopHintView(shop.Shop.Value, shop.Name))],
        [.. found.Products.Select(ProductCardView.Of)]);
}

/// <summary>A category.</summary>
public sealed record CategoryHintView(string Code, string Name, string Address);

/// <summary>A shop.</summary>
public sealed record ShopHintView(string Id, string Name);
