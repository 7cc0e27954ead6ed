using System.Globalization;
using Postmobile.Api.Commerce;
using Postmobile.Api.Logistics;
using Postmobile.Commerce;
using Postmobile.Logistics;
using Postmobile.Money;

namespace Postmobile.Api.Pages.Logistics;

/// <summary>What an operator writes of a point, as a form.</summary>
public sealed class PointForm
{
    private const int SpansMax = 14;

    /// <summary>The code of a new one.</summary>
    public string? Code { get; set; }

    /// <summary>What it is.</summary>
    public PointKind Kind { get; set; }

    /// <summary>The name over the door.</summary>
    public string? Name { get; set; }

    /// <summary>The town, of the list.</summary>
    public string? Town { get; set; }

    /// <summary>The way there.</summary>
    public string? Address { get; set; }

    /// <summary>Latitude and longitude.</summary>
    public string? Place { get; set; }

    /// <summary>Its telephone.</summary>
    public string? Phone { get; set; }

    /// <summary>For how many days parcels wait.</summary>
    public string? WaitDays { get; set; } = "10";

    /// <summary>Telephone or id of who runs it.</summary>
    public string? RunBy { get; set; }

    /// <summary>The shop that runs it.</summary>
    public string? RunByShop { get; set; }

    /// <summary>Whether it takes parcels.</summary>
    public bool TakesParcels { get; set; }

    /// <summary>From when, by day of the week, Sunday first as .NET counts; and again for a second time of the day.</summary>
    public string?[] From { get; set; } = new string?[SpansMax];

    /// <summary>Until when.</summary>
    public string?[] To { get; set; } = new string?[SpansMax];

    /// <summary>First days of holidays.</summary>
    public string?[] First { get; set; } = [];

    /// <summary>Last days of holidays.</summary>
    public string?[] Last { get; set; } = [];

    /// <summary>Why.</summary>
    public string?[] Why { get; set; } = [];

    /// <summary>The form of a point.</summary>
    public static PointForm Of(Point point)
    {
        PointFacts facts = point.Facts;
        PointForm form = new()
        {
            Code = point.Code.Value,
            Kind = facts.Kind,
            Name = facts.Name,
            Town = facts.Place.Town,
            Address = facts.Place.Address,
            Place = facts.Place is { Latitude: { } latitude, Longitude: { } longitude } ? string.Create(CultureInfo.InvariantCulture, $"{latitude},{longitude}") : "",
            Phone = facts.Phone,
            WaitDays = facts.WaitDays.ToString(CultureInfo.InvariantCulture),
            RunBy = facts.RunBy?.Value,
            RunByShop = facts.RunByShop?.Value,
            TakesParcels = facts.TakesParcels,
            First = [.. facts.Holidays.Select(one => one.First.ToString("O", CultureInfo.InvariantCulture))],
            Last = [.. facts.Holidays.Select(one => one.Last.ToString("O", CultureInfo.InvariantCulture))],
            Why = [.. facts.Holidays.Select(one => one.Why)],
        };
        foreach (IGrouping<DayOfWeek, OpeningHours> day in facts.Hours.GroupBy(hours => hours.Day))
        {
            foreach ((int span, OpeningHours hours) in day.OrderBy(one => one.From).Take(2).Index())
            {
                int at = (int)day.Key + (7 * span);
                (form.From[at], form.To[at]) = (HoursBody.Text(hours.From), HoursBody.Text(hours.To));
            }
        }

        return form;
    }

    /// <summary>What was written, as the endpoints take it; what is no number, time or place becomes a refusal of its field.</summary>
    internal PointBody Read(PointFacts? before)
    {
        bool nowhere = string.IsNullOrWhiteSpace(Place);
        (double Latitude, double Longitude)? near = PointSentences.Near(Place);
        return new PointBody(
            before?.Kind ?? Kind, Name ?? "", Congo.Find(Town)?.Department ?? "", Congo.Find(Town)?.Name ?? "", Address, nowhere ? null : near?.Latitude ?? 90, nowhere ? null : near?.Longitude ?? 0,
            [
                .. Enumerable.Range(0, Math.Min(SpansMax, Math.Min(From.Length, To.Length))).Where(at => !string.IsNullOrWhiteSpace(From[at]) || !string.IsNullOrWhiteSpace(To[at]))
                    .Select(at => new HoursBody((DayOfWeek)(at % 7), From[at] ?? "", To[at] ?? "")),
            ],
            [.. Enumerable.Range(0, Math.Min(First.Length, Last.Length)).Where(row => !string.IsNullOrWhiteSpace(First[row])).Select(Holiday)],
            Phone, TakesParcels, int.TryParse(WaitDays, NumberStyles.None, CultureInfo.InvariantCulture, out int days) ? days : 0, RunBy, RunByShop);
    }

    /// <summary>The field of the form that a refusal is about; empty for the whole.</summary>
    public static string FieldOf(string? field) => field switch
    {
        null or "kind" => "",
        "latitude" => "Form.Place",
        "hours" => "Form.From",
        "holidays" => "Form.First",
        _ => "Form." + char.ToUpperInvariant(field[0]) + field[1..],
    };

    private HolidayBody Holiday(int row)
    {
        bool first = DateOnly.TryParseExact(First[row], "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out DateOnly from);
        bool last = DateOnly.TryParseExact(string.IsNullOrWhiteSpace(Last[row]) ? First[row] : Last[row], "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out DateOnly to);
        return new HolidayBody(first ? from : DateOnly.MaxValue, last && first ? to : DateOnly.MinValue, row < Why.Length ? Why[row] : "");
    }
}
