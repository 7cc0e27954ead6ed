using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Postmobile.Api.Identity;

namespace Postmobile.Api.Pages.Commerce.Offers;

/// <summary>The promotions that the post pays for, for the whole market: one operator proposes, another approves.</summary>
[Authorize(Policy = Policies.Operator)]
public sealed class PostPromotionsModel(IGrainFactory grains) : PromotionsPage(grains)
{
    /// <summary>Shows them.</summary>
    public Task OnGet() => Load();

    /// <summary>Proposes one.</summary>
    public Task<IActionResult> OnPost() => Propose();

    /// <summary>Approves one, or stops it.</summary>
    public Task<IActionResult> OnPostDecide(string? offer, bool approve) => Decide(offer, approve);
}
