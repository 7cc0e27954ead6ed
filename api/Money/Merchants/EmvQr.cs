using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;
using Postmobile.Money;

namespace Postmobile.Api.Money;

/// <summary>What a merchant's QR code says.</summary>
/// <param name="Code">The merchant.</param>
/// <param name="Name">The trade name.</param>
/// <param name="Town">The town.</param>
/// <param name="Category">The merchant category code.</param>
/// <param name="Amount">What is to be paid, in whole francs; null: the customer types it.</param>
/// <param name="Reference">The till's reference of this very sale, or null.</param>
public sealed record MerchantQr(MerchantCode Code, string Name, string Town, string Category, long? Amount = null, string? Reference = null);

/// <summary>
/// QR codes after EMV QRCPS, Merchant-Presented Mode 1.1: a row of objects, each an id of two digits, a length of two digits and a
/// value. Lengths count characters, not bytes. Our merchant account information stands in template 26.
/// </summary>
public static class EmvQr
{
    /// <summary>The globally unique identifier of our merchant account information.</summary>
    public const string Identifier = "cg.postmobile";

    /// <summary>The longest reference (EMV: 25 characters).</summary>
    public const int ReferenceMax = 25;

    /// <summary>The payload of a code.</summary>
    public static string Write(MerchantQr qr)
    {
        string name = Plain(qr.Name, 25), town = Plain(qr.Town, 15);
        var text = new StringBuilder()
            .Append(Field("00", "01"))
            .Append(Field("01", qr.Amount is null ? "11" : "12"))
            .Append(Field("26", Field("00", Identifier) + Field("01", qr.Code.Digits)))
            .Append(Field("52", qr.Category))
            .Append(Field("53", "950"))
            .Append(qr.Amount is { } amount ? Field("54", amount.ToString(CultureInfo.InvariantCulture)) : "")
            .Append(Field("58", "CG"))
            .Append(Field("59", name))
            .Append(Field("60", town))
            .Append(qr.Reference is { } reference ? Field("62", Field("05", reference)) : "");

        // Common characters only, so no template 64 with accents: readers guess the alphabet of other bytes, and zbar guesses wrong.
        text.Append("6304");
        return text.Append(Checksum(text.ToString())).ToString();
    }

    /// <summary>Reads a payload; false when it is damaged or of another payment system.</summary>
    public static bool TryRead(string text, [NotNullWhen(true)] out MerchantQr? qr)
    {
        qr = null;
        if (text.Length is < 12 or > 512
            || !string.Equals(text[^8..^4], "6304", StringComparison.Ordinal)
            || !string.Equals(text[^4..], Checksum(text[..^4]), StringComparison.OrdinalIgnoreCase)
            || Fields(text[..^8]) is not { } fields
            || fields.GetValueOrDefault("00") != "01"
            || fields.GetValueOrDefault("53") != "950"
            || Fields(fields.GetValueOrDefault("26") ?? "") is not { } ours
            || ours.GetValueOrDefault("00") != Identifier
            || !MerchantCode.TryParse(ours.GetValueOrDefault("01"), out MerchantCode code))
        {
            return false;
        }

        long? amount = null;
        if (fields.TryGetValue("54", out string? typed))
        {
            if (!long.TryParse(typed, NumberStyles.None, CultureInfo.InvariantCulture, out long whole) || whole <= 0)
            {
                return false;
            }

            amount = whole;
        }

        string? reference = fields.TryGetValue("62", out string? more) ? Fields(more)?.GetValueOrDefault("05") : null;
        qr = new MerchantQr(code, fields.GetValueOrDefault("59", ""), fields.GetValueOrDefault("60", ""), fields.GetValueOrDefault("52", ""), amount, reference);
        return true;
    }

    /// <summary>CRC-16/CCITT-FALSE of the bytes, as four hexadecimal digits.</summary>
    public static string Checksum(string text)
    {
        int crc = 0xFFFF;
        foreach (byte one in Encoding.UTF8.GetBytes(text))
        {
            crc ^= one << 8;
            for (int bit = 0; bit < 8; bit++)
            {
                crc = (crc & 0x8000) != 0 ? ((crc << 1) ^ 0x1021) & 0xFFFF : (crc << 1) & 0xFFFF;
            }
        }

        return crc.ToString("X4", CultureInfo.InvariantCulture);
    }

    private static string Field(string id, string value) => id + value.Length.ToString("D2", CultureInfo.InvariantCulture) + value;

    private static Dictionary<string, string>? Fields(string text)
    {
        var fields = new Dictionary<string, string>(StringComparer.Ordinal);
        for (int at = 0; at < text.Length;)
        {
            if (at + 4 > text.Length
                || !int.TryParse(text.AsSpan(at + 2, 2), NumberStyles.None, CultureInfo.InvariantCulture, out int length)
                || at + 4 + length > text.Length
                || !fields.TryAdd(text.Substring(at, 2), text.Substring(at + 4, length)))
            {
                return null;
            }

            at += 4 + length;
        }

        return fields;
    }

    private static string Plain(string text, int max)
    {
        IEnumerable<char> letters = text.Normalize(NormalizationForm.FormD).Where(c => CharUnicodeInfo.GetUnicodeCategory(c) is not UnicodeCategory.NonSpacingMark);
        return Cut(string.Concat(letters.Select(c => c is >= ' ' and <= '~' ? c : c is '’' ? '\'' : '-')), max);
    }

    private static string Cut(string text, int max)
    {
        text = text.Trim();
        return (text.Length <= max ? text : text[..(char.IsHighSurrogate(text[max - 1]) ? max - 1 : max)]).TrimEnd();
    }
}
