using System.Globalization;
using System.Text;
using Postmobile.Money;

namespace Postmobile.Api.Translations;

/// <summary>How amounts and moments are written for people. Amounts look the same in every language: money must not be read twice.</summary>
public static class Say
{
    private const char Gap = '\u00a0';

    private static readonly TimeZoneInfo Brazzaville = TimeZoneInfo.FindSystemTimeZoneById("Africa/Brazzaville");

    private static readonly NumberFormatInfo Grouped = new()
    {
        NumberGroupSeparator = Gap.ToString(),
        NumberDecimalSeparator = ",",
        NegativeSign = "\u2212",
        NumberGroupSizes = [3],
    };

    /// <summary><c>12 500 FCFA</c>, with spaces that do not break.</summary>
    public static string Amount(long minor, Currency currency = Currency.XAF) => $"{Digits(minor, currency)}{Gap}{Unit(currency)}";

    /// <summary>An amount with its sign, for what came in or went out.</summary>
    public static string Signed(long minor, Currency currency = Currency.XAF) => (minor > 0 ? "+" : "") + Amount(minor, currency);

    /// <summary>The digits of an amount without the unit.</summary>
    public static string Digits(long minor, Currency currency = Currency.XAF) =>
        currency == Currency.XAF ? minor.ToString("N0", Grouped) : (minor / 100m).ToString("N2", Grouped);

    /// <summary>A plain count.</summary>
    public static string Count(long count) => count.ToString("N0", Grouped);

    /// <summary>The unit as people write it.</summary>
    public static string Unit(Currency currency = Currency.XAF) => currency == Currency.XAF ? "FCFA" : currency.ToString();

    /// <summary>A moment in Brazzaville: <c>23 nov. 2026, 14:05</c>.</summary>
    public static string Moment(DateTimeOffset at) =>
        TimeZoneInfo.ConvertTime(at, Brazzaville).ToString("d MMM yyyy, HH:mm", CultureInfo.CurrentCulture);

    /// <summary>A moment to the second, for receipts.</summary>
    public static string Exactly(DateTimeOffset at) =>
        TimeZoneInfo.ConvertTime(at, Brazzaville).ToString("d MMMM yyyy, HH:mm:ss", CultureInfo.CurrentCulture);

    /// <summary>A month with its year.</summary>
    public static string Month(DateOnly month) => month.ToString("MMMM yyyy", CultureInfo.CurrentCulture);

    /// <summary>The first letter of a month, for the foot of a plot.</summary>
    public static string MonthInitial(DateOnly month) => month.ToString("MMMM", CultureInfo.CurrentCulture)[..1].ToUpper(CultureInfo.CurrentCulture);

    /// <summary>A moment in a list, where the year goes without saying when it is this one.</summary>
    public static string Brief(DateTimeOffset at, DateTimeOffset now)
    {
        DateTimeOffset here = TimeZoneInfo.ConvertTime(at, Brazzaville);
        bool thisYear = here.Year == TimeZoneInfo.ConvertTime(now, Brazzaville).Year;
        return here.ToString(thisYear ? "d MMM HH:mm" : "d MMM yyyy", CultureInfo.CurrentCulture);
    }

    /// <summary>The first moment of a day in Brazzaville.</summary>
    public static DateTimeOffset StartOf(DateOnly day) => new(day.ToDateTime(TimeOnly.MinValue), Brazzaville.BaseUtcOffset);

    /// <summary>The day that it is in Brazzaville.</summary>
    public static DateOnly Today(TimeProvider time) => DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(time.GetUtcNow(), Brazzaville).DateTime);

    /// <summary>Reads an amount that a person typed, in minor units: digits and spaces, nothing else.</summary>
    public static bool TryReadAmount(string? text, out long minor)
    {
        string digits = string.Concat((text ?? "").Where(c => !char.IsWhiteSpace(c)));
        return long.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out minor) && minor > 0;
    }

    /// <summary>Puts gaps into a telephone's number: <c>+242 06 400 01 02</c>. Stars of a masked number stay where they are.</summary>
    public static string Phone(string phone)
    {
        const string Congo = "+242";
        if (!phone.StartsWith(Congo, StringComparison.Ordinal) || phone.Length != 13)
        {
            return phone;
        }

        StringBuilder text = new(Congo);
        foreach ((int start, int length) in (ReadOnlySpan<(int, int)>)[(4, 2), (6, 3), (9, 2), (11, 2)])
        {
            text.Append(Gap).Append(phone, start, length);
        }

        return text.ToString();
    }
}
