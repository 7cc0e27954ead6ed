using Microsoft.AspNetCore.Http.HttpResults;
using Postmobile.Api.Hosting;
using Postmobile.Api.Problems;
using Postmobile.Commerce;

namespace Postmobile.Api.Commerce;

/// <summary>Sponsored products and the clicks on them.</summary>
public static class AdEndpoints
{
    private const int CountMax = 8;

    /// <summary>Maps <c>/sponsored</c>, and the address of clicks.</summary>
    public static WebApplication MapAds(this WebApplication app)
    {
        app.MapGroup("/api/v1").MapGet("/sponsored", Show).AllowAnonymous().RequireRateLimiting(RateLimits.Search).WithTags("Search").WithName("listSponsored")
            .WithSummary("Sponsored products for a search or a category, best first. Show that they are sponsored; open a product by its address here.").Refuses("invalid_field");
        app.MapGet("/clic/{token}", Click).AllowAnonymous().RequireRateLimiting(RateLimits.Search).ExcludeFromDescription();
        return app;
    }

    private static async Task<Results<Ok<SponsoredListView>, ProblemResult>> Show(HttpContext http, Sponsored sponsored, string? q, string? category, int limit = 4)
    {
        http.Response.Headers.CacheControl = "private, no-store";
        return limit is < 1 or > CountMax ? Problem.InvalidField("limit")
            : q?.Length > 200 ? Problem.InvalidField("q")
            : TypedResults.Ok(new SponsoredListView(await sponsored.For(http, new SponsoredPlace(q?.Replace("\0", "", StringComparison.Ordinal), category, limit))));
    }

    // Whoever clicks gets to the product in any case; whether the click counts is the campaign's to say, and durable before they go on.
    private static async Task<IResult> Click(string token, HttpContext http, AdTokens tokens, AdViewers viewers, IGrainFactory grains)
    {
        if (tokens.Open(token) is not { } ad)
        {
            return TypedResults.NotFound();
        }

        http.Response.Headers.CacheControl = "private, no-store";
        http.Response.Headers["X-Robots-Tag"] = "noindex, nofollow";
        if (!AdViewers.IsRobot(http.Request) && viewers.Find(http) == ad.Viewer)
        {
            await Count(ad, http, grains);
        }

        return TypedResults.Redirect(ad.Address);
    }

    private static async Task Count(AdToken ad, HttpContext http, IGrainFactory grains)
    {
        var click = new AdClick
        {
            Product = new ProductId(ad.Product), Price = ad.Price, Viewer = ad.Viewer, Source = http.Connection.RemoteIpAddress?.ToString() ?? "", ShownAt = DateTimeOffset.FromUnixTimeMilliseconds(ad.At),
        };
        try
        {
            await grains.GetGrain<ICampaignGrain>(ad.Campaign).Click(click);
        }
        catch (Exception failure) when (failure is TimeoutException or Orleans.Runtime.OrleansException or Documents.DocumentNotSavedException)
        {
            http.RequestServices.GetRequiredService<ILogger<Sponsored>>().NotCounted(failure, ad.Campaign);
        }
    }
}

/// <summary>Sponsored products.</summary>
public sealed record SponsoredListView(IReadOnlyList<SponsoredView> Products);

internal static partial class AdLog
{
    [LoggerMessage(Level = LogLevel.Warning, Message = "A click of {Campaign} was not counted, or nobody knows.")]
    public static partial void NotCounted(this ILogger logger, Exception failure, string campaign);
}
