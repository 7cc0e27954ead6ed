using System.Security.Cryptography;
using System.Text;
using Postmobile.Money;

namespace Postmobile.Commerce;

/// <summary>The ways in which an order ends or pays back, each as the transfers that it takes. After each the escrow is empty.</summary>
internal static partial class OrderEnds
{
    /// <summary>The sale stands: one transfer pays everybody. What the post must recover of the shop is taken from its part.</summary>
    public static OrderDecision Complete(OrderState order, string id, OrderEvent happening, long toBuyer, long recover)
    {
        long refunded = order.Refunded + toBuyer;
        OrderShares shares = OrderShares.Of(order, refunded);
        OrderPlacement placement = order.Placement!;
        recover = Math.Clamp(recover, 0, shares.Merchant);
        DateTimeOffset now = happening.At;
        OrderState next = order.Leave(OrderStatus.Completed, happening with { Status = OrderStatus.Completed }) with
        {
            Refunded = refunded,
            Lines =
            [
                .. order.Lines, .. Lines(
                    now, ("goods", placement.Goods), ("discount", -placement.ShopDiscount), ("delivery", placement.Delivery.Price), ("refund", -(refunded - order.Exchanged)),
                    ("exchange", -order.Exchanged), ("coupon", -shares.CouponBack), ("carriage", -shares.Carriage), ("commission", -shares.Commission), ("tax", -shares.Tax), ("recovered", -recover)),
            ],
        };
        return Paying(
            next,
            [Transfer(order, id, "end", order.Placement!.Escrow, shares.Legs(order, toBuyer, recover), now), .. MissingCarriage(order, id, shares.Carriage, now)],
            new OrderEffect.Tell(happening.Kind, toBuyer, happening.Note));
    }

    /// <summary>There is no sale: the buyer gets back what is in the escrow, less what the carrier has earned of it, and the post its coupon.</summary>
    /// <param name="order">The order.</param>
    /// <param name="id">Its id.</param>
    /// <param name="status">How it ends.</param>
    /// <param name="happening">What happened.</param>
    /// <param name="carriage">What the carrier keeps of the buyer's money.</param>
    /// <param name="back">Units that are back in the shop.</param>
    public static OrderDecision CallOff(OrderState order, string id, OrderStatus status, OrderEvent happening, long carriage, IReadOnlyList<ReturnedLine> back)
    {
        OrderPlacement placement = order.Placement!;
        long toBuyer = order.Paid ? placement.Total - order.Refunded - carriage : 0;
        IReadOnlyList<TransferLeg> legs = OrderShares.Positive(
            new TransferLeg(placement.BuyerWallet, toBuyer, PostingKind.Refund),
            new TransferLeg(PostAccounts.Fees, placement.PostDiscount - order.CouponMoved, PostingKind.Coupon),
            new TransferLeg(order.Carrier is { } carrier ? new AccountId(carrier) : PostAccounts.Fees, carriage, PostingKind.Carriage));
        OrderState next = order.Leave(status, happening with { Status = status, Amount = toBuyer }) with { Refunded = order.Refunded + toBuyer };
        List<OrderEffect> effects = [new OrderEffect.Tell(happening.Kind, toBuyer, happening.Note)];
        if (back.Count > 0)
        {
            effects.Add(new OrderEffect.PutBack(id + "-end", back));
        }

        if (order.Delivery is not null && order.DeliveredAtMs is null)
        {
            effects.Add(new OrderEffect.CallOff());
        }

        bool earned = order.DeliveredAtMs is not null || happening.Kind is "sent-back" or "uncollected";
        IEnumerable<OrderPayment> missing = earned ? MissingCarriage(order, id, carriage, happening.At) : [];
        return Paying(next, [Transfer(order, id, "end", placement.Escrow, legs, happening.At), .. missing], [.. effects]);
    }

    /// <summary>A part goes back to the buyer from the escrow; the order goes on.</summary>
    public static OrderDecision Part(OrderState order, string id, OrderRefund refund, DateTimeOffset now)
    {
        OrderState next = (order with { Refunded = order.Refunded + refund.Amount }).Note(now, "refunded", refund.Actor, refund.Reason, refund.Amount);
        OrderPayment payment = Transfer(
            order, id, "refund-" + Digest(refund.Key), order.Placement!.Escrow,
            [new TransferLeg(order.Placement!.BuyerWallet, refund.Amount, PostingKind.Refund)], now);
        return Paying(next, [payment], [new OrderEffect.Tell("refunded", refund.Amount, refund.Reason), .. Back(id, refund)]);
    }

