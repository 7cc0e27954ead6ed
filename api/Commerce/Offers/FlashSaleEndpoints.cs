using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using Postmobile.Api.Hosting;
using Postmobile.Api.Identity;
using Postmobile.Api.Problems;
using Postmobile.Commerce;

namespace Postmobile.Api.Commerce;

/// <summary>Flash sales: everybody sees what is on and coming; a shop makes its own; the post's need two operators.</summary>
public static class FlashSaleEndpoints
{
    private const int ShownMax = 60;

    private static readonly string[] s_makes =
        ["unknown_product", "flash_price", "flash_pieces", "flash_times", "flash_stock", "flash_overlap", "idempotency_conflict", "idempotency_key_missing", "idempotency_key_invalid"];

    /// <summary>Maps <c>/flash-sales</c>, <c>/shops/{shop}/flash-sales</c> and <c>/operator/flash-sales</c>.</summary>
    public static void MapFlashSales(this RouteGroupBuilder api)
    {
        api.MapGet("/flash-sales", Running).AllowAnonymous().RequireRateLimiting(RateLimits.Money).WithTags("Flash sales")
            .WithName("listRunningFlashSales").WithSummary("What is on now, and then what is coming.");
        RouteGroupBuilder own = api.MapGroup("/shops/{shop}/flash-sales").RequireAuthorization(Policies.Customer).RequireRateLimiting(RateLimits.Money).WithTags("Flash sales");
        own.MapGet("", ListOwn).WithName("listShopFlashSales").WithSummary("A shop's flash sales, for its owner and managers.").Refuses("unknown_shop", "not_shop_staff");
        own.MapPost("", MakeOwn).WithName("makeShopFlashSale").WithSummary("So many pieces of a variant for a price, between two times.").Refuses([.. s_makes, "unknown_shop", "not_shop_staff"]);
        own.MapPost("/{id}/end", EndOwn).WithName("endShopFlashSale").WithSummary("Nobody else gets the price; who has set pieces aside keeps it.").Refuses("unknown_shop", "not_shop_staff", "unknown_flash_sale");
        RouteGroupBuilder post = api.MapGroup("/operator/flash-sales").RequireAuthorization(Policies.Operator).WithTags("Flash sales");
        post.MapGet("", List).WithName("listFlashSales").WithSummary("The post's flash sales, newest first.");
        post.MapPost("", Propose).WithName("proposeFlashSale").WithSummary("Proposes one of any shop's product; the post pays the shop the difference.").Refuses(s_makes);
        post.MapPost("/{id}/approve", Approve).WithName("approveFlashSale").WithSummary("Approves, as another operator than the one who proposed.")
            .Refuses("unknown_flash_sale", "same_operator", "already_decided", "flash_times", "flash_stock", "flash_overlap");
        post.MapPost("/{id}/end", End).WithName("endFlashSale").WithSummary("Nobody else gets the price.").Refuses("unknown_flash_sale");
    }

    private static async Task<Ok<FlashOfferView[]>> Running(IGrainFactory grains) =>
        TypedResults.Ok<FlashOfferView[]>([.. (await grains.GetGrain<IFlashSalesGrain>(0).Running(ShownMax)).Select(FlashOfferView.Of)]);

    private static Task<Results<Ok<FlashSaleView[]>, ProblemResult>> ListOwn(string shop, ClaimsPrincipal user, IGrainFactory grains) =>
        grains.Managed<FlashSaleView[]>(shop, user, async own => TypedResults.Ok(await Newest(grains, own)));

    private static Task<Results<Ok<FlashSaleView>, ProblemResult>> MakeOwn(string shop, NewFlashSaleBody body, IdempotencyKey key, ClaimsPrincipal user, IGrainFactory grains) =>
        grains.Managed(shop, user, async own => Answer(await grains.MakeFlashSale(body, user, own, key.Value)));

    private static Task<Results<Ok<FlashSaleView>, ProblemResult>> EndOwn(string shop, string id, ClaimsPrincipal user, IGrainFactory grains) =>
        grains.Managed(shop, user, async own => Answer(await grains.EndFlashSale(id, user, own)));

    private static async Task<Ok<FlashSaleView[]>> List(IGrainFactory grains) => TypedResults.Ok(await Newest(grains, null));

    private static async Task<Results<Ok<FlashSaleView>, ProblemResult>> Propose(NewFlashSaleBody body, IdempotencyKey key, ClaimsPrincipal user, IGrainFactory grains) =>
        Answer(await grains.MakeFlashSale(body, user, null, key.Value));

    private static async Task<Results<Ok<FlashSaleView>, ProblemResult>> Approve(string id, ClaimsPrincipal user, IGrainFactory grains) =>
        Answer(await grains.ApproveFlashSale(id, user));

    private static async Task<Results<Ok<FlashSaleView>, ProblemResult>> End(string id, ClaimsPrincipal user, IGrainFactory grains) =>
        Answer(await grains.EndFlashSale(id, user, null));

    private static async Task<FlashSaleView[]> Newest(IGrainFactory grains, ShopId? shop) => [.. (await grains.GetGrain<IFlashSalesGrain>(0).Of(shop, OfferDesk.ListMax)).Select(line => FlashSaleView.Of(line.Sale))];

    private static Results<Ok<FlashSaleView>, ProblemResult> Answer(FlashSaleOutcome outcome) =>
        outcome.Refusal is { } refusal ? Problem.Refuse(refusal.Code()) : TypedResults.Ok(FlashSaleView.Of(outcome.Sale!));
}
