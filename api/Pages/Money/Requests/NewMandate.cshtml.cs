using System.Globalization;
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

/// <summary>Proposes a recurring collection, for oneself or for one's shop.</summary>
[Authorize(Policy = Policies.Customer), EnableRateLimiting(RateLimits.Money)]
public sealed class NewMandateModel(MandateDesk desk, TimeProvider time) : PageModel
{
    /// <summary>The idempotency key, from the first look at the form on.</summary>
    [BindProperty]
    public string Key { get; set; } = Guid.NewGuid().ToString("N");

    /// <summary>Into the merchant's account.</summary>
    [BindProperty]
    public bool Shop { get; set; }

    /// <summary>Who pays.</summary>
    [BindProperty]
    public string? Phone { get; set; }

    /// <summary>What for.</summary>
    [BindProperty]
    public string? Reason { get; set; }

    /// <summary>The same each time, as typed; empty when it varies.</summary>
    [BindProperty]
    public string? Amount { get; set; }

    /// <summary>The most in one period, as typed.</summary>
    [BindProperty]
    public string? Ceiling { get; set; }

    /// <summary>How often.</summary>
    [BindProperty]
    public MandatePeriod Period { get; set; } = MandatePeriod.Month;

    /// <summary>The first day.</summary>
    [BindProperty]
    public DateOnly? Start { get; set; }

    /// <summary>The last day.</summary>
    [BindProperty]
    public DateOnly? End { get; set; }

    /// <summary>How many times, as typed.</summary>
    [BindProperty]
    public string? Times { get; set; }

    /// <summary>Shows the form.</summary>
    public void OnGet() => (Start, Shop) = (Say.Today(time).AddDays(1), User.MerchantAccount() is not null);

    /// <summary>Proposes.</summary>
    public async Task<IActionResult> OnPost()
    {
        if (Read() is not { } terms)
        {
            return Page();
        }

        MandateOutcome outcome = await desk.Propose(User, terms, Key);
        if (outcome.Refusal is not { } refusal)
        {
            return RedirectToPage("/Money/Requests/OneMandate", new { id = outcome.Mandate!.Id });
        }

        ModelState.Refuse(FieldOf(refusal), Refusals.Words(refusal.Code()));
        return Page();
    }

    private MandateTerms? Read()
    {
        long? amount = Sum(Amount, nameof(Amount)), ceiling = Sum(Ceiling, nameof(Ceiling));
        if (!PhoneNumber.TryParse(Phone, out _))
        {
            ModelState.AddModelError(nameof(Phone), "error.phone");
        }

        if (amount is null && ceiling is null && ModelState.IsValid)
        {
            ModelState.AddModelError(nameof(Amount), "error.amount");
        }

        int times = 0;
        if (!string.IsNullOrWhiteSpace(Times) && !int.TryParse(Times, NumberStyles.None, CultureInfo.InvariantCulture, out times))
        {
            ModelState.Refuse(nameof(Times), Refusals.Words(RequestRefusal.MandateTerms.Code()));
        }

        return ModelState.IsValid
            ? new MandateTerms(Phone, Shop, amount, ceiling, Period, Start ?? Say.Today(time), End, string.IsNullOrWhiteSpace(Times) ? null : times, Reason)
            : null;
    }

    private long? Sum(string? typed, string field)
    {
        if (string.IsNullOrWhiteSpace(typed))
        {
            return null;
        }

        if (Say.TryReadAmount(typed, out long sum))
        {
            return sum;
        }

        ModelState.AddModelError(field, "error.amount");
        return null;
    }

    private static string FieldOf(RequestRefusal refusal) => refusal switch
    {
        RequestRefusal.AmountNotPositive => nameof(Amount),
        RequestRefusal.MandateCeiling => nameof(Ceiling),
        RequestRefusal.MandateTerms => nameof(Start),
        RequestRefusal.MemoInvalid => nameof(Reason),
        RequestRefusal.UnknownPayee or RequestRefusal.RequestOwn or RequestRefusal.RequestBlocked or RequestRefusal.MandateLimit => nameof(Phone),
        _ => "",
    };
}
