using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.RateLimiting;
using Postmobile.Api.Commerce;
using Postmobile.Api.Hosting;
using Postmobile.Commerce;

namespace Postmobile.Api.Pages.Commerce.Reach;

/// <summary>Where a referral link leads: it keeps the code in this browser until the person registers.</summary>
[AllowAnonymous, EnableRateLimiting(RateLimits.Search)]
public sealed class InvitedModel(IGrainFactory grains) : PageModel
{
    private const string Cookie = "shopiposte.parrain";

    /// <summary>The code.</summary>
    public string Code { get; private set; } = "";

    /// <summary>What it brings; null while there are no rewards.</summary>
    public ReferralTerms? Terms { get; private set; }

    /// <summary>Shows it.</summary>
    public async Task<IActionResult> OnGet(string code)
    {
        if (Referrals.Read(code) is not { } known || await grains.GetGrain<IReferralCodeGrain>(Referrals.CodeKey(known)).Owner() is null)
        {
            return NotFound();
        }

        Code = known;
        Terms = (await grains.ReferralProgram().Look()).Terms;
        Response.Cookies.Append(Cookie, known, new CookieOptions
        {
            HttpOnly = true, SameSite = SameSiteMode.Lax, Secure = Request.IsHttps, MaxAge = TimeSpan.FromDays(30), IsEssential = true,
        });
        return Page();
    }

    /// <summary>The code that a link has left in this browser; null without one.</summary>
    internal static string? CodeIn(HttpRequest request) => Referrals.Read(request.Cookies[Cookie]);
}
