using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.Extensions.Localization;
using Postmobile.Api.Hosting;
using Postmobile.Api.Identity;
using Postmobile.Api.Money;
using Postmobile.Api.Translations;
using Postmobile.Money;

namespace Postmobile.Api.Pages.Money;

/// <summary>Money back for one sale, whole or in part.</summary>
[Authorize(Policy = Policies.Merchant), EnableRateLimiting(RateLimits.Money)]
public sealed class MerchantRefundModel(IGrainFactory grains, SignInService signIn, IStringLocalizer texts, TimeProvider time) : PageModel
{
    /// <summary>The idempotency key of the form.</summary>
    [BindProperty]
    public string Key { get; set; } = Guid.NewGuid().ToString("N");

    /// <summary>The amount as typed.</summary>
    [BindProperty]
    public string? Amount { get; set; }

    /// <summary>Why.</summary>
    [BindProperty]
    public string? Reason { get; set; }

    /// <summary>The PIN.</summary>
    [BindProperty]
    public string? Pin { get; set; }

    /// <summary>The sale and its refunds.</summary>
    public Refunds Sale { get; private set; } = null!;

    /// <summary>Shows the sale.</summary>
    public async Task<IActionResult> OnGet(string id)
    {
        if (!await Load(id))
        {
            return NotFound();
        }

        Amount ??= Sale.Left > 0 ? Say.Digits(Sale.Left) : null;
        return Page();
    }

    /// <summary>Gives back, once the PIN is right.</summary>
    public async Task<IActionResult> OnPost(string id)
    {
        if (!await Load(id))
        {
            return NotFound();
        }

        if (!Say.TryReadAmount(Amount, out long amount))
        {
            ModelState.AddModelError(nameof(Amount), "error.amount");
            return Page();
        }

        if (await signIn.Prove(HttpContext, Pin) is { } wrong)
        {
            ModelState.Refuse(nameof(Pin), texts.Words(wrong, time.GetUtcNow()));
            return Page();
        }

        RefundRequest request = new(User.MerchantAccount()!.Value, Key, amount, (Reason ?? "").Trim());
        RefundOutcome outcome = await grains.Refunds(Sale.Sale.Id).Refund(request);
        if (outcome.Refusal is { } refusal)
        {
            ModelState.Refuse(refusal is MerchantRefusal.MemoInvalid ? nameof(Reason) : nameof(Amount), Refusals.Words(MerchantEndpoints.CodeOf(refusal)));
            return Page();
        }

        return RedirectToPage(new { id });
    }

    private async Task<bool> Load(string id)
    {
        if (TransferId.TryParse(id, out TransferId sale) && await grains.Refunds(sale).Look(User.MerchantAccount()!.Value) is { } refunds)
        {
            Sale = refunds;
            return true;
        }

        return false;
    }
}
