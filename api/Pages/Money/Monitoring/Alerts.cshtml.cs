using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Postmobile.Api.Identity;
using Postmobile.Money;

namespace Postmobile.Api.Pages.Money;

/// <summary>Unusual movements that operators look into; the list moves by itself.</summary>
[Authorize(Policy = Policies.Operator), ResponseCache(NoStore = true)]
public sealed class AlertsModel(IGrainFactory grains) : PageModel
{
    private const int PerPage = 30;

    /// <summary>The closed ones instead of the open.</summary>
    [BindProperty(SupportsGet = true)]
    public bool Closed { get; set; }

    /// <summary>The alerts.</summary>
    public AlertPage Found { get; private set; } = new([], null);

    /// <summary>Shows the list.</summary>
    public async Task OnGet(string? cursor) =>
        Found = await grains.GetGrain<IAlertsGrain>(0).List(Closed ? AlertStatus.Closed : AlertStatus.Open, PerPage, cursor);
}
