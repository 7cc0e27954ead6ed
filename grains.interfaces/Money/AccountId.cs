using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Postmobile.Money;

/// <summary>
/// The number of one account in the ledger. Numbers below <see cref="FirstAllocated"/> are the post's own accounts
/// (<see cref="PostAccounts"/>); the others come from one sequence and are never reused.
/// </summary>
[GenerateSerializer, Immutable, Alias("money.account-id")]
public readonly record struct AccountId([property: Id(0)] long Value)
{
    /// <summary>The lowest number that the sequence of accounts gives out.</summary>
    public const long FirstAllocated = 10_000_000;

    /// <summary>The number as people read it: digits in groups of four, the last two being ISO 7064 MOD 97-10 check digits.</summary>
    public string Number
    {
        get
        {
            string digits = Value.ToString("D10", CultureInfo.InvariantCulture) + CheckDigits(Value).ToString("D2", CultureInfo.InvariantCulture);
            return string.Join(' ', digits.Chunk(4).Select(group => new string(group)));
        }
    }

    /// <summary>Reads a number that a person typed; false when it is not a number or its check digits are wrong.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, out AccountId account)
    {
        account = default;
        string digits = string.Concat((text ?? "").Where(c => !char.IsWhiteSpace(c) && c != '-'));
        if (digits.Length is < 3 or > 20 || !digits.All(char.IsAsciiDigit)
            || !long.TryParse(digits[..^2], NumberStyles.None, CultureInfo.InvariantCulture, out long value)
            || CheckDigits(value) != int.Parse(digits[^2..], CultureInfo.InvariantCulture))
        {
            return false;
        }

        account = new AccountId(value);
        return true;
    }

    /// <inheritdoc />
    public override string ToString() => Value.ToString(CultureInfo.InvariantCulture);

    private static int CheckDigits(long value) => 98 - (int)((UInt128)(ulong)value * 100 % 97);
}
