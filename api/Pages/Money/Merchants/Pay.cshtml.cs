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

/// <summary>Paying a merchant, first step: the code or the text of the QR code, and the amount. Moves nothing.</summary>
[Authorize(Policy = Policies.Customer), EnableRateLimiting(RateLimits.Money)]
public sealed class PayModel(IGrainFactory grains, MerchantDesk desk, Orders orders, IStringLocalizer texts) : PageModel
{
    /// <summary>The merchant's code, or the text of a QR code.</summary>
    [BindProperty(SupportsGet = true)]
    public string? Code { get; set; }

    /// <summary>The amount as typed.</summary>
    [BindProperty(SupportsGet = true)]
    public string? Amount { get; set; }

    /// <summary>Shows the form, filled in by a link.</summary>
    public void OnGet() => ModelState.Clear();

    /// <summary>Asks who it is and what it would cost, and goes on to the second step.</summary>
    public async Task<IActionResult> OnPost()
    {
        long? amount = Say.TryReadAmount(Amount, out long read) ? read : null;
        if (amount is null && !string.IsNullOrWhiteSpace(Amount))
        {
            ModelState.AddModelError(nameof(Amount), "error.amount");
            return Page();
        }

        (MerchantWish? wish, string? refusal) = await desk.Read(Code, amount);
        if (wish is null)
        {
            ModelState.Refuse(refusal is "unknown_merchant" or "qr_invalid" ? nameof(Code) : nameof(Amount), Refusals.Words(refusal!));
            return Page();
        }

        AccountId payer = User.Wallet();
        QuoteOutcome outcome = await grains.Account(payer).Quote(wish.ToRequest("quote"));
        if (outcome.Quote is not { } quote)
        {
            string field = PayeeForm.FieldOf(outcome.Refusal!.Code);
            ModelState.Refuse(field == PayeeForm.PhoneField ? nameof(Code) : field == nameof(Amount) ? field : "", texts.Words(outcome.Refusal));
            return Page();
        }

        Order order = Order.From(quote, payer, wish.Merchant.Account, wish.Merchant.Code.Digits, wish.Reference) with { Name = wish.Merchant.Profile.TradeName };
        return RedirectToPage("/Money/Merchants/ConfirmPay", new { order = orders.Seal(order) });
    }
}
