using System.ComponentModel;
using System.Security.Claims;
using System.Text.Json;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Postmobile.Api.Hosting;
using Postmobile.Api.Identity;
using Postmobile.Api.Problems;
using Postmobile.Commerce;
using Postmobile.Identity;

namespace Postmobile.Api.Commerce;

/// <summary>Movements of many variants.</summary>
public sealed record MovementsBody([property: Description("500 at most.")] IReadOnlyList<MovementBody> Lines);

/// <summary>A variant's new price.</summary>
public sealed record PriceBody(string Sku, long Price, [property: Description("What it cost before; null: nothing is said of it.")] long? CompareAt = null);

/// <summary>New prices of many variants.</summary>
public sealed record PricesBody([property: Description("500 at most.")] IReadOnlyList<PriceBody> Lines);

/// <summary>What came of one line.</summary>
/// <param name="Sku">The shop's code.</param>
/// <param name="Code">Null when it was done; or the stable code of why not.</param>
public sealed record BulkLineView(string Sku, string? Code);

/// <summary>What came of the lines, in their order.</summary>
public sealed record BulkView(IReadOnlyList<BulkLineView> Lines);

/// <summary>How many there are of a variant.</summary>
public sealed record VariantStockView(string Product, string Sku, string Title, string Label, int Left, int Threshold);

/// <summary>Variants of a shop with what there is of them.</summary>
public sealed record ShopStockView(IReadOnlyList<VariantStockView> Variants, string? NextCursor);

/// <summary>A shop's stock and prices by its own codes, many at a time: what its own system says and asks.</summary>
internal static class ShopStockEndpoints
{
    private const int LinesMax = 500;
    private const int BodyMax = 256 * 1024;
    private const int AtOnce = 16;
    private const int Tries = 4;

    /// <summary>Maps <c>/shops/{shop}/stock</c> and <c>/shops/{shop}/prices</c>.</summary>
    public static void MapShopStock(this RouteGroupBuilder api)
    {
        RouteGroupBuilder stock = api.MapGroup("/shops/{shop}/stock").TakesKeys(ShopScopes.Stock).RequireRateLimiting(RateLimits.Money).WithTags("Stock");
        stock.MapGet("", List).WithName("listShopStock").WithSummary("What there is of each variant on sale, by product and code; with `low` only what runs out.").Refuses("unknown_shop", "not_shop_staff", "invalid_field");
        stock.MapPost("", Move).WithMetadata(new RequestSizeLimitAttribute(BodyMax)).WithName("moveShopStock")
            .WithSummary("Sets (count) or adjusts up to 500 variants by their codes. Each line has its own answer; each moves once per key.")
            .Refuses("unknown_shop", "not_shop_staff", "invalid_field", "idempotency_key_missing", "idempotency_key_invalid");
        api.MapPost("/shops/{shop}/prices", Price).TakesKeys(ShopScopes.Products).RequireRateLimiting(RateLimits.Money).WithTags("Products")
            .WithMetadata(new RequestSizeLimitAttribute(BodyMax)).WithName("setShopPrices")
            .WithSummary("Sets the prices of up to 500 variants by their codes. Each line has its own answer; again changes nothing.").Refuses("unknown_shop", "not_shop_staff", "invalid_field");
    }

    private static async Task<Results<Ok<ShopStockView>, ProblemResult>> List(string shop, ClaimsPrincipal user, IGrainFactory grains, string? cursor, bool low = false, int limit = 100)
    {
        if (limit is < 1 or > LinesMax)
        {
            return Problem.InvalidField("limit");
        }

        if (await grains.ShopFor(shop, user, ShopRole.Manager, ShopRole.Cataloguer, ShopRole.Packer) is not { } known)
        {
            return OrderSentences.NotStaff(grains, shop);
        }

        IReadOnlyList<VariantStock> lines = await grains.GetGrain<IStockWatchGrain>(known.Id.Value).List(low, limit, cursor);
        return TypedResults.Ok(new ShopStockView(
            [.. lines.Select(one => new VariantStockView(one.Product.Value, one.Sku, one.Title, one.Label, one.Left, one.Threshold))], lines.Count == limit ? lines[^1].Cursor : null));
    }

