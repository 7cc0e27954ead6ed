using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.Extensions.Localization;
using Postmobile.Api.Hosting;
using Postmobile.Api.Identity;
using Postmobile.Api.Money;
using Postmobile.Money;

namespace Postmobile.Api.Pages.Money.Requests;

/// <summary>One request: the payer sees what it costs and says yes or no; the requester sees how it stands.</summary>
[Authorize(Policy = Policies.Customer), EnableRateLimiting(RateLimits.Money)]
public sealed class OneRequestModel(RequestDesk desk, SignInService signIn, IStringLocalizer texts, TimeProvider time) : PageModel
{
    /// <summary>The PIN.</summary>
    [BindProperty]
    public string? Pin { get; set; }

    /// <summary>The request.</summary>
    public MoneyRequest Asked { get; private set; } = null!;

    /// <summary>Whether the one who looks is asked to pay.</summary>
    public bool AmPayer => Asked.Wish.Payer.Id == User.Customer();

    /// <summary>What paying costs; null when it cannot be paid now.</summary>
    public Quote? Quoted { get; private set; }

    /// <summary>Why it cannot be paid now.</summary>
    public string? Why { get; private set; }

    /// <summary>The payer has never paid this person.</summary>
    public bool FirstTime { get; private set; }

    /// <summary>Shows it.</summary>
    public async Task<IActionResult> OnGet(string id)
    {
        if (await desk.Find(User, id) is not { } request)
        {
            return NotFound();
        }

        Asked = request;
        if (AmPayer && request.Status is RequestStatus.Open)
        {
            (QuoteOutcome outcome, FirstTime) = await desk.Quote(User, request);
            Quoted = outcome.Quote;
            Why = outcome.Refusal is { } refusal ? texts.Words(refusal) : null;
        }

        return Page();
    }

    /// <summary>Pays, once the PIN is right.</summary>
    public async Task<IActionResult> OnPostApprove(string id, long total)
    {
        if (await desk.Find(User, id) is not { } request || request.Wish.Payer.Id != User.Customer())
        {
            return NotFound();
        }

        if (await signIn.Prove(HttpContext, Pin) is { } wrong)
        {
            ModelState.Refuse(nameof(Pin), texts.Words(wrong, time.GetUtcNow()));
            return await OnGet(id);
        }

        RequestOutcome outcome = await desk.Approve(User, id, total);
        return outcome.Request?.Transfer is { } paid
            ? RedirectToPage("/Money/Receipt", new { id = paid.ToString(), done = 1 })
            : await After(outcome, id);
    }

    /// <summary>Says no.</summary>
    public async Task<IActionResult> OnPostDecline(string id) => await After(await desk.Decline(User, id), id);

    /// <summary>Takes it back.</summary>
    public async Task<IActionResult> OnPostCancel(string id) => await After(await desk.Cancel(User, id), id);

    /// <summary>Says no, now and to whatever this person asks later.</summary>
    public async Task<IActionResult> OnPostBlock(string id)
    {
        RequestOutcome outcome = await desk.Block(User, id);
        return outcome.Refusal is null ? RedirectToPage("/Money/Requests/MyRequests") : await After(outcome, id);
    }

    private async Task<IActionResult> After(RequestOutcome outcome, string id)
    {
        if (outcome is { Refusal: null, Ledger: null })
        {
            return RedirectToPage(new { id });
        }

        ModelState.Clear();
        ModelState.Refuse("", outcome.Ledger is { } ledger ? texts.Words(ledger) : Refusals.Words(outcome.Refusal!.Value.Code()));
        return await OnGet(id);
    }
}
