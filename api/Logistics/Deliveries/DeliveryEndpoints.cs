using System.ComponentModel;
using System.Security.Claims;
using System.Text.Json;
using Microsoft.AspNetCore.Http.HttpResults;
using Postmobile.Api.Commerce;
using Postmobile.Api.Hosting;
using Postmobile.Api.Identity;
using Postmobile.Api.Pages;
using Postmobile.Api.Problems;
using Postmobile.Commerce;
using Postmobile.Identity;
using Postmobile.Logistics;

namespace Postmobile.Api.Logistics;

/// <summary>A parcel, for whoever has it in hand.</summary>
public sealed record DeliveryView(
    string Number, DeliveryStage Stage, DeliveryMethod Method, string Department, string Town, string Address, string Point, string? PointCode, string RecipientName, string RecipientPhone,
    [property: Description("Cash to collect, in XAF; 0 when it is paid.")] long Collect, int WeightGrams)
{
    internal static DeliveryView Of(Delivery delivery)
    {
        DeliveryChoice to = delivery.Order.To;
        bool over = delivery.Stage is DeliveryStage.Delivered or DeliveryStage.SentBack;
        return new(
            delivery.Order.Order.Number, delivery.Stage, to.Method, to.To.Department, to.To.Town, over ? "" : to.To.Address, to.Point, to.PointCode?.Value,
            over ? "" : to.Recipient.Name, over ? "" : to.Recipient.Phone, delivery.Order.Collect, delivery.Order.WeightGrams);
    }
}

/// <summary>Parcels in somebody's hands.</summary>
public sealed record DeliveriesView(IReadOnlyList<DeliveryView> Deliveries);

/// <summary>A move of a parcel.</summary>
public sealed record DeliveryMoveBody(
    [property: Description("handed_over, in_transit, ready, failed or sent_back.")] DeliveryStage Stage,
    [property: Description("Where, or why it failed.")] string? Note = null);

/// <summary>The buyer's code.</summary>
public sealed record DeliveryCodeBody([property: Description("Six digits.")] string Code);

/// <summary>Parcels, for couriers, agents, clerks and the shop's staff.</summary>
internal static class DeliveryEndpoints
{
    public static void MapDeliveries(this RouteGroupBuilder api)
    {
        RouteGroupBuilder all = api.MapGroup("/deliveries").RequireAuthorization(Policies.Customer).RequireRateLimiting(RateLimits.Money).WithTags("Deliveries");
        all.MapGet("", Held).WithName("listDeliveries").WithSummary("What the caller has in hand.");
        all.MapGet("/{number}", Find).WithName("getDelivery").WithSummary("A parcel by its order's number, for whoever may move it.").Refuses("unknown_delivery");
        all.MapPost("/{number}/moves", Move).WithName("moveDelivery").WithSummary("The parcel moved, short of being delivered.").Refuses("unknown_delivery", "delivery_state", "not_carrier");
        all.MapPost("/{number}/deliver", Deliver).WithName("deliverDelivery").WithSummary("Hands it over: with the buyer's code; cash to collect is paid from the caller's float or wallet.")
            .Refuses("unknown_delivery", "delivery_state", "not_carrier", "code_wrong", "code_locked", "float_short");
    }

    /// <summary>The parcel of an order's number, when this person may move it; to anybody else it does not exist.</summary>
    public static async Task<Delivery?> Parcel(this IGrainFactory grains, string? number, ClaimsPrincipal user)
    {
        if (number is not { Length: >= 10 and <= 12 } || await grains.GetGrain<IOrdersGrain>(0).ByNumber(number) is not { } order
            || await grains.GetGrain<IDeliveryGrain>(DeliveryId.Of(order).Value).Look() is not { } delivery || delivery.Order.Buyer == user.Customer())
        {
            return null;
        }

        // To a point's parcels an agent is a stranger, unless the point is theirs.
        IPointGrain? point = delivery.Order.To.PointCode is { } code ? grains.GetGrain<IPointGrain>(code.Key) : null;
        return user.Is(Role.Courier) || user.Is(Role.Clerk) || (point is null ? user.Is(Role.Agent) : await point.IsRunBy(user.Customer()))
            || await grains.ShopFor(delivery.Order.Shop.Value, user, ShopRole.Manager, ShopRole.Packer) is not null ? delivery : null;
    }

    /// <summary>The stable code.</summary>
    public static string Code(this DeliveryRefusal refusal) => refusal is DeliveryRefusal.State ? "delivery_state" : JsonNamingPolicy.SnakeCaseLower.ConvertName(refusal.ToString());

    private static async Task<Ok<DeliveriesView>> Held(ClaimsPrincipal user, IGrainFactory grains) =>
        TypedResults.Ok(new DeliveriesView([.. (await grains.GetGrain<IDeliveriesGrain>(0).HeldBy(user.Customer())).Select(DeliveryView.Of)]));

    private static async Task<Results<Ok<DeliveryView>, ProblemResult>> Find(string number, ClaimsPrincipal user, IGrainFactory grains) =>
        await grains.Parcel(number, user) is { } parcel ? TypedResults.Ok(DeliveryView.Of(parcel)) : Problem.Refuse("unknown_delivery");

    private static Task<Results<Ok<DeliveryView>, ProblemResult>> Move(string number, DeliveryMoveBody body, ClaimsPrincipal user, IGrainFactory grains) =>
        Do(number, user, grains, parcel => parcel.Move(body.Stage, user.Customer(), body.Note ?? ""));

    private static Task<Results<Ok<DeliveryView>, ProblemResult>> Deliver(string number, DeliveryCodeBody body, ClaimsPrincipal user, IGrainFactory grains) =>
        Do(number, user, grains, parcel => parcel.Deliver(body.Code, user.Customer(), user.Float() ?? user.Wallet()));

    private static async Task<Results<Ok<DeliveryView>, ProblemResult>> Do(string number, ClaimsPrincipal user, IGrainFactory grains, Func<IDeliveryGrain, Task<DeliveryRefusal?>> what)
    {
        if (await grains.Parcel(number, user) is not { } parcel)
        {
            return Problem.Refuse("unknown_delivery");
        }

        IDeliveryGrain grain = grains.GetGrain<IDeliveryGrain>(parcel.Id.Value);
        return await what(grain) is { } refusal ? Problem.Refuse(refusal.Code()) : TypedResults.Ok(DeliveryView.Of((await grain.Look())!));
    }
}
