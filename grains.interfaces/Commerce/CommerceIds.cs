using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Postmobile.Commerce;

/// <summary>Names one shop for ever: <c>s-</c> and a number. The name in its address may change; this does not.</summary>
[GenerateSerializer, Immutable, Alias("commerce.shop-id")]
public readonly record struct ShopId([property: Id(0)] string Value)
{
    /// <summary>The shop of a number drawn from the sequence <c>commerce_number</c>.</summary>
    public static ShopId Of(long number) => new(Numbered.Key('s', number));

    /// <summary>Reads <c>s-12</c>.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, out ShopId id)
    {
        bool valid = Numbered.Is('s', text);
        id = valid ? new ShopId(text!) : default;
        return valid;
    }

    /// <inheritdoc />
    public override string ToString() => Value ?? "";
}

/// <summary>Names one product of one shop for ever: <c>p-</c> and a number.</summary>
[GenerateSerializer, Immutable, Alias("commerce.product-id")]
public readonly record struct ProductId([property: Id(0)] string Value)
{
    /// <summary>The product of a number drawn from the sequence <c>commerce_number</c>.</summary>
    public static ProductId Of(long number) => new(Numbered.Key('p', number));

    /// <summary>Reads <c>p-12</c>.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, out ProductId id)
    {
        bool valid = Numbered.Is('p', text);
        id = valid ? new ProductId(text!) : default;
        return valid;
    }

    /// <inheritdoc />
    public override string ToString() => Value ?? "";
}

/// <summary>Names one checkout: <c>x-</c> and a time-ordered GUID.</summary>
[GenerateSerializer, Immutable, Alias("commerce.checkout-id")]
public readonly record struct CheckoutId([property: Id(0)] string Value)
{
    /// <summary>A new id.</summary>
    public static CheckoutId New(TimeProvider time) => new("x-" + Guid.CreateVersion7(time.GetUtcNow()).ToString("N"));

    /// <summary>Reads what <see cref="ToString"/> wrote.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, out CheckoutId id)
    {
        bool valid = text is { Length: 34 } && text.StartsWith("x-", StringComparison.Ordinal) && Guid.TryParseExact(text[2..], "N", out _);
        id = valid ? new CheckoutId(text!) : default;
        return valid;
    }

    /// <summary>The order of this checkout for its shop number <paramref name="index"/>, counted from 1: the same at each attempt.</summary>
    public OrderId Order(int index) => new("o-" + Value[2..] + "-" + index.ToString(CultureInfo.InvariantCulture));

    /// <inheritdoc />
    public override string ToString() => Value ?? "";
}

/// <summary>Names one order: <c>o-</c>, the GUID of its checkout, and the shop's place in it.</summary>
[GenerateSerializer, Immutable, Alias("commerce.order-id")]
public readonly record struct OrderId([property: Id(0)] string Value)
{
    /// <summary>What people read out: eight characters, not secret, and almost surely of one order only. Never a key.</summary>
    public string Number => Value[26..34].ToUpperInvariant() + Value[34..];

    /// <summary>Reads what <see cref="ToString"/> wrote.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, out OrderId id)
    {
        bool valid = text is { Length: > 35 and <= 37 } && text.StartsWith("o-", StringComparison.Ordinal) && text[34] == '-'
            && Guid.TryParseExact(text[2..34], "N", out _)
            && int.TryParse(text.AsSpan(35), NumberStyles.None, CultureInfo.InvariantCulture, out int index) && index > 0;
        id = valid ? new OrderId(text!) : default;
        return valid;
    }

    /// <inheritdoc />
    public override string ToString() => Value ?? "";
}

internal static class Numbered
{
    public static string Key(char prefix, long number) => prefix + "-" + number.ToString(CultureInfo.InvariantCulture);

    public static bool Is(char prefix, string? text) =>
        text is { Length: > 2 and <= 20 } && text[0] == prefix && text[1] == '-' && text[2] != '0' && text.AsSpan(2).IndexOfAnyExceptInRange('0', '9') < 0;
}
