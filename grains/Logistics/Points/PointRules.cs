using Postmobile.Commerce;
using Postmobile.Identity;
using Postmobile.Money;

namespace Postmobile.Logistics;

/// <summary>What a point may be, and which one a parcel goes to: pure.</summary>
internal static class PointRules
{
    private const int WaitDaysMax = 30;

    /// <summary>The first field at fault, or null.</summary>
    public static string? Check(PointFacts facts) =>
        !Enum.IsDefined(facts.Kind) ? "kind"
        : !ShopRules.IsLine(facts.Name, 2, 80) ? "name"
        : Congo.Find(facts.Place.Town) is not { } town || town.Department != facts.Place.Department || town.Name != facts.Place.Town ? "town"
        : !ShopRules.IsLine(facts.Place.Address, 0, 200) ? "address"
        : !ShopRules.IsPlace(facts.Place) ? "latitude"
        : !ShopRules.AreHours(facts.Hours) ? "hours"
        : !ShopRules.AreHolidays(facts.Holidays) ? "holidays"
        : facts.Phone.Length > 0 && !(PhoneNumber.TryParse(facts.Phone, out PhoneNumber phone) && phone.E164 == facts.Phone) ? "phone"
        : facts.WaitDays is < 1 or > WaitDaysMax ? "waitDays"
        : facts is { Kind: PointKind.Pickup, RunBy: null, RunByShop: null } ? "runBy"
        : null;

    /// <summary>Whether two of them say the same.</summary>
    public static bool Same(PointFacts one, PointFacts other) =>
        one with { Hours = [], Holidays = [] } == other with { Hours = [], Holidays = [] } && one.Hours.SequenceEqual(other.Hours) && one.Holidays.SequenceEqual(other.Holidays);

    /// <summary>An operator opens it.</summary>
    public static PointOutcome Open(Point? known, PointCode code, PointFacts facts) =>
        Check(facts) is { } field ? Wrong(known, field)
        : known is null ? new PointOutcome { Point = new Point { Code = code, Facts = facts, Status = PointStatus.Open, Version = 1 } }
        : known is { Version: 1, Status: PointStatus.Open } && Same(known.Facts, facts) ? new PointOutcome { Point = known }
        : No(known, PointRefusal.Taken);

    /// <summary>An operator changes it. Where parcels are on their way to does not move to another town.</summary>
    public static PointOutcome Change(Point? known, PointFacts facts, long? version) =>
        known is null ? PointRefusal.UnknownPoint
        : known.Status is PointStatus.Closed ? No(known, PointRefusal.State)
        : Check(facts) is { } field ? Wrong(known, field)
        : facts.Kind != known.Facts.Kind ? Wrong(known, "kind")
        : facts.Place.Town != known.Facts.Place.Town ? Wrong(known, "town")
        : Same(known.Facts, facts) ? new PointOutcome { Point = known }
        : version is { } read && read != known.Version ? No(known, PointRefusal.PreconditionFailed)
        : new PointOutcome { Point = known with { Facts = facts, Version = known.Version + 1 } };

    /// <summary>It goes into another state. It is closed out of a pause alone, so that no parcel sets out for it meanwhile.</summary>
    public static PointOutcome Move(Point? known, PointStatus status, int parcels) =>
        known is null ? PointRefusal.UnknownPoint
        : known.Status == status ? new PointOutcome { Point = known }
        : known.Status is PointStatus.Closed || (status is PointStatus.Closed && known.Status is not PointStatus.Paused) ? No(known, PointRefusal.State)
        : status is PointStatus.Closed && parcels > 0 ? No(known, PointRefusal.HasParcels)
        : new PointOutcome { Point = known with { Status = status, Version = known.Version + 1 } };

    /// <summary>To which point a parcel goes: the one that was named, or the only one of its kind in the town.</summary>
    /// <param name="choice">What the buyer wants.</param>
    /// <param name="named">The point of the code, when one was named and there is one.</param>
    /// <param name="inTown">The points of the town that are not closed, when none was named.</param>
    public static (Point? Point, CartRefusal? Refusal) Choose(ParcelChoice choice, Point? named, IReadOnlyList<Point> inTown)
    {
        if (choice.PointCode is not null)
        {
            return named is null || named.Method != choice.Method || named.Facts.Place.Town != choice.To.Town ? (null, CartRefusal.UnknownPoint)
                : named.TakesParcels ? (named, null)
                : (null, CartRefusal.PointClosed);
        }

        Point[] possible = [.. inTown.Where(point => point.Method == choice.Method && point.TakesParcels)];
        return possible.Length switch
        {
            0 => (null, CartRefusal.DeliveryUnavailable),
            1 => (possible[0], null),
            _ => (null, CartRefusal.PointMissing),
        };
    }

    private static PointOutcome No(Point? known, PointRefusal refusal) => new() { Point = known, Refusal = refusal };

    private static PointOutcome Wrong(Point? known, string field) => new() { Point = known, Refusal = PointRefusal.InvalidField, Field = field };
}
