using Postmobile.Commerce;
using Postmobile.Logistics;
using Xunit;
using static Postmobile.Tests.Commerce.Orders.OrderBooks;

namespace Postmobile.Tests.Commerce.Orders;

/// <summary>What may become of an order, as tables a person can read.</summary>
public sealed class OrderRulesTests
{
    /// <summary>One path from placing to the end, as words; and who must have what afterwards.</summary>
    public static TheoryData<string, OrderStatus> Paths => new()
    {
        { "wallet", OrderStatus.Paid },
        { "cash", OrderStatus.Placed },
        { "wallet accept pack hand-over delivered confirm", OrderStatus.Completed },
        { "wallet accept pack hand-over delivered wait", OrderStatus.Completed },
        { "wallet accept pack delivered wait", OrderStatus.Completed },
        { "wallet accept pack hand-over transit ready failed transit delivered wait", OrderStatus.Completed },
        { "cash accept pack hand-over collected confirm", OrderStatus.Completed },
        { "wallet refuse", OrderStatus.Refused },
        { "cash refuse", OrderStatus.Refused },
        { "wallet buyer-cancel", OrderStatus.Cancelled },
        { "wallet shop-cancel", OrderStatus.Cancelled },
        { "wallet wait", OrderStatus.Expired },
        { "cash wait", OrderStatus.Expired },
        { "wallet accept wait", OrderStatus.Accepted },
        { "wallet accept wait buyer-cancel", OrderStatus.Cancelled },
        { "wallet accept wait pack wait wait", OrderStatus.Cancelled },
        { "wallet accept pack hand-over wait", OrderStatus.Refunded },
        { "wallet accept pack hand-over transit failed sent-back", OrderStatus.Returned },
        { "cash accept pack hand-over failed sent-back", OrderStatus.Returned },
        { "wallet dispute decide-all", OrderStatus.Refunded },
        { "wallet accept pack hand-over dispute decide-half", OrderStatus.Completed },
        { "wallet accept pack hand-over delivered dispute decide-all", OrderStatus.Refunded },
        { "wallet accept pack hand-over delivered dispute decide-half", OrderStatus.Completed },
        { "wallet accept pack hand-over delivered dispute decide-nothing", OrderStatus.Completed },
        { "wallet accept pack hand-over delivered dispute wait", OrderStatus.Refunded },
        { "wallet accept pack hand-over delivered dispute withdraw wait", OrderStatus.Completed },
        { "wallet accept pack hand-over dispute delivered withdraw wait", OrderStatus.Completed },
        { "wallet accept pack hand-over dispute sent-back withdraw", OrderStatus.Returned },
        { "wallet accept pack hand-over delivered return refund-all", OrderStatus.Refunded },
        { "wallet accept pack hand-over delivered return refund-part wait", OrderStatus.Completed },
        { "wallet accept pack hand-over delivered return wait wait", OrderStatus.Completed },
        { "wallet accept pack hand-over delivered return end-return confirm", OrderStatus.Completed },
        { "wallet refund-part accept pack hand-over delivered wait", OrderStatus.Completed },
        { "wallet accept refund-part refund-part pack hand-over delivered confirm", OrderStatus.Completed },
        { "wallet accept refund-all", OrderStatus.Refunded },
        { "wallet accept pack hand-over delivered refund-part confirm refund-part", OrderStatus.Completed },
        { "wallet accept pack hand-over delivered confirm refund-all", OrderStatus.Refunded },
        { "cash accept pack hand-over collected wait refund-part refund-all", OrderStatus.Refunded },
    };

    [Theory]
    [MemberData(nameof(Paths))]
    public void Every_path_ends_where_it_should_and_every_end_leaves_the_escrow_empty(string path, OrderStatus end)
    {
        foreach ((long shopDiscount, long postDiscount, long price, long cost) in new (long, long, long, long)[]
            { (500, 1_000, 1_500, 1_500), (0, 0, 0, 1_500), (0, 0, 0, 0), (15_667, 0, 1_500, 1_500), (0, 15_667, 1_500, 2_000), (0, 17_167, 1_500, 1_500), (1, 7, 333, 100) })
        {
            PaymentWay way = path.StartsWith("cash", StringComparison.Ordinal) ? PaymentWay.CashOnDelivery : PaymentWay.Wallet;
            OrderState order = Walk(path, Placement(way, shopDiscount, postDiscount, price, cost));
            bool free = order.Placement!.Total == 0;
            Assert.True(order.Status == end || free, $"{path}: {order.Status}");
            (long escrow, long buyer, long shop, long carrier, long post) = Settle(order);
            Assert.Equal(order.Paid ? order.Placement.Total + postDiscount : postDiscount, escrow + buyer + shop + carrier + post);
            if (order.Status is OrderStatus.Completed or >= OrderStatus.Cancelled)
            {
                Assert.Equal(0, escrow);
                Assert.Equal(order.Refunded, buyer);
                Assert.Equal(order.Lines.Sum(line => line.Amount), shop);
            }
        }
    }

