using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.Extensions.Localization;
using Postmobile.Api.Commerce;
using Postmobile.Api.Hosting;
using Postmobile.Api.Identity;
using Postmobile.Commerce;
using Postmobile.Money;

namespace Postmobile.Api.Pages.Commerce;

/// <summary>The last step: what everything costs, then the PIN; a guest, who pays in cash, has none. The checkout knows itself whether it is paid, so clicking twice pays once.</summary>
[Authorize(Policy = Policies.Buyer), EnableRateLimiting(RateLimits.Money)]
public sealed class PayCheckoutModel(IGrainFactory grains, PinProof proof, OrderLinks links, IStringLocalizer texts) : PageModel
{
    /// <summary>The PIN.</summary>
    [BindProperty]
    public string? Pin { get; set; }

    /// <summary>The checkout.</summary>
    public Checkout Checkout { get; private set; } = null!;

    /// <summary>Shows it, or what became of it.</summary>
    public async Task<IActionResult> OnGet(string id) => await Load(id) ?? Page();

    /// <summary>Pays, once the PIN is right.</summary>
    public async Task<IActionResult> OnPost(string id, long total)
    {
        if (await Load(id) is { } elsewhere)
        {
            return elsewhere;
        }

        if (!Checkout.Buyer.IsGuest && !await proof.Given(this, nameof(Pin), Pin))
        {
            return Page();
        }

        CheckoutOutcome outcome = await grains.GetGrain<ICheckoutGrain>(Checkout.Id.Value).Pay(User.Buyer(), total, withoutProof: false, links.Address(HttpContext, Checkout.Id));
        if (outcome is { Refusal: null, Money: null or { Code: RefusalCode.OutcomeUnknown } })
        {
            return ToDone(id);
        }

        ModelState.Refuse("", outcome.Money is { } money ? texts.Words(money) : Refusals.Words(outcome.Refusal!.Value.Code()));
        return await Load(id) ?? Page();
    }

    private async Task<IActionResult?> Load(string id)
    {
        if (await CheckoutEndpoints.Own(grains, id, User) is not { Status: not CheckoutStatus.Abandoned } checkout)
        {
            return RedirectToPage("/Commerce/Cart/Cart");
        }

        Checkout = checkout;
        return checkout.Status != CheckoutStatus.Open ? ToDone(id) : checkout.Ready ? null : RedirectToPage("/Commerce/Cart/Checkout", new { id });
    }

    private RedirectToPageResult ToDone(string id) => RedirectToPage("/Commerce/Cart/Done", new { id });
}
