using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.RateLimiting;
using Postmobile.Api.Hosting;
using Postmobile.Api.Identity;
using Postmobile.Api.Logistics;
using Postmobile.Identity;
using Postmobile.Logistics;

namespace Postmobile.Api.Pages.Logistics;

/// <summary>The counter of a point: what is expected, what waits and since when, and what goes back.</summary>
[Authorize(Policy = Policies.Customer), EnableRateLimiting(RateLimits.Money), ResponseCache(NoStore = true)]
public sealed class MyPointModel(IGrainFactory grains) : PageModel
{
    private static readonly string[] s_places = ["waiting", "expected", "to_give_back"];

    /// <summary>The points that this person may choose from.</summary>
    public IReadOnlyList<Point> Own { get; private set; } = [];

    /// <summary>The one that is shown.</summary>
    public Point? Point { get; private set; }

    /// <summary>Its parcels by place.</summary>
    public IReadOnlyList<(string Place, IReadOnlyList<Delivery> Parcels)> Places { get; private set; } = [];

    /// <summary>The number of the parcel whose code was refused.</summary>
    public string? Wrong { get; private set; }

    /// <summary>Why.</summary>
    public string? WrongWords { get; private set; }

    /// <summary>Clerks serve at every post office.</summary>
    public bool IsClerk => User.Is(Role.Clerk);

    /// <summary>Shows one's point; of several the one that was chosen.</summary>
    public async Task<IActionResult> OnGet(string? code)
    {
        IPointsGrain points = grains.GetGrain<IPointsGrain>(0);
        IReadOnlyList<Point> run = await points.RunBy(User.Customer());
        Own = IsClerk ? [.. run.UnionBy((await points.List(null)).Where(point => point.Facts.Kind is PointKind.PostOffice), point => point.Code)] : run;
        Point = await grains.OwnPoint(code, User) ?? (run.Count > 0 ? run[0] : null);
        if (!string.IsNullOrEmpty(code) && Point?.Code.Value != code && ModelState.ErrorCount == 0)
        {
            ModelState.Refuse("", Refusals.Words("not_point_staff"));
        }

        if (Point is not null)
        {
            ILookup<string, Delivery> parcels = (await points.Parcels(Point.Code)).ToLookup(parcel => parcel.PlaceOf());
            Places = [.. s_places.Where(place => place != "to_give_back" || parcels[place].Any()).Select(place => (place, (IReadOnlyList<Delivery>)[.. parcels[place]]))];
        }

        return Page();
    }

    /// <summary>A parcel has come.</summary>
    public Task<IActionResult> OnPostArrived(string? code, string? number) => Do(code, number, parcel => grains.TakeIn(parcel, User.Customer()));

    /// <summary>A parcel has left again.</summary>
    public Task<IActionResult> OnPostLeft(string? code, string? number) => Do(code, number, parcel => Grain(parcel).Leave(User.Customer()));

    /// <summary>The buyer has it, and has said the code.</summary>
    public Task<IActionResult> OnPostDeliver(string? code, string? number, string? secret) =>
        Do(code, number, parcel => Grain(parcel).Deliver(secret ?? "", User.Customer(), User.Float() ?? User.Wallet()));

    private IDeliveryGrain Grain(Delivery parcel) => grains.GetGrain<IDeliveryGrain>(parcel.Id.Value);

    private async Task<IActionResult> Do(string? code, string? number, Func<Delivery, Task<DeliveryRefusal?>> what)
    {
        if (await grains.OwnPoint(code, User) is not { } point)
        {
            ModelState.Refuse("", Refusals.Words("not_point_staff"));
            return await OnGet(code);
        }

        Delivery? parcel = await grains.Parcel(number, User);
        string? refusal = parcel?.Order.To.PointCode != point.Code ? "unknown_delivery" : (await what(parcel!))?.Code();
        if (refusal is null)
        {
            return RedirectToPage(new { code = point.Code.Value });
        }

        bool besideField = refusal is "code_wrong" or "code_locked";
        (Wrong, WrongWords) = besideField ? (number, Refusals.Words(refusal)) : (null, null);
        ModelState.Refuse(besideField ? "secret" : "", Refusals.Words(refusal));
        return await OnGet(code);
    }
}
