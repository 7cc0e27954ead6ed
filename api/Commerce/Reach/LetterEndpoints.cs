using System.Security.Claims;
using System.Text;
using Microsoft.AspNetCore.Http.HttpResults;
using Postmobile.Api.Hosting;
using Postmobile.Api.Identity;
using Postmobile.Api.Problems;
using Postmobile.Commerce;
using Postmobile.Identity;
using SkiaSharp;

namespace Postmobile.Api.Commerce;

/// <summary>A shop's e-mail to look at, and pictures in the form that every mail program knows.</summary>
public static class LetterEndpoints
{
    /// <summary>Where the e-mail of a mailing is looked at.</summary>
    public const string Path = "/courriel";

    private const int JpegQuality = 78;

    /// <summary>Maps <c>/courriel/{mailing}</c>, <c>/images/{id}.jpg</c> and <c>/x/{token}/un-clic</c>.</summary>
    public static void MapLetters(this WebApplication app)
    {
        app.MapGet(Path + "/{mailing}", Show).RequireAuthorization(Policies.SignedIn).RequireRateLimiting(RateLimits.Money).ExcludeFromDescription();
        app.MapGet("/images/{name}.jpg", Jpeg).AllowAnonymous().RequireRateLimiting(RateLimits.Cards).ExcludeFromDescription();
        RouteGroupBuilder stop = app.MapGroup("/x/{token}/un-clic").AllowAnonymous().DisableAntiforgery().RequireRateLimiting(RateLimits.Search).ExcludeFromDescription();
        stop.MapGet("", (string token) => TypedResults.Redirect("/x/" + Uri.EscapeDataString(token)));
        stop.MapPost("", Stop);
    }

    // A mail program posts here by itself when its reader says no (RFC 8058): without a session, so that no session is misused, and without
    // another page. The secret in the address is all that counts. Looking at it only leads to the page that asks.
    private static async Task<IResult> Stop(string token, IGrainFactory grains, HttpRequest request)
    {
        if (!request.HasFormContentType || (await request.ReadFormAsync(request.HttpContext.RequestAborted))["List-Unsubscribe"] != "One-Click")
        {
            return Problem.Refuse("bad_request");
        }

        if (!Follows.IsToken(token) || await grains.GetGrain<IFollowersGrain>(0).ByToken(token) is not { } found)
        {
            return Problem.Refuse("not_found");
        }

        await grains.GetGrain<IFollowGrain>(Follows.Key(found.Shop, found.Person)).End(found.Link!.Value, ConsentEnd.Link);
        return TypedResults.Ok();
    }

    // For who works in the shop and may write, and for the post that reviews it. It is shown in a frame without any rights.
    private static async Task<Results<ContentHttpResult, NotFound>> Show(string mailing, ClaimsPrincipal user, IGrainFactory grains, HttpContext http)
    {
        if (grains.Mailing(mailing) is not { } grain || await grain.Look() is not { } found || await grain.Letter() is not { Html: { } html } || !await MaySee(found, user, grains))
        {
            return TypedResults.NotFound();
        }

        http.Response.Headers.CacheControl = "no-store";
        return TypedResults.Content(html, "text/html", Encoding.UTF8);
    }

    private static async Task<bool> MaySee(Mailing mailing, ClaimsPrincipal user, IGrainFactory grains) =>
        user.HasClaim(ClaimNames.Role, Principals.Word(Role.Operator))
        || (await grains.GetGrain<IShopGrain>(mailing.Shop.Value).Look() is { } shop && shop.Employs(user.Customer(), ShopRole.Manager));

    private static async Task<Results<FileContentHttpResult, NotFound>> Jpeg(string name, IGrainFactory grains, HttpContext http)
    {
        if (name.Length > 60 || await grains.GetGrain<IImagesGrain>(0).Open(name, ImageSizes.Medium) is not { } webp || SKBitmap.Decode(webp) is not { } picture)
        {
            return TypedResults.NotFound();
        }

        using (picture)
        using (SKData jpeg = picture.Encode(SKEncodedImageFormat.Jpeg, JpegQuality))
        {
            http.Response.Headers.CacheControl = "public, max-age=31536000, immutable";
            return TypedResults.File(jpeg.ToArray(), "image/jpeg");
        }
    }
}
