using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.Extensions.Localization;
using Postmobile.Api.Hosting;
using Postmobile.Api.Identity;
using Postmobile.Api.Money;
using Postmobile.Identity;
using Postmobile.Money;

namespace Postmobile.Api.Pages.Money;

/// <summary>A person leaves: the wallet must be empty; the PIN says that it is meant.</summary>
[Authorize(Policy = Policies.Customer), EnableRateLimiting(RateLimits.Money)]
public sealed class LeaveModel(IGrainFactory grains, SignInService signIn, IStringLocalizer texts, TimeProvider time) : PageModel
{
    /// <summary>The PIN.</summary>
    [BindProperty]
    public string? Pin { get; set; }

    /// <summary>The wallet as it stands.</summary>
    public AccountView Account { get; private set; } = null!;

    /// <summary>Whether nothing is in it, and nothing is set aside.</summary>
    public bool Empty => Account is { Balance: 0, Held: 0 };

    /// <summary>Shows what is left in the wallet, or asks whether it is meant.</summary>
    public async Task<IActionResult> OnGet()
    {
        if (await grains.Account(User.Wallet()).Look() is not { } account)
        {
            return NotFound();
        }

        Account = account;
        return Page();
    }

    /// <summary>Closes; the session ends with it.</summary>
    public async Task<IActionResult> OnPost()
    {
        IActionResult page = await OnGet();
        if (await signIn.Prove(HttpContext, Pin) is { } wrong)
        {
            ModelState.Refuse(nameof(Pin), texts.Words(wrong, time.GetUtcNow()));
            return page;
        }

        ClosingOutcome outcome = await grains.Customer(User).Close();
        if (outcome is { Identity: null, Ledger: null, Mistake: null })
        {
            await signIn.SignOut(HttpContext);
            return RedirectToPage("/Shell/Index");
        }

        ModelState.Refuse("", outcome.Mistake is { } mistake ? Refusals.Words(MistakeAnswers.Code(mistake))
            : outcome.Ledger is { } ledger ? texts.Words(ledger)
            : texts.Words(outcome.Identity!, time.GetUtcNow()));
        return page;
    }
}
