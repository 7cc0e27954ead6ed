using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.Extensions.Localization;
using Postmobile.Api.Hosting;
using Postmobile.Commerce;
using Postmobile.Identity;

namespace Postmobile.Api.Pages.Identity;

/// <summary>Takes the code that came by SMS and opens the wallet.</summary>
[AllowAnonymous, EnableRateLimiting(RateLimits.SignIn)]
public sealed class ConfirmModel(IGrainFactory grains, IStringLocalizer texts, TimeProvider time, ILogger<ConfirmModel> log) : PageModel
{
    /// <summary>The registration.</summary>
    [BindProperty(SupportsGet = true)]
    public string Id { get; set; } = "";

    /// <summary>The code.</summary>
    [BindProperty]
    public string? Code { get; set; }

    /// <summary>Whether another code has just been sent.</summary>
    public bool Resent { get; private set; }

    private IRegistrationGrain? Registration =>
        Id.StartsWith("reg-", StringComparison.Ordinal) && Guid.TryParseExact(Id[4..], "N", out _) ? grains.GetGrain<IRegistrationGrain>(Id) : null;

    /// <summary>Shows the form.</summary>
    public IActionResult OnGet() => Registration is null ? NotFound() : Page();

    /// <summary>Checks the code. Whoever has it goes on to sign in, with the PIN that they have just chosen.</summary>
    public async Task<IActionResult> OnPost()
    {
        if (Registration is not { } registration)
        {
            return NotFound();
        }

        ConfirmationOutcome outcome = await registration.Confirm(new OneTimeCode(Code?.Trim() ?? ""));
        if (outcome.Customer is { } customer)
        {
            await ThankInviter(customer.Id);
            return RedirectToPage("/Identity/SignIn", new { welcome = true });
        }

        ModelState.Refuse(nameof(Code), texts.Words(outcome.Refusal!, time.GetUtcNow()));
        return Page();
    }

    // Whoever came by a friend's link keeps its code in this browser. A wallet is never held up by it: it can be typed later too.
    private async Task ThankInviter(CustomerId person)
    {
        if (Commerce.Reach.InvitedModel.CodeIn(Request) is { } code)
        {
            try
            {
                await grains.GetGrain<IReferralGrain>(Referrals.Key(person)).Claim(code);
            }
            catch (Exception failure) when (failure is TimeoutException or OrleansException or Documents.DocumentNotSavedException)
            {
                log.NotClaimed(failure);
            }
        }
    }

    /// <summary>Sends another code.</summary>
    public async Task<IActionResult> OnPostResend()
    {
        if (Registration is not { } registration)
        {
            return NotFound();
        }

        ModelState.Clear();
        RegistrationOutcome outcome = await registration.Resend();
        Resent = outcome.Refusal is null;
        if (outcome.Refusal is { } refusal)
        {
            ModelState.Refuse("", texts.Words(refusal, time.GetUtcNow()));
        }

        return Page();
    }
}

internal static partial class ConfirmLog
{
    [LoggerMessage(Level = LogLevel.Warning, Message = "By whose code somebody came was not noted.")]
    public static partial void NotClaimed(this ILogger logger, Exception failure);
}
