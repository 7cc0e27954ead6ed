using Postmobile.Commerce;
using Postmobile.Identity;
using Postmobile.Logistics;
using Postmobile.Money;
using Postmobile.Tests.Hosting;
using Postmobile.Tests.Money.Rest;
using Xunit;

namespace Postmobile.Tests.Commerce.Orders;

/// <summary>Orders with the real ledger, shop, parcel and stock.</summary>
[Collection(ApiHost.Collection)]
public sealed class OrderTests(ApiHost host)
{
    [Fact]
    public async Task A_delivered_order_pays_shop_post_state_and_courier_and_nothing_is_left_or_lost()
    {
        OrderWorld world = await OrderWorld.OpenAsync(host);
        OrderId id = await world.BuyAsync(coupon: 1_000);
        await world.DeliverAsync(id);
        await world.DoAsync(id, OrderAct.Confirm, world.Me);
        Order order = await world.SettledAsync(id);
        long commission = 20_000L * order.CommissionBasisPoints / 10_000, tax = commission * 1_890 / 10_000;
        Assert.Equal(20_000 - commission - tax, await world.HoldsAsync(world.Takings));
        Assert.Equal(1_500, await world.Courier.BalanceAsync());
        Assert.Equal(1_000_000 - 20_500, await world.Buyer.BalanceAsync());
        Assert.Equal(await world.HoldsAsync(world.Takings), order.ShopLines.Sum(line => line.Amount));
        Assert.True((await host.Grains.GetGrain<ILedgerGrain>(0).TrialBalance()).Balanced);
        Assert.Equal(["paid", "accepted", "packed", "handed-over", "delivered", "confirmed"], order.Events.Select(happening => happening.Kind));
    }

    [Fact]
    public async Task An_end_without_a_sale_gives_all_back_and_the_units_to_the_shop()
    {
        OrderWorld world = await OrderWorld.OpenAsync(host);
        int before = (await host.Grains.GetGrain<IStockGrain>(world.Product.Value).Look()).Left(world.Sku);
        OrderId cancelled = await world.BuyAsync(coupon: 1_000), refused = await world.BuyAsync();
        OrderId expired = await world.BuyAsync(at: TimeProvider.System.GetUtcNow().AddDays(-3)), late = await world.BuyAsync(coupon: 500, couponPaid: false);
        await world.DoAsync(cancelled, OrderAct.Cancel, world.Me);
        await world.DoAsync(refused, OrderAct.Refuse, world.Staff, "Plus en stock");
        await world.DoAsync(late, OrderAct.Cancel, world.Me);
        Assert.Equal(OrderStatus.Cancelled, (await world.SettledAsync(cancelled)).Status);
        Assert.Equal(OrderStatus.Refused, (await world.SettledAsync(refused)).Status);
        Assert.Equal(OrderStatus.Expired, (await world.SettledAsync(expired)).Status);

        // The post's part was not there yet when the order ended; it comes, and goes back.
        await world.PayAsync(PostAccounts.Fees, (await world.Order(late).Look())!.Placement.Escrow, 500, PostingKind.Coupon);
        await world.SettledAsync(late);
        Assert.Equal(1_000_000, await world.Buyer.BalanceAsync());
        await Eventually.GetAsync(() => host.Grains.GetGrain<IStockGrain>(world.Product.Value).Look(), stock => stock.Left(world.Sku) == before + 8);
    }

    [Fact]
    public async Task A_stranger_and_the_wrong_role_find_no_order()
    {
        OrderWorld world = await OrderWorld.OpenAsync(host);
        OrderId id = await world.BuyAsync();
        CustomerId stranger = new((await Person.JoinAsync(host)).Id);
        foreach (OrderAct act in Enum.GetValues<OrderAct>())
        {
            Assert.Equal(OrderRefusal.UnknownOrder, (await world.Order(id).Act(act, stranger, "x")).Refusal);
        }

        Assert.Equal(OrderRefusal.UnknownOrder, (await world.Order(id).Act(OrderAct.Accept, world.Me, null)).Refusal);
        Assert.Equal(OrderRefusal.UnknownOrder, (await world.Order(id).OpenDispute("x", stranger)).Refusal);
        Assert.Equal(OrderRefusal.UnknownOrder, (await world.Order(id).Refund(new OrderRefund { Key = "x", Amount = 1, Reason = "x", Actor = world.Me.Value })).Refusal);
        Assert.Equal(OrderRefusal.UnknownOrder, (await world.Order(id).AwaitReturn("x", stranger)).Refusal);
        await world.PackAsync(id);
        Assert.Equal(DeliveryRefusal.NotCarrier, await world.Delivery(id).Move(DeliveryStage.HandedOver, stranger, ""));
        Assert.Equal(DeliveryRefusal.NotCarrier, await world.Delivery(id).Deliver((await world.Delivery(id).Code())!, world.Me, null));
    }

