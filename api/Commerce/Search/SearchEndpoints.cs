using System.ComponentModel;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Postmobile.Api.Hosting;
using Postmobile.Api.Problems;
using Postmobile.Api.Translations;
using Postmobile.Commerce;

namespace Postmobile.Api.Commerce;

/// <summary>Search for everybody, also without an account.</summary>
public static class SearchEndpoints
{
    /// <summary>Maps <c>/search</c>.</summary>
    public static WebApplication MapSearch(this WebApplication app)
    {
        RouteGroupBuilder search = app.MapGroup("/api/v1/search").AllowAnonymous().RequireRateLimiting(RateLimits.Search).WithTags("Search");
        search.MapGet("", Find).WithName("searchProducts")
            .WithSummary("Products by words, category, facets, price and place. Words may have typing errors; pages follow by cursor.").Refuses("invalid_field", "too_many_requests");
        search.MapGet("/suggestions", Suggest).WithName("suggestSearches").WithSummary("What somebody who has typed this much may want.").Refuses("too_many_requests");
        search.MapGet("/offers", Offers).WithName("listOffers").WithSummary("Offers of one trade item by its GTIN, cheapest first.").Refuses("invalid_field", "too_many_requests");
        return app;
    }

    /// <summary>The search's grain.</summary>
    public static ISearchGrain Search(this IGrainFactory grains) => grains.GetGrain<ISearchGrain>(0);

    private static async Task<Results<Ok<SearchView>, ProblemResult>> Find([AsParameters] SearchParameters parameters, HttpRequest request, IGrainFactory grains)
    {
        SearchAddress address = SearchAddress.Read(request.Query);
        return address.Unreadable is { } field ? Problem.InvalidField(field) : TypedResults.Ok(SearchView.Of(await grains.Search().Search(address.Query)));
    }

    private static async Task<Ok<SuggestionsView>> Suggest(IGrainFactory grains, string q = "") =>
        TypedResults.Ok(SuggestionsView.Of(await grains.Search().Suggest(q.Replace("\0", "", StringComparison.Ordinal)), Language.Current.Code));

    private static async Task<Results<Ok<IReadOnlyList<ProductCardView>>, ProblemResult>> Offers(IGrainFactory grains, string gtin = "") =>
        gtin.Length is < 8 or > 14 || !gtin.All(char.IsAsciiDigit)
            ? Problem.InvalidField("gtin")
            : TypedResults.Ok<IReadOnlyList<ProductCardView>>([.. (await grains.Search().Offers(gtin)).Select(ProductCardView.Of)]);
}

/// <summary>What a search takes, for the description of the API; <see cref="SearchAddress"/> reads it.</summary>
public sealed record SearchParameters(
    [property: FromQuery, Description("Words; accents, plurals and typing errors do not matter.")] string? Q = null,
    [property: FromQuery, Description("A category's code: it and all under it.")] string? Category = null,
    [property: FromQuery, Description("Brands, any of them.")] string[]? Brand = null,
    [property: FromQuery, Description("The shop's department; several: any of them.")] string[]? Department = null,
    [property: FromQuery, Description("The shop's town; several: any of them.")] string[]? Town = null,
    [property: FromQuery, Description("The shop's id.")] string[]? Shop = null,
    [property: FromQuery, Description("Attributes as code:value.")] string[]? A = null,
    [property: FromQuery, Description("Options as name:value.")] string[]? O = null,
    [property: FromQuery, Description("The lowest price, in XAF.")] string? Min = null,
    [property: FromQuery, Description("The highest price, in XAF.")] string? Max = null,
    [property: FromQuery, Description("1: only what can be bought now.")] string? Stock = null,
    [property: FromQuery, Description("relevance, price, -price, newest, rating or near.")] string? Sort = null,
    [property: FromQuery, Description("The town from which near is meant; or coordinates.")] string? From = null,
    [property: FromQuery, Description("Latitude.")] string? Lat = null,
    [property: FromQuery, Description("Longitude.")] string? Lng = null,
    [property: FromQuery, Description("Only within so many kilometres.")] string? Km = null,
    [property: FromQuery, Description("Where the page before ended.")] string? Cursor = null,
    [property: FromQuery, Description("How many, 1 to 60.")] string? Limit = null,
    [property: FromQuery, Description("0: without facets.")] string? Facets = null);
