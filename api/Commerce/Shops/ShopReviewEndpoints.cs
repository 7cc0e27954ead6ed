using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using Postmobile.Api.Identity;
using Postmobile.Api.Problems;
using Postmobile.Commerce;

namespace Postmobile.Api.Commerce;

/// <summary>What the post does about shops: clerks and operators review applications, operators suspend, reopen, close and give plans.</summary>
public static class ShopReviewEndpoints
{
    private const int PageMax = 100;

    /// <summary>Maps <c>/operator/shops</c>.</summary>
    public static RouteGroupBuilder MapShopReviews(this RouteGroupBuilder api)
    {
        RouteGroupBuilder review = api.MapGroup("/operator/shops").RequireAuthorization(Policies.Reviewer).WithTags("Shops");
        review.MapGet("", List).WithName("listShopReviews").WithSummary("Applications that wait, oldest first; or the shops of another status.").Refuses("invalid_field");
        review.MapGet("/{shop}", Find).WithName("getShopReview").WithSummary("A shop with all that the post sees.").Refuses("unknown_shop");
        review.MapGet("/{shop}/papers/{paper}", Show).WithName("getShopReviewPaper").WithSummary("A paper. That it was seen goes into the record.")
            .Produces(200, contentType: "application/octet-stream").Refuses("not_found");
        review.MapPost("/{shop}/approve", (string shop, ClaimsPrincipal user, IGrainFactory grains) =>
                ShopEndpoints.With(shop, grains, one => one.Decide(user.Customer(), open: true, null)))
            .WithName("approveShop").WithSummary("Opens the shop; its account follows, the owner hears.").Refuses("unknown_shop", "shop_state", "own_case");
        review.MapPost("/{shop}/refuse", (string shop, ShopReasonBody body, ClaimsPrincipal user, IGrainFactory grains) =>
                ShopEndpoints.With(shop, grains, one => one.Decide(user.Customer(), open: false, body.Reason)))
            .WithName("refuseShop").WithSummary("Sends the application back with a reason.").Refuses("unknown_shop", "shop_state", "own_case", "reason_needed");

        RouteGroupBuilder group = api.MapGroup("/operator/shops").RequireAuthorization(Policies.Operator).WithTags("Shops");
        group.MapPost("/{shop}/suspend", (string shop, ShopReasonBody body, ClaimsPrincipal user, IGrainFactory grains) =>
                ShopEndpoints.With(shop, grains, one => one.Suspend(user.Customer(), body.Reason)))
            .WithName("suspendShop").WithSummary("Stops its sales; the orders that it has go on.").Refuses("unknown_shop", "shop_state", "own_case", "reason_needed");
        group.MapPost("/{shop}/reopen", (string shop, ClaimsPrincipal user, IGrainFactory grains) => ShopEndpoints.With(shop, grains, one => one.Reopen(user.Customer())))
            .WithName("reopenShop").WithSummary("Lets it sell again.").Refuses("unknown_shop", "shop_state", "own_case");
        group.MapPost("/{shop}/close", (string shop, ShopReasonBody body, ClaimsPrincipal user, IGrainFactory grains) =>
                ShopEndpoints.With(shop, grains, one => one.Close(user.Customer(), post: true, body.Reason)))
            .WithName("closeShopAsOperator").WithSummary("Closes it for good, once its orders are over and its takings paid out.").Refuses("unknown_shop", "shop_not_settled");
        group.MapPost("/{shop}/plan", (string shop, ShopPlanBody body, ClaimsPrincipal user, IGrainFactory grains) =>
                ShopEndpoints.With(shop, grains, one => one.SetPlan(user.Customer(), body.Plan)))
            .WithName("setShopPlan").WithSummary("Gives it a commission plan: standard or artisan.").Refuses("unknown_shop", "own_case", "unknown_plan");
        return group;
    }

    private static async Task<Results<Ok<ShopsView>, ProblemResult>> List(IGrainFactory grains, string? status, string? cursor, int limit = 50)
    {
        ShopStatus wanted = ShopStatus.Pending;
        if (limit is < 1 or > PageMax || (status is not null && (!Enum.TryParse(status, ignoreCase: true, out wanted) || !Enum.IsDefined(wanted))))
        {
            return Problem.InvalidField(limit is < 1 or > PageMax ? "limit" : "status");
        }

        ShopPage page = await grains.GetGrain<IShopsGrain>(0).Review(wanted, limit, cursor);
        return TypedResults.Ok(new ShopsView([.. page.Shops.Select(ShopLineView.Of)], page.NextCursor));
    }

    private static async Task<Results<Ok<OwnShopView>, ProblemResult>> Find(string shop, IGrainFactory grains) =>
        grains.Shop(shop) is { } grain && await grain.Details() is { } known ? TypedResults.Ok(OwnShopView.Of(known)) : Problem.Refuse("unknown_shop");

    private static async Task<Results<FileContentHttpResult, ProblemResult>> Show(string shop, string paper, ClaimsPrincipal user, IGrainFactory grains) =>
        grains.Shop(shop) is { } grain && await grain.ShowPaper(paper, user.Customer(), post: true) is { } file
            ? TypedResults.File(file.Bytes, file.Type, paper + (file.Type == "application/pdf" ? ".pdf" : ".jpg")) : Problem.Refuse("not_found");
}
