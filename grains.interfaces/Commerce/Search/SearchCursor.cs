using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Postmobile.Commerce;

/// <summary>
/// Where a page ended: by what its last product was ordered, and its number. What is published or sold meanwhile moves no other
/// product from one page to another.
/// </summary>
/// <param name="Sort">The order it belongs to.</param>
/// <param name="Key">By what the last product was ordered; ascending.</param>
/// <param name="Number">Its number.</param>
public readonly record struct SearchCursor(SearchSort Sort, double Key, long Number)
{
    /// <summary>Reads what <see cref="ToString"/> wrote.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, out SearchCursor cursor)
    {
        cursor = default;
        if (text?.Split('-') is not [{ Length: 1 } sort, { Length: 16 } key, { Length: > 0 and <= 18 } number]
            || sort[0] is < '0' or > '5'
            || !long.TryParse(key, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out long bits)
            || !long.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out long last)
            || !double.IsFinite(BitConverter.Int64BitsToDouble(bits)))
        {
            return false;
        }

        cursor = new SearchCursor((SearchSort)(sort[0] - '0'), BitConverter.Int64BitsToDouble(bits), last);
        return true;
    }

    /// <inheritdoc />
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{(int)Sort}-{BitConverter.DoubleToInt64Bits(Key):x16}-{Number}");
}
