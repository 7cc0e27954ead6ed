using System.ComponentModel;
using System.Globalization;
using System.Security.Claims;
using System.Text.Json;
using Postmobile.Api.Commerce;
using Postmobile.Api.Identity;
using Postmobile.Api.Problems;
using Postmobile.Commerce;
using Postmobile.Identity;
using Postmobile.Logistics;

namespace Postmobile.Api.Logistics;

/// <summary>What an operator writes of a point.</summary>
public sealed record PointBody(
    PointKind Kind,
    string Name,
    string Department,
    string Town,
    [property: Description("The way there in words, with a landmark; no street number is needed.")] string? Address = null,
    double? Latitude = null,
    double? Longitude = null,
    IReadOnlyList<HoursBody>? Hours = null,
    IReadOnlyList<HolidayBody>? Holidays = null,
    string? Phone = null,
    bool TakesParcels = true,
    [property: Description("For how many days a parcel waits there; 1 to 30.")] int WaitDays = 10,
    [property: Description("Telephone or id of the person who runs it.")] string? RunBy = null,
    [property: Description("The shop whose staff runs it.")] string? RunByShop = null)
{
    internal async Task<PointFacts> Read(Customers customers) => new()
    {
        Kind = Kind,
        Name = Name.Trim(),
        Place = new Place { Department = Department, Town = Town, Address = Address?.Trim() ?? "", Latitude = Latitude, Longitude = Longitude },
        Hours = [.. (Hours ?? []).Select(one => one.Read())],
        Holidays = [.. (Holidays ?? []).Select(one => new ShopHoliday(one.First, one.Last, one.Why ?? ""))],
        Phone = string.IsNullOrWhiteSpace(Phone) ? "" : PhoneNumber.TryParse(Phone, out PhoneNumber phone) ? phone.E164 : Phone,
        TakesParcels = TakesParcels,
        WaitDays = WaitDays,
        RunBy = string.IsNullOrWhiteSpace(RunBy) ? null : await customers.Find(RunBy.Trim()) is { } grain ? (await grain.Look())!.Id : null,
        RunByShop = ShopId.TryParse(RunByShop?.Trim(), out ShopId shop) ? shop : null,
    };
}

/// <summary>A new point with its code.</summary>
public sealed record NewPointBody([property: Description("Two to four letters and two or three digits, such as BZV-03; never changes.")] string Code, PointBody Point);

/// <summary>A point as everybody sees it.</summary>
public sealed record PointView(
    string Code, PointKind Kind, PointStatus Status, bool TakesParcels, string Name, string Department, string Town, string Address, double? Latitude, double? Longitude,
    IReadOnlyList<HoursBody> Hours, IReadOnlyList<HolidayBody> Holidays, [property: Description("Now, in Africa/Brazzaville; null when nobody has said its hours.")] bool? OpenNow,
    string? Phone, int WaitDays, [property: Description("From the place that was asked for; by the middle of its town where its own place is not known.")] double? Kilometres)
{
    internal static PointView Of(Point point, DateTimeOffset now, (double Latitude, double Longitude)? near = null)
    {
        PointFacts facts = point.Facts;
        return new(
            point.Code.Value, facts.Kind, point.Status, point.TakesParcels, facts.Name, facts.Place.Department, facts.Place.Town, facts.Place.Address, facts.Place.Latitude, facts.Place.Longitude,
            [.. facts.Hours.Select(HoursBody.Of)], [.. facts.Holidays.Select(day => new HolidayBody(day.First, day.Last, day.Why))], facts.IsOpenAt(now),
            facts.Phone.Length > 0 ? facts.Phone : null, facts.WaitDays, near is { } here ? Math.Round(facts.KilometresFrom(here.Latitude, here.Longitude), 1) : null);
    }
}

/// <summary>Points.</summary>
public sealed record PointsView(IReadOnlyList<PointView> Points);

/// <summary>A point as the post's operators see it.</summary>
public sealed record OwnPointView(PointView Point, long Version, string? RunBy, string? RunByShop, [property: Description("Orders on their way there or waiting there.")] int Parcels)
{
    internal static async Task<OwnPointView> Of(Point point, IGrainFactory grains, DateTimeOffset now) => new(
        PointView.Of(point, now), point.Version, point.Facts.RunBy?.Value, point.Facts.RunByShop?.Value, await grains.GetGrain<IPointsGrain>(0).Count(point.Code));
}

