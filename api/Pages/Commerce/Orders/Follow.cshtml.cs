using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.RateLimiting;
using Postmobile.Api.Commerce;
using Postmobile.Api.Hosting;
using Postmobile.Commerce;

namespace Postmobile.Api.Pages.Commerce;

using Order = Postmobile.Commerce.Order; // not the sealed order of a payment, which is a page's own

/// <summary>An order by its link, for people without an account: where it is, no name, no address, no code.</summary>
[AllowAnonymous, EnableRateLimiting(RateLimits.Money)]
public sealed class FollowModel(IGrainFactory grains, OrderLinks links) : PageModel
{
    /// <summary>The order.</summary>
    public Order Order { get; private set; } = null!;

    /// <summary>Shows it; what is no link of ours leads nowhere.</summary>
    public async Task<IActionResult> OnGet(string token)
    {
        if (links.Open(token) is not { } id || await grains.GetGrain<IOrderGrain>(id.Value).Look() is not { } order)
        {
            return NotFound();
        }

        Order = order;
        Response.Headers["X-Robots-Tag"] = "noindex";
        Response.Headers.CacheControl = "no-store";
        Response.Headers["Referrer-Policy"] = "no-referrer";
        return Page();
    }
}
