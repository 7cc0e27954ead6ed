using System.Security.Cryptography;
using Postmobile.Api.Identity;
using Postmobile.Commerce;

namespace Postmobile.Api.Commerce;

/// <summary>
/// Finds the cart of whoever asks. A stranger's hangs on a secret in a cookie that no script reads; once they sign in, it is
/// poured into their own at the next look, and the cookie goes.
/// </summary>
public sealed class CartDesk(IGrainFactory grains, TimeProvider time)
{
    /// <summary>The cookie's name.</summary>
    public const string Cookie = "postmobile.cart";

    private static readonly TimeSpan s_life = TimeSpan.FromDays(60);

    /// <summary>The cart of whoever asks; null when a stranger has none and none is to be made.</summary>
    public async Task<ICartGrain?> Find(HttpContext http, bool make = false)
    {
        string? secret = http.Request.Cookies[Cookie];
        secret = Carts.IsSecret(secret) ? secret : null;
        if (http.User.Visitor() is { } person)
        {
            ICartGrain own = grains.GetGrain<ICartGrain>(Carts.Of(person));
            if (secret is not null)
            {
                await own.Merge(Carts.Of(secret));
                http.Response.Cookies.Delete(Cookie, Settings(http));
            }

            return own;
        }

        if (secret is null && !make)
        {
            return null;
        }

        secret ??= RandomNumberGenerator.GetHexString(32, lowercase: true);
        CookieOptions settings = Settings(http);
        settings.Expires = time.GetUtcNow() + s_life;
        http.Response.Cookies.Append(Cookie, secret, settings);
        return grains.GetGrain<ICartGrain>(Carts.Of(secret));
    }

    /// <summary>What is in it; an empty one when there is none.</summary>
    public async Task<CartView> Look(HttpContext http) =>
        await Find(http) is { } cart ? await cart.Look() : new CartView { Parcels = [], Coupons = [] };

    /// <summary>Puts what an old order was of into the cart again. What is no longer sold stays out.</summary>
    /// <returns>How many lines came in; null when the order is not this person's.</returns>
    public async Task<int?> Again(HttpContext http, string? order)
    {
        if (!OrderId.TryParse(order, out OrderId id) || await grains.GetGrain<IOrderGrain>(id.Value).Look() is not { } old || old.Placement.Buyer != http.User.Buyer())
        {
            return null;
        }

        ICartGrain cart = (await Find(http, make: true))!;
        int came = 0;
        foreach (OrderLine line in old.Placement.Lines)
        {
            came += (await cart.Add(line.Product, line.Sku, line.Quantity)).Refusal is null ? 1 : 0;
        }

        return came;
    }

    private static CookieOptions Settings(HttpContext http) => new()
    {
        HttpOnly = true,
        SameSite = SameSiteMode.Lax,
        Secure = http.Request.IsHttps,
        Path = "/",
        IsEssential = true,
    };
}
