using System.Globalization;
using System.Text;

namespace Postmobile.Identity;

/// <summary>
/// How near two names are. A name becomes tokens: lower case, accents gone, apostrophes closed up, everything else that is no
/// letter a gap, particles dropped, spellings of one sound made one (<c>ou/w/oo</c> u, <c>ph</c> f, <c>ch/sh/tch</c> s,
/// <c>kh/q/c/ck</c> k, <c>y</c> i, <c>z</c> s, silent <c>h</c> gone, doubles single). Two tokens are as near as their edit distance says,
/// a vowel for a vowel counting 0.4. Tokens are paired whatever their order.
/// <para>
/// Score = 0.8 × the better covered name + 0.2 × the other, coverage being the share of its letters that are paired, times how near
/// the pairs are. A single pair out of several tokens is worth 0.8 of that. The same day of birth adds 0.05; years of birth more than one apart take
/// 15 % off. Names written together or apart are compared as a whole too.
/// </para>
/// </summary>
internal static class NameScore
{
    /// <summary>Tokens less near than this are not a pair.</summary>
    public const double PairMin = 0.75;

    private const double WholeMin = 0.88;

    private static readonly HashSet<string> Particles = ["al", "el", "bin", "ben", "ibn", "bint", "de", "da", "du", "di", "la", "le", "les", "van", "von", "der"];

    private static readonly (string From, string To)[] Sounds =
    [
        ("tch", "s"), ("sch", "s"), ("ch", "s"), ("sh", "s"), ("dj", "j"), ("kh", "k"), ("gh", "g"), ("ph", "f"), ("ck", "k"), ("qu", "k"),
        ("q", "k"), ("c", "k"), ("x", "ks"), ("ou", "u"), ("oo", "u"), ("w", "u"), ("ee", "i"), ("y", "i"), ("z", "s"), ("h", ""),
    ];

    private static readonly Dictionary<char, string> Letters = new()
    {
        ['ø'] = "o", ['ł'] = "l", ['đ'] = "d", ['ß'] = "ss", ['æ'] = "ae", ['œ'] = "oe", ['ı'] = "i", ['ŋ'] = "ng", ['ɔ'] = "o", ['ɛ'] = "e",
    };

    /// <summary>The tokens of a name.</summary>
    public static string[] Tokens(string name)
    {
        var plain = new StringBuilder(name.Length);
        foreach (char c in name.Normalize(NormalizationForm.FormKD).ToLowerInvariant())
        {
            if (CharUnicodeInfo.GetUnicodeCategory(c) is UnicodeCategory.NonSpacingMark || c is '\'' or '’' or '`' or 'ʼ' or '‘')
            {
                continue;
            }

            plain.Append(Letters.TryGetValue(c, out string? letters) ? letters : char.IsLetter(c) ? c : ' ');
        }

        string[] all = plain.ToString().Split(' ', StringSplitOptions.RemoveEmptyEntries);
        string[] meant = [.. all.Where(token => !Particles.Contains(token))];
        return [.. (meant.Length > 0 ? meant : all).Select(Fold).Where(token => token.Length > 0).Take(12)];
    }

    /// <summary>How near two tokens are, 0 to 1.</summary>
    public static double Near(string one, string other)
    {
        if (one == other)
        {
            return 1;
        }

        int longest = Math.Max(one.Length, other.Length);
        if (Math.Min(one.Length, other.Length) <= 3 && longest <= 4 && one[0] != other[0])
        {
            return 0;
        }

        return Math.Max(0, 1 - (Distance(one, other) / longest));
    }

    /// <summary>The score of two names whose tokens are as near as <paramref name="near"/> says.</summary>
    public static double Of(ReadOnlySpan<string> name, ReadOnlySpan<string> listed, Func<int, int, double> near)
    {
        Span<bool> taken = stackalloc bool[listed.Length];
        double covered = 0, coveredListed = 0;
        int pairs = 0;
        for (int i = 0; i < name.Length; i++)
        {
            (int best, double nearest) = (-1, PairMin);
            for (int j = 0; j < listed.Length; j++)
            {
                if (!taken[j] && near(i, j) is var here && here >= nearest)
                {
                    (best, nearest) = (j, here);
                }
            }

            if (best >= 0)
            {
                taken[best] = true;
                pairs++;
                covered += nearest * name[i].Length;
                coveredListed += nearest * listed[best].Length;
            }
        }

        double share = covered / Length(name), shareListed = coveredListed / Length(listed);
        double score = (0.8 * Math.Max(share, shareListed)) + (0.2 * Math.Min(share, shareListed));
        return pairs == 1 && name.Length + listed.Length > 2 ? score * 0.8 : score;
    }

    /// <summary>The score of two names written without gaps; 0 when they are not near enough for that.</summary>
    public static double OfWholes(double near) => near >= WholeMin ? near * 0.98 : 0;

    /// <summary>What days of birth make of a score.</summary>
    public static double WithBirth(double score, DateOnly? birth, string? listed)
    {
        if (birth is not { } day || Birth(listed) is not { } known)
        {
            return score;
        }

        return known.Day is { } exact && exact == day ? Math.Min(1, score + 0.05)
            : Math.Abs(known.Year - day.Year) > 1 ? score * 0.85
            : score;
    }

    /// <summary>Reads a day or year of birth: <c>1970-05-31</c>, <c>31/05/1970</c>, <c>1970</c>.</summary>
    public static (int Year, DateOnly? Day)? Birth(string? text) =>
        DateOnly.TryParseExact(text, ["yyyy-MM-dd", "dd/MM/yyyy"], CultureInfo.InvariantCulture, DateTimeStyles.None, out DateOnly day) ? (day.Year, day)
        : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int year) && year is > 1800 and < 2200 ? (year, null)
        : null;

    private static int Length(ReadOnlySpan<string> tokens)
    {
        int letters = 0;
        foreach (string token in tokens)
        {
            letters += token.Length;
        }

        return Math.Max(1, letters);
    }

    private static string Fold(string token)
    {
        string folded = token;
        foreach ((string from, string to) in Sounds)
        {
            folded = folded.Replace(from, to, StringComparison.Ordinal);
        }

        var single = new StringBuilder(folded.Length);
        foreach (char c in folded)
        {
            if (single.Length == 0 || single[^1] != c)
            {
                single.Append(c);
            }
        }

        return single.Length > 40 ? single.ToString(0, 40) : single.ToString();
    }

    // Optimal string alignment: a swap of neighbours is one edit.
    private static double Distance(string one, string other)
    {
        int width = other.Length + 1;
        Span<double> rows = stackalloc double[3 * width];
        Span<double> before = rows[..width], last = rows.Slice(width, width), row = rows[(2 * width)..];
        for (int j = 0; j < width; j++)
        {
            last[j] = j;
        }

        for (int i = 1; i <= one.Length; i++)
        {
            row[0] = i;
            for (int j = 1; j < width; j++)
            {
                (char a, char b) = (one[i - 1], other[j - 1]);
                double change = a == b ? 0 : IsVowel(a) && IsVowel(b) ? 0.4 : 1;
                double best = Math.Min(last[j - 1] + change, Math.Min(last[j], row[j - 1]) + 1);
                row[j] = i > 1 && j > 1 && a == other[j - 2] && one[i - 2] == b ? Math.Min(best, before[j - 2] + 1) : best;
            }

            Span<double> spare = before;
            before = last;
            last = row;
            row = spare;
        }

        return last[width - 1];
    }

    private static bool IsVowel(char c) => c is 'a' or 'e' or 'i' or 'o' or 'u';
}
