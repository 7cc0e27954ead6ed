using System.Collections.Immutable;

namespace Postmobile.Commerce;

/// <summary>What lies in a cart's document.</summary>
public sealed record CartState
{
    /// <summary>What is in it, oldest first.</summary>
    public ImmutableList<CartLineState> Lines { get; init; } = [];

    /// <summary>The coupons' codes, as entered.</summary>
    public ImmutableList<string> Coupons { get; init; } = [];

    /// <summary>The checkout that is open for it; null without.</summary>
    public string? Checkout { get; init; }

    /// <summary>What that checkout is of, so that another content begins another one.</summary>
    public string? CheckoutOf { get; init; }

    /// <summary>What was done once: contents taken over, checkouts taken out; the last few.</summary>
    public ImmutableList<string> Done { get; init; } = [];

    /// <summary>Counts how often it was emptied into another.</summary>
    public int Given { get; init; }
}

/// <summary>A line as it was put in.</summary>
/// <param name="Product">The product's id.</param>
/// <param name="Sku">The variant.</param>
/// <param name="Quantity">How many.</param>
/// <param name="SeenPrice">What one cost when it was last looked at.</param>
/// <param name="Shop">The shop's id.</param>
/// <param name="Title">Its title then, for when it is gone.</param>
public sealed record CartLineState(string Product, string Sku, int Quantity, long SeenPrice, string Shop, string Title);
