using Orleans.Concurrency;
using Postmobile.Identity;
using Postmobile.Logistics;
using Postmobile.Money;

namespace Postmobile.Commerce;

/// <summary>
/// From a cart to paid orders: sets everything aside, takes a delivery for each parcel, pays once, and places an order for each
/// shop. Keyed by <see cref="CheckoutId"/>. Killed at any step it goes on from there.
/// </summary>
[Alias("commerce.checkout-grain"), GrainInterfaceType("commerce.checkout-grain")]
public interface ICheckoutGrain : IGrainWithStringKey
{
    /// <summary>Begins: sets goods and coupons aside, all or nothing. Again answers as the first time.</summary>
    /// <returns>The checkout; or cart_empty, cart_changed, too_many_shops, out_of_stock, buyer_cap, and what a coupon refuses.</returns>
    [Alias("begin")]
    Task<CheckoutOutcome> Begin(CheckoutOpening opening);

    /// <summary>The checkout; null when there is none.</summary>
    [AlwaysInterleave, Alias("look")]
    Task<Checkout?> Look();

    /// <summary>Says where parcels go and how it is paid.</summary>
    /// <returns>The checkout; or unknown_checkout, checkout_state, delivery_unavailable, place_invalid, recipient_invalid, cash_not_allowed, unknown_point, point_missing, point_closed.</returns>
    [Alias("choose")]
    Task<CheckoutOutcome> Choose(CustomerId buyer, IReadOnlyList<ParcelChoice> choices, PaymentWay way);

    /// <summary>
    /// Pays and places the orders. However often it is asked for, it is paid once; asked for while it is at work, it waits for what comes of it.
    /// </summary>
    /// <param name="buyer">Who pays.</param>
    /// <param name="agreedTotal">The total that the person agreed to.</param>
    /// <param name="withoutProof">The PIN was not entered just before.</param>
    /// <param name="link">Where the buyer can follow it, for the SMS; or null.</param>
    /// <returns>The checkout; or unknown_checkout, checkout_state, delivery_missing, total_changed, out_of_stock, cash_not_allowed, point_closed; or the ledger's refusal, after which it can be tried again.</returns>
    [Alias("pay")]
    Task<CheckoutOutcome> Pay(CustomerId buyer, long agreedTotal, bool withoutProof, string? link);

    /// <summary>Gives everything back. Again, or when it has ended, succeeds; what is being paid stays.</summary>
    [Alias("abandon")]
    Task Abandon();
}

/// <summary>What a checkout begins with.</summary>
[GenerateSerializer, Immutable, Alias("commerce.checkout-opening")]
public sealed record CheckoutOpening
{
    /// <summary>Who buys.</summary>
    [Id(0)] public required CustomerId Buyer { get; init; }

    /// <summary>The cart that it comes from.</summary>
    [Id(1)] public required string Cart { get; init; }

    /// <summary>What.</summary>
    [Id(2)] public required IReadOnlyList<CartItem> Items { get; init; }

    /// <summary>The coupons' codes.</summary>
    [Id(3)] public required IReadOnlyList<string> Coupons { get; init; }

    /// <summary>What the goods cost on the page that was looked at; when given and it differs, the cart has changed.</summary>
    [Id(4)] public long? SeenGoods { get; init; }

    /// <summary>What was to be paid without deliveries on that page; when given and it differs, the cart has changed.</summary>
    [Id(5)] public long? SeenTotal { get; init; }
}

/// <summary>Where one parcel goes.</summary>
[GenerateSerializer, Immutable, Alias("commerce.parcel-choice")]
public sealed record ParcelChoice
{
    /// <summary>Whose parcel.</summary>
    [Id(0)] public required ShopId Shop { get; init; }

    /// <summary>How.</summary>
    [Id(1)] public required DeliveryMethod Method { get; init; }

    /// <summary>Where to.</summary>
    [Id(2)] public required Place To { get; init; }

    /// <summary>The office's or pickup point's name; empty for home.</summary>
    [Id(3)] public string Point { get; init; } = "";

    /// <summary>Who receives it.</summary>
    [Id(4)] public required Recipient Recipient { get; init; }

    /// <summary>A note to the shop, or null.</summary>
    [Id(5)] public string? Note { get; init; }

    /// <summary>The post office or pickup point; null for home, and where the town has but one.</summary>
    [Id(6)] public PointCode? PointCode { get; init; }
}

/// <summary>How a checkout stands.</summary>
public enum CheckoutStatus
{
    /// <summary>Goods are set aside; delivery and payment are being chosen.</summary>
    Open,

    /// <summary>It is being paid, and orders are being placed.</summary>
    Paying,

    /// <summary>Paid (or to be paid in cash), and every order placed.</summary>
    Done,

    /// <summary>Given up or run out; everything was given back.</summary>
    Abandoned,
}