    [Fact]
    public void A_completed_order_pays_merchant_commission_tax_and_carrier_to_the_franc()
    {
        // Goods 15 667, less 500 of the shop's: 15 167 kept, of which 1 000 is the post's coupon. Commission 8,33 %: 1 263. Tax 18,9 % of it: 238.
        OrderState order = Walk("wallet accept pack hand-over delivered confirm", Placement());
        Assert.Equal((0, 0, 15_167 - 1_263 - 238, 1_500, 1_263 + 238), Settle(order));
    }

    [Fact]
    public void Commission_is_of_what_the_buyer_kept_whether_refunded_before_or_after_completion()
    {
        OrderState before = Walk("wallet accept pack hand-over delivered refund-part confirm", Placement());
        OrderState after = Walk("wallet accept pack hand-over delivered confirm refund-part", Placement());
        Assert.Equal(Settle(before), Settle(after));
    }

    [Fact]
    public void A_coupon_of_the_post_goes_back_to_it_when_there_is_no_sale()
    {
        Assert.Equal((0, 15_667 - 500 - 1_000 + 1_500, 0, 0, 1_000), Settle(Walk("wallet buyer-cancel", Placement())));
        Assert.Equal((0, 0, 0, 0, 1_000), Settle(Walk("cash wait", Placement(PaymentWay.CashOnDelivery))));
    }

    [Fact]
    public void A_courier_is_paid_for_a_parcel_that_came_back_and_for_one_that_was_refunded()
    {
        Assert.Equal((0, 14_167, 0, 1_500, 1_000), Settle(Walk("wallet accept pack hand-over failed sent-back", Placement())));
        Assert.Equal((0, 15_667, 0, 1_500, -500), Settle(Walk("wallet accept pack hand-over delivered dispute decide-all", Placement())));
    }

    /// <summary>Act, state, who; and what comes of it.</summary>
    public static TheoryData<OrderAct, string, string, OrderRefusal?> Acts => new()
    {
        { OrderAct.Accept, "wallet", "stranger", OrderRefusal.UnknownOrder },
        { OrderAct.Accept, "wallet", "buyer", OrderRefusal.UnknownOrder },
        { OrderAct.Refuse, "wallet", "buyer", OrderRefusal.UnknownOrder },
        { OrderAct.Pack, "wallet accept", "buyer", OrderRefusal.UnknownOrder },
        { OrderAct.HandOver, "wallet accept pack", "stranger", OrderRefusal.UnknownOrder },
        { OrderAct.Cancel, "wallet", "stranger", OrderRefusal.UnknownOrder },
        { OrderAct.Confirm, "wallet accept pack hand-over delivered", "staff", OrderRefusal.UnknownOrder },
        { OrderAct.Confirm, "wallet accept pack hand-over delivered", "stranger", OrderRefusal.UnknownOrder },
        { OrderAct.Refuse, "wallet", "staff", OrderRefusal.ReasonMissing },
        { OrderAct.Cancel, "wallet", "staff", OrderRefusal.ReasonMissing },
        { OrderAct.Pack, "wallet", "staff", OrderRefusal.State },
        { OrderAct.HandOver, "wallet accept", "staff", OrderRefusal.State },
        { OrderAct.Refuse, "wallet accept", "staff", OrderRefusal.State },
        { OrderAct.Cancel, "wallet accept", "buyer", OrderRefusal.State },
        { OrderAct.Cancel, "wallet accept wait", "staff", OrderRefusal.State },
        { OrderAct.Cancel, "wallet accept pack hand-over", "buyer", OrderRefusal.State },
        { OrderAct.Confirm, "wallet accept pack hand-over", "buyer", OrderRefusal.State },
        { OrderAct.Accept, "wallet wait", "staff", OrderRefusal.State },
        { OrderAct.Accept, "wallet dispute", "staff", OrderRefusal.Disputed },
        { OrderAct.Confirm, "wallet accept pack hand-over delivered dispute", "buyer", OrderRefusal.Disputed },
        { OrderAct.Accept, "wallet accept pack", "staff", null },
        { OrderAct.Pack, "wallet accept pack hand-over", "staff", null },
        { OrderAct.HandOver, "wallet accept pack hand-over delivered", "staff", null },
        { OrderAct.Cancel, "wallet buyer-cancel", "buyer", null },
        { OrderAct.Confirm, "wallet accept pack hand-over delivered confirm", "buyer", null },
    };

