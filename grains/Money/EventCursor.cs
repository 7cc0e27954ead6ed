using System.Globalization;

namespace Postmobile.Money;

/// <summary>A place in an account's events: a moment, in microseconds since 1970 as PostgreSQL keeps it.</summary>
internal static class EventCursor
{
    /// <summary>
    /// How far a reader goes back before its cursor: a posting may become visible after a later one. Readers drop ids that they have seen.
    /// </summary>
    public static readonly TimeSpan Overlap = TimeSpan.FromMinutes(1);

    public static string Write(DateTimeOffset at) =>
        ((at - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond).ToString(CultureInfo.InvariantCulture);

    public static DateTimeOffset? Read(string? cursor) =>
        long.TryParse(cursor, NumberStyles.None, CultureInfo.InvariantCulture, out long microseconds) && microseconds < 4_000_000_000_000_000
            ? DateTimeOffset.UnixEpoch.AddTicks(microseconds * TimeSpan.TicksPerMicrosecond)
            : null;
}
