using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Postmobile.Api.Identity;
using Postmobile.Logistics;

namespace Postmobile.Api.Pages.Logistics;

/// <summary>Every post office and pickup point, for the post's operators.</summary>
[Authorize(Policy = Policies.Operator)]
public sealed class OperatorPointsModel(IGrainFactory grains) : PageModel
{
    /// <summary>Of which status.</summary>
    [BindProperty(SupportsGet = true)]
    public PointStatus Status { get; set; }

    /// <summary>The points.</summary>
    public IReadOnlyList<Point> Points { get; private set; } = [];

    /// <summary>Shows them.</summary>
    public async Task OnGet() => Points = await grains.GetGrain<IPointsGrain>(0).OfStatus(Enum.IsDefined(Status) ? Status : PointStatus.Open);
}
