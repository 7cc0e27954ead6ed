using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.RateLimiting;
using Postmobile.Api.Commerce;
using Postmobile.Api.Hosting;
using Postmobile.Api.Identity;
using Postmobile.Api.Pages.Commerce.Marketing;
using Postmobile.Commerce;

namespace Postmobile.Api.Pages.Commerce.Reach;

/// <summary>One message to followers, and what came of it.</summary>
[Authorize(Policy = Policies.Customer), EnableRateLimiting(RateLimits.Money)]
public sealed class MessageModel(IGrainFactory grains) : CampaignPage(grains)
{
    /// <summary>The message.</summary>
    public Mailing Mailing { get; private set; } = null!;

    /// <summary>What came of it so far.</summary>
    public MailingResults Results { get; private set; } = null!;

    /// <summary>Shows it.</summary>
    public async Task<IActionResult> OnGet(string shop, string id) => await Load(shop, id) ? Page() : NotFound();

    /// <summary>Calls it off.</summary>
    public async Task<IActionResult> OnPost(string shop, string id)
    {
        if (!await Load(shop, id))
        {
            return NotFound();
        }

        MailingOutcome outcome = await Grains.Mailing(id)!.Cancel(Shop.Id, User.Customer());
        if (outcome.Refusal is { } refusal)
        {
            ModelState.AddModelError("", Refusals.Words(refusal.Code()));
            return Page();
        }

        return Redirect($"/ma-boutique/messages/{shop}/{id}");
    }

    private async Task<bool> Load(string shop, string id)
    {
        if (!await Enter(shop) || Grains.Mailing(id) is not { } mailing || await mailing.Look() is not { } found || found.Shop != Shop.Id)
        {
            return false;
        }

        Mailing = found;
        Results = await Grains.GetGrain<IMailingsGrain>(0).Results(id);
        return true;
    }
}
