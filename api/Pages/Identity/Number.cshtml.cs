using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.Extensions.Localization;
using Postmobile.Api.Hosting;
using Postmobile.Api.Identity;
using Postmobile.Identity;

namespace Postmobile.Api.Pages.Identity;

/// <summary>Moves the wallet to another telephone number: PIN, then the code that goes to the new number.</summary>
[Authorize(Policy = Policies.SignedIn), EnableRateLimiting(RateLimits.Sms)]
public sealed class NumberModel(IGrainFactory grains, IStringLocalizer texts, TimeProvider time) : PageModel
{
    /// <summary>The new number.</summary>
    [BindProperty]
    public string? Phone { get; set; }

    /// <summary>The PIN.</summary>
    [BindProperty]
    public string? Pin { get; set; }

    /// <summary>The code that came to the new number.</summary>
    [BindProperty]
    public string? Code { get; set; }

    /// <summary>Whether the code is on its way.</summary>
    public bool Sent { get; private set; }

    /// <summary>Shows the first step.</summary>
    public void OnGet()
    {
    }

    /// <summary>Sends the code.</summary>
    public async Task<IActionResult> OnPost()
    {
        if (!PhoneNumber.TryParse(Phone, out PhoneNumber phone))
        {
            ModelState.AddModelError(nameof(Phone), "error.phone");
            return Page();
        }

        IdentityRefusal? refusal = await grains.Phone(phone).AdmitSms() ?? await grains.Customer(User).ChangeNumber(phone, new Pin(Pin ?? ""));
        Sent = refusal is null;
        if (refusal is not null)
        {
            bool pin = refusal.Code is IdentityRefusalCode.WrongCredentials or IdentityRefusalCode.Locked;
            ModelState.Refuse(pin ? nameof(Pin) : nameof(Phone), texts.Words(refusal, time.GetUtcNow()));
        }

        return Page();
    }

    /// <summary>Takes the code and moves the wallet.</summary>
    public async Task<IActionResult> OnPostConfirm()
    {
        IdentityRefusal? refusal = await grains.Customer(User).ConfirmNumber(new OneTimeCode(Code?.Trim() ?? ""));
        if (refusal is null)
        {
            return RedirectToPage("/Identity/Profile", new { changed = true });
        }

        Sent = true;
        ModelState.Refuse(nameof(Code), texts.Words(refusal, time.GetUtcNow()));
        return Page();
    }
}
