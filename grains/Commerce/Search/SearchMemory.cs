namespace Postmobile.Commerce;

/// <summary>
/// What was found a moment ago, so that the next page, another order or a filter of the same search reads nothing. A hit in it may be
/// some seconds old; what a list shows of it is always read anew. Bounded by the number of hits.
/// </summary>
internal sealed class SearchMemory(TimeProvider time)
{
    private const int HitsMax = 400_000;

    private static readonly TimeSpan s_found = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan s_broad = TimeSpan.FromMinutes(10);

    private readonly Lock _gate = new();
    private readonly Dictionary<string, (Hits Hits, DateTimeOffset At)> _found = new(StringComparer.Ordinal);
    private readonly Queue<string> _order = new();
    private readonly Dictionary<string, DateTimeOffset> _broad = new(StringComparer.Ordinal);
    private volatile Kept? _front;
    private int _hits;

    /// <summary>What was found with this key, if that is fresh.</summary>
    public Hits? Find(string key)
    {
        lock (_gate)
        {
            return _found.TryGetValue(key, out var entry) && time.GetUtcNow() - entry.At < s_found ? entry.Hits : null;
        }
    }

    /// <summary>Whether this search was too broad to weigh each match.</summary>
    public bool IsBroad(string key)
    {
        lock (_gate)
        {
            return _broad.TryGetValue(key, out DateTimeOffset at) && time.GetUtcNow() - at < s_broad;
        }
    }

    /// <summary>Keeps what was found.</summary>
    public void Keep(string key, Hits hits)
    {
        lock (_gate)
        {
            if (hits.IsLeast)
            {
                if (_broad.Count > 1000)
                {
                    _broad.Clear();
                }

                _broad[key] = time.GetUtcNow();
            }

            if (_found.Remove(key, out var before))
            {
                _hits -= before.Hits.All.Count;
            }
            else
            {
                _order.Enqueue(key);
            }

            _found[key] = (hits, time.GetUtcNow());
            _hits += hits.All.Count;
            while ((_hits > HitsMax || _order.Count > 5000) && _order.TryDequeue(out string? oldest))
            {
                _hits -= _found.Remove(oldest, out var gone) ? gone.Hits.All.Count : 0;
            }
        }
    }

    /// <summary>The marketplace's first page, if it is fresh.</summary>
    public MarketFront? Front
    {
        get => _front is { } front && time.GetUtcNow() - front.At < s_found ? front.Front : null;
        set => _front = value is null ? null : new Kept(value, time.GetUtcNow());
    }

    private sealed record Kept(MarketFront Front, DateTimeOffset At);
}
