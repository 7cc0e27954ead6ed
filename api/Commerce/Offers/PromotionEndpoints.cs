using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using Postmobile.Api.Hosting;
using Postmobile.Api.Identity;
using Postmobile.Api.Problems;
using Postmobile.Commerce;

namespace Postmobile.Api.Commerce;

/// <summary>Promotions: a shop gives its own; the post's are proposed by one operator and approved by another.</summary>
public static class PromotionEndpoints
{
    private static readonly string[] s_makes = ["promotion_invalid", "promotions_max", "idempotency_conflict", "idempotency_key_missing", "idempotency_key_invalid"];

    /// <summary>Maps <c>/shops/{shop}/promotions</c> and <c>/operator/promotions</c>.</summary>
    public static void MapPromotions(this RouteGroupBuilder api)
    {
        RouteGroupBuilder own = api.MapGroup("/shops/{shop}/promotions").RequireAuthorization(Policies.Customer).RequireRateLimiting(RateLimits.Money).WithTags("Promotions");
        own.MapGet("", ListOwn).WithName("listShopPromotions").WithSummary("A shop's promotions, for its owner and managers.").Refuses("unknown_shop", "not_shop_staff");
        own.MapPost("", MakeOwn).WithName("makeShopPromotion").WithSummary("A promotion that the shop pays for, without a code to type.").Refuses([.. s_makes, "unknown_shop", "not_shop_staff"]);
        own.MapPost("/{id}/stop", StopOwn).WithName("stopShopPromotion").WithSummary("Nobody gets it any more; who has begun a checkout still does.").Refuses("unknown_shop", "not_shop_staff", "unknown_promotion");
        RouteGroupBuilder post = api.MapGroup("/operator/promotions").RequireAuthorization(Policies.Operator).WithTags("Promotions");
        post.MapGet("", List).WithName("listPromotions").WithSummary("The post's promotions, newest first.");
        post.MapPost("", Propose).WithName("proposePromotion").WithSummary("Proposes a promotion for the whole market that the post pays for.").Refuses(s_makes);
        post.MapPost("/{id}/approve", Approve).WithName("approvePromotion").WithSummary("Approves, as another operator than the one who proposed.")
            .Refuses("unknown_promotion", "same_operator", "already_decided", "promotions_max");
        post.MapPost("/{id}/stop", Stop).WithName("stopPromotion").WithSummary("Nobody gets it any more.").Refuses("unknown_promotion");
    }

    private static Task<Results<Ok<PromotionView[]>, ProblemResult>> ListOwn(string shop, ClaimsPrincipal user, IGrainFactory grains) =>
        grains.Managed<PromotionView[]>(shop, user, async own => TypedResults.Ok(await Newest(grains, own)));

    private static Task<Results<Ok<PromotionView>, ProblemResult>> MakeOwn(string shop, NewPromotionBody body, IdempotencyKey key, ClaimsPrincipal user, IGrainFactory grains) =>
        grains.Managed(shop, user, async own => Answer(await grains.MakePromotion(body, user, own, key.Value)));

    private static Task<Results<Ok<PromotionView>, ProblemResult>> StopOwn(string shop, string id, ClaimsPrincipal user, IGrainFactory grains) =>
        grains.Managed(shop, user, async own => Answer(await grains.StopPromotion(id, user, own)));

    private static async Task<Ok<PromotionView[]>> List(IGrainFactory grains) => TypedResults.Ok(await Newest(grains, null));

    private static async Task<Results<Ok<PromotionView>, ProblemResult>> Propose(NewPromotionBody body, IdempotencyKey key, ClaimsPrincipal user, IGrainFactory grains) =>
        Answer(await grains.MakePromotion(body, user, null, key.Value));

    private static async Task<Results<Ok<PromotionView>, ProblemResult>> Approve(string id, ClaimsPrincipal user, IGrainFactory grains) =>
        Answer(await grains.ApprovePromotion(id, user));

    private static async Task<Results<Ok<PromotionView>, ProblemResult>> Stop(string id, ClaimsPrincipal user, IGrainFactory grains) =>
        Answer(await grains.StopPromotion(id, user, null));

    private static async Task<PromotionView[]> Newest(IGrainFactory grains, ShopId? shop) => [.. (await grains.GetGrain<ICouponsGrain>(0).Promotions(shop, OfferDesk.ListMax)).Select(PromotionView.Of)];

    private static Results<Ok<PromotionView>, ProblemResult> Answer(CouponOutcome outcome) =>
        outcome.Refusal is { } refusal ? Problem.Refuse(refusal.PromotionCode()) : TypedResults.Ok(PromotionView.Of(outcome.Coupon!));
}
