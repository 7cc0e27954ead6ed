using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.RateLimiting;
using Postmobile.Api.Hosting;
using Postmobile.Api.Logistics;
using Postmobile.Logistics;
using Postmobile.Money;

namespace Postmobile.Api.Pages.Logistics;

/// <summary>Post offices and pickup points by department and town, or the nearest first. For everybody.</summary>
[AllowAnonymous, EnableRateLimiting(RateLimits.Money)]
public sealed class PointsModel(IGrainFactory grains) : PageModel
{
    private const int NearestMax = 30;

    private (double Latitude, double Longitude)? _here;

    /// <summary>Where somebody is, as <c>latitude,longitude</c>; empty when they did not say.</summary>
    [BindProperty(SupportsGet = true)]
    public string? Pres { get; set; }

    /// <summary>Of which town; null: of all.</summary>
    public Town? Town { get; private set; }

    /// <summary>The points.</summary>
    public IReadOnlyList<Point> Points { get; private set; } = [];

    /// <summary>The points by department; the nearest ones in one group without a name.</summary>
    public IEnumerable<IGrouping<string, Point>> Groups => Points.GroupBy(point => _here is null ? point.Facts.Place.Department : "");

    /// <summary>How far a point is, when it is known where somebody is.</summary>
    public double? Kilometres(Point point) => _here is { } here ? Math.Round(point.Facts.KilometresFrom(here.Latitude, here.Longitude), 1) : null;

    /// <summary>Shows them.</summary>
    public async Task OnGet(string? ville)
    {
        (Town, _here) = (Congo.Find(ville), PointSentences.Near(Pres));
        IReadOnlyList<Point> points = await grains.GetGrain<IPointsGrain>(0).List(Town?.Name);
        Points = _here is { } here ? [.. points.OrderBy(point => point.Facts.KilometresFrom(here.Latitude, here.Longitude)).Take(NearestMax)] : points;
    }
}
