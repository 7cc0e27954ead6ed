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

/// <summary>What exchanged goods cost more, paid with the PIN. The return knows itself whether it is paid, so clicking twice pays once.</summary>
[Authorize(Policy = Policies.Customer), EnableRateLimiting(RateLimits.Money)]
public sealed class PayExchangeModel(IGrainFactory grains, PinProof proof, IStringLocalizer texts) : PageModel
{
    /// <summary>The PIN.</summary>
    [BindProperty]
    public string? Pin { get; set; }

    /// <summary>The return.</summary>
    public Return Return { get; private set; } = null!;

    /// <summary>Shows what is to be paid.</summary>
    public async Task<IActionResult> OnGet(string order, string returned) => await Load(order, returned) ?? Page();

    /// <summary>Pays, once the PIN is right.</summary>
    public async Task<IActionResult> OnPost(string order, string returned)
    {
        if (await Load(order, returned) is { } elsewhere)
        {
            return elsewhere;
        }

        if (!await proof.Given(this, nameof(Pin), Pin))
        {
            return Page();
        }

        ReturnOutcome outcome = await grains.GetGrain<IReturnGrain>(returned).Pay(User.Customer(), withoutProof: false);
        if (outcome is { Refusal: null, Money: null or { Code: RefusalCode.OutcomeUnknown } })
        {
            return RedirectToPage("/Commerce/Orders/Purchase", new { order });
        }

        ModelState.Refuse("", outcome.Money is { } money ? texts.Words(money) : Refusals.Words(outcome.Refusal!.Value.Code()));
        return await Load(order, returned) ?? Page();
    }

    private async Task<IActionResult?> Load(string order, string returned)
    {
        if (await grains.Bought(order, User) is not { } bought || !AfterSaleKeys.Is("r-", returned)
            || await grains.GetGrain<IReturnGrain>(returned).Look() is not { } found || found.Wish.Order != bought.Id)
        {
            return NotFound();
        }

        Return = found;
        return found.Status is ReturnStatus.ToPay ? null : RedirectToPage("/Commerce/Orders/Purchase", new { order });
    }
}
