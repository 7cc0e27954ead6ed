using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Postmobile.Api.Commerce;
using Postmobile.Api.Identity;
using Postmobile.Commerce;

namespace Postmobile.Api.Pages.Commerce;

/// <summary>A shop's products, for its own people.</summary>
[Authorize(Policy = Policies.Customer), ResponseCache(NoStore = true)]
public sealed class OwnGoodsModel(IGrainFactory grains) : PageModel
{
    private const int PerPage = 30;

    /// <summary>The shop.</summary>
    public Shop Shop { get; private set; } = null!;

    /// <summary>A page of its products, newest first.</summary>
    public IReadOnlyList<ProductLine> Goods { get; private set; } = [];

    /// <summary>The number before which the next page begins.</summary>
    public string? Next => Goods.Count == PerPage ? Goods[^1].Id.Value[2..] : null;

    /// <summary>Shows them.</summary>
    public async Task<IActionResult> OnGet(string shop, long? before)
    {
        if (await grains.OwnShop(shop, User, ShopRole.Manager, ShopRole.Cataloguer, ShopRole.Packer) is not { } known)
        {
            return NotFound();
        }

        Shop = known.Shop;
        Goods = await grains.GetGrain<IProductsGrain>(0).Of(Shop.Id, null, visible: false, PerPage, before);
        return Page();
    }
}
