using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.RateLimiting;
using Postmobile.Api.Hosting;
using Postmobile.Api.Identity;

namespace Postmobile.Api.Pages.Commerce.Offers;

/// <summary>The promotions of one's shop.</summary>
[Authorize(Policy = Policies.Customer), EnableRateLimiting(RateLimits.Money)]
public sealed class ShopPromotionsModel(IGrainFactory grains) : PromotionsPage(grains)
{
    /// <summary>Shows them.</summary>
    public Task<IActionResult> OnGet(string? boutique) => ShowOwn(boutique);

    /// <summary>Makes one.</summary>
    public Task<IActionResult> OnPost(string? boutique) => MakeOwn(boutique);

    /// <summary>Stops one.</summary>
    public Task<IActionResult> OnPostStop(string? boutique, string? offer) => StopOwn(boutique, offer);
}
