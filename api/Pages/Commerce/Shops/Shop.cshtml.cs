using System.Text.Json;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Postmobile.Api.Commerce;
using Postmobile.Commerce;

namespace Postmobile.Api.Pages.Commerce;

/// <summary>One shop, with its own look.</summary>
[AllowAnonymous]
public sealed class ShopModel(IGrainFactory grains, TimeProvider time) : PageModel
{
    private const int PerPage = 16;

    /// <summary>The shop.</summary>
    public ShopDetails Details { get; private set; } = null!;

    /// <summary>As everybody sees it.</summary>
    public Shop Shop => Details.Shop;

    /// <summary>What it sells.</summary>
    public IReadOnlyList<ProductLine> Goods { get; private set; } = [];

    /// <summary>The number before which the next page begins.</summary>
    public string? Next => Goods.Count == PerPage ? Goods[^1].Id.Value[2..] : null;

    /// <summary>The page's own address.</summary>
    public string Canonical => Request.Absolute(Slugs.PathOf(Shop.Id, Shop.Slug));

    /// <summary>The picture that a shared link shows.</summary>
    public string Card => Request.Absolute(ShareCard.Of(Details).Path);

    /// <summary>A sentence about it.</summary>
    public string Summary => Findable.Summary(Details.Profile.Story.Length > 0 ? Details.Profile.Story : $"{Shop.Name}, {Details.Profile.Origin.Town}");

    /// <summary>Why it takes no orders, in its own words.</summary>
    public string Holiday => Details.Profile.Holidays
        .FirstOrDefault(one => one.First <= Translations.Say.Today(time) && Translations.Say.Today(time) <= one.Last) is { } now ? $"{now.Why} ({now.First:d}–{now.Last:d})" : "";

    /// <summary>What search engines read.</summary>
    public string Json => JsonSerializer.Serialize(new Dictionary<string, object?>
    {
        ["@context"] = "https://schema.org",
        ["@type"] = "Store",
        ["name"] = Shop.Name,
        ["url"] = Canonical,
        ["image"] = Details.Profile.Logo is { } logo ? Request.Absolute(ImageSizes.PathOf(logo, ImageSizes.Large)) : null,
        ["address"] = new Dictionary<string, string>
        {
            ["@type"] = "PostalAddress", ["addressCountry"] = "CG", ["addressRegion"] = Shop.Origin.Department, ["addressLocality"] = Shop.Origin.Town,
        },
    });

    /// <summary>Shows it; an old name in the address leads to the present one.</summary>
    public async Task<IActionResult> OnGet(string name, long? before)
    {
        if (Slugs.NumberIn(name) is not { } number || await grains.GetGrain<IShopGrain>(ShopId.Of(number).Value).Details() is not { Shop.Status: ShopStatus.Open or ShopStatus.Suspended } shop)
        {
            return NotFound();
        }

        Details = shop;
        if (Slugs.PathOf(shop.Shop.Id, shop.Shop.Slug) is var path && path != Request.Path)
        {
            return RedirectPermanent(path);
        }

        Goods = await grains.GetGrain<IProductsGrain>(0).Of(shop.Shop.Id, null, visible: true, PerPage, before);
        return Page();
    }
}
