using System.Collections.Concurrent;

namespace Postmobile.Documents;

/// <summary>
/// What the waker remembers of the documents it has called: which are at work, and which were called for this same time
/// before and are better left alone for a while. Only documents that are due now are remembered.
/// </summary>
internal sealed class WakerMemory(TimeProvider clock, TimeSpan longestRest)
{
    private static readonly TimeSpan ShortestRest = TimeSpan.FromSeconds(1);

    private readonly ConcurrentDictionary<(string Type, string Id), Entry> _entries = new();
    private long _round;

    /// <summary>How many documents are remembered.</summary>
    public int Count => _entries.Count;

    public long BeginRound() => ++_round;

    /// <summary>Whether to call it now; if so it counts as at work until <see cref="Called"/>.</summary>
    public bool MayCall(DueDocument due, long round)
    {
        var entry = _entries.GetOrAdd((due.Type, due.Id), static _ => new Entry());
        lock (entry)
        {
            entry.Round = round;
            if (entry.AtWork)
            {
                return false;
            }

            if (entry.WakeAt != due.WakeAt)
            {
                (entry.WakeAt, entry.Times) = (due.WakeAt, 0);
            }
            else if (clock.GetUtcNow() < entry.RestsUntil)
            {
                return false;
            }

            return entry.AtWork = true;
        }
    }

    /// <summary>The call has ended, well or not. A document that did its work will not be seen with this time again.</summary>
    /// <returns>How often it has been called for this time.</returns>
    public int Called(DueDocument due)
    {
        if (!_entries.TryGetValue((due.Type, due.Id), out var entry))
        {
            return 1;
        }

        lock (entry)
        {
            entry.AtWork = false;
            entry.Times++;
            var rest = ShortestRest * Math.Pow(2, Math.Min(entry.Times - 1, 20));
            entry.RestsUntil = clock.GetUtcNow() + (rest < longestRest ? rest : longestRest);
            return entry.Times;
        }
    }

    /// <summary>Forgets what this round did not find due any more.</summary>
    public void EndRound(long round)
    {
        foreach (var (key, entry) in _entries)
        {
            lock (entry)
            {
                if (entry.Round != round && !entry.AtWork)
                {
                    _entries.TryRemove(key, out _);
                }
            }
        }
    }

    private sealed class Entry
    {
        public long Round { get; set; }

        public bool AtWork { get; set; }

        public int Times { get; set; }

        public DateTime WakeAt { get; set; }

        public DateTimeOffset RestsUntil { get; set; }
    }
}
