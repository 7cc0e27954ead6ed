using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.RateLimiting;
using Postmobile.Api.Commerce;
using Postmobile.Api.Hosting;
using Postmobile.Api.Identity;

namespace Postmobile.Api.Pages.Commerce.Offers;

/// <summary>The promotions of one's shop.</summary>
[Authorize(Policy = Policies.Customer), EnableRateLimiting(RateLimits.Money)]
public sealed class ShopPromotionsModel(IGrainFactory grains) : PromotionsPage(grains)
{
    /// <summary>Shows them.</summary>
    public async Task<IActionResult> OnGet(string? boutique)
    {
        if (!await Enter(boutique))
        {
            return NotFound();
        }

        if (Shop is not null)
        {
            await Load();
        }

        return Page();
    }

    /// <summary>Makes one.</summary>
    public async Task<IActionResult> OnPost(string? boutique)
    {
        if (!await Enter(boutique) || Shop is null)
        {
            return NotFound();
        }

        if (await Make())
        {
            return Back();
        }

        await Load();
        return Page();
    }

    /// <summary>Stops one.</summary>
    public async Task<IActionResult> OnPostStop(string? boutique, string? offer)
    {
        ModelState.Clear();
        if (!await Enter(boutique) || Shop is null || (await Grains.StopPromotion(offer, User, Shop.Id)).Refusal is not null)
        {
            return NotFound();
        }

        return Back();
    }

    private RedirectResult Back() => Redirect($"/ma-boutique/promotions?boutique={Shop!.Id}");
}
