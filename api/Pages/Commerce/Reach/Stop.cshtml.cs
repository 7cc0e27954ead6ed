using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.RateLimiting;
using Postmobile.Api.Hosting;
using Postmobile.Commerce;

namespace Postmobile.Api.Pages.Commerce.Reach;

/// <summary>
/// Ends a consent by the link of a message, without signing in: whoever holds the message may. Looking alone ends nothing, since networks and
/// messengers open links ahead.
/// </summary>
[AllowAnonymous, EnableRateLimiting(RateLimits.Search)]
public sealed class StopModel(IGrainFactory grains) : PageModel
{
    /// <summary>The shop, and whether its messages still come.</summary>
    public Follow Shop { get; private set; } = null!;

    /// <summary>Asks.</summary>
    public async Task<IActionResult> OnGet(string token)
    {
        if (!Follows.IsToken(token) || await grains.GetGrain<IFollowersGrain>(0).ByToken(token) is not { } found)
        {
            return NotFound();
        }

        Response.Headers.CacheControl = "no-store";
        Shop = found;
        return Page();
    }

    /// <summary>Ends it.</summary>
    public async Task<IActionResult> OnPost(string token)
    {
        if (!Follows.IsToken(token) || await grains.GetGrain<IFollowersGrain>(0).ByToken(token) is not { } found)
        {
            return NotFound();
        }

        await grains.GetGrain<IFollowGrain>(Follows.Key(found.Shop, found.Person)).End(found.Link!.Value, ConsentEnd.Link);
        return Redirect("/x/" + token);
    }
}
