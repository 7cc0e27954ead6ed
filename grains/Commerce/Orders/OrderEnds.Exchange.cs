using Postmobile.Money;

namespace Postmobile.Commerce;

/// <content>Goods of an order against others: the transfers of the first order.</content>
internal static partial class OrderEnds
{
    /// <summary>
    /// What was paid for the goods goes in one transfer, as far as it is needed, into the new order's escrow, and what is left of it to
    /// the buyer: out of this escrow, or after completion out of the shop's takings, which get commission and tax on it back first.
    /// </summary>
    public static OrderDecision Exchange(OrderState order, string id, OrderExchange wish, DateTimeOffset now)
    {
        OrderPlacement placement = order.Placement!;
        ExchangeSum sum = ExchangeRules.Sum(placement, order.Refunded, wish.Back, wish.Wanted, wish.Delivery);
        bool completed = order.Status is OrderStatus.Completed, whole = order.Refunded + sum.Value == placement.Total;
        string name = "exchange-" + Digest(wish.Return);
        TransferLeg[] legs =
        [
            new(placement.BuyerWallet, sum.ToBuyer, PostingKind.Refund),
            new(wish.Escrow, sum.Kept + sum.Coupon, PostingKind.Refund),
            new(PostAccounts.Fees, completed ? sum.CouponBack : whole ? placement.PostDiscount - order.CouponMoved - sum.Coupon : 0, PostingKind.Coupon),
        ];
        OrderPayment payment = Transfer(
            order, id, whole && !completed ? "end" : name, completed ? new AccountId(order.Takings) : placement.Escrow, OrderShares.Positive(legs), now) with { MayLend = completed };
        OrderState next = order with
        {
            Refunded = order.Refunded + sum.Value,
            Exchanges = [.. order.Exchanges, new OrderExchanged { Return = wish.Return, Order = wish.Order, Sum = sum, Key = payment.Key, Moved = payment.Legs.Count == 0 }],
        };
        List<OrderPayment> payments = [payment];
        if (completed)
        {
            OrderShares before = OrderShares.Of(order, order.Refunded), then = OrderShares.Of(order, next.Refunded);
            long commission = before.Commission - then.Commission, tax = before.Tax - then.Tax;
            payments = [.. Back(order, id, name, commission, tax, now), payment];
            next = next with
            {
                Lines =
                [
                    .. order.Lines,
                    .. Lines(now, ("refund", -sum.ToBuyer), ("exchange", -sum.Kept), ("coupon", -sum.Coupon - sum.CouponBack), ("commission", commission), ("tax", tax)),
                ],
            };
        }

        if (whole)
        {
            payments.AddRange(completed ? [] : MissingCarriage(order, id, 0, now));
            next = next.Leave(OrderStatus.Returned, new OrderEvent(now, OrderStatus.Returned, "exchanged", wish.Actor.Value, wish.Words, sum.ToBuyer));
        }
        else
        {
            next = next.Note(now, "exchanged", wish.Actor.Value, wish.Words, sum.ToBuyer);
        }

        List<OrderEffect> effects = [new OrderEffect.Tell("exchanged", sum.ToBuyer, wish.Words), new OrderEffect.PutBack($"{id}-{name}", [wish.Back])];
        return Paying(next, payments, payment.Legs.Count == 0 ? [.. effects, new OrderEffect.Exchanged(wish.Return)] : effects);
    }

    /// <summary>The post gives a shop its commission back, and the tax on it.</summary>
    private static OrderPayment[] Back(OrderState order, string id, string name, long commission, long tax, DateTimeOffset now)
    {
        var takings = new AccountId(order.Takings);
        return
        [
            Transfer(order, id, "commission-" + name, PostAccounts.Fees, OrderShares.Positive(new TransferLeg(takings, commission, PostingKind.SaleCommission)), now),
            Transfer(order, id, "tax-" + name, PostAccounts.Taxes, OrderShares.Positive(new TransferLeg(takings, tax, PostingKind.SaleCommission)), now),
        ];
    }
}
