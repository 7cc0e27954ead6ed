using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.RateLimiting;
using Postmobile.Api.Hosting;
using Postmobile.Api.Identity;
using Postmobile.Api.Money;
using Postmobile.Identity;
using Postmobile.Money;

namespace Postmobile.Api.Pages.Money.Requests;

/// <summary>Some requests as rows, seen from one side.</summary>
public sealed record RequestRows(IReadOnlyList<MoneyRequest> All, bool Received);

/// <summary>What a person is asked for, and what they ask of others.</summary>
[Authorize(Policy = Policies.Customer), EnableRateLimiting(RateLimits.Money)]
public sealed class MyRequestsModel(RequestDesk desk) : PageModel
{
    /// <summary>What others ask, open ones first.</summary>
    public IReadOnlyList<MoneyRequest> Received { get; private set; } = [];

    /// <summary>What this person asks, open ones first; shares of bills stand with their bill.</summary>
    public IReadOnlyList<MoneyRequest> Sent { get; private set; } = [];

    /// <summary>The bills, newest first.</summary>
    public IReadOnlyList<Split> Splits { get; private set; } = [];

    /// <summary>Whose requests are refused.</summary>
    public IReadOnlyList<BlockedRequester> Blocked { get; private set; } = [];

    /// <summary>Shows them.</summary>
    public async Task OnGet()
    {
        Received = await desk.Received(User);
        Sent = [.. (await desk.Sent(User)).Where(one => one.Wish.Split is null)];
        Splits = await desk.Splits(User);
        Blocked = await desk.Blocked(User);
    }

    /// <summary>Takes requests from a person again.</summary>
    public async Task<IActionResult> OnPostUnblock(string? person)
    {
        if (CustomerId.TryParse(person, out CustomerId who))
        {
            await desk.Unblock(User, who);
        }

        return RedirectToPage();
    }
}
