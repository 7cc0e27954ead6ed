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

/// <summary>Recalls that a person asked for or is asked about. The payee answers here.</summary>
[Authorize(Policy = Policies.Customer), EnableRateLimiting(RateLimits.Money)]
public sealed class MyRecallsModel(IGrainFactory grains, SignInService signIn, IStringLocalizer texts, TimeProvider time) : PageModel
{
    /// <summary>The recall that is answered.</summary>
    [BindProperty]
    public string? Recall { get; set; }

    /// <summary>The payee's words.</summary>
    [BindProperty]
    public string? Words { get; set; }

    /// <summary>The PIN, when money goes back.</summary>
    [BindProperty]
    public string? Pin { get; set; }

    /// <summary>The recalls, newest first.</summary>
    public IReadOnlyList<Recall> Cases { get; private set; } = [];

    /// <summary>Whether the one who looks got the money.</summary>
    public bool AmPayee(Recall recall) => recall.Payee == User.Customer();

    /// <summary>Shows them.</summary>
    public async Task OnGet() => Cases = await grains.GetGrain<IRecallsGrain>(0).Of(User.Customer());

    /// <summary>The payee agrees; the PIN says that it is they.</summary>
    public async Task<IActionResult> OnPostConsent()
    {
        if (await grains.RecallOf(Recall, User.Customer()) is null)
        {
            return NotFound();
        }

        if (await signIn.Prove(HttpContext, Pin) is { } wrong)
        {
            return await Again(texts.Words(wrong, time.GetUtcNow()));
        }

        return await After(await grains.GetGrain<IRecallGrain>(Recall!).Consent(User.Customer()));
    }

    /// <summary>The payee says that the money is theirs.</summary>
    public async Task<IActionResult> OnPostContest() =>
        await grains.RecallOf(Recall, User.Customer()) is null
            ? NotFound()
            : await After(await grains.GetGrain<IRecallGrain>(Recall!).Contest(User.Customer(), Words));

    private async Task<IActionResult> After(RecallOutcome outcome) =>
        outcome.Refusal is { } refusal ? await Again(Refusals.Words(MistakeAnswers.Code(refusal))) : RedirectToPage();

    private async Task<IActionResult> Again(string words)
    {
        ModelState.Clear();
        ModelState.Refuse("", words);
        await OnGet();
        return Page();
    }
}
