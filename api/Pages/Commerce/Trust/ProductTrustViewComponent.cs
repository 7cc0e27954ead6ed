using Microsoft.AspNetCore.Mvc;
using Postmobile.Api.Commerce;
using Postmobile.Api.Identity;
using Postmobile.Commerce;

namespace Postmobile.Api.Pages.Commerce.Trust;

/// <summary>What buyers say of a product, for its page.</summary>
/// <param name="Product">Which.</param>
/// <param name="Reviews">The newest reviews and all stars.</param>
/// <param name="Questions">The newest questions.</param>
/// <param name="QuestionsCount">How many questions there are.</param>
/// <param name="Score">How its shop serves buyers.</param>
/// <param name="IsWished">Whether it is on the person's wish list.</param>
/// <param name="Waits">Whether the person wants to hear when there are some again.</param>
/// <param name="IsAvailable">Whether it can be bought now; null when its stock does not say.</param>
public sealed record ProductTrust(
    ProductId Product, ReviewPage Reviews, IReadOnlyList<Question> Questions, int QuestionsCount, ShopScore Score, bool IsWished, bool Waits, bool? IsAvailable);

/// <summary>
/// Reviews, questions, the seller's score, wish and waiting for a product's page, which includes it by one line:
/// <c>@await Component.InvokeAsync("ProductTrust", new { product, shop })</c>. It also keeps what was seen last.
/// </summary>
public sealed class ProductTrustViewComponent(IGrainFactory grains) : ViewComponent
{
    private const int Shown = 3;

    /// <summary>Reads and shows it.</summary>
    public async Task<IViewComponentResult> InvokeAsync(ProductId product, ShopId shop)
    {
        Task<ReviewPage> reviews = grains.Trust().Reviews(product, null, Shown);
        Task<IReadOnlyList<Question>> questions = grains.Trust().Questions(product);
        Task<ShopScore> score = grains.Trust().Score(shop);
        Task<IReadOnlyList<ProductCard>> card = grains.Search().Cards([product]);
        bool isKnown = UserClaimsPrincipal.HasWallet();
        Task<IReadOnlyList<ProductId>> wishes = isKnown ? grains.Wishes(UserClaimsPrincipal.Customer()).List() : Task.FromResult<IReadOnlyList<ProductId>>([]);
        Task<bool> waits = isKnown ? grains.Waiting(product).Waits(UserClaimsPrincipal.Customer()) : Task.FromResult(false);
        SeenLast.Keep(HttpContext, product);
        IReadOnlyList<Question> asked = await questions;
        return View("~/Pages/Shared/_ProductTrust.cshtml", new ProductTrust(
            product, await reviews, [.. asked.Take(Shown)], asked.Count, await score, (await wishes).Contains(product), await waits, (await card).FirstOrDefault()?.Available));
    }
}

/// <summary>How a shop serves its buyers, for its page: <c>@await Component.InvokeAsync("ShopScore", new { shop })</c>.</summary>
public sealed class ShopScoreViewComponent(IGrainFactory grains) : ViewComponent
{
    /// <summary>Reads and shows it.</summary>
    public async Task<IViewComponentResult> InvokeAsync(ShopId shop) => View("~/Pages/Shared/_Seller.cshtml", await grains.Trust().Score(shop));
}

/// <summary>The products that a browser has shown last, in a cookie of its own: nobody else keeps it.</summary>
internal static class SeenLast
{
    private const string Cookie = "postmobile.seen";
    private const int ProductsMax = 8;

    /// <summary>The products, newest first.</summary>
    public static IReadOnlyList<ProductId> Read(HttpContext http)
    {
        var seen = new List<ProductId>();
        foreach (string part in (http.Request.Cookies[Cookie] ?? "").Split('.').Take(ProductsMax))
        {
            if (ProductId.TryParse("p-" + part, out ProductId product))
            {
                seen.Add(product);
            }
        }

        return seen;
    }

    /// <summary>Puts a product before the others.</summary>
    public static void Keep(HttpContext http, ProductId product)
    {
        if (!http.Response.HasStarted)
        {
            string value = string.Join('.', Read(http).Prepend(product).Distinct().Take(ProductsMax).Select(one => one.Value[2..]));
            http.Response.Cookies.Append(Cookie, value, new CookieOptions
            {
                HttpOnly = true, SameSite = SameSiteMode.Lax, Secure = http.Request.IsHttps, MaxAge = TimeSpan.FromDays(30), IsEssential = true,
            });
        }
    }
}
