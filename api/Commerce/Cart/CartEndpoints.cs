using Microsoft.AspNetCore.Http.HttpResults;
using Postmobile.Api.Hosting;
using Postmobile.Api.Identity;
using Postmobile.Api.Problems;
using Postmobile.Commerce;

namespace Postmobile.Api.Commerce;

/// <summary>The cart of whoever asks, signed in or not.</summary>
public static class CartEndpoints
{
    private static readonly string[] s_puts = ["unknown_product", "quantity_invalid", "cart_full", "too_many_shops", "invalid_field"];

    /// <summary>Maps <c>/cart</c>.</summary>
    public static void MapCartItems(this RouteGroupBuilder api)
    {
        RouteGroupBuilder cart = api.MapGroup("/cart").AllowAnonymous().RequireRateLimiting(RateLimits.Money).WithTags("Cart");
        cart.MapGet("", Look).WithName("getCart").WithSummary("The cart with the prices and the stock of now, and what changed.");
        cart.MapPost("/items", Add).WithName("addToCart").WithSummary("Puts pieces in.").Refuses(s_puts);
        cart.MapPut("/items", Set).WithName("setCartItem").WithSummary("Says how many pieces of a variant; 0 takes it out.").Refuses(s_puts);
        cart.MapPost("/coupons", Enter).WithName("enterCoupon").WithSummary("Enters a coupon's code.").Refuses("unknown_coupon", "coupon_not_now", "coupon_used_up", "too_many_coupons");
        cart.MapDelete("/coupons/{code}", Leave).WithName("leaveCoupon").WithSummary("Takes a coupon out.");
        api.MapPost("/cart/orders/{order}", Again).RequireAuthorization(Policies.Buyer).RequireRateLimiting(RateLimits.Money).WithTags("Cart")
            .WithName("buyAgain").WithSummary("Puts what an old order was of into the cart.").Refuses("unknown_order");
    }

    private static async Task<Ok<CartBody>> Look(HttpContext http, CartDesk desk) => TypedResults.Ok(CartBody.Of(await desk.Look(http)));

    private static async Task<Results<Ok<CartBody>, ProblemResult>> Add(CartItemBody body, HttpContext http, CartDesk desk) =>
        ProductId.TryParse(body.Product, out ProductId product)
            ? Answer(await (await desk.Find(http, make: true))!.Add(product, body.Sku, body.Quantity))
            : Problem.InvalidField("product");

    private static async Task<Results<Ok<CartBody>, ProblemResult>> Set(CartItemBody body, HttpContext http, CartDesk desk) =>
        ProductId.TryParse(body.Product, out ProductId product)
            ? Answer(await (await desk.Find(http, make: true))!.Set(product, body.Sku ?? "", body.Quantity))
            : Problem.InvalidField("product");

    private static async Task<Results<Ok<CartBody>, ProblemResult>> Enter(CouponCodeBody body, HttpContext http, CartDesk desk) =>
        Coupons.Read(body.Code) is { } code
            ? Answer(await (await desk.Find(http, make: true))!.Enter(code))
            : Problem.Refuse("unknown_coupon");

    private static async Task<Results<Ok<CartBody>, ProblemResult>> Leave(string code, HttpContext http, CartDesk desk) =>
        await desk.Find(http) is { } cart && Coupons.Read(code) is { } known ? Answer(await cart.Leave(known)) : TypedResults.Ok(CartBody.Of(await desk.Look(http)));

    private static async Task<Results<Ok<AgainBody>, ProblemResult>> Again(string order, HttpContext http, CartDesk desk) =>
        await desk.Again(http, order) is { } lines ? TypedResults.Ok(new AgainBody(lines)) : Problem.Refuse("unknown_order");

    private static Results<Ok<CartBody>, ProblemResult> Answer(CartOutcome outcome) =>
        outcome.Refusal is { } refusal ? Problem.Refuse(refusal.Code()) : TypedResults.Ok(CartBody.Of(outcome.Cart));
}
