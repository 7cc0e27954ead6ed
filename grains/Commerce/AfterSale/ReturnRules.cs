using Postmobile.Identity;
using Postmobile.Live;

namespace Postmobile.Commerce;

/// <summary>Whether goods may be sent back: pure.</summary>
internal static class ReturnRules
{
    /// <summary>What is wrong with the wish, or null.</summary>
    public static AfterSaleRefusal? Check(Order order, ReturnWish wish, IReadOnlyList<Return> earlier, DateTimeOffset now)
    {
        if (order.Status is not (OrderStatus.Delivered or OrderStatus.Completed) || order.DeliveredAt is not { } delivered)
        {
            return order.Status is OrderStatus.Disputed ? AfterSaleRefusal.OrderDisputed : AfterSaleRefusal.OrderState;
        }

        // A shop that takes nothing back must still take back what was broken or wrong, as long as the buyer may complain at all.
        int days = wish.Reason is ComplaintReason.ChangedMind ? order.ReturnDays : Math.Max(order.ReturnDays, 3);
        if (delivered.AddDays(days) < now)
        {
            return AfterSaleRefusal.TooLate;
        }

        bool open = earlier.Any(one => one.IsOpen);
        bool fits = wish.Lines.Count > 0 && wish.Lines.All(line => line.Quantity > 0) && wish.Lines.GroupBy(line => (line.Product, line.Sku)).All(line =>
            line.Sum(one => one.Quantity) + earlier.Where(one => one.Status is ReturnStatus.Refunded or ReturnStatus.Exchanged).SelectMany(one => one.Wish.Lines)
                .Where(one => (one.Product, one.Sku) == line.Key).Sum(one => one.Quantity)
            <= order.Placement.Lines.Where(one => (one.Product, one.Sku) == line.Key).Sum(one => one.Quantity));
        return open || !fits ? AfterSaleRefusal.ReturnLines : null;
    }

    /// <summary>An order's refusal as one of what follows the sale.</summary>
    public static AfterSaleRefusal AfterSale(this OrderRefusal refusal) => refusal switch
    {
        OrderRefusal.UnknownOrder => AfterSaleRefusal.UnknownOrder,
        OrderRefusal.ReasonMissing => AfterSaleRefusal.ReasonMissing,
        OrderRefusal.RefundTooLarge => AfterSaleRefusal.RefundTooLarge,
        OrderRefusal.Disputed => AfterSaleRefusal.OrderDisputed,
        OrderRefusal.TooLate => AfterSaleRefusal.TooLate,
        _ => AfterSaleRefusal.OrderState,
    };
}

/// <summary>Live notices of returns and disputes.</summary>
internal static class AfterSaleNews
{
    /// <summary>Tells the buyer and the shop's staff.</summary>
    public static async Task Tell(IGrainFactory grains, string buyer, string shop, string kind, string subject, DateTimeOffset now)
    {
        Shop? known = await grains.GetGrain<IShopGrain>(shop).Look();
        var notice = new Notice { Kind = kind, Subject = subject, At = now };
        foreach (string person in new[] { buyer }.Concat(known?.Staff.Select(member => member.Person.Value) ?? []).Distinct())
        {
            await grains.Topic(Topics.Of(new CustomerId(person))).Tell(notice);
        }

        await grains.Topic(Topics.For(Role.Operator, "disputes")).Tell(notice);
    }
}
