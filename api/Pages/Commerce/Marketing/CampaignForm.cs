using System.Globalization;
using Postmobile.Api.Commerce;
using Postmobile.Api.Translations;
using Postmobile.Commerce;

namespace Postmobile.Api.Pages.Commerce.Marketing;

/// <summary>A campaign as a person types it.</summary>
public sealed class CampaignForm
{
    /// <summary>The name.</summary>
    public string? Name { get; set; }

    /// <summary>The products' ids.</summary>
    public string[] Products { get; set; } = [];

    /// <summary>The most for a click.</summary>
    public string? Bid { get; set; }

    /// <summary>The most for a day.</summary>
    public string? DailyBudget { get; set; }

    /// <summary>The first day, or empty: at once.</summary>
    public string? From { get; set; }

    /// <summary>The last day, or empty: until it is ended.</summary>
    public string? To { get; set; }

    /// <summary>Searches, one a line or between commas.</summary>
    public string? Words { get; set; }

    /// <summary>Categories' codes.</summary>
    public string[] Categories { get; set; } = [];

    /// <summary>What a campaign says, to be changed.</summary>
    public static CampaignForm Of(CampaignTerms terms) => new()
    {
        Name = terms.Name,
        Products = [.. terms.Products.Select(product => product.Value)],
        Bid = Say.Digits(terms.Bid),
        DailyBudget = Say.Digits(terms.DailyBudget),
        From = terms.StartsAt == DateTimeOffset.UnixEpoch ? null : Day(terms.StartsAt),
        To = terms.EndsAt is { } end ? Day(end.AddSeconds(-1)) : null,
        Words = string.Join(", ", terms.Words),
        Categories = [.. terms.Categories],
    };

    /// <summary>What was typed; or the field that cannot be read.</summary>
    public (CampaignTerms? Terms, string? Fault) Read()
    {
        if (!Say.TryReadAmount(Bid, out long bid))
        {
            return (null, nameof(Bid));
        }

        if (!Say.TryReadAmount(DailyBudget, out long budget))
        {
            return (null, nameof(DailyBudget));
        }

        if (!TryReadDay(From, out DateOnly? from))
        {
            return (null, nameof(From));
        }

        if (!TryReadDay(To, out DateOnly? to))
        {
            return (null, nameof(To));
        }

        string[] words = (Words ?? "").Split([',', ';', '\n'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        (CampaignTerms? terms, string? fault) = new CampaignBody(
            Name ?? "", Products, bid, budget, from is { } first ? Say.StartOf(first) : null, to is { } last ? Say.StartOf(last.AddDays(1)) : null, words, Categories).Read();
        return (terms, fault is null ? null : Field(fault));
    }

    /// <summary>The form's field for a field of the API.</summary>
    public static string Field(string fault) => fault switch
    {
        "startsAt" => nameof(From),
        "endsAt" => nameof(To),
        _ => char.ToUpperInvariant(fault[0]) + fault[1..],
    };

    private static string Day(DateTimeOffset at) => at.ToOffset(TimeSpan.FromHours(1)).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static bool TryReadDay(string? text, out DateOnly? day)
    {
        bool read = DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out DateOnly found) && found.Year is > 2000 and < 9000;
        day = read ? found : null;
        return read || string.IsNullOrWhiteSpace(text);
    }
}
