using System.Diagnostics.CodeAnalysis;
using PhoneNumbers;

namespace Postmobile.Identity;

/// <summary>
/// A telephone number in E.164 (ITU-T), such as <c>+242066000001</c>. Congolese numbers keep the leading zero of the
/// national form after the country code.
/// </summary>
[GenerateSerializer, Immutable, Alias("identity.phone-number")]
public readonly record struct PhoneNumber([property: Id(0)] string E164)
{
    /// <summary>The region whose national form is understood without a country code.</summary>
    public const string DefaultRegion = "CG";

    /// <summary>The key of the number's grain. Not all digits, because the storage provider reads such keys as numbers.</summary>
    public string Key => "tel-" + E164[1..];

    /// <summary>The number with its middle hidden, for the eyes of others.</summary>
    public string Masked => E164.Length < 9 ? "•••" : $"{E164[..6]} ••• {E164[^2..]}";

    /// <summary>Reads a number as people write it: international with <c>+</c> or <c>00</c>, or national for Congo.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, out PhoneNumber phone)
    {
        phone = default;
        if (string.IsNullOrWhiteSpace(text) || text.Length > 40)
        {
            return false;
        }

        try
        {
            PhoneNumberUtil numbers = PhoneNumberUtil.GetInstance();
            PhoneNumbers.PhoneNumber parsed = numbers.Parse(text, DefaultRegion);
            if (!numbers.IsValidNumber(parsed) || parsed.HasExtension)
            {
                return false;
            }

            phone = new PhoneNumber(numbers.Format(parsed, PhoneNumberFormat.E164));
            return true;
        }
        catch (NumberParseException)
        {
            return false;
        }
    }

    /// <summary>The number that a phone grain's key names.</summary>
    public static PhoneNumber FromKey(string key) => new("+" + key["tel-".Length..]);

    /// <summary>Masked: a number in full is asked for by name, so that it does not end in a log by accident.</summary>
    public override string ToString() => E164 is null ? "" : Masked;
}
