using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.Extensions.Localization;
using Postmobile.Api.Hosting;
using Postmobile.Api.Identity;
using Postmobile.Identity;

namespace Postmobile.Api.Pages.Identity;

/// <summary>
/// A new PIN by a code, sent by SMS or given at a counter. Whether a number has a wallet is not to be learnt here: the answers are the same.
/// </summary>
[AllowAnonymous, EnableRateLimiting(RateLimits.Sms)]
public sealed class ForgottenPinModel(IGrainFactory grains, SignInService signIn, IStringLocalizer texts, TimeProvider time) : PageModel
{
    /// <summary>The telephone.</summary>
    [BindProperty]
    public string? Phone { get; set; }

    /// <summary>The code.</summary>
    [BindProperty]
    public string? Code { get; set; }

    /// <summary>The new PIN.</summary>
    [BindProperty]
    public string? Fresh { get; set; }

    /// <summary>Whether a code has just been sent.</summary>
    public bool Sent { get; private set; }

    /// <summary>Whether the code is asked for.</summary>
    public bool Second { get; private set; }

    /// <summary>Shows the first step, or the second to who has a code already.</summary>
    public void OnGet([FromQuery(Name = "code")] bool second) => Second = second;

    /// <summary>Sends a code to the number's owner, if there is one.</summary>
    public async Task<IActionResult> OnPost()
    {
        if (!PhoneNumber.TryParse(Phone, out PhoneNumber phone))
        {
            ModelState.AddModelError(nameof(Phone), "error.phone");
            return Page();
        }

        if (await grains.Phone(phone).AdmitSms() is { } wait)
        {
            ModelState.Refuse(nameof(Phone), texts.Words(wait, time.GetUtcNow()));
            return Page();
        }

        if (await grains.Phone(phone).Owner() is { } owner)
        {
            await Customer(owner).ForgotPin();
        }

        Second = Sent = true;
        return Page();
    }

    /// <summary>Takes the code and sets the PIN.</summary>
    public async Task<IActionResult> OnPostRenew()
    {
        Second = true;
        if (!PhoneNumber.TryParse(Phone, out PhoneNumber phone))
        {
            ModelState.AddModelError(nameof(Phone), "error.phone");
            return Page();
        }

        IdentityRefusal? refusal = await Renew(phone);
        if (refusal is null)
        {
            return RedirectToPage("/Identity/SignIn", new { renewed = true });
        }

        bool pin = refusal.Code is IdentityRefusalCode.PinFormat or IdentityRefusalCode.PinTooCommon;
        ModelState.Refuse(pin ? nameof(Fresh) : nameof(Code), texts.Words(refusal, time.GetUtcNow()));
        return Page();
    }

    private async Task<IdentityRefusal?> Renew(PhoneNumber phone) => await grains.Phone(phone).Owner() is { } owner
        ? await Customer(owner).ResetPin(new OneTimeCode(Code?.Trim() ?? ""), new Pin(Fresh ?? ""), signIn.Device(HttpContext))
        : IdentityRefusalCode.CodeWrong;

    private ICustomerGrain Customer(PhoneOwner owner) => grains.GetGrain<ICustomerGrain>(owner.Customer.Value);
}
