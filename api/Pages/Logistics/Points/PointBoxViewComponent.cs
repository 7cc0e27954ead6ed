using Microsoft.AspNetCore.Mvc;
using Postmobile.Api.Logistics;
using Postmobile.Logistics;

namespace Postmobile.Api.Pages.Logistics;

/// <summary>Where a parcel is fetched, and until when it waits.</summary>
/// <param name="Point">The point as it is now.</param>
/// <param name="Until">Until when; null while it is not there.</param>
public sealed record PointBox(Point Point, DateTimeOffset? Until);

/// <summary>Where a parcel is fetched, with hours; nothing for home and for old orders. <c>@await Component.InvokeAsync("PointBox", new { code, delivery })</c>.</summary>
public sealed class PointBoxViewComponent(IGrainFactory grains) : ViewComponent
{
    /// <summary>Reads and shows it.</summary>
    public async Task<IViewComponentResult> InvokeAsync(PointCode? code, DeliveryId? delivery = null)
    {
        if (code is not { } known || await grains.Point(known.Value)!.Look() is not { } point)
        {
            return Content("");
        }

        Delivery? parcel = delivery is { } id ? await grains.GetGrain<IDeliveryGrain>(id.Value).Look() : null;
        return View("~/Pages/Shared/_PointBox.cshtml", new PointBox(point, parcel?.WaitsUntil));
    }
}