    /// <summary>
    /// After completion: first the post gives the shop back its commission on what is refunded, and the tax; then the
    /// shop's takings pay the buyer, and the post its coupon. What they lack the post lends.
    /// </summary>
    public static OrderDecision AfterSale(OrderState order, string id, OrderRefund refund, DateTimeOffset now)
    {
        long after = order.Refunded + refund.Amount;
        OrderShares before = OrderShares.Of(order, order.Refunded), then = OrderShares.Of(order, after);
        long commission = before.Commission - then.Commission, tax = before.Tax - then.Tax, coupon = then.CouponBack - before.CouponBack;
        bool whole = after == order.Placement!.Total;
        OrderStatus status = !whole ? order.Status!.Value : refund.Back.Count > 0 ? OrderStatus.Returned : OrderStatus.Refunded;
        OrderState next = (order with
        {
            Refunded = after,
            Status = status,
            Lines = [.. order.Lines, .. Lines(now, ("refund", -refund.Amount), ("coupon", -coupon), ("commission", commission), ("tax", tax))],
        }).Note(now, "refunded", refund.Actor, refund.Reason, refund.Amount);
        string name = Digest(refund.Key);
        var takings = new AccountId(order.Takings);
        OrderPayment[] payments =
        [
            Transfer(order, id, "commission-" + name, PostAccounts.Fees, OrderShares.Positive(new TransferLeg(takings, commission, PostingKind.SaleCommission)), now),
            Transfer(order, id, "tax-" + name, PostAccounts.Taxes, OrderShares.Positive(new TransferLeg(takings, tax, PostingKind.SaleCommission)), now),
            Transfer(
                order, id, "refund-" + name, takings,
                OrderShares.Positive(new TransferLeg(order.Placement!.BuyerWallet, refund.Amount, PostingKind.Refund), new TransferLeg(PostAccounts.Fees, coupon, PostingKind.Coupon)), now)
                with { MayLend = true },
        ];
        return Paying(next, payments, [new OrderEffect.Tell("refunded", refund.Amount, refund.Reason), .. Back(id, refund)]);
    }

    /// <summary>All units of the order.</summary>
    public static IReadOnlyList<ReturnedLine> AllUnits(OrderState order) =>
        [.. order.Placement!.Lines.Select(line => new ReturnedLine(line.Product, line.Sku, line.Quantity))];

    /// <summary>Units of a refund.</summary>
    public static IEnumerable<OrderEffect> Back(string id, OrderRefund refund) =>
        refund.Back.Count > 0 ? [new OrderEffect.PutBack($"{id}-{Digest(refund.Key)}", refund.Back)] : [];

    private static OrderDecision Paying(OrderState next, IReadOnlyList<OrderPayment> payments, params IReadOnlyList<OrderEffect> effects)
    {
        IReadOnlyList<OrderPayment> moving = [.. payments.Where(payment => payment.Legs.Count > 0)];
        return OrderDecision.Of(
            next with { Payments = [.. next.Payments, .. moving] },
            moving.Count > 0 ? [new OrderEffect.Pay(moving), .. effects] : effects);
    }

    /// <summary>A person who carried the parcel earns the carriage even when the escrow no longer holds it: the post pays what is missing.</summary>
    private static IEnumerable<OrderPayment> MissingCarriage(OrderState order, string id, long paid, DateTimeOffset now) =>
        order is { Carried: true, Carrier: { } carrier } && order.Placement!.Delivery.Cost > paid && carrier != order.Takings
            ? [Transfer(order, id, "carriage", PostAccounts.Fees, [new TransferLeg(new AccountId(carrier), order.Placement!.Delivery.Cost - paid, PostingKind.Carriage)], now)]
            : [];

    private static OrderPayment Transfer(OrderState order, string id, string name, AccountId payer, IReadOnlyList<TransferLeg> legs, DateTimeOffset now) =>
        new() { Key = $"§order-{id}-{name}", Payer = payer, Legs = legs, Note = "Commande " + order.Number, At = now };

    private static IEnumerable<ShopMoneyLine> Lines(DateTimeOffset at, params IEnumerable<(string Kind, long Amount)> lines) =>
        lines.Where(line => line.Amount != 0).Select(line => new ShopMoneyLine(at, line.Kind, line.Amount));

    private static string Digest(string key) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key)).AsSpan(0, 12));
}

/// <summary>How an order's document changes, whatever happened.</summary>
internal static class OrderChanges
{
    /// <summary>The order goes into a state with an event; what belonged to the state before is forgotten.</summary>
    public static OrderState Leave(this OrderState order, OrderStatus status, OrderEvent happening, DateTimeOffset? deadline = null) => order with
    {
        Status = status,
        DeadlineMs = deadline?.ToUnixTimeMilliseconds(),
        Late = false,
        Dispute = null,
        Before = null,
        Return = null,
        Events = [.. order.Events, happening],
        Version = order.Version + 1,
    };

    /// <summary>An event without a change of state.</summary>
    public static OrderState Note(this OrderState order, DateTimeOffset at, string kind, string actor, string note, long amount = 0) => order with
    {
        Events = [.. order.Events, new OrderEvent(at, order.Status!.Value, kind, actor, note, amount)],
        Version = order.Version + 1,
    };

    /// <summary>Remembers that something was done.</summary>
    public static OrderState See(this OrderState order, string key) => order with { Seen = [.. order.Seen, key] };

    /// <summary>Whether something happened.</summary>
    public static bool Had(this OrderState order, string kind) => order.Events.Any(happening => happening.Kind == kind);
}
