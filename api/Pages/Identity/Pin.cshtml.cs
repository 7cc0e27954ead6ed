using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.Extensions.Localization;
using Postmobile.Api.Hosting;
using Postmobile.Api.Identity;
using Postmobile.Identity;

namespace Postmobile.Api.Pages.Identity;

/// <summary>Changes the PIN; all other devices are signed out.</summary>
[Authorize(Policy = Policies.SignedIn), EnableRateLimiting(RateLimits.SignIn)]
public sealed class PinModel(IGrainFactory grains, IStringLocalizer texts, TimeProvider time, SignInService signIn) : PageModel
{
    /// <summary>The present PIN.</summary>
    [BindProperty]
    public string? Old { get; set; }

    /// <summary>The new one.</summary>
    [BindProperty]
    public string? Fresh { get; set; }

    /// <summary>Shows the form.</summary>
    public void OnGet()
    {
    }

    /// <summary>Changes it.</summary>
    public async Task<IActionResult> OnPost()
    {
        IdentityRefusal? refusal = await grains.Customer(User).ChangePin(new Pin(Old ?? ""), new Pin(Fresh ?? ""), User.Device());
        if (refusal is not null)
        {
            bool old = refusal.Code is IdentityRefusalCode.WrongCredentials or IdentityRefusalCode.Locked or IdentityRefusalCode.WalletBlocked;
            ModelState.Refuse(old ? nameof(Old) : nameof(Fresh), texts.Words(refusal, time.GetUtcNow()));
            return Page();
        }

        // The sessions of before are over, this one with them: it begins anew.
        PhoneNumber? phone = (await grains.Customer(User).Look())?.Phone;
        await signIn.SignIn(HttpContext, phone?.E164, Fresh);
        return RedirectToPage("/Identity/Profile", new { changed = true });
    }
}