/// <summary>A parcel at a point.</summary>
public sealed record PointParcelView(
    DeliveryView Parcel, [property: Description("expected, waiting, or to_give_back.")] string Place, DateTimeOffset? Since, DateTimeOffset? Until);

/// <summary>Parcels of a point.</summary>
public sealed record PointParcelsView(string Code, IReadOnlyList<PointParcelView> Parcels);

/// <summary>Grains of points, and refusals by their stable codes.</summary>
internal static class PointSentences
{
    /// <summary>The point's grain; null when the text is no code.</summary>
    public static IPointGrain? Point(this IGrainFactory grains, string? code) => PointCode.TryParse(code, out PointCode known) ? grains.GetGrain<IPointGrain>(known.Key) : null;

    /// <summary>The point, for whoever takes parcels in there; null when there is none, or it is not this person's.</summary>
    public static async Task<Point?> OwnPoint(this IGrainFactory grains, string? code, ClaimsPrincipal user) =>
        grains.Point(code) is { } grain && await grain.Look() is { } point && await grain.IsRunBy(user.Customer()) ? point : null;

    /// <summary>The points that somebody may send a parcel to from a town, by kind; the nearest first when it is known where they are.</summary>
    public static async Task<IReadOnlyList<Point>> PointsIn(this IGrainFactory grains, string town, (double Latitude, double Longitude)? near)
    {
        IEnumerable<Point> points = (await grains.GetGrain<IPointsGrain>(0).List(town)).Where(point => point.TakesParcels);
        return [.. near is { } here ? points.OrderBy(point => point.Facts.KilometresFrom(here.Latitude, here.Longitude)) : points];
    }

    /// <summary>Where a parcel is, as the counter sees it.</summary>
    public static string PlaceOf(this Delivery parcel) =>
        parcel.IsAtPoint ? parcel.IsCalledOff || parcel.Stage is DeliveryStage.SentBack ? "to_give_back" : "waiting" : "expected";

    /// <summary>When a parcel came to its point.</summary>
    public static DateTimeOffset? Since(this Delivery parcel) =>
        parcel.IsAtPoint ? parcel.Moves.LastOrDefault(move => move.Stage is DeliveryStage.Ready)?.At : null;

    /// <summary>Takes a parcel in: one that nobody has handed over yet is handed over with it.</summary>
    public static async Task<DeliveryRefusal?> TakeIn(this IGrainFactory grains, Delivery parcel, CustomerId person)
    {
        IDeliveryGrain grain = grains.GetGrain<IDeliveryGrain>(parcel.Id.Value);
        return parcel.Stage is DeliveryStage.Announced && await grain.Move(DeliveryStage.HandedOver, person, "") is { } refusal and not DeliveryRefusal.State
            ? refusal
            : await grain.Move(DeliveryStage.Ready, person, "");
    }

    /// <summary>Reads <c>-4.26,15.24</c>; null when it is none, or nowhere in the country.</summary>
    public static (double Latitude, double Longitude)? Near(string? text)
    {
        string[] parts = (text ?? "").Split(',');
        return parts.Length == 2 && double.TryParse(parts[0], NumberStyles.Float, CultureInfo.InvariantCulture, out double latitude)
            && double.TryParse(parts[1], NumberStyles.Float, CultureInfo.InvariantCulture, out double longitude) && Postmobile.Money.Congo.Contains(latitude, longitude)
            ? (latitude, longitude)
            : null;
    }

    /// <summary>The stable code.</summary>
    public static string Code(this PointRefusal refusal) => refusal switch
    {
        PointRefusal.Taken => "point_taken",
        PointRefusal.State => "point_state",
        PointRefusal.HasParcels => "point_has_parcels",
        _ => JsonNamingPolicy.SnakeCaseLower.ConvertName(refusal.ToString()),
    };

    public static ProblemResult ToProblem(this PointOutcome outcome) =>
        outcome.Field is { } field ? Problem.InvalidField(field) : Problem.Refuse(outcome.Refusal!.Value.Code());
}
