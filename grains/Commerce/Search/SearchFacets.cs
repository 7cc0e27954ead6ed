namespace Postmobile.Commerce;

/// <summary>A facet by its number.</summary>
/// <param name="Kind">As <see cref="FacetKind"/> names it.</param>
/// <param name="Value">Its value.</param>
/// <param name="Label">As one reads it.</param>
internal sealed record Facet(string Kind, string Value, string Label);

/// <summary>Which facet each number is: this silo's copy of <c>search_facet</c>, which only grows.</summary>
internal sealed class SearchFacets(SearchDatabase database)
{
    private readonly SemaphoreSlim _reading = new(1);
    private volatile Book _now = new([], new Dictionary<string, int>(), 0);

    /// <summary>The facet of a number that has been read, or null.</summary>
    public Facet? Find(int number) => number < _now.ByNumber.Length ? _now.ByNumber[number] : null;

    /// <summary>The number of a facet; null when no product ever had it.</summary>
    public async Task<int?> Number(string kind, string value)
    {
        string key = Stored(kind, value);
        if (!_now.Numbers.ContainsKey(key))
        {
            await Read();
        }

        return _now.Numbers.TryGetValue(key, out int number) ? number : null;
    }

    /// <summary>Facets of a kind whose labels have all the words; the last may be begun only.</summary>
    public IEnumerable<Facet> Matching(string kind, IReadOnlyList<string> plain) =>
        from facet in _now.ByNumber
        where facet is not null && facet.Kind == kind
        let words = SearchText.Plain(facet.Label)
        where plain.All(word => (" " + words).Contains(" " + word, StringComparison.Ordinal))
        select facet;

    /// <summary>Sees to it that the numbers of some hits are known.</summary>
    public async Task Cover(IReadOnlyList<Hit> hits)
    {
        int highest = 0;
        foreach (Hit hit in hits)
        {
            highest = hit.Facets.Length > 0 ? Math.Max(highest, hit.Facets[^1]) : highest;
        }

        if (highest > _now.Highest)
        {
            await Read();
        }
    }

    // A number is drawn before its row can be seen, so the last hundred are read again each time.
    private async Task Read()
    {
        await _reading.WaitAsync();
        try
        {
            Book before = _now;
            IReadOnlyList<(int Number, string Value, string Label)> more = await database.Facets(Math.Max(0, before.Highest - 100));
            if (more.Count == 0)
            {
                return;
            }

            var byNumber = new Facet?[Math.Max(before.ByNumber.Length, more[^1].Number + 1)];
            before.ByNumber.CopyTo(byNumber, 0);
            var numbers = new Dictionary<string, int>(before.Numbers, StringComparer.Ordinal);
            foreach ((int number, string value, string label) in more)
            {
                byNumber[number] = Parse(value, label);
                numbers[value] = number;
            }

            _now = new Book(byNumber, numbers, Math.Max(before.Highest, more[^1].Number));
        }
        finally
        {
            _reading.Release();
        }
    }

    private static string Stored(string kind, string value) => kind switch
    {
        FacetKind.Category => "c:" + value,
        FacetKind.Brand => "b:" + value,
        FacetKind.Department => "d:" + value,
        FacetKind.Town => "t:" + value,
        FacetKind.Shop => "s:" + value,
        _ when kind.StartsWith(FacetKind.Attribute, StringComparison.Ordinal) => $"a:{kind[2..]}={value}",
        _ when kind.StartsWith(FacetKind.Option, StringComparison.Ordinal) => $"o:{kind[2..]}={value}",
        _ => "",
    };

    private static Facet? Parse(string stored, string label)
    {
        string rest = stored[2..];
        int equals = rest.IndexOf('=', StringComparison.Ordinal);
        return stored[0] switch
        {
            'c' => new Facet(FacetKind.Category, rest, label),
            'b' => new Facet(FacetKind.Brand, rest, label),
            'd' => new Facet(FacetKind.Department, rest, label),
            't' => new Facet(FacetKind.Town, rest, label),
            's' => new Facet(FacetKind.Shop, rest, label),
            'a' when equals > 0 => new Facet(FacetKind.Attribute + rest[..equals], rest[(equals + 1)..], label),
            'o' when equals > 0 => new Facet(FacetKind.Option + rest[..equals], rest[(equals + 1)..], label),
            _ => null,
        };
    }

    private sealed record Book(Facet?[] ByNumber, IReadOnlyDictionary<string, int> Numbers, int Highest);
}
