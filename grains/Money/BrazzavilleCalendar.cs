namespace Postmobile.Money;

/// <summary>Days and months of limits are those of Africa/Brazzaville (one hour ahead of UTC, no summer time).</summary>
public static class BrazzavilleCalendar
{
    private static readonly TimeSpan s_offset = TimeSpan.FromHours(1);

    /// <summary>The day that it is there.</summary>
    public static DateOnly Day(DateTimeOffset moment) => DateOnly.FromDateTime(moment.ToOffset(s_offset).DateTime);

    /// <summary>When that day begins.</summary>
    public static DateTimeOffset Start(DateOnly day) => new(day.ToDateTime(TimeOnly.MinValue), s_offset);

    /// <summary>The first day of the month.</summary>
    public static DateOnly MonthOf(DateOnly day) => new(day.Year, day.Month, 1);
}
