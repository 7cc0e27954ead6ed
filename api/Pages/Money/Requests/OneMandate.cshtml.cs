using System.Globalization;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.Extensions.Localization;
using Postmobile.Api.Hosting;
using Postmobile.Api.Identity;
using Postmobile.Api.Money;
using Postmobile.Api.Translations;
using Postmobile.Identity;
using Postmobile.Money;

namespace Postmobile.Api.Pages.Money.Requests;

/// <summary>One mandate: the payer agrees, stops and looks after it; the payee says how much, and ends it.</summary>
[Authorize(Policy = Policies.Customer), EnableRateLimiting(RateLimits.Money)]
public sealed class OneMandateModel(MandateDesk desk, SignInService signIn, IStringLocalizer texts, TimeProvider time) : PageModel
{
    /// <summary>The most in one period, as the payer types it.</summary>
    [BindProperty]
    public string? Ceiling { get; set; }

    /// <summary>How much the next collection is, as the payee types it.</summary>
    [BindProperty]
    public string? Amount { get; set; }

    /// <summary>The PIN.</summary>
    [BindProperty]
    public string? Pin { get; set; }

    /// <summary>The mandate.</summary>
    public Mandate Mandate { get; private set; } = null!;

    /// <summary>What one collection would cost today.</summary>
    public Quote? Quoted { get; private set; }

    /// <summary>Whether the one who looks pays.</summary>
    public bool AmPayer => Mandate.Wish.Payer.Id == User.Customer();

    private CustomerId Me => User.Customer();

    /// <summary>A day in words.</summary>
    public static string Day(DateOnly day) => day.ToString("d MMM yyyy", CultureInfo.CurrentCulture);

    /// <summary>Shows it.</summary>
    public async Task<IActionResult> OnGet(string id)
    {
        if (await desk.Find(User, id) is not { } mandate)
        {
            return NotFound();
        }

        Mandate = mandate;
        if (AmPayer && mandate.Status is MandateStatus.Proposed)
        {
            Quoted = await desk.Quote(mandate);
            Ceiling ??= Say.Digits(mandate.Wish.Ceiling);
        }

        return Page();
    }

    /// <summary>The payer agrees.</summary>
    public async Task<IActionResult> OnPostApprove(string id)
    {
        if (await desk.Find(User, id) is not { } mandate || mandate.Wish.Payer.Id != Me)
        {
            return NotFound();
        }

        if (!Say.TryReadAmount(Ceiling, out long ceiling))
        {
            ModelState.AddModelError(nameof(Ceiling), "error.amount");
            return await OnGet(id);
        }

        if (await signIn.Prove(HttpContext, Pin) is { } wrong)
        {
            ModelState.Refuse(nameof(Pin), texts.Words(wrong, time.GetUtcNow()));
            return await OnGet(id);
        }

        return await After(await desk.Act(id, grain => grain.Approve(Me, ceiling)), id, nameof(Ceiling));
    }

    /// <summary>The payer says no.</summary>
    public async Task<IActionResult> OnPostDecline(string id) => await After(await desk.Act(id, grain => grain.Decline(Me)), id);

    /// <summary>The payer stops it for a while.</summary>
    public async Task<IActionResult> OnPostPause(string id) => await After(await desk.Act(id, grain => grain.Pause(Me)), id);

    /// <summary>The payer lets it go on.</summary>
    public async Task<IActionResult> OnPostResume(string id) => await After(await desk.Act(id, grain => grain.Resume(Me)), id);

    /// <summary>Either side ends it.</summary>
    public async Task<IActionResult> OnPostCancel(string id) => await After(await desk.Act(id, grain => grain.Cancel(Me)), id);

    /// <summary>The payer wants to hear no more of this payee.</summary>
    public async Task<IActionResult> OnPostBlock(string id) => await After(await desk.Block(User, id), id);

    /// <summary>The payee says how much.</summary>
    public async Task<IActionResult> OnPostCollect(string id)
    {
        if (Say.TryReadAmount(Amount, out long amount))
        {
            return await After(await desk.Act(id, grain => grain.Collect(Me, amount)), id, nameof(Amount));
        }

        ModelState.AddModelError(nameof(Amount), "error.amount");
        return await OnGet(id);
    }

    private async Task<IActionResult> After(MandateOutcome outcome, string id, string field = "")
    {
        if (outcome.Refusal is not { } refusal)
        {
            return RedirectToPage(new { id });
        }

        if (refusal is RequestRefusal.NotFound)
        {
            return NotFound();
        }

        ModelState.Refuse(refusal is RequestRefusal.MandateCeiling or RequestRefusal.AmountNotPositive ? field : "", Refusals.Words(refusal.Code()));
        return await OnGet(id);
    }
}
