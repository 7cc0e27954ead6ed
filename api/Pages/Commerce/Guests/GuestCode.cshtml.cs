using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.Extensions.Localization;
using Postmobile.Api.Hosting;
using Postmobile.Api.Identity;
using Postmobile.Identity;

namespace Postmobile.Api.Pages.Commerce.Guests;

/// <summary>Takes the code that came by SMS; this browser then knows the guest for thirty days. Anybody's.</summary>
[AllowAnonymous, EnableRateLimiting(RateLimits.SignIn)]
public sealed class GuestCodeModel(IGrainFactory grains, IStringLocalizer texts, TimeProvider time) : PageModel
{
    /// <summary>The entry.</summary>
    [BindProperty(SupportsGet = true)]
    public string Id { get; set; } = "";

    /// <summary>The code.</summary>
    [BindProperty]
    public string? Code { get; set; }

    /// <summary>Where the person wanted to go.</summary>
    [BindProperty(SupportsGet = true)]
    public string ReturnUrl { get; set; } = "";

    /// <summary>Whether another code has just been sent.</summary>
    public bool Resent { get; private set; }

    private IGuestEntryGrain? Entry => GuestEndpoints.Entry(grains, Id);

    /// <summary>Shows the form.</summary>
    public IActionResult OnGet() => Entry is null ? NotFound() : Page();

    /// <summary>Checks the code and goes on.</summary>
    public async Task<IActionResult> OnPost()
    {
        if (Entry is not { } entry)
        {
            return NotFound();
        }

        GuestOutcome outcome = await entry.Confirm(new OneTimeCode(Code?.Trim() ?? ""));
        if (outcome.Guest is { } guest)
        {
            await HttpContext.SignInGuest(guest);
            return LocalRedirect(GuestModel.Local(Url, ReturnUrl));
        }

        ModelState.Refuse(nameof(Code), texts.Words(outcome.Refusal!, time.GetUtcNow()));
        return Page();
    }

    /// <summary>Sends another code.</summary>
    public async Task<IActionResult> OnPostResend()
    {
        if (Entry is not { } entry)
        {
            return NotFound();
        }

        ModelState.Clear();
        RegistrationOutcome outcome = await entry.Resend();
        Resent = outcome.Refusal is null;
        if (outcome.Refusal is { } refusal)
        {
            ModelState.Refuse("", texts.Words(refusal, time.GetUtcNow()));
        }

        return Page();
    }
}
