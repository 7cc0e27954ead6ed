using System.Globalization;

namespace Postmobile.Money;

/// <summary>
/// Which transactions a load had seen, from PostgreSQL's <c>pg_current_snapshot()</c>. Lives in memory only and is of one
/// incarnation of the database: after a crash PostgreSQL may use the numbers again.
/// </summary>
internal sealed class Snapshot
{
    private readonly ulong _min;
    private readonly ulong _max;
    private readonly ulong[] _running;

    private Snapshot(Guid incarnation, ulong min, ulong max, ulong[] running)
    {
        Incarnation = incarnation;
        _min = min;
        _max = max;
        _running = running;
    }

    public Guid Incarnation { get; }

    public bool Sees(ulong transaction) =>
        transaction < _min || (transaction < _max && Array.IndexOf(_running, transaction) < 0);

    /// <summary>Reads <c>xmin:xmax:xip,xip…</c>.</summary>
    public static Snapshot Parse(Guid incarnation, string text)
    {
        string[] parts = text.Split(':');
        ulong[] running = parts[2].Length == 0 ? [] : [.. parts[2].Split(',').Select(Number)];
        return new Snapshot(incarnation, Number(parts[0]), Number(parts[1]), running);
    }

    private static ulong Number(string text) => ulong.Parse(text, CultureInfo.InvariantCulture);
}
