using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Postmobile.Money;

/// <summary>
/// The short number by which a merchant is paid from a telephone without a camera: six digits or more, of which the last
/// is a check digit after Damm (it finds every single wrong digit and every swap of neighbours). Never given twice.
/// </summary>
[GenerateSerializer, Immutable, Alias("money.merchant-code")]
public readonly record struct MerchantCode([property: Id(0)] string Digits)
{
    private const int LengthMin = 6;
    private const int LengthMax = 12;

    // H. M. Damm, "Total anti-symmetrische Quasigruppen" (2004): the quasigroup of order ten.
    private static readonly string[] Table =
    [
        "0317598642", "7092154863", "4206871359", "1750983426", "6123045978", "3674209581", "5869720134", "8945362017", "9438617205", "2581436790",
    ];

    /// <summary>The code of a number from the sequence of codes.</summary>
    public static MerchantCode Of(long number)
    {
        string digits = number.ToString("D5", CultureInfo.InvariantCulture);
        return new MerchantCode(digits + Check(digits).ToString(CultureInfo.InvariantCulture));
    }

    /// <summary>Reads a code that a person typed, with or without spaces; false when its check digit is wrong.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, out MerchantCode code)
    {
        string digits = string.Concat((text ?? "").Where(c => !char.IsWhiteSpace(c)));
        code = new MerchantCode(digits);
        return digits.Length is >= LengthMin and <= LengthMax && digits.All(char.IsAsciiDigit) && Check(digits) == 0;
    }

    /// <inheritdoc />
    public override string ToString() => Digits;

    private static int Check(string digits) => digits.Aggregate(0, (row, digit) => Table[row][digit - '0'] - '0');
}
