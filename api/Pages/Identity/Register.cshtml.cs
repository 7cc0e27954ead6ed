using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.Extensions.Localization;
using Postmobile.Api.Hosting;
using Postmobile.Api.Translations;
using Postmobile.Identity;

namespace Postmobile.Api.Pages.Identity;

/// <summary>Opens a wallet: name, telephone, language, PIN. A code by SMS then proves the number.</summary>
[AllowAnonymous, EnableRateLimiting(RateLimits.Sms)]
public sealed class RegisterModel(IGrainFactory grains, IStringLocalizer texts, TimeProvider time) : PageModel
{
    /// <summary>The name in full.</summary>
    [BindProperty]
    public string? FullName { get; set; }

    /// <summary>The telephone.</summary>
    [BindProperty]
    public string? Phone { get; set; }

    /// <summary>The language in which the person wants to be spoken to.</summary>
    [BindProperty]
    public string Spoken { get; set; } = Language.Current.Code;

    /// <summary>The PIN that they choose.</summary>
    [BindProperty]
    public string? Pin { get; set; }

    /// <summary>Shows the empty form.</summary>
    public void OnGet()
    {
    }

    /// <summary>Sends the code and goes on to where it is typed.</summary>
    public async Task<IActionResult> OnPost()
    {
        if (!PhoneNumber.TryParse(Phone, out PhoneNumber phone))
        {
            ModelState.AddModelError(nameof(Phone), "error.phone");
            return Page();
        }

        string id = "reg-" + Guid.NewGuid().ToString("N");
        RegistrationRequest request = new() { Phone = phone, Name = FullName?.Trim() ?? "", Language = Spoken, Pin = new Pin(Pin ?? "") };
        RegistrationOutcome outcome = await grains.GetGrain<IRegistrationGrain>(id).Begin(request);
        if (outcome.Refusal is { } refusal)
        {
            ModelState.Refuse(FieldOf(refusal.Code), texts.Words(refusal, time.GetUtcNow()));
            return Page();
        }

        return RedirectToPage("/Identity/Confirm", new { id });
    }

    private static string FieldOf(IdentityRefusalCode code) => code switch
    {
        IdentityRefusalCode.InvalidName => nameof(FullName),
        IdentityRefusalCode.InvalidPhone => nameof(Phone),
        IdentityRefusalCode.PinFormat or IdentityRefusalCode.PinTooCommon => nameof(Pin),
        _ => "",
    };
}
