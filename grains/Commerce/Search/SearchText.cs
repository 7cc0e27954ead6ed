using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Postmobile.Commerce;

/// <summary>Words as the search compares them: pure.</summary>
internal static partial class SearchText
{
    private const int WordsMax = 10;

    /// <summary>Lower case, without accents, letters and digits only; plurals in -eux and -oux as singulars. The same as <c>search_plain</c> in SQL.</summary>
    public static string Plain(string text)
    {
        var plain = new StringBuilder(text.Length);
        foreach (char c in text.Replace("œ", "oe", StringComparison.OrdinalIgnoreCase).Replace("æ", "ae", StringComparison.OrdinalIgnoreCase).Normalize(NormalizationForm.FormD))
        {
            if (char.GetUnicodeCategory(c) != UnicodeCategory.NonSpacingMark)
            {
                plain.Append(char.IsAsciiLetterOrDigit(c) ? char.ToLowerInvariant(c) : ' ');
            }
        }

        return FeminineInEu().Replace(PluralInX().Replace(Gaps().Replace(plain.ToString(), " "), "$1"), "$1");
    }

    /// <summary>The words of a text, each once, ten at most.</summary>
    public static IReadOnlyList<string> Words(string text) =>
        [.. Plain(text).Split(' ', StringSplitOptions.RemoveEmptyEntries).Distinct().Take(WordsMax)];

    /// <summary>
    /// How many letters must be added, taken, changed or swapped with their neighbour to make one word of the other; more than
    /// <paramref name="most"/> is not counted further.
    /// </summary>
    public static int Distance(string from, string to, int most)
    {
        if (Math.Abs(from.Length - to.Length) > most)
        {
            return most + 1;
        }

        Span<int> twoBack = stackalloc int[to.Length + 1], back = stackalloc int[to.Length + 1], row = stackalloc int[to.Length + 1];
        for (int j = 0; j <= to.Length; j++)
        {
            back[j] = j;
        }

        for (int i = 1; i <= from.Length; i++)
        {
            int best = row[0] = i;
            for (int j = 1; j <= to.Length; j++)
            {
                int cost = from[i - 1] == to[j - 1] ? 0 : 1;
                int least = Math.Min(Math.Min(back[j] + 1, row[j - 1] + 1), back[j - 1] + cost);
                row[j] = i > 1 && j > 1 && from[i - 1] == to[j - 2] && from[i - 2] == to[j - 1] ? Math.Min(least, twoBack[j - 2] + 1) : least;
                best = Math.Min(best, row[j]);
            }

            if (best > most)
            {
                return most + 1;
            }

            Span<int> free = twoBack;
            twoBack = back;
            back = row;
            row = free;
        }

        return back[to.Length];
    }

    /// <summary>How a French word sounds, roughly: <c>telefone</c> and <c>téléphone</c> are one, and so are <c>chaussure</c> and <c>chosur</c>.</summary>
    public static string Sound(string plain)
    {
        string sound = Doubled().Replace(
            plain.Replace("ph", "f", StringComparison.Ordinal).Replace("eau", "o", StringComparison.Ordinal).Replace("au", "o", StringComparison.Ordinal)
                .Replace("qu", "k", StringComparison.Ordinal).Replace("ch", "\u0161", StringComparison.Ordinal)
                .Replace("gu", "g", StringComparison.Ordinal).Replace("ai", "e", StringComparison.Ordinal).Replace("ei", "e", StringComparison.Ordinal)
                .Replace("ce", "se", StringComparison.Ordinal).Replace("ci", "si", StringComparison.Ordinal).Replace("an", "en", StringComparison.Ordinal)
                .Replace('c', 'k').Replace('q', 'k').Replace('z', 's').Replace('y', 'i').Replace("h", "", StringComparison.Ordinal),
            "$1");
        return sound.Length > 3 ? sound.TrimEnd('e', 's', 'x', 't', 'd') : sound;
    }

    /// <summary>Whether two words are forms of one: a plural and its singular.</summary>
    public static bool SameWord(string one, string other) => Singular(one) == Singular(other);

    /// <summary>A word without the marks of its plural.</summary>
    public static string Singular(string word) =>
        word.Length > 4 && word.EndsWith("aux", StringComparison.Ordinal) ? word.EndsWith("eaux", StringComparison.Ordinal) ? word[..^1] : word[..^3] + "al"
        : word.Length > 3 && word[^1] is 's' or 'x' ? word[..^1] : word;

    [GeneratedRegex("[^a-z0-9]+")]
    private static partial Regex Gaps();

    [GeneratedRegex(@"\b(\w+[eo]u)x\b")]
    private static partial Regex PluralInX();

    [GeneratedRegex(@"\b(\w+eu)ses?\b")]
    private static partial Regex FeminineInEu();

    [GeneratedRegex(@"(\w)\1+")]
    private static partial Regex Doubled();
}
