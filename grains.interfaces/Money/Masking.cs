using System.Text;

namespace Postmobile.Money;

/// <summary>What a payer may see of a payee: enough to recognise them, too little to collect.</summary>
public static class Masking
{
    /// <summary>The first word, and the initial of the last: "Client D.".</summary>
    public static string Name(string name)
    {
        string[] words = name.Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        return words.Length switch
        {
            0 => "",
            1 => words[0],
            _ => $"{words[0]} {Initial(words[^1])}.",
        };
    }

    /// <summary>A whole character, also where it takes two places.</summary>
    private static Rune Initial(string word)
    {
        Rune.DecodeFromUtf16(word, out Rune first, out _);
        return Rune.ToUpperInvariant(first);
    }

    /// <summary>The country code, two digits and the last two: "+242 06 ••• •• 01".</summary>
    public static string Phone(string phone) =>
        phone.Length < 9 ? "" : $"{phone[..4]} {phone[4..6]} ••• •• {phone[^2..]}";
}
