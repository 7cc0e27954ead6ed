using System.Diagnostics.CodeAnalysis;

namespace Postmobile.Identity;

/// <summary>
/// Names one customer for ever: <c>c-</c> and a time-ordered GUID. It is not the telephone number, because numbers
/// change hands and customers change numbers. A guest, who buys without an account, has one with <c>g-</c>, until
/// their number opens an account (<see cref="IGuestGrain"/>).
/// </summary>
[GenerateSerializer, Immutable, Alias("identity.customer-id")]
public readonly record struct CustomerId([property: Id(0)] string Value)
{
    private const string Prefix = "c-", GuestPrefix = "g-";

    /// <summary>Whether this is a guest: somebody of whom only a confirmed number is known.</summary>
    public bool IsGuest => Value?.StartsWith(GuestPrefix, StringComparison.Ordinal) ?? false;

    /// <summary>A new id.</summary>
    public static CustomerId New(TimeProvider time) => new(Prefix + Guid.CreateVersion7(time.GetUtcNow()).ToString("N"));

    /// <summary>A new guest's id.</summary>
    public static CustomerId NewGuest(TimeProvider time) => new(GuestPrefix + Guid.CreateVersion7(time.GetUtcNow()).ToString("N"));

    /// <summary>Reads what <see cref="ToString"/> wrote of a customer; a guest is none.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, out CustomerId id) => TryParse(text, Prefix, out id);

    /// <summary>Reads what <see cref="ToString"/> wrote of a guest.</summary>
    public static bool TryParseGuest([NotNullWhen(true)] string? text, out CustomerId id) => TryParse(text, GuestPrefix, out id);

    private static bool TryParse(string? text, string prefix, out CustomerId id)
    {
        bool valid = text is not null && text.StartsWith(prefix, StringComparison.Ordinal) && Guid.TryParseExact(text[prefix.Length..], "N", out _);
        id = valid ? new CustomerId(text!) : default;
        return valid;
    }

    /// <inheritdoc />
    public override string ToString() => Value ?? "";
}
