using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.RateLimiting;
using Postmobile.Api.Commerce;
using Postmobile.Api.Hosting;
using Postmobile.Api.Identity;
using Postmobile.Commerce;

namespace Postmobile.Api.Pages.Commerce;

/// <summary>A shop's own coupons, for its owner and managers.</summary>
[Authorize(Policy = Policies.Customer), EnableRateLimiting(RateLimits.Money)]
public sealed class ShopCouponsModel(IGrainFactory grains) : PageModel
{
    private const int Shown = 100;

    /// <summary>The new coupon.</summary>
    [BindProperty]
    public CouponForm Form { get; set; } = new() { Uses = 100 };

    /// <summary>Whose.</summary>
    public ShopId Shop { get; private set; }

    /// <summary>What there is.</summary>
    public IReadOnlyList<Coupon> Coupons { get; private set; } = [];

    /// <summary>Shows them.</summary>
    public async Task<IActionResult> OnGet(string shop) => await Load(shop) ? Page() : NotFound();

    /// <summary>Makes one.</summary>
    public async Task<IActionResult> OnPost(string shop)
    {
        if (!await Load(shop))
        {
            return NotFound();
        }

        if (await Form.Make(grains, User, Shop) is not { } no)
        {
            return RedirectToPage();
        }

        ModelState.Refuse(nameof(CouponForm.Code), Refusals.Words(no.Code()));
        return Page();
    }

    /// <summary>Stops one.</summary>
    public async Task<IActionResult> OnPostStop(string shop, string? code)
    {
        if (!await Load(shop))
        {
            return NotFound();
        }

        await CouponEndpoints.StopOne(grains, code, User, Shop);
        return RedirectToPage();
    }

    private async Task<bool> Load(string shop)
    {
        Shop? found = (await CouponEndpoints.Managed(grains, shop, User, ShopRole.Manager)).Shop;
        if (found is not null)
        {
            Shop = found.Id;
            Coupons = await grains.GetGrain<ICouponsGrain>(0).List(Shop, Shown);
        }

        return found is not null;
    }
}
