using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.Extensions.Localization;
using Postmobile.Api.Hosting;
using Postmobile.Api.Identity;
using Postmobile.Money;

namespace Postmobile.Api.Pages.Money;

/// <summary>The first step of a payment: to whom and how much. Moves nothing.</summary>
[Authorize(Policy = Policies.Customer), EnableRateLimiting(RateLimits.Money)]
public sealed class SendModel(IGrainFactory grains, Orders orders, IStringLocalizer texts) : PageModel
{
    /// <summary>The payee's telephone.</summary>
    [BindProperty]
    public string? Phone { get; set; }

    /// <summary>The amount as typed.</summary>
    [BindProperty]
    public string? Amount { get; set; }

    /// <summary>A note for the payee.</summary>
    [BindProperty]
    public string? Note { get; set; }

    /// <summary>Shows the empty form.</summary>
    public void OnGet()
    {
    }

    /// <summary>Asks what it would cost and goes on to the second step, where a person sees it before saying yes.</summary>
    public async Task<IActionResult> OnPost()
    {
        PayeeForm form = new(grains, ModelState);
        if (await form.Read(Phone, Amount) is not { } wish)
        {
            return Page();
        }

        AccountId payer = User.Wallet();
        string? note = string.IsNullOrWhiteSpace(Note) ? null : Note.Trim();
        TransferRequest request = new() { Key = "quote", Payee = wish.Payee, Amount = wish.Amount, Note = note };
        QuoteOutcome outcome = await grains.Account(payer).Quote(request);
        if (outcome.Quote is not { } quote)
        {
            ModelState.Refuse(PayeeForm.FieldOf(outcome.Refusal!.Code), texts.Words(outcome.Refusal));
            return Page();
        }

        Order order = Order.From(quote, payer, wish.Payee, wish.Phone.E164, note);
        return RedirectToPage("/Money/ConfirmSend", new { order = orders.Seal(order) });
    }
}
