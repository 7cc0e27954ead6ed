using Postmobile.Logistics;

namespace Postmobile.Commerce;

/// <summary>What may become of an order, who may do it, and what follows: pure, state in and state out.</summary>
internal static class OrderRules
{
    private const int ReasonMax = 500;

    /// <summary>It begins.</summary>
    public static OrderDecision Place(OrderState order, string id, OrderPlacement placement, Shop shop, OrderOptions options)
    {
        if (order.Status is not null || !OrderId.TryParse(id, out OrderId name))
        {
            return OrderDecision.Nothing;
        }

        bool paid = placement.Payment is PaymentWay.Wallet, exchange = placement.Exchange is not null;
        OrderStatus status = exchange ? OrderStatus.Accepted : paid ? OrderStatus.Paid : OrderStatus.Placed;
        var placed = new OrderEvent(placement.At, paid ? OrderStatus.Paid : OrderStatus.Placed, paid ? "paid" : "placed", placement.Buyer.Value, placement.Note ?? "", placement.Total);
        OrderState next = new()
        {
            Status = status,
            Placement = placement,
            Buyer = placement.Buyer.Value,
            Shop = placement.Shop.Value,
            Number = name.Number,
            PlacedAtMs = placement.At.ToUnixTimeMilliseconds(),
            ShopName = shop.Name,
            Takings = shop.Account.Value,
            CommissionBasisPoints = shop.CommissionBasisPoints,
            TaxBasisPoints = options.TaxBasisPoints,
            ReturnDays = shop.ReturnDays,
            Paid = paid,
            DeadlineMs = (placement.At + (exchange ? options.PackWithin : options.AcceptWithin)).ToUnixTimeMilliseconds(),
            Events = exchange ? [placed, new OrderEvent(placement.At, status, "accepted", "", "", 0)] : [placed],
            Version = 1,
        };

        // A checkout tells that it is placed; of an exchange the shop and its programs hear here, and that it is accepted by having been agreed.
        return exchange
            ? OrderDecision.Of(next, new OrderEffect.Tell("new", placement.Total, ""), new OrderEffect.Tell("accepted", 0, ""))
            : OrderDecision.Of(next);
    }

    /// <summary>A person does something.</summary>
    /// <param name="order">The order.</param>
    /// <param name="id">Its id.</param>
    /// <param name="act">What.</param>
    /// <param name="actor">Who.</param>
    /// <param name="note">Why.</param>
    /// <param name="recover">What the shop owes the post, for an act that completes.</param>
    /// <param name="now">When.</param>
    /// <param name="options">How long things may take.</param>
    public static OrderDecision Act(OrderState order, string id, OrderAct act, OrderActor actor, string? note, long recover, DateTimeOffset now, OrderOptions options)
    {
        if (order.Status is not { } status || !Permits(act, actor))
        {
            return OrderRefusal.UnknownOrder;
        }

        if (IsDone(order, act))
        {
            return OrderDecision.Nothing;
        }

        if (status is OrderStatus.Disputed)
        {
            return OrderRefusal.Disputed;
        }

        string reason = Clean(note);
        OrderEvent happening = new(now, status, "", actor.Id, reason, 0);
        return (act, status) switch
        {
            (OrderAct.Accept, OrderStatus.Placed or OrderStatus.Paid) =>
                To(order, OrderStatus.Accepted, happening with { Kind = "accepted" }, now + options.PackWithin),
            (OrderAct.Refuse, OrderStatus.Placed or OrderStatus.Paid) => reason.Length == 0
                ? OrderRefusal.ReasonMissing
                : OrderEnds.CallOff(order, id, OrderStatus.Refused, happening with { Kind = "refused" }, 0, OrderEnds.AllUnits(order)),
            (OrderAct.Pack, OrderStatus.Accepted) => To(
                order with { Delivery = OrderId.TryParse(id, out OrderId name) ? DeliveryId.Of(name).Value : null },
                OrderStatus.Packed, happening with { Kind = "packed" }, now + options.PackWithin, new OrderEffect.Announce()),
            (OrderAct.HandOver, OrderStatus.Packed) =>
                To(order with { Carried = true }, OrderStatus.HandedOver, happening with { Kind = "handed-over" }, now + options.LostAfter, new OrderEffect.HandOver(actor.Id)),
            (OrderAct.Cancel, OrderStatus.Placed or OrderStatus.Paid) when actor.IsBuyer || reason.Length > 0 =>
                OrderEnds.CallOff(order, id, OrderStatus.Cancelled, happening with { Kind = "cancelled" }, 0, OrderEnds.AllUnits(order)),
            (OrderAct.Cancel, OrderStatus.Placed or OrderStatus.Paid) => OrderRefusal.ReasonMissing,
            (OrderAct.Cancel, OrderStatus.Accepted or OrderStatus.Packed) when actor.IsBuyer && order.Late =>
                OrderEnds.CallOff(order, id, OrderStatus.Cancelled, happening with { Kind = "cancelled" }, 0, OrderEnds.AllUnits(order)),
            (OrderAct.Confirm, OrderStatus.Delivered) => OrderEnds.Complete(order, id, happening with { Kind = "confirmed" }, 0, recover),
            _ => OrderRefusal.State,
        };
    }

