using System.Globalization;
using System.Text;
using Postmobile.Identity;

namespace Postmobile.Money;

/// <summary>What fits on the screen of a telephone: 182 characters of the default alphabet of GSM (3GPP TS 23.038, 8-bit packed in 160 octets).</summary>
public static class UssdScreen
{
    /// <summary>The most that one screen holds.</summary>
    public const int Max = 182;

    // These are written with an escape and take the place of two.
    private const string Extended = "\f^{}\\[~]|€";

    private static readonly NumberFormatInfo Grouped = new() { NumberGroupSeparator = " ", NumberGroupSizes = [3], NumberDecimalDigits = 0 };

    /// <summary>How much room a text takes.</summary>
    public static int Length(string text) => text.Length + text.Count(Extended.Contains);

    /// <summary>The text in letters that every telephone has: accents that GSM does not know are dropped, other signs become a question mark.</summary>
    public static string Plain(string text)
    {
        if (GsmAlphabet.Fits(text))
        {
            return text;
        }

        var plain = new StringBuilder(text.Length);
        foreach (char c in text.Normalize(NormalizationForm.FormC))
        {
            plain.Append(Plain(c));
        }

        return plain.ToString();
    }

    /// <summary>The text, cut where the screen ends. No text of ours is that long; names of others might be.</summary>
    public static string Cut(string text)
    {
        while (Length(text) > Max)
        {
            text = text[..^1];
        }

        return text;
    }

    /// <summary>At most this many characters of a name.</summary>
    public static string Short(string name, int max) => name.Length <= max ? name : name[..(max - 1)].TrimEnd() + ".";

    /// <summary><c>12 500 FCFA</c>.</summary>
    public static string Francs(long amount) => amount.ToString("N0", Grouped) + " FCFA";

    /// <summary>The same without the unit, with its sign.</summary>
    public static string Signed(long amount) => (amount > 0 ? "+" : "") + amount.ToString("N0", Grouped);

    /// <summary>Lines on as few screens as they need, each leaving this much room.</summary>
    public static IReadOnlyList<string> Pages(IEnumerable<string> lines, int room)
    {
        var pages = new List<string>();
        foreach (string line in lines)
        {
            if (pages.Count > 0 && Length(pages[^1]) + 1 + Length(line) <= room)
            {
                pages[^1] += "\n" + line;
            }
            else
            {
                pages.Add(line);
            }
        }

        return pages;
    }

    private static string Plain(char c)
    {
        if (GsmAlphabet.Fits(c.ToString()))
        {
            return c.ToString();
        }

        string bare = string.Concat(c.ToString().Normalize(NormalizationForm.FormD)
            .Where(part => CharUnicodeInfo.GetUnicodeCategory(part) != UnicodeCategory.NonSpacingMark));
        return c switch
        {
            _ when char.IsWhiteSpace(c) => " ",
            '’' or '‘' => "'",
            '•' => "*",
            '—' or '–' or '−' => "-",
            'œ' => "oe",
            'ɛ' => "e",
            'ɔ' => "o",
            _ when bare.Length > 0 && GsmAlphabet.Fits(bare) => bare,
            _ => "?",
        };
    }
}
