using System.ComponentModel;
using Postmobile.Commerce;

namespace Postmobile.Api.Commerce;

/// <summary>A promotion to be made: it applies by itself, nobody types a code.</summary>
public sealed record NewPromotionBody(
    [property: Description("As buyers read it; 3 to 60 characters.")] string Title,
    CouponKind Kind, DateTimeOffset From, DateTimeOffset Until,
    [property: Description("Orders that it can make cheaper in all; at most 20,000.")] int UsesMax = 20_000,
    [property: Description("Percent: basis points (1/10,000); amount: XAF; free_delivery: 0; buy_get: basis points off the pieces given, 10,000 for nothing.")] long Value = 0,
    [property: Description("buy_get: so many are paid …")] int Buy = 0,
    [property: Description("… and so many more are given.")] int Get = 0,
    [property: Description("buy_get: pieces of one product; else of all that it is for.")] bool SameProduct = false,
    long? AtMost = null, long Minimum = 0, int? PersonMax = null,
    [property: Description("The most that it takes off in all, in XAF. A free delivery with a budget needs atMost too.")] long? Budget = null,
    [property: Description("Categories' codes; those under them count too.")] IReadOnlyList<string>? Categories = null,
    IReadOnlyList<string>? Products = null);

/// <summary>A promotion.</summary>
public sealed record PromotionView(
    string Id, string Title, string? Shop, CouponKind Kind, long Value, int Buy, int Get, bool SameProduct, long? AtMost, long Minimum, DateTimeOffset From, DateTimeOffset Until,
    IReadOnlyList<string> Categories, IReadOnlyList<string> Products, int UsesMax, int? PersonMax, long? Budget, CouponStatus Status, int Used, int Reserved, long Spent)
{
    /// <summary>The outside's view.</summary>
    public static PromotionView Of(Coupon coupon) => new(
        coupon.Code, coupon.Title, coupon.Shop?.Value, coupon.Kind, coupon.Value, coupon.Buy, coupon.Get, coupon.SameProduct, coupon.AtMost, coupon.Minimum, coupon.From, coupon.Until,
        coupon.Categories, [.. coupon.Products.Select(product => product.Value)], coupon.UsesMax, coupon.PersonMax, coupon.Budget, coupon.Status, coupon.Used, coupon.Reserved, coupon.Spent);
}

/// <summary>A flash sale to be made.</summary>
public sealed record NewFlashSaleBody(
    [property: Description("The product's id, such as p-1234.")] string Product,
    [property: Description("What one costs in it, in XAF: less than the ordinary price.")] long Price,
    [property: Description("How many pieces of the variant's stock; at most 5,000.")] int Pieces,
    DateTimeOffset From, DateTimeOffset Until,
    [property: Description("The variant's code; may be left out when the product has one only.")] string? Sku = null,
    [property: Description("How many of them one buyer may have.")] int? Cap = null);

/// <summary>A flash sale, for whoever runs it.</summary>
public sealed record FlashSaleView(
    string Id, string Product, string Sku, string Shop, bool ByPost, long Price, long Ordinary, int Pieces, int? Cap, DateTimeOffset From, DateTimeOffset Until, FlashSaleStatus Status, int Sold, int Reserved)
{
    /// <summary>The outside's view.</summary>
    public static FlashSaleView Of(FlashSale sale) => new(
        sale.Id, sale.Product.Value, sale.Sku, sale.Shop.Value, sale.ByPost, sale.Price, sale.Ordinary, sale.Pieces, sale.Cap, sale.From, sale.Until, sale.Status, sale.Sold, sale.Reserved);
}

/// <summary>A flash sale, for whoever buys.</summary>
public sealed record FlashOfferView(
    string Id, string Product, string Sku, string Title, string Label, string? Image, long Price, long Ordinary, int Pieces, int Left, int? Cap, DateTimeOffset From, DateTimeOffset Until)
{
    /// <summary>The outside's view.</summary>
    public static FlashOfferView Of(FlashSaleLine line) => new(
        line.Sale.Id, line.Sale.Product.Value, line.Sale.Sku, line.Title, line.Label, line.Image, line.Sale.Price, line.Ordinary, line.Sale.Pieces, line.Left, line.Sale.Cap, line.Sale.From, line.Sale.Until);
}

/// <summary>A promotion in a cart.</summary>
public sealed record CartPromotionBody(string Id, string Title, string? Shop, CouponKind Kind, long Worth)
{
    /// <summary>The outside's view.</summary>
    public static CartPromotionBody Of(CartCoupon one) => new(one.Coupon.Code, one.Coupon.Title, one.Coupon.Shop?.Value, one.Coupon.Kind, one.Worth);

    /// <summary>The outside's view.</summary>
    public static CartPromotionBody Of(CheckoutPromotion one) => new(one.Id, one.Title, one.Shop?.Value, one.Kind, one.Worth);
}

/// <summary>A promotion that is nearly reached: so many francs of goods, or so many pieces, are missing.</summary>
public sealed record CartHintBody(string Id, string Title, string? Shop, CouponKind Kind, long MissingAmount, int MissingPieces)
{
    /// <summary>The outside's view.</summary>
    public static CartHintBody Of(CartHint hint) => new(
        hint.Promotion.Code, hint.Promotion.Title, hint.Promotion.Shop?.Value, hint.Promotion.Kind, hint.Amount, hint.Pieces);
}

/// <summary>The flash sale that a line meets; <c>applies</c> says whether the line is sold at its price.</summary>
public sealed record CartFlashBody(string Sale, long Price, long Ordinary, DateTimeOffset Until, int Left, bool Applies)
{
    /// <summary>The outside's view.</summary>
    public static CartFlashBody? Of(CartFlash? flash) => flash is null ? null : new(flash.Sale, flash.Price, flash.Ordinary, flash.Until, flash.Left, flash.Applies);
}