    [Theory]
    [MemberData(nameof(Acts))]
    public void An_act_is_for_some_and_at_its_time_and_the_same_again_changes_nothing(OrderAct act, string path, string who, OrderRefusal? refusal)
    {
        OrderActor actor = who switch { "buyer" => Buyer, "staff" => Staff, _ => Stranger };
        OrderDecision decision = OrderRules.Act(Walk(path, Placement()), Id, act, actor, null, 0, Begin.AddDays(1), Options);
        Assert.Equal(refusal, decision.Refusal);
        Assert.Null(decision.Next);
        Assert.Empty(decision.Effects);
    }

    [Fact]
    public void Moves_count_once_and_may_come_in_any_order()
    {
        OrderState order = Walk("wallet accept pack", Placement());
        order = Do(OrderRules.Moved(order, Id, Move(DeliveryStage.Delivered, 3), Begin.AddDays(1), Options), order);
        Assert.Equal(OrderStatus.Delivered, order.Status);
        OrderState late = Do(OrderRules.Moved(order, Id, Move(DeliveryStage.InTransit, 2), Begin.AddDays(1), Options), order);
        Assert.Equal((OrderStatus.Delivered, order.DeadlineMs), (late.Status, late.DeadlineMs));
        Assert.Null(OrderRules.Moved(late, Id, Move(DeliveryStage.Delivered, 3), Begin.AddDays(2), Options).Next);
    }

    [Fact]
    public void A_refund_counts_once_and_never_exceeds_what_was_paid()
    {
        OrderState order = Walk("wallet accept pack hand-over delivered", Placement());
        OrderRefund refund = new() { Key = "k", Amount = order.Placement!.Total + 1, Reason = "Cassé", Actor = Staff.Id };
        Assert.Equal(OrderRefusal.RefundTooLarge, OrderCases.Refund(order, Id, refund, Staff, Begin, Options).Refusal);
        Assert.Equal(OrderRefusal.RefundTooLarge, OrderCases.Refund(order, Id, refund with { Amount = 0 }, Staff, Begin, Options).Refusal);
        Assert.Equal(OrderRefusal.UnknownOrder, OrderCases.Refund(order, Id, refund with { Amount = 1 }, Buyer, Begin, Options).Refusal);
        Assert.Equal(OrderRefusal.ReasonMissing, OrderCases.Refund(order, Id, refund with { Amount = 1, Reason = "" }, Staff, Begin, Options).Refusal);
        order = Do(OrderCases.Refund(order, Id, refund with { Amount = 100 }, Staff, Begin, Options), order);
        Assert.Null(OrderCases.Refund(order, Id, refund with { Amount = 100 }, Staff, Begin, Options).Next);
        Assert.Equal(100, order.Refunded);
    }

    [Fact]
    public void A_dispute_freezes_everything_and_is_decided_once()
    {
        OrderState order = Walk("wallet accept pack hand-over delivered dispute", Placement());
        OrderRefund refund = new() { Key = "k", Amount = 1, Reason = "x", Actor = Staff.Id };
        Assert.Equal(OrderRefusal.Disputed, OrderCases.Refund(order, Id, refund, Staff, Begin, Options).Refusal);
        Assert.Equal(OrderRefusal.Disputed, OrderCases.AwaitReturn(order, new OrderCase("r", Staff), Begin, Options).Refusal);
        Assert.Equal(OrderRefusal.Disputed, OrderCases.OpenDispute(order, new OrderCase("other", Buyer), Begin, Options).Refusal);
        Assert.Null(OrderCases.OpenDispute(order, new OrderCase("d", Buyer), Begin, Options).Next);
        Assert.Equal(OrderRefusal.UnknownOrder, OrderCases.DecideDispute(order, Id, new OrderCase("d", Buyer, "x", 1), 0, Begin).Refusal);
        Assert.Equal(OrderRefusal.UnknownOrder, OrderCases.WithdrawDispute(order, Id, new OrderCase("d", Staff), Begin, Options).Refusal);
        Assert.Equal(OrderRefusal.RefundTooLarge, OrderCases.DecideDispute(order, Id, new OrderCase("d", Post, "x", 1_000_000), 0, Begin).Refusal);
        OrderState decided = Do(OrderCases.DecideDispute(order, Id, new OrderCase("d", Post, "x", 1), 0, Begin), order);
        Assert.Null(OrderCases.DecideDispute(decided, Id, new OrderCase("d", Post, "x", 1), 0, Begin).Next);
        Assert.Equal(OrderRefusal.TooLate, OrderCases.OpenDispute(decided, new OrderCase("again", Buyer), Begin, Options).Refusal);
    }

