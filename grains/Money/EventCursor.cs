using System.Globalization;

namespace Postmobile.Money;

/// <summary>
/// A place in an account's events: behind the event of this moment, transfer and side. Of a moment alone: behind all that
/// happened before it.
/// </summary>
internal readonly record struct EventCursor(DateTimeOffset At, TransferId Transfer = default, bool Incoming = false)
{
    /// <summary>
    /// How far a reader goes back before its cursor: a posting may become visible after a later one. Readers drop ids that they have seen.
    /// </summary>
    public static readonly TimeSpan Overlap = TimeSpan.FromMinutes(1);

    /// <summary>The moment; the transfer; <c>i</c> or <c>o</c>.</summary>
    public override string ToString() => $"{Write(At)}.{Transfer}.{(Incoming ? 'i' : 'o')}";

    /// <summary>A moment in microseconds since 1970, as PostgreSQL keeps it.</summary>
    public static string Write(DateTimeOffset at) =>
        ((at - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond).ToString(CultureInfo.InvariantCulture);

    /// <summary>Reads what <see cref="Write"/> wrote.</summary>
    public static DateTimeOffset? ReadMoment(string text) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out long microseconds) && microseconds < 4_000_000_000_000_000
            ? DateTimeOffset.UnixEpoch.AddTicks(microseconds * TimeSpan.TicksPerMicrosecond)
            : null;

    /// <summary>Reads a cursor; null when it is none.</summary>
    public static EventCursor? Read(string? cursor)
    {
        string[] parts = cursor?.Split('.') ?? [];
        if (parts.Length is not (1 or 3) || ReadMoment(parts[0]) is not { } at)
        {
            return null;
        }

        return parts.Length == 1 ? new EventCursor(at)
            : TransferId.TryParse(parts[1], out TransferId transfer) ? new EventCursor(at, transfer, parts[2] == "i")
            : null;
    }
}
