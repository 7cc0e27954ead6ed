using System.Globalization;
using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Postmobile.Api.Hosting;
using Postmobile.Api.Identity;
using Postmobile.Api.Money;
using Postmobile.Api.Problems;
using Postmobile.Commerce;

namespace Postmobile.Api.Commerce;

/// <summary>The orders of a shop, for its staff; what it has sold and is paid.</summary>
internal static class ShopOrderEndpoints
{
    public static void MapShopOrders(this RouteGroupBuilder api)
    {
        RouteGroupBuilder open = api.MapGroup("/shops/{shop}").TakesKeys(ShopScopes.Orders).RequireRateLimiting(RateLimits.Money).WithTags("Shop orders");
        RouteGroupBuilder shop = api.MapGroup("/shops/{shop}").RequireAuthorization(Policies.Customer).RequireRateLimiting(RateLimits.Money).WithTags("Shop orders");
        open.MapGet("/orders", List).WithName("listShopOrders")
            .WithSummary("What the shop has sold, newest first; `status` may be given several times. With `updatedSince`: what has changed since, oldest change first; go on with the last cursor.").Refuses("unknown_shop", "not_shop_staff", "invalid_field");
        open.MapGet("/orders/{order}", Find).WithName("getShopOrder").WithSummary("One order of the shop.").Refuses("unknown_order");
        open.MapPost("/orders/{order}/{act}", Act).WithName("actOnShopOrder").WithSummary("accept, refuse (with a reason), pack, hand-over, or cancel (before acceptance, with a reason). A key accepts, packs and hands over.")
            .Refuses("unknown_order", "person_needed", "order_state", "order_disputed", "reason_missing", "not_found");
        shop.MapPost("/orders/{order}/refunds", Refund).WithName("refundShopOrder").WithSummary("Money back to the buyer: from the escrow, or after completion from the shop's takings.")
            .Refuses("unknown_order", "order_state", "order_disputed", "reason_missing", "refund_too_large", "idempotency_key_missing", "idempotency_key_invalid");
        shop.MapGet("/sales", Sales).WithName("getShopSales").WithSummary("The shop's statement between two days of Brazzaville: sales, commissions, refunds, payouts.").Refuses("unknown_shop", "not_shop_staff", "invalid_field");
        shop.MapGet("/sales.csv", SalesCsv).WithName("getShopSalesCsv").WithSummary("The same as a file.").Produces(200, contentType: "text/csv").Refuses("unknown_shop", "not_shop_staff", "invalid_field");
        shop.MapGet("/payouts", PayoutsOf).WithName("getShopPayouts").WithSummary("When takings are paid out, and the last payouts.").Refuses("unknown_shop", "not_shop_staff");
        shop.MapPut("/payouts", Choose).WithName("setShopPayouts").WithSummary("As the owner: when takings are paid out.").Refuses("unknown_shop", "not_shop_staff");
        shop.MapPost("/payouts", Ask).WithName("payOutShop").WithSummary("As the owner: everything that is there, now.").Refuses("unknown_shop", "not_shop_staff", "idempotency_key_missing", "idempotency_key_invalid");
    }

    private static async Task<Results<Ok<OrdersView>, ProblemResult>> List(
        string shop, ClaimsPrincipal user, IGrainFactory grains, [FromQuery] string[]? status, string? cursor, DateTimeOffset? updatedSince, int limit = 20)
    {
        var states = (status ?? []).Select(one => Enum.TryParse(one.Replace("_", "", StringComparison.Ordinal), ignoreCase: true, out OrderStatus known) ? known : default).ToList();
        if (limit is < 1 or > OrderEndpoints.PageMax || states.Contains(default))
        {
            return Problem.InvalidField(limit is < 1 or > OrderEndpoints.PageMax ? "limit" : "status");
        }

        if (await grains.ShopFor(shop, user, ShopRole.Manager, ShopRole.Packer) is not { } known)
        {
            return OrderSentences.NotStaff(grains, shop);
        }

        IOrdersGrain orders = grains.GetGrain<IOrdersGrain>(0);
        OrderPage page = updatedSince is { } since ? await orders.ChangedOfShop(known.Id, states, since, limit, cursor) : await orders.OfShop(known.Id, states, limit, cursor);
        return TypedResults.Ok(new OrdersView([.. page.Orders.Select(OrderView.Of)], page.NextCursor));
    }

    private static async Task<Results<Ok<OrderView>, StatusCodeHttpResult, ProblemResult>> Find(string shop, string order, ClaimsPrincipal user, IGrainFactory grains, HttpContext http) =>
        await grains.Sold(order, user, shop) is { } sold
            ? Answers.Versioned(http, sold.Version.ToString(CultureInfo.InvariantCulture), OrderView.Of(sold))
            : OrderRefusal.UnknownOrder.ToProblem();

