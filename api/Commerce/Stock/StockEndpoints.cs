using System.ComponentModel;
using System.Security.Claims;
using System.Text.Json;
using Microsoft.AspNetCore.Http.HttpResults;
using Postmobile.Api.Hosting;
using Postmobile.Api.Identity;
using Postmobile.Api.Problems;
using Postmobile.Commerce;

namespace Postmobile.Api.Commerce;

/// <summary>How many of a product are left, for everybody; and what the shop received, broke or counted.</summary>
public static class StockEndpoints
{
    /// <summary>Maps <c>/products/{product}/stock</c>.</summary>
    public static void MapStock(this RouteGroupBuilder api)
    {
        api.MapGet("/products/{product}/stock", Left).AllowAnonymous().RequireRateLimiting(RateLimits.Money).WithTags("Stock")
            .WithName("getStock").WithSummary("What is left of each variant now.").Refuses("unknown_product");
        api.MapPost("/products/{product}/stock", Move).TakesKeys(ShopScopes.Stock).RequireRateLimiting(RateLimits.Money).WithTags("Stock")
            .WithName("moveStock").WithSummary("So many came in or went, or were counted. Once per key.")
            .Refuses("unknown_product", "not_shop_staff", "unknown_sku", "stock_negative", "idempotency_key_missing", "idempotency_key_invalid");
    }

    private static async Task<Results<Ok<StockBody[]>, ProblemResult>> Left(string product, IGrainFactory grains) =>
        ProductId.TryParse(product, out ProductId id) && await grains.GetGrain<IProductGrain>(id.Value).Look() is { Status: ProductStatus.Published }
            ? TypedResults.Ok<StockBody[]>([.. (await grains.GetGrain<IStockGrain>(id.Value).Look()).Skus.Select(sku => new StockBody(sku.Sku, Math.Max(0, sku.Left), sku.BuyerCap))])
            : Problem.Refuse("unknown_product");

    private static async Task<Results<NoContent, ProblemResult>> Move(string product, MovementBody body, IdempotencyKey key, ClaimsPrincipal user, IGrainFactory grains)
    {
        if (!ProductId.TryParse(product, out ProductId id) || await grains.GetGrain<IProductGrain>(id.Value).Look() is not { } found)
        {
            return Problem.Refuse("unknown_product");
        }

        if ((await CouponEndpoints.Managed(grains, found.Shop.Value, user, ShopRole.Manager, ShopRole.Cataloguer)).Shop is null)
        {
            return Problem.Refuse("not_shop_staff");
        }

        StockRefusal? refusal = await grains.GetGrain<IStockGrain>(id.Value).Move(body.ToMovement($"{user.Actor()}:{key.Value}", user.Actor()));
        return refusal is { } no ? Problem.Refuse(JsonNamingPolicy.SnakeCaseLower.ConvertName(no.ToString())) : TypedResults.NoContent();
    }
}

/// <summary>What is left of a variant.</summary>
public sealed record StockBody(string Sku, int Left, int? BuyerCap);

/// <summary>What the shop did to its stock.</summary>
public sealed record MovementBody(
    string Sku,
    [property: Description("So many more or fewer; with count, how many there are on the shelf.")] int Quantity,
    bool Count = false,
    [property: Description("Received, counted, broken …; up to 80 characters.")] string? Reason = null)
{
    internal StockMovement ToMovement(string key, Postmobile.Identity.CustomerId actor) => new()
    {
        Key = key, Sku = Sku, Quantity = Quantity, IsCount = Count, Reason = Reason is { Length: > 80 } text ? text[..80] : Reason ?? "", Actor = actor,
    };
}