    /// <summary>Its time has come.</summary>
    public static OrderDecision Expire(OrderState order, string id, long recover, DateTimeOffset now, OrderOptions options)
    {
        if (order.Status is not { } status || order.DeadlineMs is not { } deadline || deadline > now.ToUnixTimeMilliseconds())
        {
            return OrderDecision.Nothing;
        }

        OrderEvent happening = new(now, status, "", "", "", 0);
        return status switch
        {
            OrderStatus.Placed or OrderStatus.Paid =>
                OrderEnds.CallOff(order, id, OrderStatus.Expired, happening with { Kind = "expired" }, 0, OrderEnds.AllUnits(order)),
            OrderStatus.Accepted or OrderStatus.Packed when !order.Late => OrderDecision.Of(
                order.Note(now, "late", "", "") with { Late = true, DeadlineMs = (now + options.CancelLateAfter).ToUnixTimeMilliseconds() },
                new OrderEffect.Tell("late", 0, "")),
            OrderStatus.Accepted or OrderStatus.Packed =>
                OrderEnds.CallOff(order, id, OrderStatus.Cancelled, happening with { Kind = "cancelled" }, 0, OrderEnds.AllUnits(order)),
            OrderStatus.HandedOver or OrderStatus.InTransit => OrderEnds.CallOff(order, id, OrderStatus.Refunded, happening with { Kind = "lost" }, 0, []),
            OrderStatus.Delivered => OrderEnds.Complete(order, id, happening with { Kind = "completed" }, 0, recover),
            OrderStatus.Disputed => OrderEnds.CallOff(order.See("decided-" + order.Dispute), id, OrderStatus.Refunded, happening with { Kind = "dispute-expired" }, 0, []),
            OrderStatus.Returning => Back(order, now, "return-ended", "", options),
            _ => OrderDecision.Of(order with { DeadlineMs = null }),
        };
    }

    /// <summary>The parcel moved.</summary>
    public static OrderDecision Moved(OrderState order, string id, DeliveryMove move, DateTimeOffset now, OrderOptions options)
    {
        if (order.Status is not { } status || order.Seen.Contains(move.Key) || move.Stage is DeliveryStage.Announced)
        {
            return OrderDecision.Nothing;
        }

        OrderState next = order.See(move.Key);
        if (status is OrderStatus.Completed or >= OrderStatus.Cancelled)
        {
            return OrderDecision.Of(next.Note(move.At, Kind(move), move.Actor, move.Note));
        }

        if (order.DeliveredAtMs is not null)
        {
            return OrderDecision.Of(next); // an earlier move that comes late: the parcel is further than that
        }

        next = next with { Carried = true, Carrier = move.Carrier?.Value ?? order.Carrier, Paid = order.Paid || move.Collected is not null };
        OrderStatus now_ = status is OrderStatus.Disputed ? order.Before!.Value : status;
        OrderStatus to = move.Stage switch
        {
            DeliveryStage.HandedOver => OrderStatus.HandedOver,
            DeliveryStage.Delivered => OrderStatus.Delivered,
            _ => OrderStatus.InTransit,
        };
        to = to > now_ ? to : now_;
        if (move.Stage is DeliveryStage.SentBack && status is not OrderStatus.Disputed)
        {
            return SentBack(next, id, move);
        }

        OrderEvent happening = new(move.At, status is OrderStatus.Disputed ? status : to, Kind(move), move.Actor, move.Note, 0);
        bool already = move.Stage is DeliveryStage.HandedOver && order.Had("handed-over");
        next = next with
        {
            DeliveredAtMs = to is OrderStatus.Delivered ? move.At.ToUnixTimeMilliseconds() : null,
            Events = already ? next.Events : [.. next.Events, happening],
            Version = next.Version + 1,
        };
        next = status is OrderStatus.Disputed
            ? next with { Before = to }
            : next with { Status = to, Late = false, DeadlineMs = to == status ? order.DeadlineMs : (now + (to is OrderStatus.Delivered ? options.CompleteAfter : options.LostAfter)).ToUnixTimeMilliseconds() };
        return already ? OrderDecision.Of(next) : OrderDecision.Of(next, new OrderEffect.Tell(Kind(move), 0, move.Note));
    }

