using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.RateLimiting;
using Postmobile.Api.Commerce;
using Postmobile.Api.Hosting;
using Postmobile.Api.Identity;
using Postmobile.Commerce;

namespace Postmobile.Api.Pages.Commerce.Marketing;

/// <summary>A new campaign.</summary>
[Authorize(Policy = Policies.Customer), EnableRateLimiting(RateLimits.Money)]
public sealed class NewCampaignModel(IGrainFactory grains) : CampaignEditModel(grains)
{
    /// <summary>The form's idempotency key.</summary>
    [BindProperty]
    public string Key { get; set; } = Guid.NewGuid().ToString("N");

    /// <summary>Shows the form.</summary>
    public async Task<IActionResult> OnGet(string? boutique)
    {
        if (!await Enter(boutique))
        {
            return NotFound();
        }

        await Offer();
        return Page();
    }

    /// <summary>Makes it.</summary>
    public async Task<IActionResult> OnPost(string? boutique)
    {
        if (!await Enter(boutique))
        {
            return NotFound();
        }

        (CampaignTerms? terms, string? fault) = Form.Read();
        if (terms is null)
        {
            Wrong(fault!);
        }
        else
        {
            string id = CampaignSentences.IdOf(Shop.Id, Key);
            CampaignOutcome outcome = await Grains.GetGrain<ICampaignGrain>(id).Create(Shop.Id, terms, User.Customer());
            if (outcome.Refusal is null)
            {
                return Redirect($"/ma-boutique/campagnes/{Shop.Id}/{id}");
            }

            Say(outcome);
        }

        await Offer();
        return Page();
    }
}
