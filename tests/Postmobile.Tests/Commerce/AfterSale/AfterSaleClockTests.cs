using Postmobile.Commerce;
using Postmobile.Logistics;
using Postmobile.Tests.Commerce.Orders;
using Postmobile.Tests.Hosting;
using Postmobile.Tests.Logistics.Points;
using Postmobile.Tests.Money.Rest;
using Xunit;

namespace Postmobile.Tests.Commerce.AfterSale;

/// <summary>Returns and disputes in which nobody does anything: their clocks decide. In a house whose days are seconds.</summary>
public sealed class AfterSaleClockTests
{
    [Fact]
    public async Task What_nobody_answers_goes_from_return_to_dispute_to_the_post_and_in_the_end_to_the_buyer()
    {
        ApiHost host = await ApiHost.StartAsync(settings: new()
        {
            ["Orders:ShopAnswersWithin"] = "00:00:01.5", ["Orders:DisputeWithin"] = "00:00:04", ["Orders:ReturnWithin"] = "00:00:01", ["Orders:ExchangePaidWithin"] = "00:00:01",
            ["Points:Day"] = "00:00:01",
        });
        try
        {
            await Task.WhenAll(UnansweredAsync(await OrderWorld.OpenAsync(host)), DisputedAsync(await OrderWorld.OpenAsync(host)), NeverSentAsync(await OrderWorld.OpenAsync(host)),
                UnpaidAsync(await ExchangeWorld.OpenAsync(host)), UncollectedAsync(await OrderWorld.OpenAsync(host), PaymentWay.Wallet), UncollectedAsync(await OrderWorld.OpenAsync(host), PaymentWay.CashOnDelivery));
        }
        finally
        {
            await host.DisposeAsync();
        }
    }

    // The shop does not answer a return: it becomes a dispute, the shop does not answer that, the post does not decide: the buyer has it all back.
    private static async Task UnansweredAsync(OrderWorld world)
    {
        (OrderId id, IReturnGrain back) = await AskAsync(world);
        await Eventually.GetAsync(back.Look, one => one!.Status is ReturnStatus.Escalated);
        Order order = (await world.Order(id).Look())!;
        Assert.True(order.Status is OrderStatus.Disputed or OrderStatus.Refunded, order.Status.ToString());
        order = await world.SettledAsync(id);
        Assert.Equal((OrderStatus.Refunded, 1_000_000), (order.Status, await world.Buyer.BalanceAsync()));
        Assert.Equal(0, await world.HoldsAsync(world.Takings));
        string dispute = AfterSaleKeys.Of("dp-", id, back.GetPrimaryKeyString());
        Assert.True((await world.Host.Grains.GetGrain<IDisputeGrain>(dispute).Look())!.Status is DisputeStatus.WithPost or DisputeStatus.Expired);
    }

    // The shop does not answer a dispute: it goes to the post by itself; the money stays where it is until then.
    private static async Task DisputedAsync(OrderWorld world)
    {
        OrderId id = await world.BuyAsync();
        await world.DeliverAsync(id);
        IDisputeGrain dispute = world.Host.Grains.GetGrain<IDisputeGrain>(AfterSaleKeys.Of("dp-", id, "clock"));
        Assert.Null((await dispute.Open(new Complaint(id, world.Me, ComplaintReason.Wrong, "Mauvaise couleur", []))).Refusal);
        await Eventually.GetAsync(dispute.Look, one => one!.Status is DisputeStatus.WithPost or DisputeStatus.Expired);
        Order order = await world.SettledAsync(id);
        Assert.Equal((OrderStatus.Refunded, 1_000_000), (order.Status, await world.Buyer.BalanceAsync()));
        Assert.Equal(0, await world.HoldsAsync(world.Takings));
        Assert.Equal(AfterSaleRefusal.CaseState, (await dispute.Say(world.Me, false, "late", "Alors ?", [])).Refusal ?? AfterSaleRefusal.CaseState);
    }

