using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using Postmobile.Api.Hosting;
using Postmobile.Api.Identity;
using Postmobile.Api.Problems;
using Postmobile.Commerce;

namespace Postmobile.Api.Commerce;

/// <summary>Coupons: a shop makes its own; the post's own are proposed by one operator and approved by another.</summary>
public static class CouponEndpoints
{
    private const int ListMax = 200;

    /// <summary>Maps <c>/shops/{shop}/coupons</c> and <c>/operator/coupons</c>.</summary>
    public static void MapCoupons(this RouteGroupBuilder api)
    {
        RouteGroupBuilder own = api.MapGroup("/shops/{shop}/coupons").RequireAuthorization(Policies.Customer).RequireRateLimiting(RateLimits.Money).WithTags("Coupons");
        own.MapGet("", ListOwn).WithName("listShopCoupons").WithSummary("A shop's coupons, for its staff.").Refuses("unknown_shop", "not_shop_staff");
        own.MapPost("", MakeOwn).WithName("makeShopCoupon").WithSummary("Makes a coupon that the shop pays for. The code makes it once.").Refuses("unknown_shop", "not_shop_staff", "coupon_invalid", "coupon_taken");
        own.MapPost("/{code}/stop", StopOwn).WithName("stopShopCoupon").WithSummary("Nobody can use it any more.").Refuses("unknown_shop", "not_shop_staff", "unknown_coupon");
        RouteGroupBuilder post = api.MapGroup("/operator/coupons").RequireAuthorization(Policies.Operator).WithTags("Coupons");
        post.MapGet("", List).WithName("listCoupons").WithSummary("The post's coupons, newest first.");
        post.MapPost("", Propose).WithName("proposeCoupon").WithSummary("Proposes a coupon that the post pays for. The code makes it once.").Refuses("coupon_invalid", "coupon_taken");
        post.MapPost("/{code}/approve", Approve).WithName("approveCoupon").WithSummary("Approves, as another operator than the one who proposed.").Refuses("unknown_coupon", "same_operator", "already_decided");
        post.MapPost("/{code}/stop", Stop).WithName("stopCoupon").WithSummary("Nobody can use it any more.").Refuses("unknown_coupon");
    }

    /// <summary>The shop in which this person has one of these roles; else why not.</summary>
    internal static async Task<(Shop? Shop, string Refusal)> Managed(IGrainFactory grains, string? shop, ClaimsPrincipal user, params ShopRole[] roles)
    {
        Shop? found = ShopId.TryParse(shop, out ShopId id) ? await grains.GetGrain<IShopGrain>(id.Value).Look() : null;
        return found is null ? (null, "unknown_shop") : found.Employs(user.Actor(), roles) ? (found, "") : (null, "not_shop_staff");
    }

    private static async Task<Results<Ok<CouponView[]>, ProblemResult>> ListOwn(string shop, ClaimsPrincipal user, IGrainFactory grains)
    {
        (Shop? known, string refusal) = await Managed(grains, shop, user, ShopRole.Manager);
        return known is null
            ? Problem.Refuse(refusal)
            : TypedResults.Ok<CouponView[]>([.. (await grains.GetGrain<ICouponsGrain>(0).List(known.Id, ListMax)).Select(CouponView.Of)]);
    }

    private static async Task<Results<Ok<CouponView>, ProblemResult>> MakeOwn(string shop, NewCouponBody body, ClaimsPrincipal user, IGrainFactory grains)
    {
        (Shop? known, string refusal) = await Managed(grains, shop, user, ShopRole.Manager);
        return known is null ? Problem.Refuse(refusal) : Answer(await Make(grains, body, user, known.Id));
    }

    private static async Task<Results<Ok<CouponView>, ProblemResult>> StopOwn(string shop, string code, ClaimsPrincipal user, IGrainFactory grains)
    {
        (Shop? known, string refusal) = await Managed(grains, shop, user, ShopRole.Manager);
        return known is null ? Problem.Refuse(refusal) : Answer(await StopOne(grains, code, user, known.Id));
    }

    private static async Task<Ok<CouponView[]>> List(IGrainFactory grains) =>
        TypedResults.Ok<CouponView[]>([.. (await grains.GetGrain<ICouponsGrain>(0).List(null, ListMax)).Select(CouponView.Of)]);

    private static async Task<Results<Ok<CouponView>, ProblemResult>> Propose(NewCouponBody body, ClaimsPrincipal user, IGrainFactory grains) =>
        Answer(await Make(grains, body, user, null));

    private static async Task<Results<Ok<CouponView>, ProblemResult>> Approve(string code, ClaimsPrincipal user, IGrainFactory grains) =>
        Answer(Coupons.Read(code) is { } known ? await grains.GetGrain<ICouponGrain>(Coupons.Key(known)).Approve(user.Customer()) : new(null, CouponRefusal.Unknown));

    private static async Task<Results<Ok<CouponView>, ProblemResult>> Stop(string code, ClaimsPrincipal user, IGrainFactory grains) =>
        Answer(await StopOne(grains, code, user, null));

    /// <summary>Makes a coupon of a shop, or of the post.</summary>
    internal static async Task<CouponOutcome> Make(IGrainFactory grains, NewCouponBody body, ClaimsPrincipal user, ShopId? shop)
    {
        if (Coupons.Read(body.Code) is not { } code || (body.Products ?? []).Any(product => !ProductId.TryParse(product, out _)))
        {
            return new(null, CouponRefusal.Invalid);
        }

        return await grains.GetGrain<ICouponGrain>(Coupons.Key(code)).Make(new Coupon
        {
            Code = code, Shop = shop, Kind = body.Kind, Value = body.Value, AtMost = body.AtMost, Minimum = body.Minimum, From = body.From, Until = body.Until,
            Categories = body.Categories ?? [], Products = [.. (body.Products ?? []).Select(product => new ProductId(product))],
            UsesMax = body.UsesMax, PersonMax = body.PersonMax, MadeBy = user.Customer(),
        });
    }

    /// <summary>Stops a coupon of this shop, or of the post; another's is unknown.</summary>
    internal static async Task<CouponOutcome> StopOne(IGrainFactory grains, string? code, ClaimsPrincipal user, ShopId? shop)
    {
        ICouponGrain? coupon = Coupons.Read(code) is { } known ? grains.GetGrain<ICouponGrain>(Coupons.Key(known)) : null;
        return coupon is not null && await coupon.Look() is { } found && found.Shop == shop ? await coupon.Stop(user.Customer()) : new(null, CouponRefusal.Unknown);
    }

    private static Results<Ok<CouponView>, ProblemResult> Answer(CouponOutcome outcome) =>
        outcome.Refusal is { } refusal ? Problem.Refuse(refusal.Code()) : TypedResults.Ok(CouponView.Of(outcome.Coupon!));
}
