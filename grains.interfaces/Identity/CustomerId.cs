using System.Diagnostics.CodeAnalysis;

namespace Postmobile.Identity;

/// <summary>
/// Names one customer for ever: <c>c-</c> and a time-ordered GUID. It is not the telephone number, because numbers
/// change hands and customers change numbers.
/// </summary>
[GenerateSerializer, Immutable, Alias("identity.customer-id")]
public readonly record struct CustomerId([property: Id(0)] string Value)
{
    private const string Prefix = "c-";

    /// <summary>A new id.</summary>
    public static CustomerId New(TimeProvider time) => new(Prefix + Guid.CreateVersion7(time.GetUtcNow()).ToString("N"));

    /// <summary>Reads what <see cref="ToString"/> wrote.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, out CustomerId id)
    {
        bool valid = text is not null && text.StartsWith(Prefix, StringComparison.Ordinal) && Guid.TryParseExact(text[Prefix.Length..], "N", out _);
        id = valid ? new CustomerId(text!) : default;
        return valid;
    }

    /// <inheritdoc />
    public override string ToString() => Value ?? "";
}
