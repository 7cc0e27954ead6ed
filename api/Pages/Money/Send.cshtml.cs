using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.Extensions.Localization;
using Postmobile.Api.Hosting;
using Postmobile.Api.Identity;
using Postmobile.Api.Money;
using Postmobile.Money;

namespace Postmobile.Api.Pages.Money;

/// <summary>The first step of a payment: to whom and how much. Moves nothing.</summary>
[Authorize(Policy = Policies.Customer), EnableRateLimiting(RateLimits.Money)]
public sealed class SendModel(IGrainFactory grains, Orders orders, IStringLocalizer texts) : PageModel
{
    private const int RecentShown = 6;

    /// <summary>The payee's telephone.</summary>
    [BindProperty]
    public string? Phone { get; set; }

    /// <summary>The amount as typed.</summary>
    [BindProperty]
    public string? Amount { get; set; }

    /// <summary>A note for the payee.</summary>
    [BindProperty]
    public string? Note { get; set; }

    /// <summary>Whom the person has paid last.</summary>
    public IReadOnlyList<RecentPayee> Recent { get; private set; } = [];

    /// <summary>Shows the empty form, and whom one has paid last.</summary>
    public async Task OnGet() => Recent = await grains.PayeeBook(User).Recent(User.Wallet(), RecentShown);

    /// <summary>Takes one of those into the form. Posted, so that the number is in no address.</summary>
    public async Task<IActionResult> OnPostPick(string? pick)
    {
        ModelState.Clear();
        Phone = pick;
        await OnGet();
        return Page();
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

        bool firstTime = await grains.PayeeBook(User).Asked(payer, wish.Payee, wish.Phone);
        Order order = Order.From(quote, payer, wish.Payee, wish.Phone.E164, note) with { FirstTime = firstTime };
        return RedirectToPage("/Money/ConfirmSend", new { order = orders.Seal(order) });
    }
}