    [Fact]
    public void What_the_post_lent_is_recovered_from_the_next_sale_and_never_more_than_the_sale()
    {
        OrderState order = Walk("wallet accept pack hand-over delivered", Placement());
        long most = OrderCases.MerchantPart(order, 0);
        foreach (long owed in new[] { 400, most, most + 1_000 })
        {
            OrderState done = OrderRules.Act(order, Id, OrderAct.Confirm, Buyer, null, owed, Begin, Options).Next!;
            Assert.Equal((0, most - Math.Min(owed, most)), (Settle(done).Escrow, Settle(done).Shop));
        }
    }

    private static OrderState Walk(string path, OrderPlacement placement)
    {
        OrderState order = Placed(placement);
        int step = 0;
        foreach (string word in path.Split(' ').Skip(1))
        {
            order = Do(Step(order, word, ++step), order);
        }

        return order;
    }

    private static OrderDecision Step(OrderState order, string word, int step)
    {
        DateTimeOffset now = Begin.AddHours(step);
        long left = order.Placement!.Total - order.Refunded;
        OrderRefund refund = new() { Key = word is "refund-part" && order.Return is not null ? order.Return : "r" + step, Amount = left, Reason = "Abîmé", Actor = Staff.Id };
        return word switch
        {
            "accept" => OrderRules.Act(order, Id, OrderAct.Accept, Staff, null, 0, now, Options),
            "refuse" => OrderRules.Act(order, Id, OrderAct.Refuse, Staff, "Plus en stock", 0, now, Options),
            "pack" => OrderRules.Act(order, Id, OrderAct.Pack, Staff, null, 0, now, Options),
            "hand-over" => OrderRules.Act(order, Id, OrderAct.HandOver, Staff, null, 0, now, Options),
            "buyer-cancel" => OrderRules.Act(order, Id, OrderAct.Cancel, Buyer, null, 0, now, Options),
            "shop-cancel" => OrderRules.Act(order, Id, OrderAct.Cancel, Staff, "Plus en stock", 0, now, Options),
            "confirm" => OrderRules.Act(order, Id, OrderAct.Confirm, Buyer, null, 0, now, Options),
            "transit" => OrderRules.Moved(order, Id, Move(DeliveryStage.InTransit, step), now, Options),
            "ready" => OrderRules.Moved(order, Id, Move(DeliveryStage.Ready, step), now, Options),
            "failed" => OrderRules.Moved(order, Id, Move(DeliveryStage.Failed, step), now, Options),
            "delivered" => OrderRules.Moved(order, Id, Move(DeliveryStage.Delivered, step), now, Options),
            "collected" => OrderRules.Moved(order, Id, Move(DeliveryStage.Delivered, step, collected: true), now, Options),
            "sent-back" => OrderRules.Moved(order, Id, Move(DeliveryStage.SentBack, step), now, Options),
            "dispute" => OrderCases.OpenDispute(order, new OrderCase("d", Buyer, "Pas reçu"), now, Options),
            "withdraw" => OrderCases.WithdrawDispute(order, Id, new OrderCase("d", Buyer), now, Options),
            "decide-all" => OrderCases.DecideDispute(order, Id, new OrderCase("d", Post, "Pour l'acheteur", left), 0, now),
            "decide-half" => OrderCases.DecideDispute(order, Id, new OrderCase("d", Post, "À moitié", left / 2), 0, now),
            "decide-nothing" => OrderCases.DecideDispute(order, Id, new OrderCase("d", Post, "Pour la boutique"), 0, now),
            "return" => OrderCases.AwaitReturn(order, new OrderCase("r", Staff), now, Options),
            "end-return" => OrderCases.EndReturn(order, new OrderCase("r", Buyer), now, Options),
            "refund-all" => OrderCases.Refund(order, Id, refund, Staff, now, Options),
            "refund-part" => OrderCases.Refund(order, Id, refund with { Amount = Math.Max(1, left / 3) }, Staff, now, Options),
            "wait" => OrderRules.Expire(order, Id, 0, DateTimeOffset.FromUnixTimeMilliseconds(order.DeadlineMs!.Value), Options),
            _ => throw new ArgumentOutOfRangeException(nameof(word), word, "No such step."),
        };
    }

    /// <summary>The state afterwards; an order that cost nothing refuses refunds, and stays as it is.</summary>
    private static OrderState Do(OrderDecision decision, OrderState before)
    {
        Assert.True(decision.Next is not null || before.Placement!.Total == 0, $"{decision.Refusal} from {before.Status}");
        return decision.Next ?? before;
    }
}
