using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Postmobile.Api.Commerce;
using Postmobile.Api.Identity;
using Postmobile.Commerce;

namespace Postmobile.Api.Pages.Commerce.Offers;

/// <summary>The promotions that the post pays for, for the whole market: one operator proposes, another approves.</summary>
[Authorize(Policy = Policies.Operator)]
public sealed class PostPromotionsModel(IGrainFactory grains) : PromotionsPage(grains)
{
    /// <summary>Shows them.</summary>
    public Task OnGet() => Load();

    /// <summary>Proposes one.</summary>
    public async Task<IActionResult> OnPost()
    {
        if (await Make())
        {
            return RedirectToPage();
        }

        await Load();
        return Page();
    }

    /// <summary>Approves one, or stops it.</summary>
    public async Task<IActionResult> OnPostDecide(string? offer, bool approve)
    {
        ModelState.Clear();
        CouponOutcome outcome = approve ? await Grains.ApprovePromotion(offer, User) : await Grains.StopPromotion(offer, User, null);
        if (outcome.Refusal is not { } no)
        {
            return RedirectToPage();
        }

        ModelState.Refuse("", Refusals.Words(no.PromotionCode()));
        await Load();
        return Page();
    }
}
