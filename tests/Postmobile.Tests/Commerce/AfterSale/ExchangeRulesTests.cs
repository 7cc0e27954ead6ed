using Postmobile.Commerce;
using Postmobile.Money;
using Postmobile.Tests.Commerce.Orders;
using Xunit;
using static Postmobile.Tests.Commerce.Orders.OrderBooks;

namespace Postmobile.Tests.Commerce.AfterSale;

/// <summary>Who pays what for an exchange, to the franc, as tables a person can read.</summary>
public sealed class ExchangeRulesTests
{
    private static readonly AccountId s_second = new(10_000_009);

    /// <summary>The first order's pagnes cost 7 333 each, two of them, and a soap 1 001; 15 667 in all, parcel 1 500.</summary>
    [Theory]
    // shop's coupon, post's coupon, pieces back, price wanted, new parcel | value, kept, to buyer, to pay, post gives, post gets back, shop gives
    [InlineData(0, 0, 1, 7_333, 0, 7_333, 7_333, 0, 0, 0, 0, 0)]
    [InlineData(0, 0, 2, 7_333, 0, 14_666, 14_666, 0, 0, 0, 0, 0)]
    [InlineData(0, 0, 1, 7_333, 1_500, 7_333, 7_333, 0, 1_500, 0, 0, 0)]
    [InlineData(0, 0, 1, 5_000, 0, 7_333, 5_000, 2_333, 0, 0, 0, 0)]
    [InlineData(0, 0, 1, 5_000, 1_500, 7_333, 6_500, 833, 0, 0, 0, 0)]
    [InlineData(0, 0, 1, 6_000, 1_500, 7_333, 7_333, 0, 167, 0, 0, 0)]
    [InlineData(0, 0, 1, 9_000, 0, 7_333, 7_333, 0, 1_667, 0, 0, 0)]
    [InlineData(0, 0, 2, 9_000, 1_500, 14_666, 14_666, 0, 4_834, 0, 0, 0)]
    [InlineData(500, 1_000, 1, 7_333, 0, 6_630, 6_630, 0, 0, 467, 0, 236)]
    [InlineData(500, 1_000, 2, 7_333, 0, 13_261, 13_261, 0, 0, 936, 0, 469)]
    [InlineData(500, 1_000, 1, 9_000, 0, 6_630, 6_630, 0, 1_667, 467, 0, 236)]
    [InlineData(500, 1_000, 1, 5_000, 0, 6_630, 4_520, 2_110, 0, 318, 149, 162)]
    [InlineData(15_667, 0, 1, 7_333, 0, 0, 0, 0, 0, 0, 0, 7_333)]
    [InlineData(15_667, 0, 1, 8_000, 0, 0, 0, 0, 667, 0, 0, 7_333)]
    [InlineData(0, 15_667, 1, 5_000, 0, 0, 0, 0, 0, 0, 0, 5_000)]
    public void An_exchange_costs_each_what_it_should(
        long shopGives, long postGives, int pieces, long price, long parcel, long value, long kept, long toBuyer, long toPay, long coupon, long couponBack, long discount)
    {
        ExchangeSum sum = ExchangeRules.Sum(Placement(shopDiscount: shopGives, postDiscount: postGives), 0, Pagne(pieces), pieces * price, parcel);
        Assert.Equal(new ExchangeSum(value, kept, toBuyer, toPay, coupon, couponBack, discount), sum);
    }

