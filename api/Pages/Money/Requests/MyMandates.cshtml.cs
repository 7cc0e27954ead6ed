using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.RateLimiting;
using Postmobile.Api.Hosting;
using Postmobile.Api.Identity;
using Postmobile.Api.Money;
using Postmobile.Money;

namespace Postmobile.Api.Pages.Money.Requests;

/// <summary>Some mandates as rows, seen from one side.</summary>
public sealed record MandateRows(IReadOnlyList<Mandate> All, bool Paying);

/// <summary>What others may collect of a person, and what the person collects of others.</summary>
[Authorize(Policy = Policies.Customer), EnableRateLimiting(RateLimits.Money)]
public sealed class MyMandatesModel(MandateDesk desk) : PageModel
{
    /// <summary>Those that this person pays.</summary>
    public IReadOnlyList<Mandate> Paying { get; private set; } = [];

    /// <summary>Those by which this person or their shop is paid.</summary>
    public IReadOnlyList<Mandate> Collecting { get; private set; } = [];

    /// <summary>Shows them.</summary>
    public async Task OnGet()
    {
        Paying = await desk.Paying(User);
        Collecting = await desk.Collecting(User);
    }
}
