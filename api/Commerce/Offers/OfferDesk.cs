using System.Security.Claims;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http.HttpResults;
using Postmobile.Api.Identity;
using Postmobile.Api.Problems;
using Postmobile.Commerce;

namespace Postmobile.Api.Commerce;

/// <summary>What endpoints and pages do with promotions and flash sales alike, for a shop or (without one) for the post.</summary>
internal static class OfferDesk
{
    /// <summary>So many are listed.</summary>
    public const int ListMax = 200;

    /// <summary>Does something for a shop in which this person is a manager or its owner; else says why not.</summary>
    public static async Task<Results<Ok<T>, ProblemResult>> Managed<T>(this IGrainFactory grains, string shop, ClaimsPrincipal user, Func<ShopId, Task<Results<Ok<T>, ProblemResult>>> act)
    {
        (Shop? known, string refusal) = await CouponEndpoints.Managed(grains, shop, user, ShopRole.Manager);
        return known is null ? Problem.Refuse(refusal) : await act(known.Id);
    }

    /// <summary>Makes a promotion; the same person's same key makes it once.</summary>
    public static async Task<CouponOutcome> MakePromotion(this IGrainFactory grains, NewPromotionBody body, ClaimsPrincipal user, ShopId? shop, string key)
    {
        if ((body.Products ?? []).Any(product => !ProductId.TryParse(product, out _)) || (body.Categories ?? []).Any(category => Categories.Find(category) is null))
        {
            return new(null, CouponRefusal.Invalid);
        }

        string id = "a-" + Named("promotion", user, shop, key);
        ICouponGrain grain = grains.GetGrain<ICouponGrain>(Coupons.Key(id));
        if (await grain.Look() is null && (await grains.Promotions(shop).Running()).Count >= Coupons.RunningMax)
        {
            return new(null, CouponRefusal.TooMany);
        }

        return await grain.Make(new Coupon
        {
            Code = id, Automatic = true, Title = body.Title.Trim(), Shop = shop, Kind = body.Kind, Value = body.Value, Buy = body.Buy, Get = body.Get, SameProduct = body.SameProduct,
            AtMost = body.AtMost, Minimum = body.Minimum, From = body.From, Until = body.Until, UsesMax = body.UsesMax, PersonMax = body.PersonMax, Budget = body.Budget,
            Categories = body.Categories ?? [], Products = [.. (body.Products ?? []).Select(product => new ProductId(product))], MadeBy = user.Customer(),
        });
    }

    /// <summary>Stops a promotion of this shop, or of the post; another's is unknown.</summary>
    public static async Task<CouponOutcome> StopPromotion(this IGrainFactory grains, string? id, ClaimsPrincipal user, ShopId? shop) =>
        await grains.FindPromotion(id, shop) is { } promotion ? await promotion.Stop(user.Customer()) : new(null, CouponRefusal.Unknown);

    /// <summary>Approves a promotion of the post's.</summary>
    public static async Task<CouponOutcome> ApprovePromotion(this IGrainFactory grains, string? id, ClaimsPrincipal user) =>
        await grains.FindPromotion(id, null) is not { } promotion ? new(null, CouponRefusal.Unknown)
        : (await grains.Promotions(null).Running()).Count >= Coupons.RunningMax ? new(null, CouponRefusal.TooMany)
        : await promotion.Approve(user.Customer());

    /// <summary>Makes a flash sale; the same person's same key makes it once.</summary>
    public static async Task<FlashSaleOutcome> MakeFlashSale(this IGrainFactory grains, NewFlashSaleBody body, ClaimsPrincipal user, ShopId? shop, string key) =>
        !ProductId.TryParse(body.Product, out ProductId product) ? new(null, FlashSaleRefusal.UnknownProduct)
        : await grains.GetGrain<IFlashSaleGrain>("f-" + Named("flash", user, shop, key)).Make(new FlashSaleWish
        {
            Product = product, Sku = body.Sku, Price = body.Price, Pieces = body.Pieces, Cap = body.Cap, From = body.From, Until = body.Until, Shop = shop, By = user.Customer(),
        });

    /// <summary>Ends a flash sale of this shop, or of the post; another's is unknown.</summary>
    public static async Task<FlashSaleOutcome> EndFlashSale(this IGrainFactory grains, string? id, ClaimsPrincipal user, ShopId? shop) =>
        await grains.FindFlashSale(id, shop) is { } sale ? await sale.End(user.Customer()) : new(null, FlashSaleRefusal.Unknown);

    /// <summary>Approves a flash sale of the post's.</summary>
    public static async Task<FlashSaleOutcome> ApproveFlashSale(this IGrainFactory grains, string? id, ClaimsPrincipal user) =>
        await grains.FindFlashSale(id, null) is { } sale ? await sale.Approve(user.Customer()) : new(null, FlashSaleRefusal.Unknown);

    /// <summary>The running promotions of a shop, or of the post.</summary>
    public static IPromotionsGrain Promotions(this IGrainFactory grains, ShopId? shop) => grains.GetGrain<IPromotionsGrain>(shop?.Value ?? IPromotionsGrain.PostKey);

    /// <summary>The stable code of a promotion's refusal.</summary>
    public static string PromotionCode(this CouponRefusal refusal) => refusal switch
    {
        CouponRefusal.Invalid => "promotion_invalid",
        CouponRefusal.Taken => "idempotency_conflict",
        CouponRefusal.Unknown => "unknown_promotion",
        CouponRefusal.TooMany => "promotions_max",
        _ => refusal.Code(),
    };

    /// <summary>The stable code of a flash sale's refusal.</summary>
    public static string Code(this FlashSaleRefusal refusal) => refusal switch
    {
        FlashSaleRefusal.Unknown => "unknown_flash_sale",
        FlashSaleRefusal.UnknownProduct => "unknown_product",
        FlashSaleRefusal.Price => "flash_price",
        FlashSaleRefusal.Pieces => "flash_pieces",
        FlashSaleRefusal.Times => "flash_times",
        FlashSaleRefusal.Stock => "flash_stock",
        FlashSaleRefusal.Overlap => "flash_overlap",
        FlashSaleRefusal.SameOperator => "same_operator",
        FlashSaleRefusal.AlreadyDecided => "already_decided",
        FlashSaleRefusal.Conflict => "idempotency_conflict",
        _ => throw new ArgumentOutOfRangeException(nameof(refusal)),
    };

    private static async Task<ICouponGrain?> FindPromotion(this IGrainFactory grains, string? id, ShopId? shop)
    {
        ICouponGrain? grain = Coupons.IsPromotion(id) ? grains.GetGrain<ICouponGrain>(Coupons.Key(id!)) : null;
        return grain is not null && await grain.Look() is { } found && found.Shop == shop ? grain : null;
    }

    private static async Task<IFlashSaleGrain?> FindFlashSale(this IGrainFactory grains, string? id, ShopId? shop)
    {
        IFlashSaleGrain? grain = FlashSales.IsId(id) ? grains.GetGrain<IFlashSaleGrain>(id!) : null;
        return grain is not null && await grain.Look() is { } sale && (shop is null ? sale.ByPost : !sale.ByPost && sale.Shop == shop) ? grain : null;
    }

    private static string Named(string what, ClaimsPrincipal user, ShopId? shop, string key) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{what}\0{user.Customer().Value}\0{shop?.Value}\0{key}")))[..32];
}
