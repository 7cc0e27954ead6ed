using System.ComponentModel;
using Postmobile.Commerce;
using Postmobile.Logistics;

namespace Postmobile.Api.Commerce;

/// <summary>Pieces of a variant.</summary>
public sealed record CartItemBody(
    [property: Description("The product's id, such as p-1234.")] string Product,
    [property: Description("The variant's code; may be left out when the product has one only.")] string? Sku = null,
    [property: Description("How many; 0 takes it out where that is allowed.")] int Quantity = 1);

/// <summary>A coupon's code.</summary>
public sealed record CouponCodeBody(string Code);

/// <summary>A cart with the facts of now.</summary>
public sealed record CartBody(
    IReadOnlyList<CartParcelBody> Parcels, IReadOnlyList<CartCouponBody> Coupons, int Count, long Goods, long Discount, long Total, bool Changed, bool Ready,
    IReadOnlyList<CartPromotionBody> Promotions, IReadOnlyList<CartHintBody> Hints)
{
    /// <summary>The outside's view.</summary>
    public static CartBody Of(CartView cart) => new(
        [.. cart.Parcels.Select(CartParcelBody.Of)], [.. cart.Coupons.Select(CartCouponBody.Of)], cart.Count, cart.Goods, cart.Discount, cart.Total, cart.Changed, cart.Ready,
        [.. cart.Promotions.Select(CartPromotionBody.Of)], [.. cart.Hints.Select(CartHintBody.Of)]);
}

/// <summary>One shop's part.</summary>
public sealed record CartParcelBody(string Shop, string ShopName, IReadOnlyList<CartLineBody> Lines, long Goods, long ShopDiscount, long PostDiscount, long Total)
{
    /// <summary>The outside's view.</summary>
    public static CartParcelBody Of(CartParcel parcel) => new(
        parcel.Shop.Value, parcel.ShopName, [.. parcel.Lines.Select(CartLineBody.Of)], parcel.Total.Goods, parcel.Total.ShopDiscount, parcel.Total.PostDiscount, parcel.Total.Total);
}

/// <summary>A line; <c>changes</c> says what is other than when it was put in.</summary>
public sealed record CartLineBody(
    string Product, string Sku, string Title, string Label, string? Image, int Quantity, long Price, long SeenPrice, int Left, long Amount, IReadOnlyList<string> Changes, CartFlashBody? Flash)
{
    /// <summary>The outside's view.</summary>
    public static CartLineBody Of(CartLine line) => new(
        line.Product.Value, line.Sku, line.Title, line.Label, line.Image, line.Quantity, line.Price, line.SeenPrice, line.Left, line.Amount,
        [.. Enum.GetValues<LineChange>().Where(change => change != LineChange.None && line.Change.HasFlag(change))
            .Select(change => System.Text.Json.JsonNamingPolicy.SnakeCaseLower.ConvertName(change.ToString()))],
        CartFlashBody.Of(line.Flash));
}

/// <summary>A coupon in a cart; <c>refusal</c> says why it does nothing here.</summary>
public sealed record CartCouponBody(string Code, string? Shop, long Worth, string? Refusal)
{
    /// <summary>The outside's view.</summary>
    public static CartCouponBody Of(CartCoupon coupon) => new(coupon.Coupon.Code, coupon.Coupon.Shop?.Value, coupon.Worth, coupon.Refusal?.Code());
}

/// <summary>How many lines of an old order came into the cart.</summary>
public sealed record AgainBody(int Lines);

/// <summary>To the checkout.</summary>
public sealed record CheckoutBody([property: Description("What the goods cost on the page that was looked at; refused as cart_changed when it differs.")] long? Goods = null,
    [property: Description("What is to be paid without deliveries on that page; refused as cart_changed when it differs.")] long? Total = null);

/// <summary>Where parcels go, and how it is paid.</summary>
public sealed record DeliveryBody(IReadOnlyList<ParcelBody> Parcels, PaymentWay Payment = PaymentWay.Wallet);

