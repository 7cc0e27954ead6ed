using System.Collections.Immutable;
using System.Globalization;

namespace Postmobile.Commerce;

/// <summary>What may be in a cart: pure, state in and state out.</summary>
internal static class CartRules
{
    private const int DoneKept = 30;

    /// <summary>A new state, or a refusal.</summary>
    public readonly record struct Decision(CartState? Next, CartRefusal? Refusal)
    {
        public static implicit operator Decision(CartState next) => new(next, null);

        public static implicit operator Decision(CartRefusal refusal) => new(null, refusal);
    }

    /// <summary>More of a variant of a product that stands like this.</summary>
    public static Decision Add(CartState state, Product? product, string? sku, int quantity, Func<Variant, long>? asked = null)
    {
        Variant? variant = product is not { Status: ProductStatus.Published } ? null
            : sku is { Length: > 0 } ? product.Find(sku)
            : product.Variants.Count == 1 ? product.Variants[0] : null;
        if (variant is null)
        {
            return CartRefusal.UnknownProduct;
        }

        int at = Find(state, product!.Id, variant.Sku);
        int have = at < 0 ? 0 : state.Lines[at].Quantity;
        if (quantity is < 1 or > CartPricing.QuantityMax || have + quantity > CartPricing.QuantityMax)
        {
            return CartRefusal.QuantityInvalid;
        }

        if (at >= 0)
        {
            return state with { Lines = state.Lines.SetItem(at, state.Lines[at] with { Quantity = have + quantity }) };
        }

        return Room(state, product.Shop.Value) is { } full
            ? full
            : state with { Lines = state.Lines.Add(new CartLineState(product.Id.Value, variant.Sku, quantity, asked?.Invoke(variant) ?? variant.Price, product.Shop.Value, product.Title)) };
    }

    /// <summary>So many of a variant that is in it.</summary>
    public static Decision Set(CartState state, ProductId product, string sku, int quantity)
    {
        int at = Find(state, product, sku);
        return at < 0 ? quantity == 0 ? state : CartRefusal.UnknownProduct
            : quantity is < 0 or > CartPricing.QuantityMax ? CartRefusal.QuantityInvalid
            : quantity == 0 ? state with { Lines = state.Lines.RemoveAt(at) }
            : state with { Lines = state.Lines.SetItem(at, state.Lines[at] with { Quantity = quantity }) };
    }

    /// <summary>What another cart held comes in: quantities add up to what a line may have; what finds no room is left behind.</summary>
    public static CartState Merge(CartState state, string name, IEnumerable<CartLineState> lines, IEnumerable<string> coupons)
    {
        if (state.Done.Contains(name))
        {
            return state;
        }

        foreach (CartLineState line in lines)
        {
            int at = Find(state, new ProductId(line.Product), line.Sku);
            state = at >= 0
                ? state with { Lines = state.Lines.SetItem(at, state.Lines[at] with { Quantity = Math.Min(CartPricing.QuantityMax, state.Lines[at].Quantity + line.Quantity) }) }
                : Room(state, line.Shop) is null ? state with { Lines = state.Lines.Add(line) } : state;
        }

        return Did(state with { Coupons = [.. state.Coupons.Union(coupons).Take(CartPricing.ShopsMax + 1)] }, name);
    }

    /// <summary>What was bought goes out, once per checkout.</summary>
    public static CartState Bought(CartState state, string checkout, IReadOnlyList<CartItem> items, IReadOnlyList<string> coupons)
    {
        if (state.Done.Contains(checkout))
        {
            return state;
        }

        foreach (CartItem item in items)
        {
            int at = Find(state, item.Product, item.Sku);
            if (at >= 0)
            {
                int rest = state.Lines[at].Quantity - item.Quantity;
                state = state with { Lines = rest > 0 ? state.Lines.SetItem(at, state.Lines[at] with { Quantity = rest }) : state.Lines.RemoveAt(at) };
            }
        }

        state = state with { Coupons = state.Coupons.RemoveAll(coupons.Contains) };
        return Did(state.Checkout == checkout ? state with { Checkout = null, CheckoutOf = null } : state, checkout);
    }

    /// <summary>A coupon's code comes in: one of the post and one a shop.</summary>
    public static Decision Enter(CartState state, Coupon coupon, IReadOnlyList<Coupon> others, DateTimeOffset now) =>
        PriceRules.Usable(coupon, now) is { } refusal ? refusal
        : state.Coupons.Contains(coupon.Code) ? state
        : others.Any(other => other.Shop == coupon.Shop) ? CartRefusal.TooManyCoupons
        : state with { Coupons = state.Coupons.Add(coupon.Code) };

    /// <summary>Names what is in it.</summary>
    public static string Content(CartState state) => string.Join('\n', [
        .. state.Lines.Select(line => string.Create(CultureInfo.InvariantCulture, $"{line.Product} {line.Sku} {line.Quantity}")), .. state.Coupons]);

    private static CartRefusal? Room(CartState state, string shop) =>
        state.Lines.Count >= CartPricing.LinesMax ? CartRefusal.CartFull
        : state.Lines.All(line => line.Shop != shop) && state.Lines.Select(line => line.Shop).Distinct().Count() >= CartPricing.ShopsMax ? CartRefusal.TooManyShops
        : null;

    private static int Find(CartState state, ProductId product, string sku) => state.Lines.FindIndex(line => line.Product == product.Value && line.Sku == sku);

    private static CartState Did(CartState state, string name) => state with { Done = [.. state.Done.Add(name).TakeLast(DoneKept)] };
}
