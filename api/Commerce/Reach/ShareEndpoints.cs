using System.Text.Json;
using Microsoft.AspNetCore.Http.HttpResults;
using Postmobile.Api.Hosting;
using Postmobile.Api.Problems;
using Postmobile.Commerce;

namespace Postmobile.Api.Commerce;

/// <summary>Short links, and the pictures that they show.</summary>
public static class ShareEndpoints
{
    /// <summary>Maps <c>/s/{code}</c>, <c>/partage/{id}.jpg</c> and, for programs, <c>/products/{product}/share</c> and <c>/shops/{shop}/share</c>.</summary>
    public static WebApplication MapShares(this WebApplication app)
    {
        RouteGroupBuilder api = app.MapGroup("/api/v1").AllowAnonymous().RequireRateLimiting(RateLimits.Search).WithTags("Sharing");
        api.MapGet("/products/{product}/share", (string product, ShareCardPress press, HttpRequest request) => Share(product, "unknown_product", press, request)).WithName("shareProduct")
            .WithSummary("Short links to a product, one a channel, and the picture that they show.").Refuses("unknown_product", "too_many_requests");
        api.MapGet("/shops/{shop}/share", (string shop, ShareCardPress press, HttpRequest request) => Share(shop, "unknown_shop", press, request)).WithName("shareShop")
            .WithSummary("Short links to a shop, one a channel, and the picture that they show.").Refuses("unknown_shop", "too_many_requests");
        app.MapGet("/s/{code}", Go).AllowAnonymous().RequireRateLimiting(RateLimits.Search).ExcludeFromDescription();
        app.MapGet("/partage/{id}.jpg", Card).AllowAnonymous().RequireRateLimiting(RateLimits.Cards).ExcludeFromDescription();
        return app;
    }

    /// <summary>The links to something, one a channel, with their host.</summary>
    internal static IReadOnlyDictionary<ShareChannel, string> Links(HttpRequest request, string id) => Enum.GetValues<ShareChannel>().ToDictionary(
        channel => channel,
        channel => $"{request.Scheme}://{request.Host}" + (ProductId.TryParse(id, out ProductId product) ? ShareLinks.Of(product, channel)
            : ShopId.TryParse(id, out ShopId shop) ? ShareLinks.Of(shop, channel) : ShareLinks.Referral(id, channel)));

    private static async Task<Results<Ok<ShareView>, ProblemResult>> Share(string id, string refusal, ShareCardPress press, HttpRequest request)
    {
        if ((refusal == "unknown_shop") != ShopId.TryParse(id, out _) || await press.CardOf(id) is not { } card)
        {
            return Problem.Refuse(refusal);
        }

        IReadOnlyDictionary<ShareChannel, string> links = Links(request, id);
        return TypedResults.Ok(new ShareView(
            links[ShareChannel.Copy], $"{request.Scheme}://{request.Host}{card.Path}", links.ToDictionary(link => JsonNamingPolicy.CamelCase.ConvertName(link.Key.ToString()), link => link.Value)));
    }

    // Whoever looks ahead for a person, as messengers do for their preview, gets there and is not counted.
    private static async Task<IResult> Go(string code, HttpContext http, LinkCounter counter, IGrainFactory grains)
    {
        if (!ShareLinks.TryRead(code, out ShareLink link) || await Target(link.Id, grains) is not { } path)
        {
            return TypedResults.NotFound();
        }

        http.Response.Headers.CacheControl = "no-store";
        http.Response.Headers["X-Robots-Tag"] = "noindex";
        if (!AdViewers.IsRobot(http.Request))
        {
            counter.Add(link);
        }

        return TypedResults.Redirect(path);
    }

    private static async Task<string?> Target(string id, IGrainFactory grains)
    {
        if (id.StartsWith("ref-", StringComparison.Ordinal))
        {
            return "/parrainage/" + id[4..];
        }

        if (grains.Mailing(id) is { } mailing)
        {
            return await mailing.Look() is { } sent ? await Target(sent.Terms.Product?.Value ?? sent.Shop.Value, grains) : null;
        }

        return ProductId.TryParse(id, out ProductId product)
            ? await grains.GetGrain<IProductGrain>(product.Value).Look() is { } known ? Slugs.PathOf(product, known.Slug) : null
            : await grains.GetGrain<IShopGrain>(id).Look() is { } shop ? Slugs.PathOf(shop.Id, shop.Slug) : null;
    }

    private static async Task<IResult> Card(string id, ShareCardPress press, HttpContext http)
    {
        if (await press.Open(id, http.RequestAborted) is not { } jpeg)
        {
            return TypedResults.NotFound();
        }

        http.Response.Headers.CacheControl = "public, max-age=86400";
        return TypedResults.File(jpeg, "image/jpeg");
    }
}
