using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.RateLimiting;
using Postmobile.Api.Commerce;
using Postmobile.Api.Hosting;
using Postmobile.Api.Identity;
using Postmobile.Api.Pages.Commerce.Marketing;
using Postmobile.Commerce;
using Postmobile.Identity;

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

    /// <summary>By which ways it goes.</summary>
    [BindProperty]
    public MailingChannel Channel { get; set; }

    /// <summary>The e-mail's subject.</summary>
    [BindProperty]
    public string? Subject { get; set; }

    /// <summary>The e-mail's text.</summary>
    [BindProperty]
    public string? Body { get; set; }

    /// <summary>The picture at its head; empty: none.</summary>
    [BindProperty]
    public string? Picture { get; set; }

    /// <summary>The products that it shows.</summary>
    [BindProperty]
    public IReadOnlyList<string> Shown { get; set; } = [];

    /// <summary>The cost that was shown.</summary>
    [BindProperty]
    public long Agreed { get; set; }

    /// <summary>What it would cost now.</summary>
    public MailingQuote? Quote { get; private set; }

    /// <summary>What an e-mail costs; null where there is none.</summary>
    public long? EmailPrice { get; private set; }

    /// <summary>The e-mail as it would arrive.</summary>
    public Letter? Letter { get; private set; }

    /// <summary>The shop's own pictures: id, and the key of what it is.</summary>
    public IReadOnlyList<(string Id, string Name)> Pictures { get; private set; } = [];

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

        MailingTerms terms = Read();
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
        (Quote, Letter) = (quoted.Quote, quoted.Letter);
        if (quoted.Refusal is { } refusal && ModelState.IsValid)
        {
            Say(refusal);
        }

        // The form shows what is so now, not what it said before.
        ModelState.Remove(nameof(Agreed));
        return await Show();
    }

    private MailingTerms Read() => new(Text ?? "", ProductId.TryParse(Product, out ProductId product) ? product : null)
    {
        Channel = Channel,
        Subject = Subject ?? "",
        Body = Body ?? "",
        Picture = string.IsNullOrEmpty(Picture) ? null : Picture,
        Products = [.. Shown.Select(text => ProductId.TryParse(text, out ProductId shown) ? shown : new ProductId(text))],
    };

    private void Say(MailingRefusal refusal) => ModelState.AddModelError(
        refusal is MailingRefusal.Text or MailingRefusal.Subject or MailingRefusal.Body or MailingRefusal.Products ? refusal.ToString() : "", Refusals.Words(refusal.Code()));

    private async Task<IActionResult> Show()
    {
        EmailPrice = await Grains.GetGrain<IMailingsGrain>(0).EmailPrice();
        ShopProfile? profile = (await Grains.GetGrain<IShopGrain>(Shop.Id.Value).Details())?.Profile;
        Pictures = [.. new[] { (Id: profile?.Banner, Name: "mail.picture-banner"), (Id: profile?.Logo, Name: "mail.picture-logo") }.Where(one => one.Id is not null).Select(one => (one.Id!, one.Name))];
        Products = await Grains.GetGrain<ICampaignsGrain>(0).Products(Shop.Id);
        return Page();
    }
}
