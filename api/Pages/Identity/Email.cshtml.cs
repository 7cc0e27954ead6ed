using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.Extensions.Localization;
using Postmobile.Api.Hosting;
using Postmobile.Api.Identity;
using Postmobile.Identity;

namespace Postmobile.Api.Pages.Identity;

/// <summary>One's own e-mail address: gives it, types the code that came there, changes or removes it.</summary>
[Authorize(Policy = Policies.SignedIn), EnableRateLimiting(RateLimits.Sms)]
public sealed class EmailModel(IGrainFactory grains, IStringLocalizer texts, TimeProvider time) : PageModel
{
    /// <summary>The address that is given.</summary>
    [BindProperty]
    public string? Email { get; set; }

    /// <summary>The code that came there.</summary>
    [BindProperty]
    public string? Code { get; set; }

    /// <summary>How it stands.</summary>
    public EmailView Stands { get; private set; } = null!;

    /// <summary>Shows it.</summary>
    public async Task OnGet() => Stands = await grains.Customer(User).Email();

    /// <summary>Sends a code.</summary>
    public async Task<IActionResult> OnPost()
    {
        IdentityRefusal? refusal = EmailAddress.TryParse(Email, out EmailAddress address) ? await grains.Customer(User).BeginEmail(address) : IdentityRefusalCode.InvalidEmail;
        return await Answer(refusal, nameof(Email));
    }

    /// <summary>Takes the code.</summary>
    public async Task<IActionResult> OnPostConfirm() => await Answer(await grains.Customer(User).ConfirmEmail(new OneTimeCode(Code?.Trim() ?? "")), nameof(Code));

    /// <summary>Forgets the address.</summary>
    public async Task<IActionResult> OnPostRemove()
    {
        await grains.Customer(User).RemoveEmail();
        return RedirectToPage();
    }

    private async Task<IActionResult> Answer(IdentityRefusal? refusal, string field)
    {
        if (refusal is null)
        {
            return RedirectToPage();
        }

        ModelState.Refuse(field, texts.Words(refusal, time.GetUtcNow()));
        await OnGet();
        return Page();
    }
}
