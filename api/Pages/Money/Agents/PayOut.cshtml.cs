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

namespace Postmobile.Api.Pages.Money.Agents;

/// <summary>An agent's counter for withdrawals: a code is entered, or a customer asked.</summary>
[Authorize(Policy = Policies.Agent), EnableRateLimiting(RateLimits.Money)]
public sealed class PayOutModel(CashDesk desk, IStringLocalizer texts) : PageModel
{
    /// <summary>The idempotency key of either form.</summary>
    [BindProperty]
    public string Key { get; set; } = Guid.NewGuid().ToString("N");

    /// <summary>The customer's telephone, beside a code.</summary>
    [BindProperty]
    public string? Phone { get; set; }

    /// <summary>The code.</summary>
    [BindProperty]
    public string? Code { get; set; }

    /// <summary>The customer's telephone, when they have no code.</summary>
    [BindProperty]
    public string? AskPhone { get; set; }

    /// <summary>The cash.</summary>
    [BindProperty]
    public string? AskAmount { get; set; }

    /// <summary>The one that has just been paid.</summary>
    public CashOut? Paid { get; private set; }

    /// <summary>The last ones, newest first.</summary>
    public IReadOnlyList<CashOut> Last { get; private set; } = [];

    /// <summary>A customer's name as an agent may see it.</summary>
    public static string Name(CashOut one) => CashOutView.MaskedName(one.Wish.Name);

    /// <summary>Shows the counter.</summary>
    public async Task<IActionResult> OnGet(string? paid = null)
    {
        if (User.Float() is null)
        {
            return NotFound();
        }

        Last = await desk.AtCounter(User);
        Paid = Last.FirstOrDefault(one => one.Id == paid && one.Status == CashOutStatus.Paid);
        return Page();
    }

    /// <summary>Pays out against a code.</summary>
    public async Task<IActionResult> OnPostRedeem()
    {
        CashDeskAnswer answer = await desk.Redeem(User, Phone ?? "", Code ?? "", Key);
        return answer.Code is null ? RedirectToPage(new { paid = answer.CashOut!.Id }) : await Refused(answer, nameof(Code));
    }

    /// <summary>Asks a customer.</summary>
    public async Task<IActionResult> OnPostAsk()
    {
        if (!Say.TryReadAmount(AskAmount, out long amount))
        {
            ModelState.AddModelError(nameof(AskAmount), "error.amount");
            return await OnGet();
        }

        CashDeskAnswer answer = await desk.Ask(User, AskPhone ?? "", amount, Key);
        return answer.Code is null ? RedirectToPage() : await Refused(answer, nameof(AskPhone));
    }

    /// <summary>Takes back what was asked.</summary>
    public async Task<IActionResult> OnPostStop(string? id)
    {
        CashDeskAnswer answer = await desk.Stop(User, id ?? "");
        return answer.Code is null ? RedirectToPage() : await Refused(answer, "");
    }

    private Task<IActionResult> Refused(CashDeskAnswer answer, string field)
    {
        ModelState.Refuse(field, answer.Ledger is { } ledger ? texts.Words(ledger) : Refusals.Words(answer.Code!));
        return OnGet();
    }
}
