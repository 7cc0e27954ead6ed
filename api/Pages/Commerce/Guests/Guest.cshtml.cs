using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.Extensions.Localization;
using Microsoft.Extensions.Options;
using Postmobile.Api.Hosting;
using Postmobile.Api.Identity;
using Postmobile.Api.Translations;
using Postmobile.Commerce;
using Postmobile.Identity;

namespace Postmobile.Api.Pages.Commerce.Guests;

/// <summary>To buy, or to see what one has bought, without an account: a code by SMS proves the number. Anybody's.</summary>
[AllowAnonymous, EnableRateLimiting(RateLimits.Sms)]
public sealed class GuestModel(IGrainFactory grains, IOptions<GuestOptions> limits, IStringLocalizer texts, TimeProvider time) : PageModel
{
    private const string Home = "/achats";

    /// <summary>The telephone.</summary>
    [BindProperty]
    public string? Phone { get; set; }

    /// <summary>Where the person wanted to go: the cart, or an order.</summary>
    [BindProperty(SupportsGet = true)]
    public string ReturnUrl { get; set; } = Home;

    /// <summary>What one may buy so.</summary>
    public GuestOptions Limits => limits.Value;

    /// <summary>Shows the form; whoever has confirmed their number in this browser goes on at once.</summary>
    public async Task<IActionResult> OnGet() => await HttpContext.FindGuest() is null ? Page() : LocalRedirect(Local(Url, ReturnUrl));

    /// <summary>Sends the code and goes on to where it is typed.</summary>
    public async Task<IActionResult> OnPost()
    {
        if (!PhoneNumber.TryParse(Phone, out PhoneNumber phone))
        {
            ModelState.AddModelError(nameof(Phone), "error.phone");
            return Page();
        }

        string id = GuestEndpoints.NewKey();
        if ((await grains.GetGrain<IGuestEntryGrain>(id).Begin(phone, Language.Current.Code)).Refusal is not { } refusal)
        {
            return RedirectToPage("/Commerce/Guests/GuestCode", new { id, ReturnUrl = Local(Url, ReturnUrl) });
        }

        ModelState.Refuse(nameof(Phone), texts.Words(refusal, time.GetUtcNow()));
        return Page();
    }

    /// <summary>A place of ours to go to; not this page again.</summary>
    internal static string Local(IUrlHelper url, string? wanted) =>
        url.IsLocalUrl(wanted) && !wanted!.StartsWith("/sans-compte", StringComparison.OrdinalIgnoreCase) ? wanted : Home;
}
