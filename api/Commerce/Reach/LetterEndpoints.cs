using System.Security.Claims;
using System.Text;
using Microsoft.AspNetCore.Http.HttpResults;
using Postmobile.Api.Hosting;
using Postmobile.Api.Identity;
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

    /// <summary>Maps <c>/courriel/{mailing}</c> and <c>/images/{id}.jpg</c>.</summary>
    public static void MapLetters(this WebApplication app)
    {
        app.MapGet(Path + "/{mailing}", Show).RequireAuthorization(Policies.SignedIn).RequireRateLimiting(RateLimits.Money).ExcludeFromDescription();
        app.MapGet("/images/{name}.jpg", Jpeg).AllowAnonymous().RequireRateLimiting(RateLimits.Cards).ExcludeFromDescription();
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