    private static async Task<Results<Ok<BulkView>, ProblemResult>> Move(string shop, MovementsBody body, IdempotencyKey key, ClaimsPrincipal user, IGrainFactory grains)
    {
        if (await Refuse(shop, body.Lines.Count, user, grains) is { } refusal)
        {
            return refusal;
        }

        CustomerId actor = user.Actor();
        return TypedResults.Ok(await Each(grains, shop, [.. body.Lines.Select(line => line.Sku)], async (product, places) =>
        {
            IStockGrain stock = grains.GetGrain<IStockGrain>(product.Value);
            var codes = new List<string?>();
            foreach (int place in places)
            {
                StockRefusal? no = await stock.Move(body.Lines[place].ToMovement($"{actor}:{key.Value}:{place}", actor));
                codes.Add(no is { } one ? JsonNamingPolicy.SnakeCaseLower.ConvertName(one.ToString()) : null);
            }

            return codes;
        }));
    }

    private static async Task<Results<Ok<BulkView>, ProblemResult>> Price(string shop, PricesBody body, ClaimsPrincipal user, IGrainFactory grains)
    {
        if (await Refuse(shop, body.Lines.Count, user, grains) is { } refusal)
        {
            return refusal;
        }

        return TypedResults.Ok(await Each(grains, shop, [.. body.Lines.Select(line => line.Sku)], async (product, places) =>
        {
            string? code = await Reprice(grains.GetGrain<IProductGrain>(product.Value), [.. places.Select(place => body.Lines[place])], user.Actor());
            return [.. places.Select(_ => code)];
        }));
    }

    // Other people may edit the product meanwhile; then it is read again.
    private static async Task<string?> Reprice(IProductGrain product, IReadOnlyList<PriceBody> prices, CustomerId actor)
    {
        var wanted = prices.GroupBy(one => one.Sku).ToDictionary(one => one.Key, one => one.Last());
        ProductOutcome outcome = ProductRefusal.UnknownProduct;
        for (int i = 0; i < Tries && await product.Details() is { } known; i++)
        {
            ProductDraft draft = known.Draft with
            {
                Variants = [.. known.Draft.Variants.Select(one => wanted.TryGetValue(one.Sku, out PriceBody? price) ? one with { Price = price.Price, CompareAt = price.CompareAt } : one)],
            };
            outcome = await product.Edit(draft, actor, known.Product.Version);
            if (outcome.Refusal is not ProductRefusal.PreconditionFailed)
            {
                break;
            }
        }

        return outcome.Refusal?.Code();
    }

    private static async Task<ProblemResult?> Refuse(string shop, int lines, ClaimsPrincipal user, IGrainFactory grains) =>
        await grains.ShopFor(shop, user, ShopRole.Manager, ShopRole.Cataloguer) is null ? OrderSentences.NotStaff(grains, shop)
        : lines is < 1 or > LinesMax ? Problem.InvalidField("lines")
        : null;

    /// <summary>Products of the lines side by side, a few at a time; lines of one product one after the other.</summary>
    private static async Task<BulkView> Each(IGrainFactory grains, string shop, string[] skus, Func<ProductId, IReadOnlyList<int>, Task<IReadOnlyList<string?>>> act)
    {
        IReadOnlyDictionary<string, ProductId> products = await grains.GetGrain<IProductsGrain>(0).BySkus(new ShopId(shop), [.. skus.Distinct()]);
        string?[] codes = [.. skus.Select(sku => products.ContainsKey(sku) ? null : "unknown_sku")];
        var groups = Enumerable.Range(0, skus.Length).Where(place => codes[place] is null).GroupBy(place => products[skus[place]]);
        foreach (var some in groups.Chunk(AtOnce))
        {
            await Task.WhenAll(some.Select(async group =>
            {
                int[] places = [.. group];
                IReadOnlyList<string?> answers = await act(group.Key, places);
                for (int i = 0; i < places.Length; i++)
                {
                    codes[places[i]] = answers[i];
                }
            }));
        }

        return new BulkView([.. skus.Select((sku, place) => new BulkLineView(sku, codes[place]))]);
    }
}
