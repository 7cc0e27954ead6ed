using Orleans.Concurrency;
using Postmobile.Identity;

namespace Postmobile.Commerce;

/// <summary>Names of carts. A person's is known by the person; a stranger's by a secret that only their browser has.</summary>
public static class Carts
{
    private const string PersonPrefix = "k-", StrangerPrefix = "kv-";
    private const int SecretLength = 32;

    /// <summary>The cart of somebody who has signed in.</summary>
    public static string Of(CustomerId person) => PersonPrefix + person.Value;

    /// <summary>The cart of a browser that keeps this secret.</summary>
    public static string Of(string secret) => StrangerPrefix + secret;

    /// <summary>Whose cart this is; null for a stranger's.</summary>
    public static CustomerId? PersonOf(string cart) => cart.StartsWith(PersonPrefix, StringComparison.Ordinal) ? new CustomerId(cart[PersonPrefix.Length..]) : null;

    /// <summary>Whether a text can be such a secret.</summary>
    public static bool IsSecret(string? text) => text is { Length: SecretLength } && text.All(char.IsAsciiHexDigitLower);
}

/// <summary>
/// What one visitor means to buy, of one or several shops. It keeps what was chosen and the prices that were seen; everything
/// else is asked at each look, so that what changed meanwhile is said. Keyed by <see cref="Carts"/>.
/// </summary>
[Alias("commerce.cart-grain"), GrainInterfaceType("commerce.cart-grain")]
public interface ICartGrain : IGrainWithStringKey
{
    /// <summary>The cart with the prices, stock and shops of now.</summary>
    [Alias("look")]
    Task<CartView> Look();

    /// <summary>How many pieces are in it. Asks nobody.</summary>
    [AlwaysInterleave, Alias("count")]
    Task<int> Count();

    /// <summary>Puts pieces in, beside those of the same variant that are there.</summary>
    /// <returns>The cart; or unknown_product, quantity_invalid, cart_full, too_many_shops.</returns>
    [Alias("add")]
    Task<CartOutcome> Add(ProductId product, string? sku, int quantity);

    /// <summary>Says how many pieces of a variant; 0 takes it out.</summary>
    /// <returns>The cart; or quantity_invalid, unknown_product when it is not in the cart.</returns>
    [Alias("set")]
    Task<CartOutcome> Set(ProductId product, string sku, int quantity);

    /// <summary>Whoever looks has been told what changed: the prices of now are the ones seen.</summary>
    [Alias("agree")]
    Task Agree();

    /// <summary>Enters a coupon's code.</summary>
    /// <returns>The cart; or unknown_coupon, coupon_not_now, coupon_used_up, too_many_coupons.</returns>
    [Alias("enter")]
    Task<CartOutcome> Enter(string code);

    /// <summary>Takes a coupon out. Again succeeds.</summary>
    [Alias("leave")]
    Task<CartOutcome> Leave(string code);

    /// <summary>
    /// Takes over what another cart holds, which is empty afterwards: what a stranger chose before signing in. Quantities of
    /// the same variant add up, to the most that a line may have. Again changes nothing.
    /// </summary>
    [Alias("merge")]
    Task Merge(string other);

    /// <summary>Between carts only: gives what it holds, under a name that is the same until it is emptied.</summary>
    [Alias("contents")]
    Task<CartContents> Contents();

    /// <summary>Between carts only: empties it, if it still is what was given under this name.</summary>
    [Alias("empty")]
    Task Empty(string name);

    /// <summary>
    /// Goes to the checkout: the one that is open for what is in the cart, or a new one. It sets the goods aside for a quarter of an hour.
    /// </summary>
    /// <returns>The checkout; or cart_empty, cart_changed, too_many_shops, out_of_stock, buyer_cap, and what a coupon refuses.</returns>
    [Alias("check-out")]
    Task<CheckoutOutcome> CheckOut(CartCheckout wish);

    /// <summary>Between checkout and cart: this was bought. Once per checkout.</summary>
    [Alias("bought")]
    Task Bought(CheckoutId checkout, IReadOnlyList<CartItem> items, IReadOnlyList<string> coupons);
}

/// <summary>So many of one variant.</summary>
[GenerateSerializer, Immutable, Alias("commerce.cart-item")]
public readonly record struct CartItem([property: Id(0)] ProductId Product, [property: Id(1)] string Sku, [property: Id(2)] int Quantity);

/// <summary>What a cart gives to another.</summary>
[GenerateSerializer, Immutable, Alias("commerce.cart-contents")]
public sealed record CartContents([property: Id(0)] string Name, [property: Id(1)] IReadOnlyList<CartItem> Items, [property: Id(2)] IReadOnlyList<string> Coupons);

/// <summary>What it takes to go from cart to checkout.</summary>
[GenerateSerializer, Immutable, Alias("commerce.cart-checkout")]
public sealed record CartCheckout
{
    /// <summary>Who buys.</summary>
    [Id(0)] public required CustomerId Buyer { get; init; }

