using System.Collections.Frozen;

namespace Postmobile.Identity;

/// <summary>Which PINs are refused because they would be guessed first.</summary>
public static class PinRules
{
    private const int YearMin = 1920;
    private const int YearMax = 2035;

    // From published counts of leaked PINs; what the rules below find by themselves is left out.
    private static readonly FrozenSet<string> Common = new[]
    {
        "1004", "1122", "1133", "1221", "1357", "1379", "1397", "2468", "2580", "0852", "1470", "3690", "0911", "4200", "5683", "1236", "1478", "2112", "1331",
        "12345", "13579", "24680", "12321", "11223", "25800",
        "112233", "112358", "121314", "123321", "123654", "135790", "142536", "147258", "147852", "159357", "159753", "168168", "246810", "258369",
        "258456", "321654", "369258", "456123", "654123", "741852", "789456", "852456", "963852", "987654", "998877", "223344", "332211", "445566",
    }.ToFrozenSet();

    /// <summary>Null when the PIN may be used; else pin_format or pin_too_common.</summary>
    public static IdentityRefusalCode? Check(Pin pin, PhoneNumber phone)
    {
        string digits = pin.Digits ?? "";
        if (digits.Length is < 4 or > 6 || !digits.All(char.IsAsciiDigit))
        {
            return IdentityRefusalCode.PinFormat;
        }

        return IsRepetition(digits) || IsSequence(digits) || IsYear(digits) || Common.Contains(digits) || phone.E164.Contains(digits, StringComparison.Ordinal)
            ? IdentityRefusalCode.PinTooCommon
            : null;
    }

    // 7777, 1212, 123123.
    private static bool IsRepetition(string digits) =>
        Enumerable.Range(1, digits.Length / 2).Any(period =>
            digits.Length % period == 0 && digits.Select((digit, i) => digit == digits[i % period]).All(same => same));

    // 2345, 9876, and round the end of the keypad: 7890, 0987.
    private static bool IsSequence(string digits)
    {
        var steps = digits.Zip(digits.Skip(1), (a, b) => (b - a + 10) % 10).Distinct().ToList();
        return steps is [1] or [9];
    }

    private static bool IsYear(string digits) =>
        digits.Length == 4 && int.Parse(digits, System.Globalization.CultureInfo.InvariantCulture) is >= YearMin and <= YearMax;
}
