using System.Globalization;

namespace Postmobile.Api.Money;

/// <summary>How days are written on papers: those of Brazzaville, in the reader's words where there is room.</summary>
internal static class PaperDates
{
    private static readonly TimeSpan Offset = TimeSpan.FromHours(1);

    /// <summary>A day in words.</summary>
    public static string Day(DateOnly day) => day.ToString("d MMMM yyyy", CultureInfo.CurrentCulture);

    /// <summary>The day of a moment in words.</summary>
    public static string Day(DateTimeOffset at) => Day(Of(at));

    /// <summary>A moment in figures: <c>23/11/2026 14:05</c>.</summary>
    public static string Stamp(DateTimeOffset at) => at.ToOffset(Offset).ToString("dd/MM/yyyy HH:mm", CultureInfo.InvariantCulture);

    /// <summary>The day that it was.</summary>
    public static DateOnly Of(DateTimeOffset at) => DateOnly.FromDateTime(at.ToOffset(Offset).DateTime);

    /// <summary>When a day begins.</summary>
    public static DateTimeOffset Start(DateOnly day) => new(day.ToDateTime(TimeOnly.MinValue), Offset);
}
