using System.Globalization;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.RateLimiting;
using Postmobile.Api.Commerce;
using Postmobile.Api.Hosting;
using Postmobile.Api.Identity;
using Postmobile.Api.Translations;
using Postmobile.Commerce;

namespace Postmobile.Api.Pages.Commerce;

/// <summary>A product in three taps: photo, price, done. Everything else can be said later.</summary>
[Authorize(Policy = Policies.Customer), ResponseCache(NoStore = true), EnableRateLimiting(RateLimits.Pictures), RequestSizeLimit(BodyMax)]
public sealed class NewProductModel(IGrainFactory grains) : PageModel
{
    private const int BodyMax = 15 * 1024 * 1024;

    /// <summary>One product however often it is sent.</summary>
    [BindProperty]
    public string? Key { get; set; }

    /// <summary>The picture that was taken in already, when the form comes back.</summary>
    [BindProperty]
    public string? Image { get; set; }

    /// <summary>What it costs.</summary>
    [BindProperty]
    public string? Price { get; set; }

    /// <summary>The title; empty: the category's name.</summary>
    [BindProperty]
    public string? Name { get; set; }

    /// <summary>The category; that of the last product without a choice.</summary>
    [BindProperty]
    public string? Category { get; set; }

    /// <summary>How many there are; one, until somebody says otherwise, so that what is put on sale can be bought.</summary>
    [BindProperty]
    public string? Count { get; set; } = "1";

    /// <summary>Shows the form.</summary>
    public async Task<IActionResult> OnGet(string shop)
    {
        if (await grains.OwnShop(shop, User, ShopRole.Manager, ShopRole.Cataloguer) is not { } known)
        {
            return NotFound();
        }

        Key = Guid.NewGuid().ToString("N");
        IReadOnlyList<ProductLine> last = await grains.GetGrain<IProductsGrain>(0).Of(known.Shop.Id, null, visible: false, 1, null);
        Category = last is [{ } line] ? (await grains.GetGrain<IProductGrain>(line.Id.Value).Look())?.Category : null;
        return Page();
    }

    /// <summary>Takes the picture in and sells.</summary>
    public async Task<IActionResult> OnPost(string shop, IFormFile? file)
    {
        if (await grains.OwnShop(shop, User, ShopRole.Manager, ShopRole.Cataloguer) is not { } known || Key is not { Length: > 0 and <= 64 })
        {
            return NotFound();
        }

        await KeepPicture(shop, file);
        if (!Say.TryReadAmount(Price, out long price))
        {
            ModelState.AddModelError(nameof(Price), "error.amount");
        }

        int count = 1;
        if (!string.IsNullOrWhiteSpace(Count) && !int.TryParse(Count, NumberStyles.None, CultureInfo.InvariantCulture, out count))
        {
            ModelState.AddModelError(nameof(Count), "error.value");
        }

        return ModelState.IsValid ? await Sell(known.Shop, price, count) : Page();
    }

    private async Task KeepPicture(string shop, IFormFile? file)
    {
        if (file is not { Length: > 0 })
        {
            if (string.IsNullOrEmpty(Image))
            {
                ModelState.AddModelError("", Refusals.Words("picture_type"));
            }

            return;
        }

        using var bytes = new MemoryStream();
        await file.CopyToAsync(bytes, HttpContext.RequestAborted);
        ImageOutcome kept = await grains.GetGrain<IImagesGrain>(0).Keep(shop, bytes.ToArray());
        ModelState.Remove(nameof(Image));
        Image = kept.Image?.Id;
        if (kept.Refusal is { } refusal)
        {
            ModelState.Refuse("", Refusals.Words(refusal.Code()));
        }
    }

    private async Task<IActionResult> Sell(Shop shop, long price, int count)
    {
        long number = await grains.GetGrain<IShopsGrain>(0).Draw($"{User.Customer()} {shop.Id} product", Key!);
        string sku = number.ToString(CultureInfo.InvariantCulture), category = Category ?? "autre";
        var draft = new ProductDraft
        {
            Title = string.IsNullOrWhiteSpace(Name) ? Categories.Find(category)?.Name.Fr ?? "" : Name,
            Category = category,
            Images = [Image!],
            Variants = [new Variant { Sku = sku, Price = price }],
        };
        ProductOutcome outcome = await grains.GetGrain<IProductGrain>(ProductId.Of(number).Value).Create(shop.Id, draft, publish: true, User.Customer());
        if (outcome.Refusal is { } refusal)
        {
            ModelState.Refuse("", Refusals.Words(refusal.Code()));
            return Page();
        }

        if (count > 0)
        {
            await grains.CountStock(outcome.Product!, sku, count, "new:" + Key, User.Customer());
        }

        return Redirect($"/ma-boutique/{shop.Id}/articles/{outcome.Product!.Product.Id}?changed=true");
    }
}
