using System.ComponentModel;
using System.Security.Claims;
using System.Text.Json;
using Postmobile.Api.Identity;
using Postmobile.Api.Problems;
using Postmobile.Commerce;
using Postmobile.Logistics;

namespace Postmobile.Api.Commerce;

/// <summary>One line of an order.</summary>
public sealed record BoughtLineView(string Product, string Sku, string Title, string Label, string? Image, int Quantity, long Price, long Amount);

/// <summary>Where an order goes.</summary>
public sealed record OrderDeliveryView(DeliveryMethod Method, string Department, string Town, string Address, string Point, string? PointCode, string RecipientName, string RecipientPhone, long Price);

/// <summary>One thing that happened to an order.</summary>
public sealed record OrderEventView(DateTimeOffset At, OrderStatus Status, string Kind, [property: Description("buyer, shop, post, or empty for the clock.")] string Who, string Note, long Amount);

/// <summary>An order, for its buyer and for the shop's staff.</summary>
public sealed record OrderView(
    string Id, string Number, string Shop, string ShopName, OrderStatus Status, PaymentWay Payment, IReadOnlyList<BoughtLineView> Lines, long Goods, long ShopDiscount, long PostDiscount,
    OrderDeliveryView Delivery, long Total, long Refunded, string? Note, DateTimeOffset PlacedAt, DateTimeOffset? Deadline, DateTimeOffset? DeliveredAt, bool IsLate,
    IReadOnlyList<OrderEventView> Events, string? Dispute, string? Return,
    [property: Description("The order for whose goods this one is sent.")] string? ExchangeOf,
    [property: Description("What of refunded went into orders of exchanged goods.")] long Exchanged)
{
    /// <summary>The outside's view.</summary>
    public static OrderView Of(Order order)
    {
        OrderPlacement placement = order.Placement;
        DeliveryChoice to = placement.Delivery;
        return new(
            order.Id.Value, order.Id.Number, placement.Shop.Value, order.ShopName, order.Status, placement.Payment,
            [.. placement.Lines.Select(line => new BoughtLineView(line.Product.Value, line.Sku, line.Title, line.Label, line.Image, line.Quantity, line.Price, line.Amount))],
            placement.Goods, placement.ShopDiscount, placement.PostDiscount,
            new OrderDeliveryView(to.Method, to.To.Department, to.To.Town, to.To.Address, to.Point, to.PointCode?.Value, to.Recipient.Name, to.Recipient.Phone, to.Price),
            placement.Total, order.Refunded, placement.Note, placement.At, order.Deadline, order.DeliveredAt, order.IsLate,
            [.. order.Events.Where(happening => happening.Kind != "suspended").Select(happening => new OrderEventView(
                happening.At, happening.Status, happening.Kind, OrderSentences.WhoIs(order, happening.Actor), happening.Note, happening.Amount))],
            order.Dispute, order.Return, placement.Exchange?.Order.Value, order.Exchanged);
    }
}

/// <summary>A page of orders.</summary>
public sealed record OrdersView(IReadOnlyList<OrderView> Orders, string? NextCursor);

/// <summary>A reason.</summary>
public sealed record OrderReasonBody([property: Description("Why; at most 500 characters.")] string? Reason = null);

/// <summary>The buyer's code for the parcel.</summary>
public sealed record OrderCodeView([property: Description("Six digits; null before the parcel is packed and after it was handed over.")] string? Code);

/// <summary>Money back to the buyer.</summary>
public sealed record OrderRefundBody(
    [property: Description("In XAF, at most what was paid less what went back.")] long Amount,
    [property: Description("Why; the buyer reads it.")] string Reason,
    [property: Description("Units that come back into stock.")] IReadOnlyList<UnitBody>? Back = null);

/// <summary>Units of a product.</summary>
public sealed record UnitBody(string Product, string Sku, int Quantity);

/// <summary>Grains of orders, and refusals by their stable codes.</summary>
internal static class OrderSentences
{
    /// <summary>The stable code.</summary>
    public static string Code(this OrderRefusal refusal) => refusal switch
    {
        OrderRefusal.State => "order_state",
        OrderRefusal.Disputed => "order_disputed",
        _ => JsonNamingPolicy.SnakeCaseLower.ConvertName(refusal.ToString()),
    };

    /// <summary>The stable code.</summary>
    public static string Code(this AfterSaleRefusal refusal) => JsonNamingPolicy.SnakeCaseLower.ConvertName(refusal.ToString());

    /// <summary>The refusal as a problem.</summary>
    public static ProblemResult ToProblem(this OrderRefusal refusal) => Problem.Refuse(refusal.Code());

    /// <summary>The order's grain; null when the text is no order's id.</summary>
    public static IOrderGrain? Order(this IGrainFactory grains, string? id) => OrderId.TryParse(id, out OrderId order) ? grains.GetGrain<IOrderGrain>(order.Value) : null;

    /// <summary>An order that this person has bought; to anybody else it does not exist.</summary>
    public static async Task<Order?> Bought(this IGrainFactory grains, string? id, ClaimsPrincipal user) =>
        grains.Order(id) is { } grain && await grain.Look() is { } order && order.Placement.Buyer == user.Buyer() ? order : null;

    /// <summary>An order of a shop for which this person may act.</summary>
    public static async Task<Order?> Sold(this IGrainFactory grains, string? id, ClaimsPrincipal user, string? shop = null) =>
        user.Guest() is null && grains.Order(id) is { } grain && await grain.Look() is { } order && (shop is null || order.Placement.Shop.Value == shop)
        && await grains.GetGrain<IShopGrain>(order.Placement.Shop.Value).Look() is { } known && known.Employs(user.Actor(), ShopRole.Manager, ShopRole.Packer) ? order : null;

    /// <summary>Whether this person packs and answers for a shop.</summary>
    public static async Task<Shop?> ShopFor(this IGrainFactory grains, string? shop, ClaimsPrincipal user, params ShopRole[] roles) =>
        grains.Shop(shop) is { } grain && await grain.Look() is { } known && known.Employs(user.Actor(), roles) ? known : null;

    /// <summary>Why somebody may not see what a shop has sold.</summary>
    public static ProblemResult NotStaff(IGrainFactory grains, string? shop) => Problem.Refuse(grains.Shop(shop) is null ? "unknown_shop" : "not_shop_staff");

    /// <summary>Which side somebody is on.</summary>
    public static string WhoIs(Order order, string actor) =>
        actor.Length == 0 ? "" : actor == order.Placement.Buyer.Value ? "buyer" : order.Events.Any(one => one.Kind == "decided" && one.Actor == actor) ? "post" : "shop";
}
