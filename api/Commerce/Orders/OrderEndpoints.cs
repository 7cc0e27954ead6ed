using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Postmobile.Api.Hosting;
using Postmobile.Api.Identity;
using Postmobile.Api.Money;
using Postmobile.Api.Problems;
using Postmobile.Commerce;
using Postmobile.Logistics;

namespace Postmobile.Api.Commerce;

/// <summary>What a person has bought.</summary>
internal static class OrderEndpoints
{
    public const int PageMax = 100;

    public static void MapOrders(this RouteGroupBuilder api)
    {
        RouteGroupBuilder mine = api.MapGroup("/orders").RequireAuthorization(Policies.Buyer).RequireRateLimiting(RateLimits.Money).WithTags("Orders");
        mine.MapGet("", List).WithName("listOrders").WithSummary("What the caller has bought, newest first.").Refuses("invalid_field");
        mine.MapGet("/{order}", Find).WithName("getOrder").WithSummary("One order of the caller, with what happened to it.").Refuses("unknown_order");
        mine.MapGet("/{order}/code", Code).WithName("getOrderCode").WithSummary("The code that whoever hands the parcel over must be told.").Refuses("unknown_order");
        mine.MapPost("/{order}/cancel", Cancel).WithName("cancelOrder").WithSummary("Calls it off: before the shop has accepted, or when the shop is late.")
            .Refuses("unknown_order", "order_state", "order_disputed");
        mine.MapPost("/{order}/confirm", Confirm).WithName("confirmOrder").WithSummary("All is well: the shop is paid at once.").Refuses("unknown_order", "order_state", "order_disputed");
    }

    private static async Task<Results<Ok<OrdersView>, ProblemResult>> List(ClaimsPrincipal user, IGrainFactory grains, string? cursor, int limit = 20)
    {
        if (limit is < 1 or > PageMax)
        {
            return Problem.InvalidField("limit");
        }

        OrderPage page = await grains.GetGrain<IOrdersGrain>(0).OfBuyer(user.Buyer(), limit, cursor);
        return TypedResults.Ok(new OrdersView([.. page.Orders.Select(OrderView.Of)], page.NextCursor));
    }

    private static async Task<Results<Ok<OrderView>, StatusCodeHttpResult, ProblemResult>> Find(string order, ClaimsPrincipal user, IGrainFactory grains, HttpContext http) =>
        await grains.Bought(order, user) is { } bought
            ? Answers.Versioned(http, bought.Version.ToString(System.Globalization.CultureInfo.InvariantCulture), OrderView.Of(bought))
            : OrderRefusal.UnknownOrder.ToProblem();

    private static async Task<Results<Ok<OrderCodeView>, ProblemResult>> Code(string order, ClaimsPrincipal user, IGrainFactory grains) =>
        await grains.Bought(order, user) is { } bought
            ? TypedResults.Ok(new OrderCodeView(bought.Delivery is { } delivery ? await grains.GetGrain<IDeliveryGrain>(delivery.Value).Code() : null))
            : OrderRefusal.UnknownOrder.ToProblem();

    private static Task<Results<Ok<OrderView>, ProblemResult>> Cancel(string order, [FromBody] OrderReasonBody? body, ClaimsPrincipal user, IGrainFactory grains) =>
        Act(order, OrderAct.Cancel, body?.Reason, user, grains);

    private static Task<Results<Ok<OrderView>, ProblemResult>> Confirm(string order, ClaimsPrincipal user, IGrainFactory grains) => Act(order, OrderAct.Confirm, null, user, grains);

    private static async Task<Results<Ok<OrderView>, ProblemResult>> Act(string order, OrderAct act, string? reason, ClaimsPrincipal user, IGrainFactory grains)
    {
        OrderOutcome outcome = await grains.Bought(order, user) is { } bought
            ? await grains.GetGrain<IOrderGrain>(bought.Id.Value).Act(act, user.Buyer(), reason)
            : new OrderOutcome(null, OrderRefusal.UnknownOrder);
        return outcome.Refusal is { } refusal ? refusal.ToProblem() : TypedResults.Ok(OrderView.Of(outcome.Order!));
    }
}