/// <summary>One shop's part of a checkout.</summary>
[GenerateSerializer, Immutable, Alias("commerce.checkout-parcel")]
public sealed record CheckoutParcel
{
    /// <summary>The order that it becomes.</summary>
    [Id(0)] public required OrderId Order { get; init; }

    /// <summary>The shop.</summary>
    [Id(1)] public required ShopId Shop { get; init; }

    /// <summary>Its name.</summary>
    [Id(2)] public required string ShopName { get; init; }

    /// <summary>Where it starts.</summary>
    [Id(3)] public required Place From { get; init; }

    /// <summary>What is in it.</summary>
    [Id(4)] public required IReadOnlyList<OrderLine> Lines { get; init; }

    /// <summary>Grams.</summary>
    [Id(5)] public required int WeightGrams { get; init; }

    /// <summary>Cubic millimetres; 0 when unknown.</summary>
    [Id(6)] public long VolumeCubicMillimetres { get; init; }

    /// <summary>Where it goes; null until it is chosen.</summary>
    [Id(7)] public DeliveryChoice? Delivery { get; init; }

    /// <summary>The note to the shop.</summary>
    [Id(8)] public string? Note { get; init; }

    /// <summary>What it comes to.</summary>
    [Id(9)] public required ParcelTotal Total { get; init; }

    /// <summary>It was paid when its goods were gone: refunded at once, no order.</summary>
    [Id(10)] public bool Refunded { get; init; }
}

/// <summary>A promotion in a checkout.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Title">Its name.</param>
/// <param name="Shop">The shop that gives it; null: the post.</param>
/// <param name="Kind">What it gives.</param>
/// <param name="Worth">What it takes off, in XAF; a free delivery is reckoned once the delivery is chosen.</param>
[GenerateSerializer, Immutable, Alias("commerce.checkout-promotion")]
public sealed record CheckoutPromotion(
    [property: Id(0)] string Id, [property: Id(1)] string Title, [property: Id(2)] ShopId? Shop, [property: Id(3)] CouponKind Kind, [property: Id(4)] long Worth);

/// <summary>A checkout as its grain sees it.</summary>
[GenerateSerializer, Immutable, Alias("commerce.checkout")]
public sealed record Checkout
{
    /// <summary>Its id.</summary>
    [Id(0)] public required CheckoutId Id { get; init; }

    /// <summary>Who buys.</summary>
    [Id(1)] public required CustomerId Buyer { get; init; }

    /// <summary>How it stands.</summary>
    [Id(2)] public required CheckoutStatus Status { get; init; }

    /// <summary>Until when the goods are set aside.</summary>
    [Id(3)] public required DateTimeOffset Until { get; init; }

    /// <summary>A parcel and an order a shop.</summary>
    [Id(4)] public required IReadOnlyList<CheckoutParcel> Parcels { get; init; }

    /// <summary>The coupons that count.</summary>
    [Id(5)] public required IReadOnlyList<string> Coupons { get; init; }

    /// <summary>How it is paid.</summary>
    [Id(6)] public required PaymentWay Way { get; init; }

    /// <summary>The receipt; null before, and for cash on delivery.</summary>
    [Id(7)] public TransferId? PaidBy { get; init; }

    /// <summary>The promotions that count, each with what it takes off.</summary>
    [Id(8)] public IReadOnlyList<CheckoutPromotion> Promotions { get; init; } = [];

    /// <summary>What is to be paid, deliveries included.</summary>
    public long Total => Parcels.Sum(parcel => parcel.Total.Total);

    /// <summary>Whether every parcel knows where it goes.</summary>
    public bool Ready => Parcels.All(parcel => parcel.Delivery is not null);
}

/// <summary>What came of it: the checkout as it is now, and why nothing changed if nothing did.</summary>
[GenerateSerializer, Immutable, Alias("commerce.checkout-outcome")]
public sealed record CheckoutOutcome
{
    /// <summary>The checkout; null when there is none.</summary>
    [Id(0)] public Checkout? Checkout { get; init; }

    /// <summary>Why not.</summary>
    [Id(1)] public CartRefusal? Refusal { get; init; }

    /// <summary>The ledger's refusal, when it was the ledger's.</summary>
    [Id(2)] public Refusal? Money { get; init; }

    /// <summary>For out_of_stock and buyer_cap: of which product.</summary>
    [Id(3)] public ProductId? Product { get; init; }

    /// <summary>And how many can still be had.</summary>
    [Id(4)] public int Left { get; init; }

    /// <summary>For a coupon's refusal: its code.</summary>
    [Id(5)] public string? Coupon { get; init; }

    /// <summary>Refused, with nothing more to say.</summary>
    public static implicit operator CheckoutOutcome(CartRefusal refusal) => new() { Refusal = refusal };
}
