using System.Diagnostics.CodeAnalysis;
using Postmobile.Commerce;
using Postmobile.Identity;
using Postmobile.Money;

namespace Postmobile.Logistics;

/// <summary>Names one place where parcels are fetched: two to four letters and two or three digits, such as <c>BZV-03</c>. It never changes.</summary>
[GenerateSerializer, Immutable, Alias("logistics.point-code")]
public readonly record struct PointCode([property: Id(0)] string Value)
{
    /// <summary>The key of its grain.</summary>
    public string Key => "pt-" + Value;

    /// <summary>Reads a code, however it is written.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, out PointCode code)
    {
        string clean = (text ?? "").Trim().ToUpperInvariant();
        int dash = clean.IndexOf('-', StringComparison.Ordinal);
        bool valid = dash is >= 2 and <= 4 && clean.Length - dash - 1 is 2 or 3
            && clean.AsSpan(0, dash).IndexOfAnyExceptInRange('A', 'Z') < 0 && clean.AsSpan(dash + 1).IndexOfAnyExceptInRange('0', '9') < 0;
        code = valid ? new PointCode(clean) : default;
        return valid;
    }

    /// <inheritdoc />
    public override string ToString() => Value ?? "";
}

/// <summary>What a point is.</summary>
public enum PointKind
{
    /// <summary>A post office.</summary>
    PostOffice,

    /// <summary>A counter in a shop or at an agent's.</summary>
    Pickup,
}

/// <summary>How a point stands.</summary>
public enum PointStatus
{
    /// <summary>Parcels can be sent there.</summary>
    Open,

    /// <summary>It takes no new parcels; those that go there or lie there are still given out.</summary>
    Paused,

    /// <summary>For good. No parcel goes there or lies there.</summary>
    Closed,
}

/// <summary>What the post knows of a point.</summary>
[GenerateSerializer, Immutable, Alias("logistics.point-facts")]
public sealed record PointFacts
{
    /// <summary>What it is.</summary>
    [Id(0)] public required PointKind Kind { get; init; }

    /// <summary>The name over the door.</summary>
    [Id(1)] public required string Name { get; init; }

    /// <summary>The town, the way there in words with a landmark, and where it is known the coordinates.</summary>
    [Id(2)] public required Place Place { get; init; }

    /// <summary>When it is open; empty: nobody has said.</summary>
    [Id(3)] public IReadOnlyList<OpeningHours> Hours { get; init; } = [];

    /// <summary>Days on which it stays shut.</summary>
    [Id(4)] public IReadOnlyList<ShopHoliday> Holidays { get; init; } = [];

    /// <summary>Its telephone, E.164; empty without.</summary>
    [Id(5)] public string Phone { get; init; } = "";

    /// <summary>Whether parcels can be sent there.</summary>
    [Id(6)] public bool TakesParcels { get; init; } = true;

    /// <summary>For how many days a parcel waits there before it goes back.</summary>
    [Id(7)] public int WaitDays { get; init; } = 10;

    /// <summary>The person who runs it; null without.</summary>
    [Id(8)] public CustomerId? RunBy { get; init; }

    /// <summary>The shop whose staff runs it; null without.</summary>
    [Id(9)] public ShopId? RunByShop { get; init; }

    /// <summary>Whether it is open at a moment; null when nobody has said its hours.</summary>
    public bool? IsOpenAt(DateTimeOffset moment)
    {
        if (Hours.Count == 0)
        {
            return null;
        }

        DateTimeOffset here = TimeZoneInfo.ConvertTime(moment, Congo.Zone);
        var day = DateOnly.FromDateTime(here.DateTime);
        int minute = (int)here.TimeOfDay.TotalMinutes;
        return !Holidays.Any(one => one.First <= day && day <= one.Last) && Hours.Any(one => one.Day == here.DayOfWeek && one.From <= minute && minute < one.To);
    }

    /// <summary>How many kilometres away it is, about: a point whose place is not known lies in the middle of its town.</summary>
    public double KilometresFrom(double latitude, double longitude)
    {
        Town? town = Congo.Find(Place.Town);
        return Congo.Kilometres(latitude, longitude, Place.Latitude ?? town?.Latitude ?? 0, Place.Longitude ?? town?.Longitude ?? 0);
    }
}

/// <summary>A place where parcels are fetched, as its grain sees it.</summary>
[GenerateSerializer, Immutable, Alias("logistics.point-view")]
public sealed record Point
{
    /// <summary>Its code.</summary>
    [Id(0)] public required PointCode Code { get; init; }

    /// <summary>What is known of it.</summary>
    [Id(1)] public required PointFacts Facts { get; init; }

    /// <summary>How it stands.</summary>
    [Id(2)] public required PointStatus Status { get; init; }

    /// <summary>Counts the changes.</summary>
    [Id(3)] public required long Version { get; init; }

    /// <summary>Whether a parcel can be sent there now.</summary>
    public bool TakesParcels => Status is PointStatus.Open && Facts.TakesParcels;

    /// <summary>The method by which a parcel comes there.</summary>
    public DeliveryMethod Method => MethodOf(Facts.Kind);

    /// <summary>The method by which a parcel comes to such a point.</summary>
    public static DeliveryMethod MethodOf(PointKind kind) => kind is PointKind.PostOffice ? DeliveryMethod.PostOffice : DeliveryMethod.PickupPoint;
}

/// <summary>Why a point did not change.</summary>
public enum PointRefusal
{
    /// <summary><c>unknown_point</c>: there is none of this code.</summary>
    UnknownPoint,

    /// <summary><c>point_taken</c>: the code is another point's.</summary>
    Taken,

    /// <summary><c>point_state</c>: not from the state that it is in.</summary>
    State,

    /// <summary><c>point_has_parcels</c>: parcels wait there or are on their way there.</summary>
    HasParcels,

    /// <summary><c>invalid_field</c>: see the field.</summary>
    InvalidField,

    /// <summary><c>precondition_failed</c>: it has changed since it was read.</summary>
    PreconditionFailed,
}

/// <summary>What came of it: the point as it is now, and why nothing changed if nothing did.</summary>
[GenerateSerializer, Immutable, Alias("logistics.point-outcome")]
public sealed record PointOutcome
{
    /// <summary>The point; null when there is none.</summary>
    [Id(0)] public Point? Point { get; init; }

    /// <summary>Why not.</summary>
    [Id(1)] public PointRefusal? Refusal { get; init; }

    /// <summary>For invalid_field: which.</summary>
    [Id(2)] public string? Field { get; init; }

    /// <summary>Refused, with nothing more to say.</summary>
    public static implicit operator PointOutcome(PointRefusal refusal) => new() { Refusal = refusal };
}