    /// <summary>The order as delivered again, with a new time to complain.</summary>
    public static OrderDecision Back(OrderState order, DateTimeOffset now, string kind, string actor, OrderOptions options) => OrderDecision.Of(
        order.Leave(OrderStatus.Delivered, new OrderEvent(now, OrderStatus.Delivered, kind, actor, "", 0), now + options.CompleteAfter),
        new OrderEffect.Tell(kind, 0, ""));

    /// <summary>Back at the shop unopened: the buyer is refunded, but for the carriage, which was earned.</summary>
    public static OrderDecision SentBack(OrderState order, string id, DeliveryMove move)
    {
        long carriage = order.Paid ? Math.Min(order.Placement!.Delivery.Cost, Math.Min(order.Placement.Delivery.Price, order.Placement.Total - order.Refunded)) : 0;
        OrderEvent happening = new(move.At, OrderStatus.Returned, Kind(move), move.Actor, move.Note, 0);
        return OrderEnds.CallOff(order, id, OrderStatus.Returned, happening, carriage, OrderEnds.AllUnits(order));
    }

    /// <summary>A reason as it is kept: one line's worth, nothing that cannot be stored.</summary>
    public static string Clean(string? text)
    {
        string clean = new([.. (text ?? "").Where(character => !char.IsControl(character) || character == '\n')]);
        clean = clean.Trim();
        return clean.Length <= ReasonMax ? clean : clean[..ReasonMax];
    }

    private static OrderDecision To(OrderState order, OrderStatus status, OrderEvent happening, DateTimeOffset deadline, params IReadOnlyList<OrderEffect> effects) =>
        OrderDecision.Of(order.Leave(status, happening with { Status = status }, deadline), [.. effects, new OrderEffect.Tell(happening.Kind, 0, happening.Note)]);

    private static bool Permits(OrderAct act, OrderActor actor) => act switch
    {
        OrderAct.Cancel => actor.IsBuyer || actor.IsStaff,
        OrderAct.Confirm => actor.IsBuyer,
        _ => actor.IsStaff,
    };

    private static bool IsDone(OrderState order, OrderAct act) => act switch
    {
        OrderAct.Accept => order.Had("accepted"),
        OrderAct.Refuse => order.Status is OrderStatus.Refused,
        OrderAct.Pack => order.Had("packed"),
        OrderAct.HandOver => order.Had("handed-over"),
        OrderAct.Cancel => order.Status is OrderStatus.Cancelled,
        _ => order.Had("confirmed"),
    };

    // Nobody sends a parcel back that waited in vain: its time does.
    private static string Kind(DeliveryMove move) => move is { Stage: DeliveryStage.SentBack, Actor.Length: 0 } ? "uncollected" : Kind(move.Stage);

    private static string Kind(DeliveryStage stage) => stage switch
    {
        DeliveryStage.HandedOver => "handed-over",
        DeliveryStage.InTransit => "in-transit",
        DeliveryStage.Ready => "ready",
        DeliveryStage.Failed => "failed",
        DeliveryStage.Delivered => "delivered",
        DeliveryStage.SentBack => "sent-back",
        _ => "announced",
    };
}
