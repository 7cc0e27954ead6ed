using Microsoft.AspNetCore.Mvc;
using Postmobile.Api.Logistics;
using Postmobile.Logistics;

namespace Postmobile.Api.Pages.Logistics;

/// <summary>Where a parcel is fetched: the point as it is now, with its hours; nothing for home and for old orders. <c>@await Component.InvokeAsync("PointBox", new { code })</c>.</summary>
public sealed class PointBoxViewComponent(IGrainFactory grains) : ViewComponent
{
    /// <summary>Reads and shows it.</summary>
    public async Task<IViewComponentResult> InvokeAsync(PointCode? code) =>
        code is { } known && await grains.Point(known.Value)!.Look() is { } point ? View("~/Pages/Shared/_PointBox.cshtml", point) : Content("");
}
