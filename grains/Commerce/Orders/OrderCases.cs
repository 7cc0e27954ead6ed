using Postmobile.Identity;
using Postmobile.Logistics;

namespace Postmobile.Commerce;

/// <summary>Disputes, returns and refunds of an order: pure, state in and state out.</summary>
internal static class OrderCases
{
    /// <summary>The buyer disputes it: nothing moves from here on.</summary>
    public static OrderDecision OpenDispute(OrderState order, OrderCase wish, DateTimeOffset now, OrderOptions options)
    {
        if (order.Status is not { } status || !wish.Actor.IsBuyer)
        {
            return OrderRefusal.UnknownOrder;
        }

        if (order.Dispute == wish.Id)
        {
            return OrderDecision.Nothing;
        }

        return status switch
        {
            OrderStatus.Disputed => OrderRefusal.Disputed,
            OrderStatus.Completed => OrderRefusal.TooLate,
            _ when !order.Paid || status >= OrderStatus.Cancelled || order.Seen.Contains("dispute-" + wish.Id) => OrderRefusal.State,
            _ => OrderDecision.Of(
                order.See("dispute-" + wish.Id).Note(now, "disputed", wish.Actor.Id, wish.Reason) with
                {
                    Status = OrderStatus.Disputed,
                    Before = status,
                    Dispute = wish.Id,
                    DeadlineMs = (now + options.DisputeWithin).ToUnixTimeMilliseconds(),
                },
                new OrderEffect.Tell("disputed", 0, wish.Reason)),
        };
    }

    /// <summary>The post decides: the buyer's part at once, in the same transfer as everybody else's.</summary>
    public static OrderDecision DecideDispute(OrderState order, string id, OrderCase wish, long recover, DateTimeOffset now)
    {
        if (order.Status is null || !wish.Actor.IsPost)
        {
            return OrderRefusal.UnknownOrder;
        }

        if (order.Seen.Contains("decided-" + wish.Id))
        {
            return OrderDecision.Nothing;
        }

        if (order.Dispute != wish.Id)
        {
            return OrderRefusal.State;
        }

        long left = order.Placement!.Total - order.Refunded;
        if (wish.ToBuyer < 0 || wish.ToBuyer > left)
        {
            return OrderRefusal.RefundTooLarge;
        }

        if (wish.Reason.Length == 0)
        {
            return OrderRefusal.ReasonMissing;
        }

        OrderState decided = order.See("decided-" + wish.Id);
        OrderEvent happening = new(now, OrderStatus.Disputed, "decided", wish.Actor.Id, wish.Reason, wish.ToBuyer);
        IReadOnlyList<ReturnedLine> back = order.Before is OrderStatus.Paid or OrderStatus.Accepted or OrderStatus.Packed ? OrderEnds.AllUnits(order) : [];
        return wish.ToBuyer == left && left > 0
            ? OrderEnds.CallOff(decided, id, OrderStatus.Refunded, happening, 0, back)
            : OrderEnds.Complete(decided, id, happening, wish.ToBuyer, recover);
    }

    /// <summary>The buyer takes the dispute back: the order goes on where it was.</summary>
    public static OrderDecision WithdrawDispute(OrderState order, string id, OrderCase wish, DateTimeOffset now, OrderOptions options)
    {
        if (order.Status is null || !(wish.Actor.IsBuyer || wish.Actor.IsPost))
        {
            return OrderRefusal.UnknownOrder;
        }

        if (order.Seen.Contains("withdrawn-" + wish.Id))
        {
            return OrderDecision.Nothing;
        }

        if (order.Dispute != wish.Id || order.Before is not { } before)
        {
            return OrderRefusal.State;
        }

        OrderState open = order.See("withdrawn-" + wish.Id);
        if (order.Had("sent-back") || order.Had("uncollected"))
        {
            return OrderRules.SentBack(open, id, new DeliveryMove { Key = "", Stage = DeliveryStage.SentBack, At = now, Actor = wish.Actor.Id });
        }

        OrderState next = open.Leave(before, new OrderEvent(now, before, "dispute-withdrawn", wish.Actor.Id, "", 0), now + Time(before, options));
        return OrderDecision.Of(next with { Return = before is OrderStatus.Returning ? order.Return : null }, new OrderEffect.Tell("dispute-withdrawn", 0, ""));
    }