    [Fact]
    public async Task Cash_is_paid_in_from_the_collectors_float_before_the_parcel_counts_as_delivered()
    {
        OrderWorld world = await OrderWorld.OpenAsync(host);
        Person agent = await Person.JoinAsync(host, 0, Role.Agent);
        OrderId id = await world.BuyAsync(PaymentWay.CashOnDelivery);
        await world.PackAsync(id);
        string code = (await world.Delivery(id).Code())!;
        CustomerId collector = new(agent.Id);
        Assert.Null(await world.Delivery(id).Move(DeliveryStage.HandedOver, collector, ""));
        Assert.Equal(DeliveryRefusal.FloatShort, await world.Delivery(id).Deliver(code, collector, agent.Float));
        Assert.Equal(DeliveryRefusal.FloatShort, await world.Delivery(id).Deliver(code, collector, world.Buyer.Wallet));
        await host.FundAsync(agent.Float, 30_000);
        Assert.Null(await world.Delivery(id).Deliver(code, collector, agent.Float));
        Assert.Null(await world.Delivery(id).Deliver(code, collector, agent.Float));
        await world.UntilAsync(id, OrderStatus.Delivered);
        Assert.Equal(30_000 - 21_500, await world.HoldsAsync(agent.Float));
        await world.DoAsync(id, OrderAct.Confirm, world.Me);
        await world.SettledAsync(id);
        Assert.True(await world.HoldsAsync(world.Takings) > 0);
    }

    [Fact]
    public async Task Five_wrong_codes_lock_the_parcel()
    {
        OrderWorld world = await OrderWorld.OpenAsync(host);
        OrderId id = await world.BuyAsync();
        await world.PackAsync(id);
        string code = (await world.Delivery(id).Code())!, wrong = code == "000000" ? "000001" : "000000";
        DeliveryRefusal?[] tried = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => world.Delivery(id).Deliver(wrong, new CustomerId(world.Courier.Id), null)));
        Assert.Equal(4, tried.Count(refusal => refusal is DeliveryRefusal.CodeWrong));
        Assert.Equal(DeliveryRefusal.CodeLocked, await world.Delivery(id).Deliver(code, new CustomerId(world.Courier.Id), null));
    }

    [Fact]
    public async Task What_takings_lack_for_a_refund_the_post_lends_and_recovers_at_the_next_sale()
    {
        OrderWorld world = await OrderWorld.OpenAsync(host);
        OrderId first = await world.BuyAsync(), second = await world.BuyAsync();
        await world.DeliverAsync(first);
        await world.DoAsync(first, OrderAct.Confirm, world.Me);
        await world.SettledAsync(first);
        long sale = await world.HoldsAsync(world.Takings);
        await world.PayAsync(world.Takings, world.Shop.Owner.Wallet, sale - 1_000, PostingKind.Settlement);
        OrderRefund refund = new() { Key = "all", Amount = 20_000, Reason = "Abîmé", Actor = world.Staff.Value, Back = [new ReturnedLine(world.Product, world.Sku, 2)] };
        Assert.Null((await world.Order(first).Refund(refund)).Refusal);
        Assert.Null((await world.Order(first).Refund(refund)).Refusal);
        Order refunded = await world.SettledAsync(first);
        Assert.Equal(1_000_000 - 1_500 - 21_500, await world.Buyer.BalanceAsync());
        Assert.Equal(0, await world.HoldsAsync(world.Takings));
        long owed = await host.Grains.GetGrain<IShopDuesGrain>(world.Shop.Id).Owed();
        Assert.Equal((sale - 1_000, sale - 1_000), (owed, refunded.ShopLines.Sum(line => line.Amount)));

        await world.DeliverAsync(second);
        await world.DoAsync(second, OrderAct.Confirm, world.Me);
        await world.SettledAsync(second);
        Assert.Equal(sale - owed, await world.HoldsAsync(world.Takings));
        Assert.Equal(0, await host.Grains.GetGrain<IShopDuesGrain>(world.Shop.Id).Owed());
        Assert.True((await host.Grains.GetGrain<ILedgerGrain>(0).TrialBalance()).Balanced);
    }

    [Fact]
    public async Task A_refund_that_the_buyers_wallet_does_not_take_lies_in_suspense_and_the_order_says_so()
    {
        OrderWorld world = await OrderWorld.OpenAsync(host);
        OrderId id = await world.BuyAsync();
        Assert.Null(await host.Grains.Account(world.Buyer.Wallet).SetFreeze(Freeze.Credits, "test"));
        await world.DoAsync(id, OrderAct.Cancel, world.Me);
        Order order = await world.SettledAsync(id);
        Assert.Contains(order.Events, happening => happening.Kind == "suspended");
        Assert.Contains(order.Payments, payment => payment.Suspended.Contains(world.Buyer.Wallet));
    }

    [Fact]
    public async Task A_dispute_freezes_and_its_decision_moves_the_money()
    {
        OrderWorld world = await OrderWorld.OpenAsync(host);
        OrderId id = await world.BuyAsync();
        await world.DeliverAsync(id);
        Assert.Null((await world.Order(id).OpenDispute("d-1", world.Me)).Refusal);
        Assert.Equal(OrderRefusal.Disputed, (await world.Order(id).Act(OrderAct.Confirm, world.Me, null)).Refusal);
        Assert.Null((await world.Order(id).DecideDispute("d-1", 5_000, new CustomerId(world.Shop.Operator.Id), "À moitié")).Refusal);
        Order order = await world.SettledAsync(id);
        Assert.Equal((OrderStatus.Completed, 5_000), (order.Status, order.Refunded));
        Assert.Equal(1_000_000 - 21_500 + 5_000, await world.Buyer.BalanceAsync());
    }
}
