using System.Runtime.InteropServices;

namespace Postmobile.Identity;

/// <summary>One name of the list with its aliases.</summary>
internal sealed record ListedName(string Name, IReadOnlyList<string> Aliases, string? Birth, string Source);

/// <summary>A name of the list that is near, by which of its names, and how near in thousandths.</summary>
internal readonly record struct Likeness(ListedName Listed, string Nearest, int Score);

/// <summary>
/// A whole list, ready to be asked. Distinct tokens are found by their trigrams, names by their tokens: one customer is compared
/// with the few names that have tokens like theirs, not with all.
/// </summary>
internal sealed class SanctionsIndex
{
    private readonly List<Variant> _variants = [];
    private readonly List<string> _tokens = [];
    private readonly Dictionary<string, int> _tokenIds = new(StringComparer.Ordinal);
    private readonly Dictionary<int, List<int>> _tokensByGram = [];
    private readonly List<List<int>> _variantsByToken = [];
    private readonly List<List<int>> _variantsByWhole = [];

    public SanctionsIndex(int version, IEnumerable<ListedName> names)
    {
        Version = version;
        foreach (ListedName listed in names)
        {
            foreach (string variant in listed.Aliases.Prepend(listed.Name))
            {
                Add(listed, variant);
            }
        }
    }

    /// <summary>The list's version.</summary>
    public int Version { get; }

    /// <summary>The names of the list that are at least so near, the nearest first; each once, by its nearest variant.</summary>
    public IReadOnlyList<Likeness> Find(string name, DateOnly? birth, int scoreMin)
    {
        string[] tokens = NameScore.Tokens(name);
        if (tokens.Length == 0)
        {
            return [];
        }

        var found = new Dictionary<ListedName, Likeness>(ReferenceEqualityComparer.Instance);
        Dictionary<int, double>[] near = [.. tokens.Select(Near)];
        foreach (int variant in Candidates(near, tokens.Length))
        {
            Variant one = _variants[variant];
            Keep(found, one, NameScore.Of(tokens, one.Texts, (i, j) => near[i].GetValueOrDefault(one.Tokens[j])), birth, scoreMin);
        }

        foreach ((int whole, double nearness) in Near(string.Concat(tokens)))
        {
            foreach (int variant in _variantsByWhole[whole])
            {
                Keep(found, _variants[variant], NameScore.OfWholes(nearness), birth, scoreMin);
            }
        }

        return [.. found.Values.OrderByDescending(likeness => likeness.Score)];
    }

    private static void Keep(Dictionary<ListedName, Likeness> found, Variant variant, double score, DateOnly? birth, int scoreMin)
    {
        int thousandths = (int)Math.Round(NameScore.WithBirth(score, birth, variant.Listed.Birth) * 1000);
        if (thousandths >= scoreMin && (!found.TryGetValue(variant.Listed, out Likeness best) || best.Score < thousandths))
        {
            found[variant.Listed] = new Likeness(variant.Listed, variant.Text, thousandths);
        }
    }

    // Names that share two tokens with this one; where either has a single token, one is enough.
    private IEnumerable<int> Candidates(Dictionary<int, double>[] near, int tokens)
    {
        var shared = new Dictionary<int, (int Last, int Count)>();
        for (int i = 0; i < near.Length; i++)
        {
            foreach (int token in near[i].Keys)
            {
                foreach (int variant in _variantsByToken[token])
                {
                    ref (int Last, int Count) seen = ref CollectionsMarshal.GetValueRefOrAddDefault(shared, variant, out _);
                    seen = seen.Last == i + 1 ? seen : (i + 1, seen.Count + 1);
                }
            }
        }

        return shared.Where(pair => pair.Value.Count > 1 || tokens == 1 || _variants[pair.Key].Tokens.Length == 1).Select(pair => pair.Key);
    }

    private Dictionary<int, double> Near(string token)
    {
        var shared = new HashSet<int>();
        foreach (int gram in Grams(token))
        {
            shared.UnionWith(_tokensByGram.GetValueOrDefault(gram) ?? []);
        }

        var near = new Dictionary<int, double>();
        foreach (int other in shared)
        {
            string text = _tokens[other];
            if (Math.Abs(text.Length - token.Length) <= (1 - NameScore.PairMin) * Math.Max(text.Length, token.Length)
                && NameScore.Near(token, text) is >= NameScore.PairMin and double nearness)
            {
                near[other] = nearness;
            }
        }

        return near;
    }

    private void Add(ListedName listed, string text)
    {
        string[] tokens = NameScore.Tokens(text);
        if (tokens.Length == 0)
        {
            return;
        }

        int variant = _variants.Count;
        int[] ids = [.. tokens.Select(Token)];
        _variants.Add(new Variant(listed, text, tokens, ids));
        foreach (int id in ids.Distinct())
        {
            _variantsByToken[id].Add(variant);
        }

        _variantsByWhole[Token(string.Concat(tokens))].Add(variant);
    }

    private int Token(string text)
    {
        if (_tokenIds.TryGetValue(text, out int known))
        {
            return known;
        }

        int id = _tokens.Count;
        _tokens.Add(text);
        _tokenIds.Add(text, id);
        _variantsByToken.Add([]);
        _variantsByWhole.Add([]);
        foreach (int gram in Grams(text))
        {
            (CollectionsMarshal.GetValueRefOrAddDefault(_tokensByGram, gram, out _) ??= []).Add(id);
        }

        return id;
    }

    // Three letters each, with the ends of the word as letters of their own.
    private static IEnumerable<int> Grams(string token)
    {
        string padded = $"^{token}$";
        return Enumerable.Range(0, padded.Length - 2).Select(i => HashCode.Combine(padded[i], padded[i + 1], padded[i + 2])).Distinct();
    }

    private sealed record Variant(ListedName Listed, string Text, string[] Texts, int[] Tokens);
}