    /// <summary>A return is asked for or accepted: the order waits, with its money.</summary>
    public static OrderDecision AwaitReturn(OrderState order, OrderCase wish, DateTimeOffset now, OrderOptions options)
    {
        if (order.Status is not { } status || !(wish.Actor.IsStaff || wish.Actor.IsBuyer))
        {
            return OrderRefusal.UnknownOrder;
        }

        return status switch
        {
            OrderStatus.Returning when order.Return == wish.Id => OrderDecision.Nothing,
            OrderStatus.Disputed => OrderRefusal.Disputed,
            OrderStatus.Completed => OrderRefusal.TooLate,
            OrderStatus.Delivered when !order.Seen.Contains("return-" + wish.Id) => OrderDecision.Of(
                order.See("return-" + wish.Id).Leave(
                    OrderStatus.Returning, new OrderEvent(now, OrderStatus.Returning, "return-asked", wish.Actor.Id, wish.Reason, 0), now + options.ReturnWithin) with { Return = wish.Id },
                new OrderEffect.Tell("return-asked", 0, wish.Reason)),
            _ => OrderRefusal.State,
        };
    }

    /// <summary>The return came to nothing.</summary>
    public static OrderDecision EndReturn(OrderState order, OrderCase wish, DateTimeOffset now, OrderOptions options)
    {
        if (order.Status is not { } status || !wish.Actor.IsParty)
        {
            return OrderRefusal.UnknownOrder;
        }

        if (order.Return != wish.Id)
        {
            return order.Seen.Contains("return-" + wish.Id) ? OrderDecision.Nothing : OrderRefusal.State;
        }

        return status is OrderStatus.Disputed
            ? OrderDecision.Of(order.Note(now, "return-ended", wish.Actor.Id, "") with { Before = OrderStatus.Delivered, Return = null })
            : OrderRules.Back(order, now, "return-ended", wish.Actor.Id, options);
    }

    /// <summary>Money goes back to the buyer: from the escrow before completion, from the shop's takings after it.</summary>
    public static OrderDecision Refund(OrderState order, string id, OrderRefund refund, OrderActor actor, DateTimeOffset now, OrderOptions options)
    {
        if (order.Status is not { } status || !(actor.IsStaff || actor.IsPost))
        {
            return OrderRefusal.UnknownOrder;
        }

        string seen = "refund-" + refund.Key;
        if (order.Seen.Contains(seen))
        {
            return OrderDecision.Nothing;
        }

        long left = order.Placement!.Total - order.Refunded;
        OrderRefusal? wrong = status is OrderStatus.Disputed ? OrderRefusal.Disputed
            : !order.Paid || status >= OrderStatus.Cancelled ? OrderRefusal.State
            : refund.Amount <= 0 || refund.Amount > left ? OrderRefusal.RefundTooLarge
            : refund.Reason.Length == 0 ? OrderRefusal.ReasonMissing
            : null;
        if (wrong is { } refusal)
        {
            return refusal;
        }

        OrderState seeing = order.See(seen);
        if (status is OrderStatus.Completed)
        {
            return OrderEnds.AfterSale(seeing, id, refund, now);
        }

        if (refund.Amount == left)
        {
            OrderStatus end = refund.Back.Count > 0 ? OrderStatus.Returned : OrderStatus.Refunded;
            return OrderEnds.CallOff(seeing, id, end, new OrderEvent(now, end, "refunded", refund.Actor, refund.Reason, 0), 0, refund.Back);
        }

        OrderDecision part = OrderEnds.Part(seeing, id, refund, now);
        return status is OrderStatus.Returning && refund.Key == order.Return
            ? part with { Next = OrderRules.Back(part.Next!, now, "return-received", refund.Actor, options).Next }
            : part;
    }

    /// <summary>Goods are back, and what was paid for them goes into the order of others as far as these cost it.</summary>
    public static OrderDecision Exchange(OrderState order, string id, OrderExchange wish, OrderActor actor, DateTimeOffset now, OrderOptions options)
    {
        if (order.Status is not { } status || !(actor.IsStaff || actor.IsPost))
        {
            return OrderRefusal.UnknownOrder;
        }

        string seen = "exchange-" + wish.Return;
        if (order.Seen.Contains(seen))
        {
            return OrderDecision.Nothing;
        }

        if (status is OrderStatus.Disputed || !order.Paid || status >= OrderStatus.Cancelled || order.Seen.Contains("refund-" + wish.Return))
        {
            return status is OrderStatus.Disputed ? OrderRefusal.Disputed : OrderRefusal.State;
        }

        OrderDecision decision = OrderEnds.Exchange(order.See(seen), id, wish, now);
        return status is OrderStatus.Returning && decision.Next!.Return == wish.Return
            ? decision with { Next = OrderRules.Back(decision.Next, now, "return-received", wish.Actor.Value, options).Next }
            : decision;
    }

