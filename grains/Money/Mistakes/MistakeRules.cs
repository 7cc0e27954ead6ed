namespace Postmobile.Money;

/// <summary>What all ways of mending a mistake share.</summary>
internal static class MistakeRules
{
    /// <summary>The longest words of a person, longer than a note on a statement.</summary>
    public const int WordsMax = 500;

    /// <summary>Whether words can be stored and read.</summary>
    public static bool IsPlain(string? words) =>
        words is null || (words.Length <= WordsMax && !words.Any(c => char.IsControl(c) && c is not ('\n' or '\r')) && HasWholeCharacters(words));

    /// <summary>What is wrong with words that must be there.</summary>
    public static MistakeRefusal? Demand(string? words) =>
        string.IsNullOrWhiteSpace(words) ? MistakeRefusal.WordsMissing : IsPlain(words) ? null : MistakeRefusal.MemoInvalid;

    private static bool HasWholeCharacters(string words)
    {
        for (int i = 0; i < words.Length; i++)
        {
            if (char.IsSurrogate(words[i]) && !(char.IsHighSurrogate(words[i]) && i + 1 < words.Length && char.IsLowSurrogate(words[++i])))
            {
                return false;
            }
        }

        return true;
    }
}