    [Fact]
    public void Whatever_it_is_no_franc_is_made_or_lost_and_every_part_is_somebodys()
    {
        foreach ((long shop, long post) in new (long, long)[] { (0, 0), (500, 1_000), (1, 7), (0, 15_667), (15_667, 0), (7_000, 8_000), (333, 0) })
        {
            foreach (long refunded in new long[] { 0, 1, 900, 5_000 })
            {
                OrderPlacement placement = Placement(shopDiscount: shop, postDiscount: post);
                long before = Math.Min(refunded, placement.Total);
                for (long wanted = 0; wanted < 22_000; wanted += 613)
                {
                    for (int pieces = 1; pieces <= 2; pieces++)
                    {
                        ExchangeSum sum = ExchangeRules.Sum(placement, before, Pagne(pieces), wanted, wanted % 2 * 1_500);
                        Assert.Equal(sum.Value, sum.Kept + sum.ToBuyer);
                        Assert.Equal(wanted + (wanted % 2 * 1_500) - sum.ShopDiscount - sum.Coupon, sum.Kept + sum.ToPay);
                        Assert.True(sum is { Value: >= 0, Kept: >= 0, ToBuyer: >= 0, ToPay: >= 0, Coupon: >= 0, CouponBack: >= 0, ShopDiscount: >= 0 }, sum.ToString());
                        Assert.True(sum.ToBuyer == 0 || sum.ToPay == 0);
                        Assert.True(sum.Value <= placement.Total - before);
                    }
                }
            }
        }
    }

    /// <summary>Before and after completion, one piece and all, cheaper, equal and dearer: who has what when both orders have ended.</summary>
    [Theory]
    [InlineData(false, 1, 7_333)]
    [InlineData(false, 2, 7_333)]
    [InlineData(false, 1, 5_001)]
    [InlineData(false, 2, 9_999)]
    [InlineData(true, 1, 7_333)]
    [InlineData(true, 2, 5_001)]
    [InlineData(true, 1, 9_999)]
    public void Both_orders_end_with_an_empty_escrow_and_commission_is_on_what_the_buyer_keeps(bool completed, int pieces, long price)
    {
        foreach ((long shop, long post) in new (long, long)[] { (0, 0), (500, 1_000), (1, 7), (0, 15_667), (15_667, 0) })
        {
            OrderState first = Delivered(Placement(shopDiscount: shop, postDiscount: post));
            first = completed ? Done(first) : first;
            var wish = new OrderExchange
            {
                Return = "r-1", Back = Pagne(pieces), Wanted = pieces * price, Delivery = 0, Order = Replacement, Escrow = s_second, Actor = new Postmobile.Identity.CustomerId(Staff.Id),
            };
            OrderDecision exchanged = OrderCases.Exchange(first, Id, wish, Staff, Begin.AddDays(3), Options);
            Assert.Equal(OrderDecision.Nothing, OrderCases.Exchange(exchanged.Next!, Id, wish, Staff, Begin.AddDays(3), Options));
            first = exchanged.Next!;
            ExchangeSum sum = first.Exchanges.Single().Sum;
            first = first.Status is OrderStatus.Completed ? first : Done(first);

            OrderPlacement placement = ExchangeRules.Placement(
                first.View(Id)!, "r-0193500000007000800000000000abce", new Exchange
                {
                    Wanted = new OrderLine { Product = new ProductId("p-1001"), Sku = "A2", Title = "Pagne", Quantity = pieces, Price = price }, Sum = sum, Carriage = 700, ShopCarries = true,
                }, s_second, null, Begin.AddDays(3));
            OrderState second = OrderRules.Place(new OrderState(), Replacement.Value, placement, OrderBooks.Shop, Options).Next!;
            Assert.Equal(OrderStatus.Accepted, second.Status);
            second = Done(OrderRules.Moved(
                OrderRules.Act(second, Replacement.Value, OrderAct.Pack, Staff, null, 0, Begin.AddDays(4), Options).Next!, Replacement.Value,
                Move(Postmobile.Logistics.DeliveryStage.Delivered), Begin.AddDays(5), Options).Next!, Replacement);

            Dictionary<AccountId, long> books = Books(first, second, sum);
            Assert.Equal(0, books[first.Placement!.Escrow]);
            Assert.Equal(0, books.GetValueOrDefault(s_second));
            Assert.Equal(first.Lines.Concat(second.Lines).Sum(line => line.Amount), books.GetValueOrDefault(OrderBooks.Shop.Account));
            Assert.Contains(first.Lines, line => line.Kind == "exchange" && line.Amount == -sum.Kept || sum.Kept == 0);
            long kept = first.Placement.Goods - shop - (first.Refunded + OrderShares.CouponBackOf(first.Placement, first.Refunded)) + placement.Goods - placement.ShopDiscount;
            long commission = -first.Lines.Concat(second.Lines).Where(line => line.Kind == "commission").Sum(line => line.Amount);
            Assert.InRange(commission, Math.Max(0, (kept * 833 / 10_000) - 2), Math.Max(0, kept) * 833 / 10_000);
        }
    }

