using System.Globalization;
using System.Text;
using Postmobile.Identity;

namespace Postmobile.Money;

/// <summary>Judges a line as it was written: pure, and asked a hundred thousand times in a row.</summary>
internal static class BulkLineRules
{
    /// <summary>The longest name and the longest reference.</summary>
    public const int TextMax = 80;

    /// <summary>What a program writes for the francs that nobody has: <c>12500,00</c>.</summary>
    private static readonly string[] NoCents = [",00", ".00", ",0", ".0"];

    private static readonly System.Buffers.SearchValues<char> Gaps = System.Buffers.SearchValues.Create(" \u00a0\u202f.-()/");

    private static readonly string[] Units = ["FCFA", "F CFA", "XAF", "CFA", "F"];

    /// <summary>A line that was judged. With a problem, phone and amount are as far as they were understood.</summary>
    public readonly record struct Judged(BulkLineInput Input, string Phone, long Amount, string Name, string Reference, string? Problem)
    {
        /// <summary>Ready, or faulty.</summary>
        public BulkLineStatus Status => Problem is null ? BulkLineStatus.Ready : BulkLineStatus.Faulty;
    }

    /// <summary>Judges one line.</summary>
    public static Judged Judge(BulkLineInput line)
    {
        bool phoned = TryReadPhone(line.Phone, out string phone);
        bool counted = TryReadAmount(line.Amount, out long amount);
        string? problem = line.Fault
            ?? (!phoned ? "invalid_phone" : null)
            ?? (!counted ? "bulk_amount_unreadable" : amount <= 0 ? "amount_not_positive" : amount > PaymentRules.AmountMax ? "operation_not_allowed" : null)
            ?? (!IsText(line.Name) || !IsText(line.Reference) ? "memo_invalid" : null);
        return new Judged(line, phoned ? phone : Shorten(line.Phone), counted ? amount : 0, Shorten(line.Name), Shorten(line.Reference), problem);
    }

    /// <summary>
    /// Reads a number as spreadsheets leave it: they drop the plus of an international number and the zero of a national one.
    /// </summary>
    public static bool TryReadPhone(string text, out string phone)
    {
        string plain = text.AsSpan().ContainsAny(Gaps) ? string.Concat(text.Where(c => !Gaps.Contains(c))) : text;
        bool bare = plain.Length is 8 or 12 && !plain.AsSpan().ContainsAnyExceptInRange('0', '9');
        string mended = !bare ? plain
            : plain.Length == 12 && plain.StartsWith("242", StringComparison.Ordinal) ? "+" + plain
            : plain.Length == 8 && plain[0] is '4' or '5' or '6' ? "0" + plain
            : plain;
        if (IsOurs(mended))
        {
            phone = mended;
            return true;
        }

        bool read = PhoneNumber.TryParse(mended, out PhoneNumber number);
        phone = read ? number.E164 : "";
        return read;
    }

    /// <summary>Reads whole francs: gaps, a unit and cents of zero are understood, a point or comma that could mean thousands is not.</summary>
    public static bool TryReadAmount(string text, out long amount)
    {
        Span<char> digits = stackalloc char[24];
        int length = 0;
        ReadOnlySpan<char> rest = text.AsSpan().Trim();
        foreach (string unit in Units)
        {
            if (rest.EndsWith(unit, StringComparison.OrdinalIgnoreCase))
            {
                rest = rest[..^unit.Length].TrimEnd();
                break;
            }
        }

        foreach (string cents in NoCents)
        {
            if (rest.EndsWith(cents, StringComparison.Ordinal))
            {
                rest = rest[..^cents.Length];
                break;
            }
        }

        int gaps = 0;
        foreach (char c in rest)
        {
            if (char.IsAsciiDigit(c) && length < digits.Length)
            {
                digits[length++] = c;
            }
            else if (c is ' ' or '\u00a0' or '\u202f' && length > 0)
            {
                gaps |= 1 << (length % 3);
            }
            else
            {
                amount = 0;
                return false;
            }
        }

        // Gaps stand between thousands or the number was mistyped: "12 5" is nobody's salary.
        if (gaps != 0 && gaps != 1 << (length % 3))
        {
            amount = 0;
            return false;
        }

        return long.TryParse(digits[..length], NumberStyles.None, CultureInfo.InvariantCulture, out amount);
    }

    /// <summary>
    /// Whether a written name and the name of whoever has the number have no word in common, whatever the accents and the order.
    /// An empty name says nothing.
    /// </summary>
    public static bool Differs(string written, string registered)
    {
        string[] words = Words(written), theirs = Words(registered);
        return words.Length > 0 && theirs.Length > 0 && !words.Intersect(theirs, StringComparer.Ordinal).Any();
    }

    // Congolese mobile numbers in E.164, which is what payroll programs write: the library of numbering plans takes fifty times as long.
    private static bool IsOurs(string text) =>
        text.Length == 13 && text.StartsWith("+2420", StringComparison.Ordinal) && (text[5] is '4' or '5' or '6') && !text.AsSpan(1).ContainsAnyExceptInRange('0', '9');

    private static string[] Words(string name)
    {
        StringBuilder plain = new(name.Length);
        foreach (char c in name.Normalize(NormalizationForm.FormD))
        {
            if (CharUnicodeInfo.GetUnicodeCategory(c) != UnicodeCategory.NonSpacingMark)
            {
                plain.Append(char.IsLetter(c) ? char.ToUpperInvariant(c) : ' ');
            }
        }

        return [.. plain.ToString().Split(' ', StringSplitOptions.RemoveEmptyEntries).Where(word => word.Length > 1)];
    }

    private static bool IsText(string text) => text.Length <= TextMax && PaymentRules.ValidNote(text);

    /// <summary>What a report shows of a text that cannot be stored as it is.</summary>
    private static string Shorten(string text)
    {
        string some = text.Length > TextMax ? text[..TextMax] : text;
        return PaymentRules.ValidNote(some) ? some : string.Concat(some.Select(c => char.IsControl(c) || char.IsSurrogate(c) ? '?' : c));
    }
}
