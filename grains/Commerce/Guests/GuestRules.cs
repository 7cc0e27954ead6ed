using System.Collections.Immutable;

namespace Postmobile.Commerce;

/// <summary>What a guest may buy: pure.</summary>
internal static class GuestRules
{
    /// <summary>How an order that was open stands now.</summary>
    /// <param name="IsOpen">On its way, or about to be placed; else delivered, called off, or never placed.</param>
    /// <param name="NotTakenAt">When it went back, because nobody took it.</param>
    public readonly record struct Fate(bool IsOpen, DateTimeOffset? NotTakenAt = null);

    /// <summary>What became of an order.</summary>
    /// <param name="order">The order; null when it was not placed, or not yet.</param>
    /// <param name="checkout">How its checkout stands; null when there is none.</param>
    public static Fate Of(Order? order, CheckoutStatus? checkout) =>
        order is null ? new Fate(checkout is CheckoutStatus.Open or CheckoutStatus.Paying)
        : order.DeliveredAt is not null ? new Fate(false)
        : order.Events.FirstOrDefault(happening => happening.Kind is "sent-back" or "uncollected") is { } back ? new Fate(false, back.At)
        : new Fate(!order.IsEnded);

    /// <summary>The guest once it is known what became of each open order.</summary>
    public static GuestState Settle(GuestState guest, IReadOnlyList<Fate> fates, DateTimeOffset now, GuestOptions options) => guest with
    {
        Open = [.. guest.Open.Zip(fates).Where(pair => pair.Second.IsOpen).Select(pair => pair.First)],
        RefusedAt = [.. guest.RefusedAt.Concat(fates.Select(fate => fate.NotTakenAt).OfType<DateTimeOffset>()).Where(at => at + options.RefusedCountFor > now)],
    };

    /// <summary>Why so many more orders may not be placed; null: they may.</summary>
    public static CartRefusal? Refused(GuestState guest, int more, DateTimeOffset now, GuestOptions options) =>
        !guest.Stands ? CartRefusal.GuestAccountNeeded
        : guest.RefusedAt.Count(at => at + options.RefusedCountFor > now) >= options.RefusedMax ? CartRefusal.GuestAccountNeeded
        : guest.Open.Length + more > options.OpenOrdersMax ? CartRefusal.GuestOpenOrders
        : null;

    /// <summary>The guest with the orders of a checkout, which counts once.</summary>
    public static GuestState Admit(GuestState guest, CheckoutId checkout, IEnumerable<OrderId> orders) => guest with
    {
        Open = [.. Others(guest, checkout), .. orders.Select(order => new GuestOrder(order.Value, checkout.Value))],
    };

    /// <summary>The open orders of other checkouts.</summary>
    public static ImmutableArray<GuestOrder> Others(GuestState guest, CheckoutId checkout) => [.. guest.Open.Where(one => one.Checkout != checkout.Value)];
}