    // Nobody fetches a parcel from its point: it goes back by itself, the buyer has the goods' price again, and the point keeps it until somebody takes it along.
    private static async Task UncollectedAsync(OrderWorld world, PaymentWay way)
    {
        Point point = await world.Host.PointAsync("Zanaga", world.Shop.Owner, waitDays: 1);
        OrderId id = await world.BuyAsync(way, point: point);
        await world.PackAsync(id);
        IDeliveryGrain parcel = world.Delivery(id);
        Assert.Null(await parcel.Move(DeliveryStage.HandedOver, world.Staff, ""));
        Assert.Null(await parcel.Move(DeliveryStage.Ready, world.Staff, ""));
        Assert.Equal(OrderStatus.Returned, (await world.SettledAsync(id)).Status);
        Assert.Contains((await world.Order(id).Look())!.Events, one => one.Kind == "uncollected");
        Assert.Equal(way is PaymentWay.Wallet ? 1_000_000 - 1_500 : 1_000_000, await world.Buyer.BalanceAsync());
        Assert.Null(await parcel.Code());
        Assert.Equal((DeliveryStage.SentBack, true), ((await parcel.Look())!.Stage, (await parcel.Look())!.IsAtPoint));
        Assert.Single(await world.Host.Grains.GetGrain<IPointsGrain>(0).Parcels(point.Code));
        Assert.Null(await parcel.Leave(world.Staff));
        Assert.Null(await parcel.Leave(world.Staff));
        Assert.Empty(await world.Host.Grains.GetGrain<IPointsGrain>(0).Parcels(point.Code));
    }

    // The shop accepts, the goods never come: the order goes on as delivered, and the money is still there for the shop.
    private static async Task NeverSentAsync(OrderWorld world)
    {
        // Whoever is slow to accept finds the return escalated; another order then tries again.
        for (int i = 0; i < 5; i++)
        {
            (OrderId id, IReturnGrain back) = await AskAsync(world, "r" + i);
            if ((await back.Answer(world.Staff, true, "")).Refusal is null)
            {
                await Eventually.GetAsync(back.Look, one => one!.Status is ReturnStatus.Ended);
                await world.UntilAsync(id, OrderStatus.Delivered);
                Assert.Null((await world.Order(id).Look())!.Return);
                await world.DoAsync(id, OrderAct.Confirm, world.Me);
                Assert.Equal(OrderStatus.Completed, (await world.SettledAsync(id)).Status);
                return;
            }
        }

        Assert.Fail("The return was never accepted in time.");
    }

    // The shop has the goods, the difference is never paid: the buyer has the money, and what was set aside goes back.
    private static async Task UnpaidAsync(ExchangeWorld world)
    {
        OrderWorld orders = world.Orders;
        for (int i = 0; i < 5; i++)
        {
            OrderId id = await world.BuyAsync(complete: true);
            IReturnGrain back = orders.Host.Grains.GetGrain<IReturnGrain>(AfterSaleKeys.Of("r-", id, "unpaid"));
            Assert.Null((await back.Ask(world.Wish(id, "XL", 2))).Refusal);
            long before = await orders.Buyer.BalanceAsync();
            if ((await back.Receive(orders.Staff, 0, "")).Refusal is null)
            {
                Assert.Equal(20_000, (await world.UntilAsync(back, ReturnStatus.Refunded)).Amount);
                await world.BuyerHoldsAsync(before + 20_000);
                Assert.Equal(0, (await orders.SettledAsync(id)).Exchanged);
                await Eventually.GetAsync(() => world.LeftAsync("XL"), left => left == 20);
                return;
            }
        }

        Assert.Fail("The goods were never received in time.");
    }

    private static async Task<(OrderId Order, IReturnGrain Return)> AskAsync(OrderWorld world, string key = "clock")
    {
        OrderId id = await world.BuyAsync();
        await world.DeliverAsync(id);
        IReturnGrain back = world.Host.Grains.GetGrain<IReturnGrain>(AfterSaleKeys.Of("r-", id, key));
        Assert.Null((await back.Ask(new ReturnWish
        {
            Order = id, Buyer = world.Me, Reason = ComplaintReason.Damaged, Words = "Déchiré", Lines = [new ReturnedLine(world.Product, world.Sku, 2)], Photos = [], Exchange = false,
        })).Refusal);
        return (id, back);
    }
}
