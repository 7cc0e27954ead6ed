using System.Globalization;
using System.Text;

namespace Postmobile.Commerce;

/// <summary>Words as an auction compares them: without accents, capitals, plurals and the small words of French.</summary>
internal static class AdWords
{
    private static readonly HashSet<string> s_small = ["a", "au", "aux", "d", "de", "des", "du", "en", "et", "l", "la", "le", "les", "ou", "par", "pour", "sur", "un", "une", "avec"];

    /// <summary>The words of a text, each once.</summary>
    public static IReadOnlySet<string> Of(string? text)
    {
        var words = new HashSet<string>(StringComparer.Ordinal);
        var word = new StringBuilder();
        foreach (char c in (text ?? "").Normalize(NormalizationForm.FormD))
        {
            if (char.IsLetterOrDigit(c))
            {
                word.Append(char.ToLowerInvariant(c));
            }
            else if (CharUnicodeInfo.GetUnicodeCategory(c) is not UnicodeCategory.NonSpacingMark)
            {
                Take(words, word);
            }
        }

        Take(words, word);
        return words;
    }

    private static void Take(HashSet<string> words, StringBuilder word)
    {
        string text = word.ToString();
        word.Clear();
        if (text.Length > 0 && !s_small.Contains(text))
        {
            words.Add(text.Length > 3 && text[^1] is 's' or 'x' && !char.IsDigit(text[0]) ? text[..^1] : text);
        }
    }
}
