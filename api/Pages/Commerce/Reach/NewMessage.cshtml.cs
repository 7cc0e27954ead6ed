using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.RateLimiting;
using Postmobile.Api.Commerce;
using Postmobile.Api.Hosting;
using Postmobile.Api.Identity;
using Postmobile.Api.Pages.Commerce.Marketing;
using Postmobile.Commerce;

namespace Postmobile.Api.Pages.Commerce.Reach;

/// <summary>Writes to a shop's followers: first what it costs, then the order.</summary>
[Authorize(Policy = Policies.Customer), EnableRateLimiting(RateLimits.Money)]
public sealed class NewMessageModel(IGrainFactory grains) : CampaignPage(grains)
{
    /// <summary>The form's idempotency key.</summary>
    [BindProperty]
    public string Key { get; set; } = Guid.NewGuid().ToString("N");

    /// <summary>What it says.</summary>
    [BindProperty]
    public string? Text { get; set; }

    /// <summary>The product to which it leads; empty: the shop's page.</summary>
    [BindProperty]
    public string? Product { get; set; }

    /// <summary>The cost that was shown.</summary>
    [BindProperty]
    public long Agreed { get; set; }

    /// <summary>What it would cost now.</summary>
    public MailingQuote? Quote { get; private set; }

    /// <summary>The shop's products.</summary>
    public IReadOnlyList<CampaignProduct> Products { get; private set; } = [];

    /// <summary>Shows the form.</summary>
    public async Task<IActionResult> OnGet(string? boutique) => await Enter(boutique) ? await Show() : NotFound();

    /// <summary>Says what it costs; or hands it in.</summary>
    public async Task<IActionResult> OnPost(string? boutique, string? step)
    {
        if (!await Enter(boutique))
        {
            return NotFound();
        }

        var terms = new MailingTerms(Text ?? "", ProductId.TryParse(Product, out ProductId product) ? product : null);
        if (step == "submit")
        {
            MailingOutcome outcome = await (await Grains.DrawMailing(Shop.Id, Key)).Submit(Shop.Id, terms, Agreed, User.Customer());
            if (outcome.Refusal is null)
            {
                return Redirect($"/ma-boutique/messages/{Shop.Id}/{outcome.Mailing!.Id}");
            }

            Say(outcome.Refusal.Value);
        }

        MailingOutcome quoted = await Grains.GetGrain<IMailingsGrain>(0).Quote(Shop.Id, terms);
        Quote = quoted.Quote;
        if (quoted.Refusal is { } refusal && ModelState.IsValid)
        {
            Say(refusal);
        }

        // The form shows what is so now, not what it said before.
        ModelState.Remove(nameof(Agreed));
        return await Show();
    }

    private void Say(MailingRefusal refusal) =>
        ModelState.AddModelError(refusal is MailingRefusal.Text ? nameof(Text) : "", Refusals.Words(refusal.Code()));

    private async Task<IActionResult> Show()
    {
        Products = await Grains.GetGrain<ICampaignsGrain>(0).Products(Shop.Id);
        return Page();
    }
}
