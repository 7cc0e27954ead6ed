using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.RateLimiting;
using Postmobile.Api.Hosting;
using Postmobile.Api.Identity;
using Postmobile.Api.Money;
using Postmobile.Money;

namespace Postmobile.Api.Pages.Money;

/// <summary>A merchant's name, place and category; the first time it gives a code.</summary>
[Authorize(Policy = Policies.Merchant), EnableRateLimiting(RateLimits.Money)]
public sealed class MerchantProfileModel(IGrainFactory grains) : PageModel
{
    /// <summary>The name over the door.</summary>
    [BindProperty]
    public string? TradeName { get; set; }

    /// <summary>The department.</summary>
    [BindProperty]
    public string? Department { get; set; }

    /// <summary>The town.</summary>
    [BindProperty]
    public string? Town { get; set; }

    /// <summary>The category.</summary>
    [BindProperty]
    public string? Category { get; set; }

    /// <summary>Shows what there is.</summary>
    public async Task OnGet()
    {
        if (await grains.Merchant(User).Look() is { Profile: { } profile })
        {
            (TradeName, Department, Town, Category) = (profile.TradeName, profile.Department, profile.Town, profile.Category);
        }
    }

    /// <summary>Keeps it and goes on to the till.</summary>
    public async Task<IActionResult> OnPost()
    {
        MerchantProfile profile = new() { TradeName = (TradeName ?? "").Trim(), Department = Department ?? "", Town = (Town ?? "").Trim(), Category = Category ?? "" };
        MerchantOutcome outcome = await grains.Merchant(User).SetProfile(User.Customer().Value, profile);
        if (outcome.Refusal is { } refusal)
        {
            ModelState.AddModelError(refusal.ToString(), "merchants.error-field");
            return Page();
        }

        return RedirectToPage("/Money/Merchants/Till");
    }
}