/// <summary>Where one parcel goes.</summary>
public sealed record ParcelBody(string Shop, DeliveryMethod Method, string Town, string Name, string Phone, string? Address = null, string? Point = null, string? Note = null,
    [property: Description("The post office or pickup point; may be left out where the town has only one.")] string? PointCode = null);

/// <summary>Yes to a total.</summary>
public sealed record PayBody([property: Description("The total that the person agreed to; refused as total_changed when it differs.")] long Total);

/// <summary>A checkout.</summary>
public sealed record CheckoutView(
    string Id, CheckoutStatus Status, DateTimeOffset Until, IReadOnlyList<ParcelView> Parcels, IReadOnlyList<string> Coupons, PaymentWay Payment, long Total, bool Ready, string? Receipt,
    IReadOnlyList<CartPromotionBody> Promotions)
{
    /// <summary>The outside's view.</summary>
    public static CheckoutView Of(Checkout checkout, OrderLinks links) => new(
        checkout.Id.Value, checkout.Status, checkout.Until, [.. checkout.Parcels.Select(parcel => ParcelView.Of(parcel, checkout.Status == CheckoutStatus.Done ? links : null))],
        checkout.Coupons, checkout.Way, checkout.Total, checkout.Ready, checkout.PaidBy?.ToString(), [.. checkout.Promotions.Select(CartPromotionBody.Of)]);
}

/// <summary>One shop's part of a checkout; the link follows the order without an account, once there is one.</summary>
public sealed record ParcelView(
    string Order, string Shop, string ShopName, IReadOnlyList<OrderLineView> Lines, long Goods, long ShopDiscount, long PostDiscount, long? Delivery, long Total,
    DeliveryMethod? Method, string? Town, bool Refunded, string? Link, string? Point, string? PointCode)
{
    /// <summary>The outside's view.</summary>
    public static ParcelView Of(CheckoutParcel parcel, OrderLinks? links) => new(
        parcel.Order.Value, parcel.Shop.Value, parcel.ShopName,
        [.. parcel.Lines.Select(line => new OrderLineView(line.Product.Value, line.Sku, line.Title, line.Label, line.Quantity, line.Price, line.Amount, line.Sale))],
        parcel.Total.Goods, parcel.Total.ShopDiscount, parcel.Total.PostDiscount, parcel.Total.Delivery, parcel.Total.Total,
        parcel.Delivery?.Method, parcel.Delivery?.To.Town, parcel.Refunded, parcel.Refunded ? null : links?.For(parcel.Order), parcel.Delivery?.Point, parcel.Delivery?.PointCode?.Value);
}

/// <summary>One line of an order.</summary>
public sealed record OrderLineView(string Product, string Sku, string Title, string Label, int Quantity, long Price, long Amount,
    [property: Description("The flash sale at whose price it was bought.")] string? Sale);

/// <summary>A coupon to be made.</summary>
public sealed record NewCouponBody(
    string Code, CouponKind Kind, DateTimeOffset From, DateTimeOffset Until, int UsesMax,
    [property: Description("Percent: basis points (1/10,000); amount: XAF; free_delivery: 0.")] long Value = 0,
    long? AtMost = null, long Minimum = 0, int? PersonMax = null, IReadOnlyList<string>? Categories = null, IReadOnlyList<string>? Products = null);

/// <summary>A coupon.</summary>
public sealed record CouponView(
    string Code, string? Shop, CouponKind Kind, long Value, long? AtMost, long Minimum, DateTimeOffset From, DateTimeOffset Until,
    IReadOnlyList<string> Categories, IReadOnlyList<string> Products, int UsesMax, int? PersonMax, CouponStatus Status, int Used, int Reserved)
{
    /// <summary>The outside's view.</summary>
    public static CouponView Of(Coupon coupon) => new(
        coupon.Code, coupon.Shop?.Value, coupon.Kind, coupon.Value, coupon.AtMost, coupon.Minimum, coupon.From, coupon.Until,
        coupon.Categories, [.. coupon.Products.Select(product => product.Value)], coupon.UsesMax, coupon.PersonMax, coupon.Status, coupon.Used, coupon.Reserved);
}