    private static async Task<Results<Ok<OrderView>, ProblemResult>> Act(
        string shop, string order, string act, [FromBody] OrderReasonBody? body, ClaimsPrincipal user, IGrainFactory grains)
    {
        if (!Enum.TryParse(act.Replace("-", "", StringComparison.Ordinal), ignoreCase: true, out OrderAct known) || known is OrderAct.Confirm || !char.IsAsciiLetter(act[0]))
        {
            return Problem.Refuse("not_found");
        }

        // What sends money back is a person's word.
        if (user.Key() is not null && known is not (OrderAct.Accept or OrderAct.Pack or OrderAct.HandOver))
        {
            return Problem.Refuse("person_needed");
        }

        OrderOutcome outcome = await grains.Sold(order, user, shop) is { } sold
            ? await grains.GetGrain<IOrderGrain>(sold.Id.Value).Act(known, user.Actor(), body?.Reason)
            : new OrderOutcome(null, OrderRefusal.UnknownOrder);
        return outcome.Refusal is { } refusal ? refusal.ToProblem() : TypedResults.Ok(OrderView.Of(outcome.Order!));
    }

    private static async Task<Results<Ok<OrderView>, ProblemResult>> Refund(
        string shop, string order, OrderRefundBody body, IdempotencyKey key, ClaimsPrincipal user, IGrainFactory grains)
    {
        if (await grains.Sold(order, user, shop) is not { } sold)
        {
            return OrderRefusal.UnknownOrder.ToProblem();
        }

        OrderOutcome outcome = await grains.GetGrain<IOrderGrain>(sold.Id.Value).Refund(new OrderRefund
        {
            Key = key.Value,
            Amount = body.Amount,
            Reason = body.Reason,
            Actor = user.Customer().Value,
            Back = [.. (body.Back ?? []).Select(unit => new ReturnedLine(new ProductId(unit.Product), unit.Sku, unit.Quantity))
                .Where(unit => unit.Quantity > 0 && sold.Placement.Lines.Any(line => line.Product == unit.Product && line.Sku == unit.Sku && line.Quantity >= unit.Quantity))],
        });
        return outcome.Refusal is { } refusal ? refusal.ToProblem() : TypedResults.Ok(OrderView.Of(outcome.Order!));
    }

    private static async Task<Results<Ok<ShopSalesView>, ProblemResult>> Sales(string shop, ClaimsPrincipal user, IGrainFactory grains, TimeProvider time, DateOnly? from, DateOnly? to) =>
        await ShopSales.Read(grains, shop, user, time, from, to) is { } sales ? TypedResults.Ok(sales) : OrderSentences.NotStaff(grains, shop);

    private static async Task<Results<FileContentHttpResult, ProblemResult>> SalesCsv(string shop, ClaimsPrincipal user, IGrainFactory grains, TimeProvider time, DateOnly? from, DateOnly? to) =>
        await ShopSales.Read(grains, shop, user, time, from, to) is { } sales
            ? TypedResults.File(ShopSales.Csv(sales), "text/csv; charset=utf-8", $"ventes-{shop}-{sales.From:yyyy-MM-dd}.csv")
            : OrderSentences.NotStaff(grains, shop);

    private static async Task<Results<Ok<PayoutsView>, ProblemResult>> PayoutsOf(string shop, ClaimsPrincipal user, IGrainFactory grains) =>
        await grains.ShopFor(shop, user) is not null ? TypedResults.Ok(await PayoutsView.Of(grains, shop)) : OrderSentences.NotStaff(grains, shop);

    private static async Task<Results<Ok<PayoutsView>, ProblemResult>> Choose(string shop, PayoutScheduleBody body, ClaimsPrincipal user, IGrainFactory grains) =>
        grains.Shop(shop) is not null && await grains.GetGrain<IPayoutGrain>(shop).Choose(user.Customer(), body.Schedule)
            ? TypedResults.Ok(await PayoutsView.Of(grains, shop)) : OrderSentences.NotStaff(grains, shop);

    private static async Task<Results<Ok<PayoutsView>, ProblemResult>> Ask(string shop, IdempotencyKey key, ClaimsPrincipal user, IGrainFactory grains) =>
        grains.Shop(shop) is not null && await grains.GetGrain<IPayoutGrain>(shop).Ask(user.Customer(), key.Value)
            ? TypedResults.Ok(await PayoutsView.Of(grains, shop)) : OrderSentences.NotStaff(grains, shop);
}
