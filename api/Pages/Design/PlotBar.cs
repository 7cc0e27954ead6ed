using System.Globalization;
using Postmobile.Api.Translations;

namespace Postmobile.Api.Pages.Design;

/// <summary>One bar of a plot that the server draws.</summary>
/// <param name="Tick">What stands under it; empty: nothing.</param>
/// <param name="Figure">How tall it is.</param>
public readonly record struct PlotBar(string Tick, long Figure)
{
    /// <summary>One bar a day, the day of the month under each seventh.</summary>
    public static IReadOnlyList<PlotBar> Daily<T>(IReadOnlyList<T> days, Func<T, DateOnly> day, Func<T, long> figure) =>
    [
        .. days.Select((one, i) => new PlotBar(i % 7 == days.Count % 7 || days.Count <= 7 ? day(one).Day.ToString(CultureInfo.InvariantCulture) : "", figure(one))),
    ];

    /// <summary>One bar a month, its first letter under it.</summary>
    public static IReadOnlyList<PlotBar> Monthly<T>(IReadOnlyList<T> months, Func<T, DateOnly> month, Func<T, long> figure) =>
        [.. months.Select(one => new PlotBar(Say.MonthInitial(month(one)), figure(one)))];
}
