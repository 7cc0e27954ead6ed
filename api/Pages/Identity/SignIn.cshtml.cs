using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.Extensions.Localization;
using Postmobile.Api.Hosting;
using Postmobile.Api.Identity;
using Postmobile.Api.Translations;
using Postmobile.Identity;

namespace Postmobile.Api.Pages.Identity;

/// <summary>Telephone and PIN. In Development, the demonstration accounts stand below: one press signs in.</summary>
[AllowAnonymous, EnableRateLimiting(RateLimits.SignIn)]
public sealed class SignInModel(SignInService signIn, IGrainFactory grains, IHostEnvironment environment, IStringLocalizer texts, TimeProvider time) : PageModel
{
    /// <summary>The telephone.</summary>
    [BindProperty]
    public string? Phone { get; set; }

    /// <summary>The PIN.</summary>
    [BindProperty]
    public string? Pin { get; set; }

    /// <summary>Whether the wallet has just been opened.</summary>
    [BindProperty(SupportsGet = true)]
    public bool Welcome { get; set; }

    /// <summary>Whether the PIN has just been renewed.</summary>
    [BindProperty(SupportsGet = true)]
    public bool Renewed { get; set; }

    /// <summary>Where the person wanted to go.</summary>
    [BindProperty(SupportsGet = true)]
    public string? ReturnUrl { get; set; }

    /// <summary>People to try things with; nobody outside of Development.</summary>
    public IReadOnlyList<DemonstrationAccount> Demonstration { get; private set; } = [];

    /// <summary>Shows the form.</summary>
    public async Task OnGet()
    {
        if (environment.IsDevelopment())
        {
            Demonstration = await grains.GetGrain<IDemonstrationGrain>(0).List();
        }
    }

    /// <summary>Signs in, and goes on in the language of the profile.</summary>
    public async Task<IActionResult> OnPost()
    {
        SignInOutcome outcome = await signIn.SignIn(HttpContext, Phone, Pin);
        if (outcome.Customer is { } person)
        {
            LanguageMiddleware.Remember(HttpContext, Language.Find(person.Language) ?? Language.French);
            return LocalRedirect(Url.IsLocalUrl(ReturnUrl) ? ReturnUrl : User.Home());
        }

        if (outcome.Refusal!.Code == IdentityRefusalCode.PinNotSet)
        {
            return RedirectToPage("/Identity/ForgottenPin", new { code = true });
        }

        ModelState.Refuse(nameof(Pin), texts.Words(outcome.Refusal, time.GetUtcNow()));
        await OnGet();
        return Page();
    }
}