    /// <summary>Nothing came of an exchange: what was kept for it went to the buyer. A line that was written is met by another.</summary>
    public static OrderDecision ExchangeUndone(OrderState order, string returnId, DateTimeOffset now)
    {
        if (order.Exchanges.FirstOrDefault(one => one.Return == returnId) is not { Undone: false } exchange)
        {
            return OrderDecision.Nothing;
        }

        long kept = exchange.Sum.Kept;
        OrderState next = order.Note(now, "refunded", "", "", kept) with
        {
            Exchanges = [.. order.Exchanges.Select(one => one == exchange ? one with { Undone = true } : one)],
            Lines = order.Lines.Count > 0 && kept > 0 ? [.. order.Lines, new ShopMoneyLine(now, "exchange", kept), new ShopMoneyLine(now, "refund", -kept)] : order.Lines,
        };
        return OrderDecision.Of(next, new OrderEffect.Tell("refunded", kept, ""));
    }

    /// <summary>A guest's order is a customer's now, and what goes back goes to their wallet. Payments that were decided before stay as they are.</summary>
    public static OrderDecision Inherit(OrderState order, CustomerId guest, PhoneOwner heir) =>
        order.Placement is not { } placement || order.Buyer != guest.Value ? OrderDecision.Nothing : OrderDecision.Of(
            order with
            {
                Buyer = heir.Customer.Value,
                Placement = placement with { Buyer = heir.Customer, BuyerWallet = heir.Wallet },
                Events = [.. order.Events.Select(one => one.Actor == guest.Value ? one with { Actor = heir.Customer.Value } : one)],
                Version = order.Version + 1,
            },
            new OrderEffect.Inherited(guest, heir.Customer));

    /// <summary>The ledger has answered to one of its payments.</summary>
    public static OrderDecision Settled(OrderState order, string key, OrderPaid paid, DateTimeOffset now)
    {
        OrderPayment? payment = order.Payments.FirstOrDefault(one => one.Key == key);
        if (payment is not { Done: false })
        {
            return OrderDecision.Nothing;
        }

        OrderPayment done = payment with { Done = true, Transfer = paid.Transfer, Lent = paid.Lent, Suspended = paid.Suspended };
        OrderState next = order with
        {
            Payments = [.. order.Payments.Select(one => one.Key == key ? done : one)],
            Exchanges = [.. order.Exchanges.Select(one => one.Key == key ? one with { Moved = true } : one)],
            Lines = paid.Lent > 0 ? [.. order.Lines, new ShopMoneyLine(now, "lent", paid.Lent)] : order.Lines,
            Version = order.Version + 1,
        };
        next = paid.Suspended.Count > 0 ? next.Note(now, "suspended", "", string.Join(' ', paid.Suspended.Select(account => account.Number))) : next;
        bool earned = key.EndsWith("-end", StringComparison.Ordinal) && order.Status is OrderStatus.Completed;
        List<OrderEffect> effects = [new OrderEffect.Tell("settled", 0, ""), .. order.Exchanges.Where(one => one.Key == key).Select(one => new OrderEffect.Exchanged(one.Return))];
        return OrderDecision.Of(next, earned ? [.. effects, new OrderEffect.Earned()] : effects);
    }

    /// <summary>What the shop would get if the order were completed now, so that the post knows what it can recover.</summary>
    public static long MerchantPart(OrderState order, long toBuyer) =>
        order.Placement is null || order.Refunded + toBuyer > order.Placement.Total ? 0 : OrderShares.Of(order, order.Refunded + toBuyer).Merchant;

    private static TimeSpan Time(OrderStatus status, OrderOptions options) => status switch
    {
        OrderStatus.Placed or OrderStatus.Paid => options.AcceptWithin,
        OrderStatus.Accepted or OrderStatus.Packed => options.PackWithin,
        OrderStatus.HandedOver or OrderStatus.InTransit => options.LostAfter,
        OrderStatus.Returning => options.ReturnWithin,
        _ => options.CompleteAfter,
    };
}
