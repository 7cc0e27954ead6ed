using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.RateLimiting;
using Postmobile.Api.Hosting;
using Postmobile.Api.Identity;
using Postmobile.Api.Money;
using Postmobile.Api.Translations;
using Postmobile.Identity;
using Postmobile.Money;

namespace Postmobile.Api.Pages.Money.Requests;

/// <summary>Asks somebody for money.</summary>
[Authorize(Policy = Policies.Customer), EnableRateLimiting(RateLimits.Money)]
public sealed class AskModel(RequestDesk desk) : PageModel
{
    /// <summary>The idempotency key, from the first look at the form on.</summary>
    [BindProperty]
    public string Key { get; set; } = Guid.NewGuid().ToString("N");

    /// <summary>Who is asked.</summary>
    [BindProperty]
    public string? Phone { get; set; }

    /// <summary>How much, as typed.</summary>
    [BindProperty]
    public string? Amount { get; set; }

    /// <summary>What for.</summary>
    [BindProperty]
    public string? Note { get; set; }

    /// <summary>Shows the empty form.</summary>
    public void OnGet()
    {
    }

    /// <summary>Asks.</summary>
    public async Task<IActionResult> OnPost()
    {
        if (!Say.TryReadAmount(Amount, out long amount))
        {
            ModelState.AddModelError(nameof(Amount), "error.amount");
        }

        if (!PhoneNumber.TryParse(Phone, out _))
        {
            ModelState.AddModelError(nameof(Phone), "error.phone");
        }

        if (!ModelState.IsValid)
        {
            return Page();
        }

        RequestOutcome outcome = await desk.Ask(User, Phone, amount, Note, Key);
        if (outcome.Refusal is not { } refusal)
        {
            return RedirectToPage("/Money/Requests/OneRequest", new { id = outcome.Request!.Id });
        }

        ModelState.Refuse(FieldOf(refusal), Refusals.Words(refusal.Code()));
        return Page();
    }

    private static string FieldOf(RequestRefusal refusal) => refusal switch
    {
        RequestRefusal.AmountNotPositive => nameof(Amount),
        RequestRefusal.UnknownPayee or RequestRefusal.RequestOwn or RequestRefusal.RequestBlocked or RequestRefusal.RequestLimit => nameof(Phone),
        RequestRefusal.MemoInvalid => nameof(Note),
        _ => "",
    };
}
