using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.RateLimiting;
using Postmobile.Api.Hosting;
using Postmobile.Api.Identity;
using Postmobile.Commerce;

namespace Postmobile.Api.Pages.Commerce.Marketing;

/// <summary>One campaign: how it stands, what came of it, and what may be done.</summary>
[Authorize(Policy = Policies.Customer), EnableRateLimiting(RateLimits.Money)]
public sealed class CampaignModel(IGrainFactory grains, TimeProvider time) : CampaignEditModel(grains)
{
    private const int DaysShown = 30;

    /// <summary>The version that is being changed.</summary>
    [BindProperty]
    public long? Version { get; set; }

    /// <summary>The campaign.</summary>
    public Campaign Campaign { get; private set; } = null!;

    /// <summary>Its last thirty days, oldest first.</summary>
    public IReadOnlyList<CampaignDay> Days { get; private set; } = [];

    /// <summary>Shows it.</summary>
    public async Task<IActionResult> OnGet(string shop, string id)
    {
        if (!await Load(shop, id))
        {
            return NotFound();
        }

        Form = CampaignForm.Of(Campaign.Terms);
        await Offer();
        return Page();
    }

    /// <summary>Changes it.</summary>
    public async Task<IActionResult> OnPost(string shop, string id)
    {
        if (!await Load(shop, id))
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
            CampaignOutcome outcome = await Grains.GetGrain<ICampaignGrain>(id).Change(Shop.Id, terms, Version, User.Customer());
            if (outcome.Refusal is null)
            {
                return Redirect($"/ma-boutique/campagnes/{shop}/{id}");
            }

            Say(outcome);
        }

        await Offer();
        return Page();
    }

    /// <summary>Pauses, resumes, ends.</summary>
    public async Task<IActionResult> OnPostAct(string shop, string id, CampaignAct act)
    {
        if (!await Load(shop, id) || !Enum.IsDefined(act))
        {
            return NotFound();
        }

        await Grains.GetGrain<ICampaignGrain>(id).Act(Shop.Id, act, User.Customer());
        return Redirect($"/ma-boutique/campagnes/{shop}/{id}");
    }

    private async Task<bool> Load(string shop, string id)
    {
        if (!await Enter(shop) || await Find(id) is not { } campaign)
        {
            return false;
        }

        DateOnly today = Translations.Say.Today(time);
        Campaign = campaign;
        Days = await Grains.GetGrain<ICampaignsGrain>(0).Days(id, today.AddDays(1 - DaysShown), today);
        return true;
    }
}
