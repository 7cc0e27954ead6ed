using System.Globalization;
using System.Text;

namespace Postmobile.Commerce;

/// <summary>What an SMS asks for: pure.</summary>
internal static class KeywordRules
{
    /// <summary>The same message is known again among so many.</summary>
    public const int IdsMax = 50;

    /// <summary>One confirmation to a telephone in this time.</summary>
    public static readonly TimeSpan ConfirmPause = TimeSpan.FromDays(1);

    // French, English, Lingala and Kituba: stop, leave it, I do not want it.
    private static readonly HashSet<string> Stops =
        ["STOP", "STOPP", "ARRET", "ARRETS", "ARRETE", "ARRETER", "ARRETEZ", "TIKA", "BIKA", "BOYA", "BUYA", "DESABONNER", "DESABONNEMENT", "DESINSCRIRE", "UNSUBSCRIBE", "FIN"];

    private static readonly HashSet<string> Everything = ["TOUT", "TOUS", "TOUTES", "ALL", "NYONSO", "YONSO"];

    /// <summary>The shop that is named after STOP; empty for all of them; null when it is no STOP.</summary>
    public static string? Read(string? text)
    {
        string[] words = Plain(text).Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (words.Length == 0)
        {
            return null;
        }

        // STOP12 is STOP 12.
        string first = words[0].TrimEnd("0123456789".ToCharArray());
        string glued = words[0][first.Length..];
        if (!Stops.Contains(first))
        {
            return null;
        }

        string rest = string.Join(' ', words.Skip(1).Prepend(glued)).Trim();
        return Everything.Contains(rest) ? "" : rest;
    }

    /// <summary>Which of the shops that a person hears from is meant; null when none is.</summary>
    public static Follow? Find(IReadOnlyList<Follow> wanted, string named)
    {
        string number = named.StartsWith("S ", StringComparison.Ordinal) ? named[2..] : named;
        return wanted.FirstOrDefault(follow => follow.Shop.Value[2..] == number)
            ?? wanted.FirstOrDefault(follow => Plain(follow.ShopName) == named || Plain(follow.ShopSlug) == named)
            ?? (wanted.Count(Begins) == 1 ? wanted.First(Begins) : null)
            ?? (wanted.Count == 1 && !named.All(char.IsAsciiDigit) ? wanted[0] : null);

        bool Begins(Follow follow) => named.Length >= 3 && Plain(follow.ShopName).StartsWith(named, StringComparison.Ordinal);
    }

    /// <summary>Notes that a message has come, and whether its sender hears back.</summary>
    public static KeywordState Take(KeywordState state, string id, bool confirm, DateTimeOffset now) => state with
    {
        Ids = [.. state.Ids.TakeLast(IdsMax - 1), id], ConfirmedAt = confirm ? now : state.ConfirmedAt,
    };

    /// <summary>Whether another confirmation may go out.</summary>
    public static bool MayConfirm(KeywordState state, DateTimeOffset now) => state.ConfirmedAt is not { } last || now - last >= ConfirmPause;

    /// <summary>Capitals without accents; what is neither letter nor digit is a blank.</summary>
    internal static string Plain(string? text)
    {
        var plain = new StringBuilder();
        foreach (char letter in (text ?? "").Normalize(NormalizationForm.FormKD))
        {
            if (char.IsLetterOrDigit(letter))
            {
                plain.Append(char.ToUpperInvariant(letter));
            }
            else if (CharUnicodeInfo.GetUnicodeCategory(letter) is not UnicodeCategory.NonSpacingMark)
            {
                plain.Append(' ');
            }
        }

        return string.Join(' ', plain.ToString().Split(' ', StringSplitOptions.RemoveEmptyEntries));
    }
}
