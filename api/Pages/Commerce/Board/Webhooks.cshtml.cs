using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.RateLimiting;
using Postmobile.Api.Hosting;
using Postmobile.Api.Identity;
using Postmobile.Partners;

namespace Postmobile.Api.Pages.Commerce.Board;

/// <summary>Where a shop's systems are told, for its owner.</summary>
[Authorize(Policy = Policies.Customer), EnableRateLimiting(RateLimits.Money), ResponseCache(NoStore = true)]
public sealed class WebhooksModel(IGrainFactory grains) : OwnerPage(grains), IWebhookForm
{
    /// <inheritdoc />
    [BindProperty]
    public string? Address { get; set; }

    /// <inheritdoc />
    [BindProperty]
    public string? Description { get; set; }

    /// <inheritdoc />
    [BindProperty]
    public List<string> Events { get; set; } = [];

    /// <summary>The addresses, oldest first.</summary>
    public IReadOnlyList<Webhook> Hooks { get; private set; } = [];

    /// <summary>The one that was just added.</summary>
    public Webhook? Fresh { get; private set; }

    /// <summary>Its secret, this once.</summary>
    public string? Secret { get; private set; }

    private IWebhooksGrain Grain => Grains.GetGrain<IWebhooksGrain>(Shop!.Id.Value);

    /// <summary>Shows them.</summary>
    public async Task<IActionResult> OnGet(string? boutique) => await Enter(boutique) ? await Show() : NotFound();

    /// <summary>Adds one. The answer is the page itself: what is shown once has no address.</summary>
    public async Task<IActionResult> OnPost(string? boutique)
    {
        if (boutique is null || !await Enter(boutique))
        {
            return NotFound();
        }

        WebhookOutcome outcome = await Grain.Add(this.Wish(), User.Customer());
        if (outcome.Refusal is { } refusal)
        {
            ModelState.Say(refusal);
            return await Show();
        }

        ModelState.Clear();
        (Fresh, Secret, Address, Description, Events) = (outcome.Webhook, outcome.Secret, null, null, []);
        return await Show();
    }

    private async Task<IActionResult> Show()
    {
        Hooks = Shop is null ? [] : await Grain.List();
        return Page();
    }
}
