using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.RateLimiting;
using Postmobile.Api.Hosting;
using Postmobile.Api.Identity;
using Postmobile.Api.Money;
using Postmobile.Money;

namespace Postmobile.Api.Pages.Money.Requests;

/// <summary>Who has paid their share of a bill.</summary>
[Authorize(Policy = Policies.Customer), EnableRateLimiting(RateLimits.Money)]
public sealed class OneSplitModel(RequestDesk desk) : PageModel
{
    /// <summary>The bill.</summary>
    public Split Bill { get; private set; } = null!;

    /// <summary>Shows it.</summary>
    public async Task<IActionResult> OnGet(string id)
    {
        if (await desk.FindSplit(User, id) is not { } bill)
        {
            return NotFound();
        }

        Bill = bill;
        return Page();
    }
}
