using System.Globalization;
using Microsoft.AspNetCore.Mvc.ModelBinding;
using Postmobile.Api.Commerce;
using Postmobile.Commerce;
using Postmobile.Money;

namespace Postmobile.Api.Pages.Commerce;

/// <summary>What a shop says of itself, as a form.</summary>
public sealed class ShopForm
{
    /// <summary>The name over the door.</summary>
    public string? Name { get; set; }

    /// <summary>The town, of the list.</summary>
    public string? Town { get; set; }

    /// <summary>Quarter, street, landmark.</summary>
    public string? Address { get; set; }

    /// <summary>Its story.</summary>
    public string? Story { get; set; }

    /// <summary>Days to return goods.</summary>
    public string? ReturnDays { get; set; } = "7";

    /// <summary>Whether people without an account may buy.</summary>
    public bool ServesGuests { get; set; } = true;

    /// <summary>What it says of returns.</summary>
    public string? ReturnPolicy { get; set; }

    /// <summary>The colour of its page.</summary>
    public string? Colour { get; set; } = ShopColours.All[0];

    /// <summary>From when, by day of the week; Sunday first, as .NET counts.</summary>
    public string?[] From { get; set; } = new string?[7];

    /// <summary>Until when.</summary>
    public string?[] To { get; set; } = new string?[7];

    /// <summary>First days of holidays.</summary>
    public string?[] First { get; set; } = [];

    /// <summary>Last days of holidays.</summary>
    public string?[] Last { get; set; } = [];

    /// <summary>What the page says of them.</summary>
    public string?[] Why { get; set; } = [];

    /// <summary>The form of a profile.</summary>
    public static ShopForm Of(ShopProfile profile)
    {
        ShopForm form = new()
        {
            Name = profile.Name,
            Town = profile.Origin.Town,
            Address = profile.Origin.Address,
            Story = profile.Story,
            ReturnDays = profile.ReturnDays.ToString(CultureInfo.InvariantCulture),
            ServesGuests = profile.ServesGuests,
            ReturnPolicy = profile.ReturnPolicy,
            Colour = profile.Colour,
            First = [.. profile.Holidays.Select(one => one.First.ToString("O", CultureInfo.InvariantCulture))],
            Last = [.. profile.Holidays.Select(one => one.Last.ToString("O", CultureInfo.InvariantCulture))],
            Why = [.. profile.Holidays.Select(one => one.Why)],
        };
        foreach (OpeningHours hours in profile.Hours)
        {
            (form.From[(int)hours.Day], form.To[(int)hours.Day]) = (HoursBody.Text(hours.From), HoursBody.Text(hours.To));
        }

        return form;
    }

    /// <summary>The profile that was written, on top of what the form does not show; times and dates that are none become refusals of their fields.</summary>
    public ShopProfile Read(ShopProfile? before = null) => new()
    {
        Name = (Name ?? "").Trim(),
        Story = Story ?? "",
        Origin = (before?.Origin ?? new Place { Department = "", Town = "" }) with
        {
            Department = Congo.Find(Town)?.Department ?? (Town == before?.Origin.Town ? before?.Origin.Department ?? "" : ""), Town = Town ?? "", Address = Address ?? "",
        },
        ReturnDays = int.TryParse(ReturnDays, NumberStyles.None, CultureInfo.InvariantCulture, out int days) ? days : -1,
        ServesGuests = ServesGuests,
        ReturnPolicy = ReturnPolicy ?? "",
        Colour = Colour ?? "",
        Logo = before?.Logo,
        Banner = before?.Banner,
        Hours =
        [
            .. Enumerable.Range(0, Math.Min(7, Math.Min(From.Length, To.Length))).Where(day => !string.IsNullOrWhiteSpace(From[day]) || !string.IsNullOrWhiteSpace(To[day]))
                .Select(day => new OpeningHours((DayOfWeek)day, HoursBody.Minutes(From[day]), HoursBody.Minutes(To[day]))),
        ],
        Holidays = [.. Enumerable.Range(0, Math.Min(First.Length, Last.Length)).Where(row => !string.IsNullOrWhiteSpace(First[row])).Select(Holiday)],
    };

    /// <summary>Puts a refusal beside the field of this form that it is about.</summary>
    public static void Refuse(ModelStateDictionary state, ShopOutcome outcome)
    {
        string field = outcome.Field switch
        {
            "name" or "story" or "address" or "returnDays" or "returnPolicy" or "colour" => "Form." + char.ToUpperInvariant(outcome.Field[0]) + outcome.Field[1..],
            "town" or "department" => "Form.Town",
            "hours" => "Form.From",
            "holidays" => "Form.First",
            _ => "",
        };
        state.Refuse(field, field.Length > 0 ? "error.value" : Refusals.Words(outcome.Refusal!.Value.Code()));
    }

    private ShopHoliday Holiday(int row)
    {
        bool first = DateOnly.TryParseExact(First[row], "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out DateOnly from);
        bool last = DateOnly.TryParseExact(string.IsNullOrWhiteSpace(Last[row]) ? First[row] : Last[row], "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out DateOnly to);
        return new ShopHoliday(first ? from : DateOnly.MaxValue, last && first ? to : DateOnly.MinValue, row < Why.Length ? Why[row] ?? "" : "");
    }
}
