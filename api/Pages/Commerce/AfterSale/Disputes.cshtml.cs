using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Postmobile.Api.Identity;
using Postmobile.Commerce;

namespace Postmobile.Api.Pages.Commerce;

/// <summary>Disputes, oldest first: those that wait for the post, or all open ones.</summary>
[Authorize(Policy = Policies.Operator)]
public sealed class DisputesModel(IGrainFactory grains) : PageModel
{
    /// <summary>Whether all open ones are shown.</summary>
    public bool Every { get; private set; }

    /// <summary>The disputes.</summary>
    public DisputePage Disputes { get; private set; } = new([], null);

    /// <summary>Shows them.</summary>
    public async Task OnGet(bool all, string? cursor) => (Every, Disputes) = (all, await grains.GetGrain<IAfterSaleGrain>(0).Disputes(!all, 50, cursor));
}
