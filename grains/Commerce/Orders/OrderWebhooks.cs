using System.Text.Json;
using Postmobile.Documents;
using Postmobile.Partners;

namespace Postmobile.Commerce;

/// <summary>What a shop's own system is told of an order.</summary>
internal static class OrderWebhooks
{
    /// <summary>The event's name for programs (<see cref="WebhookEvents.All"/>); null for what only people want to know.</summary>
    public static string? TypeOf(OrderNews news) => news.Kind switch
    {
        "new" => news.Payment is PaymentWay.CashOnDelivery ? "order.placed" : "order.paid",
        "accepted" or "packed" or "delivered" or "completed" or "cancelled" or "refused" or "expired" or "refunded" => "order." + news.Kind,
        "handed-over" => "order.handed_over",
        "in-transit" => "order.in_transit",
        "confirmed" => "order.completed",
        "sent-back" or "exchanged" or "uncollected" => "order.returned",
        "lost" or "dispute-expired" => "order.refunded",
        "disputed" => "order.disputed",
        "decided" => "order.decided",
        "return-asked" => "order.returning",
        _ => null,
    };

    /// <summary>The event. The amount is what moved with it, in XAF.</summary>
    public static WebhookEvent Of(string id, string type, string order, OrderNews news, DateTimeOffset at) => new()
    {
        Id = id,
        Type = type,
        At = at,
        Data = JsonSerializer.Serialize(new { order, news.Number, news.Shop, news.Amount, currency = "XAF" }, DocumentSerializer.Options),
    };
}
