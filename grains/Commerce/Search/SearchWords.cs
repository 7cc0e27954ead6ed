namespace Postmobile.Commerce;

/// <summary>
/// The words of titles, brands and shops with how many products have them: what typing errors are compared with, and how a word that
/// somebody has begun goes on. This silo's copy in memory; every so often the products written since are added. A word that is missing
/// for a moment is found all the same, only not guessed.
/// </summary>
internal sealed class SearchWords(SearchDatabase database, TimeProvider time)
{
    private const int LengthMin = 2;

    /// <summary>Products that are written while this is read may become visible a little later.</summary>
    private static readonly TimeSpan s_overlap = TimeSpan.FromSeconds(30);

    private static readonly TimeSpan s_stale = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan s_pause = TimeSpan.FromSeconds(1);

    private readonly SemaphoreSlim _reading = new(1);
    private readonly Dictionary<string, int> _counts = new(StringComparer.Ordinal);
    private volatile Snapshot _now = new([], [], new Dictionary<string, int>());
    private DateTimeOffset _readAt = DateTimeOffset.MinValue;

    /// <summary>How many words there are.</summary>
    public int Count => _now.Sorted.Length;

    /// <summary>Reads what was written since, unless that was done a moment ago.</summary>
    /// <param name="urgent">Somebody waits for a word that is not known: a second old is old enough.</param>
    public async Task Refresh(bool urgent = false)
    {
        if (time.GetUtcNow() - _readAt < (urgent ? s_pause : s_stale))
        {
            return;
        }

        await _reading.WaitAsync();
        try
        {
            DateTimeOffset now = time.GetUtcNow();
            if (now - _readAt >= (urgent ? s_pause : s_stale) && await Read(_readAt == DateTimeOffset.MinValue ? DateTimeOffset.UnixEpoch : _readAt - s_overlap))
            {
                _now = Snapshot.Of(_counts);
            }

            _readAt = now;
        }
        finally
        {
            _reading.Release();
        }
    }

    /// <summary>Whether some product has the word, or another form of it.</summary>
    public bool Knows(string word) => _now.Counts.ContainsKey(word) || _now.Counts.ContainsKey(SearchText.Singular(word)) || _now.Counts.ContainsKey(word + "s");

    /// <summary>The most frequent words that begin so.</summary>
    public IReadOnlyList<string> Complete(string prefix, int most)
    {
        string[] sorted = _now.Sorted;
        int from = Array.BinarySearch(sorted, prefix, StringComparer.Ordinal);
        from = from < 0 ? ~from : from;
        var best = new PriorityQueue<string, int>();
        for (int i = from; i < sorted.Length && sorted[i].StartsWith(prefix, StringComparison.Ordinal); i++)
        {
            best.Enqueue(sorted[i], _now.Counts[sorted[i]]);
            if (best.Count > most)
            {
                best.Dequeue();
            }
        }

        string[] found = new string[best.Count];
        for (int i = found.Length - 1; i >= 0; i--)
        {
            found[i] = best.Dequeue();
        }

        return found;
    }

    /// <summary>The word that was probably meant, or null.</summary>
    public string? Correct(string word)
    {
        int most = word.Length switch { < 4 => word.Length < 3 ? 0 : 1, < 6 => 1, _ => 2 };
        string sound = SearchText.Sound(word);
        (string? Word, double Cost) best = (null, double.MaxValue);
        foreach (Known known in _now.All)
        {
            bool alike = sound.Length > 2 && known.Sound == sound;
            if (!alike && (most == 0 || Math.Abs(known.Word.Length - word.Length) > most))
            {
                continue;
            }

            int distance = SearchText.Distance(word, known.Word, alike ? 4 : most);
            if (!alike && distance > most)
            {
                continue;
            }

            // Of equally near words the more frequent one; the first letter is seldom wrong.
            double cost = distance - (alike ? 1.5 : 0) + (known.Word[0] == word[0] ? 0 : 0.5) - (0.15 * Math.Log10(1 + known.Count));
            best = cost < best.Cost ? (known.Word, cost) : best;
        }

        return best.Word;
    }

    private async Task<bool> Read(DateTimeOffset since)
    {
        bool any = false;
        await foreach (string text in database.Texts(since))
        {
            any = true;
            foreach (string word in SearchText.Words(text).Where(word => word.Length >= LengthMin && !char.IsAsciiDigit(word[0])))
            {
                _counts[word] = _counts.GetValueOrDefault(word) + 1;
            }
        }

        return any;
    }

    private readonly record struct Known(string Word, string Sound, int Count);

    private sealed record Snapshot(string[] Sorted, Known[] All, IReadOnlyDictionary<string, int> Counts)
    {
        public static Snapshot Of(Dictionary<string, int> counts)
        {
            var copy = new Dictionary<string, int>(counts, StringComparer.Ordinal);
            string[] sorted = [.. copy.Keys];
            Array.Sort(sorted, StringComparer.Ordinal);
            return new Snapshot(sorted, [.. sorted.Select(word => new Known(word, SearchText.Sound(word), copy[word]))], copy);
        }
    }
}
