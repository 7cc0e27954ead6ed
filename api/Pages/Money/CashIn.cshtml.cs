using System.Globalization;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.Extensions.Localization;
using Postmobile.Api.Hosting;
using Postmobile.Api.Identity;
using Postmobile.Money;

namespace Postmobile.Api.Pages.Money;

/// <summary>An agent's counter: e-money from the float for a customer's cash. First step, moves nothing.</summary>
[Authorize(Policy = Policies.Agent), EnableRateLimiting(RateLimits.Money)]
public sealed class CashInModel(IGrainFactory grains, Orders orders, IStringLocalizer texts) : PageModel
{
    /// <summary>The customer's telephone.</summary>
    [BindProperty]
    public string? Phone { get; set; }

    /// <summary>The cash that was handed over.</summary>
    [BindProperty]
    public string? Amount { get; set; }

    /// <summary>The float.</summary>
    public AccountView Account { get; private set; } = null!;

    /// <summary>What moved last on the float.</summary>
    public IReadOnlyList<StatementLine> Last { get; private set; } = [];

    /// <summary>What this page shows, in short: the script hands it back to ask whether it is still so.</summary>
    public string Seen => Account.Balance.ToString(CultureInfo.InvariantCulture);

    /// <summary>Shows the counter.</summary>
    public async Task<IActionResult> OnGet()
    {
        if (User.Float() is not { } number || await grains.Account(number).Look() is not { } account)
        {
            return NotFound();
        }

        Account = account;
        Last = (await grains.Account(number).Statement(new StatementQuery { Limit = 5 })).Lines;
        return Page();
    }

    /// <summary>For the script, once it listens: nothing when what it shows is still so, else the page of now.</summary>
    public async Task<IActionResult> OnGetLive(string? seen)
    {
        IActionResult page = await OnGet();
        return page is PageResult && seen == Seen ? new NoContentResult() : page;
    }

    /// <summary>Looks up the customer, then shows whose wallet it is before anything moves.</summary>
    public async Task<IActionResult> OnPost()
    {
        if (User.Float() is not { } number)
        {
            return NotFound();
        }

        PayeeForm form = new(grains, ModelState);
        if (await form.Read(Phone, Amount) is not { } wish)
        {
            return await OnGet();
        }

        TransferRequest request = new() { Key = "quote", Payee = wish.Payee, Amount = wish.Amount, Kind = PostingKind.CashIn };
        QuoteOutcome outcome = await grains.Account(number).Quote(request);
        if (outcome.Quote is not { } quote)
        {
            ModelState.Refuse(PayeeForm.FieldOf(outcome.Refusal!.Code), texts.Words(outcome.Refusal));
            return await OnGet();
        }

        Order order = Order.From(quote, number, wish.Payee, wish.Phone.E164, note: null);
        return RedirectToPage("/Money/ConfirmCashIn", new { order = orders.Seal(order) });
    }
}