    /// <summary>The checkout's id where the caller's key fixes it; null: the open one, or a new one.</summary>
    [Id(1)] public CheckoutId? Id { get; init; }

    /// <summary>What the goods cost on the page that was looked at; when given and it differs, the cart has changed.</summary>
    [Id(2)] public long? SeenGoods { get; init; }

    /// <summary>What was to be paid without deliveries on the page that was looked at; when given and it differs, the cart has changed.</summary>
    [Id(3)] public long? SeenTotal { get; init; }
}

/// <summary>Why a cart did not do it.</summary>
public enum CartRefusal
{
    /// <summary><c>unknown_product</c>: there is no such product or variant, or it is not for sale.</summary>
    UnknownProduct,

    /// <summary><c>quantity_invalid</c>: less than one, or more than a line may have.</summary>
    QuantityInvalid,

    /// <summary><c>cart_full</c>: as many lines as a cart may have.</summary>
    CartFull,

    /// <summary><c>too_many_shops</c>: goods of more shops than one payment can pay.</summary>
    TooManyShops,

    /// <summary><c>unknown_coupon</c>: nobody has given out this code.</summary>
    UnknownCoupon,

    /// <summary><c>coupon_not_now</c>: not yet, or no longer, or stopped.</summary>
    CouponNotNow,

    /// <summary><c>coupon_used_up</c>: as many people as may have used it.</summary>
    CouponUsedUp,

    /// <summary><c>coupon_used</c>: this person has used it as often as one may.</summary>
    CouponUsed,

    /// <summary><c>coupon_useless</c>: nothing in the cart that it is for, or not enough of it.</summary>
    CouponUseless,

    /// <summary><c>too_many_coupons</c>: one of the post and one a shop.</summary>
    TooManyCoupons,

    /// <summary><c>cart_empty</c>: nothing that can be bought.</summary>
    CartEmpty,

    /// <summary><c>cart_changed</c>: prices or stock are others than those seen; look again.</summary>
    CartChanged,

    /// <summary><c>out_of_stock</c>: fewer are left.</summary>
    OutOfStock,

    /// <summary><c>buyer_cap</c>: one person may not have so many.</summary>
    BuyerCap,

    /// <summary><c>unknown_checkout</c>: there is none, or it is not this person's.</summary>
    UnknownCheckout,

    /// <summary><c>checkout_state</c>: it has run out, or is paid, or is being paid.</summary>
    CheckoutState,

    /// <summary><c>delivery_missing</c>: a parcel has no delivery yet.</summary>
    DeliveryMissing,

    /// <summary><c>delivery_unavailable</c>: this parcel cannot go there that way.</summary>
    DeliveryUnavailable,

    /// <summary><c>place_invalid</c>: no such town, or a home without an address.</summary>
    PlaceInvalid,

    /// <summary><c>recipient_invalid</c>: a name and a telephone of Congo are needed.</summary>
    RecipientInvalid,

    /// <summary><c>total_changed</c>: the total is another than the one agreed to.</summary>
    TotalChanged,

    /// <summary><c>cash_not_allowed</c>: too much to be paid in cash, or by somebody whom the post does not know well enough.</summary>
    CashNotAllowed,

    /// <summary><c>coupon_beaten</c>: a promotion, or another code of the same giver, takes off more; this one stays unused.</summary>
    CouponBeaten,

    /// <summary><c>promotion_gone</c>: a promotion ran out between the look and the order; look again.</summary>
    PromotionGone,

    /// <summary><c>flash_gone</c>: the flash price can no longer be had; look again.</summary>
    FlashGone,

    /// <summary><c>unknown_point</c>: no such post office or pickup point in that town.</summary>
    UnknownPoint,

    /// <summary><c>point_missing</c>: the town has several; one must be chosen.</summary>
    PointMissing,

    /// <summary><c>point_closed</c>: the point takes no parcels now.</summary>
    PointClosed,

    /// <summary><c>guest_account_needed</c>: this number has an account, or did not take several parcels: buy with an account.</summary>
    GuestAccountNeeded,

    /// <summary><c>guest_open_orders</c>: without an account only so many orders are on their way at once.</summary>
    GuestOpenOrders,

    /// <summary><c>guest_not_served</c>: a shop sells only to people with an account.</summary>
    GuestNotServed,

    /// <summary><c>guest_cash_only</c>: without an account one pays in cash at delivery.</summary>
    GuestCashOnly,
}

/// <summary>What came of it: the cart as it is now, and why nothing changed if nothing did.</summary>
[GenerateSerializer, Immutable, Alias("commerce.cart-outcome")]
public sealed record CartOutcome([property: Id(0)] CartView Cart, [property: Id(1)] CartRefusal? Refusal);
