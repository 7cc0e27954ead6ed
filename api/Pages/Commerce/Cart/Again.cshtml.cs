using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.Extensions.Localization;
using Postmobile.Api.Commerce;
using Postmobile.Api.Hosting;
using Postmobile.Api.Identity;

namespace Postmobile.Api.Pages.Commerce;

/// <summary>An old order, with one tap into the cart.</summary>
[Authorize(Policy = Policies.Buyer), EnableRateLimiting(RateLimits.Money)]
public sealed class AgainModel(CartDesk desk, IStringLocalizer texts) : PageModel
{
    /// <summary>Nothing to see: to the cart.</summary>
    public IActionResult OnGet() => RedirectToPage("/Commerce/Cart/Cart");

    /// <summary>Fills the cart with what is still sold.</summary>
    public async Task<IActionResult> OnPost(string? order)
    {
        int? lines = await desk.Again(HttpContext, order);
        if (lines > 0)
        {
            return RedirectToPage("/Commerce/Cart/Cart");
        }

        ModelState.Refuse("", lines is null ? Refusals.Words("unknown_order") : texts["cart.again-none"]);
        return Page();
    }
}