    [Fact]
    public void What_is_undone_is_met_by_lines_of_its_own()
    {
        OrderState first = Done(Delivered(Placement()));
        var wish = new OrderExchange { Return = "r-1", Back = Pagne(1), Wanted = 9_000, Delivery = 0, Order = Replacement, Escrow = s_second, Actor = new Postmobile.Identity.CustomerId(Staff.Id) };
        first = OrderCases.Exchange(first, Id, wish, Staff, Begin.AddDays(3), Options).Next!;
        long before = first.Lines.Sum(line => line.Amount);
        OrderState undone = OrderCases.ExchangeUndone(first, "r-1", Begin.AddDays(9)).Next!;
        Assert.Equal(first.Lines, undone.Lines.Take(first.Lines.Count));
        Assert.Equal([("exchange", 6_630L), ("refund", -6_630L)], undone.Lines.Skip(first.Lines.Count).Select(line => (line.Kind, line.Amount)));
        Assert.Equal(before, undone.Lines.Sum(line => line.Amount));
        Assert.Equal(OrderDecision.Nothing, OrderCases.ExchangeUndone(undone, "r-1", Begin.AddDays(9)));
    }

    [Fact]
    public void Only_the_shop_moves_it_and_not_while_the_post_decides()
    {
        OrderState first = Delivered(Placement());
        var wish = new OrderExchange { Return = "r-1", Back = Pagne(1), Wanted = 9_000, Delivery = 0, Order = Replacement, Escrow = s_second, Actor = new Postmobile.Identity.CustomerId(Staff.Id) };
        Assert.Equal(OrderRefusal.UnknownOrder, OrderCases.Exchange(first, Id, wish, Buyer, Begin, Options).Refusal);
        Assert.Equal(OrderRefusal.UnknownOrder, OrderCases.Exchange(first, Id, wish, Stranger, Begin, Options).Refusal);
        OrderState disputed = OrderCases.OpenDispute(first, new OrderCase("d-1", Buyer), Begin, Options).Next!;
        Assert.Equal(OrderRefusal.Disputed, OrderCases.Exchange(disputed, Id, wish, Staff, Begin, Options).Refusal);
    }

    private static OrderId Replacement => new("o-0193500000007000800000000000abce-1");

    private static ReturnedLine Pagne(int pieces) => new(new ProductId("p-1001"), "A", pieces);

    private static OrderState Delivered(OrderPlacement placement)
    {
        OrderState order = Placed(placement);
        order = OrderRules.Act(order, Id, OrderAct.Accept, Staff, null, 0, Begin, Options).Next!;
        order = OrderRules.Act(order, Id, OrderAct.Pack, Staff, null, 0, Begin, Options).Next!;
        return OrderRules.Moved(order, Id, Move(Postmobile.Logistics.DeliveryStage.Delivered), Begin.AddDays(1), Options).Next!;
    }

    private static OrderState Done(OrderState order, OrderId? id = null) =>
        order.Status is OrderStatus.Delivered ? OrderRules.Act(order, (id ?? new OrderId(Id)).Value, OrderAct.Confirm, Buyer, null, 0, Begin.AddDays(6), Options).Next! : order;

    // Both orders on paper: buyer and post pay into the first, the buyer the difference into the second.
    private static Dictionary<AccountId, long> Books(OrderState first, OrderState second, ExchangeSum sum)
    {
        var books = new Dictionary<AccountId, long> { [first.Placement!.Escrow] = first.Placement.Total + first.Placement.PostDiscount, [s_second] = sum.ToPay };
        foreach (OrderPayment payment in first.Payments.Concat(second.Payments))
        {
            foreach (TransferLeg leg in payment.Legs)
            {
                books[payment.Payer] = books.GetValueOrDefault(payment.Payer) - leg.Amount;
                books[leg.Payee] = books.GetValueOrDefault(leg.Payee) + leg.Amount;
            }
        }

        return books;
    }
}
