using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.RateLimiting;
using Postmobile.Api.Commerce;
using Postmobile.Api.Hosting;
using Postmobile.Api.Identity;
using Postmobile.Api.Partners;
using Postmobile.Partners;

namespace Postmobile.Api.Pages.Commerce.Board;

/// <summary>One address: how it stands, what was sent to it, and what may be done.</summary>
[Authorize(Policy = Policies.Customer), EnableRateLimiting(RateLimits.Money), ResponseCache(NoStore = true)]
public sealed class WebhookOneModel(IGrainFactory grains, TimeProvider time) : Microsoft.AspNetCore.Mvc.RazorPages.PageModel, IWebhookForm
{
    private const int MessagesShown = 30;

    /// <inheritdoc />
    [BindProperty]
    public string? Address { get; set; }

    /// <inheritdoc />
    [BindProperty]
    public string? Description { get; set; }

    /// <inheritdoc />
    [BindProperty]
    public List<string> Events { get; set; } = [];

    /// <summary>The shop.</summary>
    public Postmobile.Commerce.Shop Shop { get; private set; } = null!;

    /// <summary>The address.</summary>
    public Webhook Hook { get; private set; } = null!;

    /// <summary>What was sent, the newest first.</summary>
    public IReadOnlyList<WebhookMessage> Messages { get; private set; } = [];

    /// <summary>Its new secret, this once.</summary>
    public string? Secret { get; private set; }

    /// <summary>Whether something was sent just now.</summary>
    public bool Sent { get; private set; }

    private IWebhookGrain Grain => grains.GetGrain<IWebhookGrain>(Hook.Id.Value);

    private string Here => $"/ma-boutique/webhooks/{Shop.Id}/{Hook.Id}";

    /// <summary>Shows it.</summary>
    public async Task<IActionResult> OnGet(string shop, string id, bool envoye)
    {
        if (!await Enter(shop, id))
        {
            return NotFound();
        }

        Sent = envoye;
        Fill();
        return await Show();
    }

    /// <summary>Changes it.</summary>
    public async Task<IActionResult> OnPost(string shop, string id)
    {
        if (!await Enter(shop, id))
        {
            return NotFound();
        }

        if ((await Grain.Change(this.Wish())).Refusal is not { } refusal)
        {
            return Redirect(Here);
        }

        ModelState.Say(refusal);
        return await Show();
    }

    /// <summary>Pauses it, or goes on.</summary>
    public async Task<IActionResult> OnPostEnable(string shop, string id, bool enabled)
    {
        if (!await Enter(shop, id))
        {
            return NotFound();
        }

        await Grain.SetEnabled(enabled);
        return Redirect(Here);
    }

    /// <summary>A new secret. The answer is the page itself: what is shown once has no address.</summary>
    public async Task<IActionResult> OnPostRotate(string shop, string id)
    {
        if (!await Enter(shop, id))
        {
            return NotFound();
        }

        Secret = (await Grain.Rotate()).Secret;
        ModelState.Clear();
        Fill();
        return await Show();
    }

    /// <summary>Sends a test.</summary>
    public async Task<IActionResult> OnPostTest(string shop, string id)
    {
        if (!await Enter(shop, id))
        {
            return NotFound();
        }

        await Grain.Tell(WebhookEndpoints.TestOf(shop, time.GetUtcNow()));
        return Redirect(Here + "?envoye=true");
    }

    /// <summary>Sends a message again.</summary>
    public async Task<IActionResult> OnPostReplay(string shop, string id, string? message)
    {
        if (!await Enter(shop, id))
        {
            return NotFound();
        }

        if (await Grain.Replay(message ?? "") is not { } refusal)
        {
            return Redirect(Here + "?envoye=true");
        }

        ModelState.Clear();
        ModelState.Say(refusal);
        Fill();
        return await Show();
    }

    /// <summary>Deletes it.</summary>
    public async Task<IActionResult> OnPostDelete(string shop, string id)
    {
        if (!await Enter(shop, id))
        {
            return NotFound();
        }

        await grains.GetGrain<IWebhooksGrain>(shop).Remove(Hook.Id);
        return Redirect("/ma-boutique/webhooks?boutique=" + shop);
    }

    private void Fill() => (Address, Description, Events) = (Hook.Wish.Url, Hook.Wish.Description, [.. Hook.Wish.Events]);

    private async Task<IActionResult> Show()
    {
        Messages = await Grain.Messages(MessagesShown);
        Hook = await Grain.Look() ?? Hook;
        return Page();
    }

    private async Task<bool> Enter(string shop, string id)
    {
        if (await grains.ShopFor(shop, User) is not { } known || !WebhookId.TryParse(id, out WebhookId webhook)
            || await grains.GetGrain<IWebhookGrain>(webhook.Value).Look() is not { } hook || hook.Owner != shop)
        {
            return false;
        }

        (Shop, Hook) = (known, hook);
        return true;
    }
}
