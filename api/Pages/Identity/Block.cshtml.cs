using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.Extensions.Localization;
using Postmobile.Api.Hosting;
using Postmobile.Identity;

namespace Postmobile.Api.Pages.Identity;

/// <summary>Blocks a wallet from any telephone: for whoever has just lost theirs.</summary>
[AllowAnonymous, EnableRateLimiting(RateLimits.SignIn)]
public sealed class BlockModel(IGrainFactory grains, IStringLocalizer texts, TimeProvider time) : PageModel
{
    /// <summary>The wallet's telephone.</summary>
    [BindProperty]
    public string? Phone { get; set; }

    /// <summary>The PIN.</summary>
    [BindProperty]
    public string? Pin { get; set; }

    /// <summary>Whether it is blocked now.</summary>
    [BindProperty(SupportsGet = true)]
    public bool Done { get; set; }

    /// <summary>Shows the form.</summary>
    public void OnGet()
    {
    }

    /// <summary>Blocks.</summary>
    public async Task<IActionResult> OnPost()
    {
        if (!PhoneNumber.TryParse(Phone, out PhoneNumber phone))
        {
            ModelState.AddModelError(nameof(Phone), "error.phone");
            return Page();
        }

        IdentityRefusal? refusal = await grains.Phone(phone).Block(new Pin(Pin ?? ""));

        // The sessions have ended already when the ledger is late: the rest follows by itself.
        Done = refusal is null or { Code: IdentityRefusalCode.LedgerPending };
        if (!Done)
        {
            ModelState.Refuse(nameof(Pin), texts.Words(refusal!, time.GetUtcNow()));
        }

        return Page();
    }
}
