using System.Text.Json;
using System.Text.Json.Nodes;
using Postmobile.Commerce;
using Postmobile.Identity;
using Postmobile.Logistics;
using Postmobile.Money;
using Postmobile.Tests.Commerce.Orders;
using Postmobile.Tests.Commerce.Shops;
using Postmobile.Tests.Hosting;
using Postmobile.Tests.Money.Rest;
using Xunit;

namespace Postmobile.Tests.Commerce.AfterSale;

/// <summary>Exchanges with the real ledger, stock, parcels and orders.</summary>
[Collection(ApiHost.Collection)]
public sealed class ExchangeTests(ApiHost host)
{
    [Fact]
    public async Task Faulty_goods_for_cheaper_ones_the_difference_goes_back_and_the_new_order_is_paid_out_of_the_first()
    {
        ExchangeWorld world = await ExchangeWorld.OpenAsync(host);
        OrderWorld orders = world.Orders;
        OrderId first = await world.BuyAsync(coupon: 1_000);
        ExchangeChoices choices = await host.Grains.GetGrain<IAfterSaleGrain>(0).Choices(first);
        Assert.Equal([("M", 10_000L, 0L), ("S", 7_000, -3_000), ("XL", 12_500, 2_500)], choices.Choices.Select(one => (one.For[^1] == 'L' ? "XL" : one.For[^1..], one.Price, one.Difference)));

        IReturnGrain back = await world.AskAsync(first, "S");
        Assert.Equal(19, await world.LeftAsync("S"));
        await world.ReceiveAsync(back);
        OrderId second = await world.PlacedAsync(back);

        // Of 19 000 paid for two, 9 500 are for this one; a shirt at 7 000 costs 6 650 with the same reduction, of which the post gives 350.
        Order sent = (await orders.Order(second).Look())!;
        Assert.Equal((7_000, 0, 350, 0, 6_650), (sent.Placement.Goods, sent.Placement.ShopDiscount, sent.Placement.PostDiscount, sent.Placement.Delivery.Price, sent.Placement.Total));
        Assert.Equal((first, true), (sent.Placement.Exchange!.Order, sent.Placement.Delivery.Cost > 0));
        Assert.Equal(["paid", "accepted"], sent.Events.Select(one => one.Kind));
        await world.BuyerHoldsAsync(1_000_000 - 20_500 + 2_850);
        Assert.Equal((20 + 1, 19), (await world.LeftAsync("M"), await world.LeftAsync("S")));

        Order before = await world.CompleteAsync(first);
        Assert.Equal((9_500, 6_650), (before.Refunded, before.Exchanged));
        await world.BringAsync(second);
        Order after = await world.CompleteAsync(second);
        Assert.Equal(0, await orders.HoldsAsync(sent.Placement.Escrow));
        Assert.Contains(before.ShopLines, line => line is { Kind: "exchange", Amount: -6_650 });
        Assert.Equal(await orders.HoldsAsync(orders.Takings), before.ShopLines.Concat(after.ShopLines).Sum(line => line.Amount));
        await Eventually.GetAsync(() => orders.Courier.BalanceAsync(), earned => earned == 1_500 + sent.Placement.Delivery.Cost);
        Assert.Equal((10_000L * before.CommissionBasisPoints / 10_000) + (7_000L * after.CommissionBasisPoints / 10_000), -before.ShopLines.Concat(after.ShopLines).Where(line => line.Kind == "commission").Sum(line => line.Amount));
        JsonElement seen = await orders.Buyer.GetAsync($"/api/v1/orders/{second}");
        Assert.Equal(first.Value, seen.GetProperty("exchangeOf").GetString());
        Assert.Equal(second.Value, (await orders.Buyer.GetAsync($"/api/v1/orders/{first}/returns"))[0].GetProperty("exchangeFor").GetProperty("order").GetString());
        Assert.Equal(after.ShopLines.Concat(before.ShopLines).Sum(line => line.Amount), (await orders.Shop.Owner.GetAsync($"/api/v1/shops/{orders.Shop.Id}/sales")).GetProperty("sum").GetInt64());
        Assert.True((await host.Grains.GetGrain<ILedgerGrain>(0).TrialBalance()).Balanced);

        // Both parcels came; but the shop accepted one order in time, not two.
        ShopScore score = await host.Grains.GetGrain<ITrustGrain>(0).Score(new ShopId(orders.Shop.Id));
        Assert.Equal((1, 1, 2), (score.Orders, score.Accepted, score.Received));
    }

    [Fact]
    public async Task A_dearer_one_after_the_shop_was_paid_out_is_paid_by_takings_the_post_and_the_buyer_once()
    {
        ExchangeWorld world = await ExchangeWorld.OpenAsync(host);
        OrderWorld orders = world.Orders;
        OrderId first = await world.BuyAsync(complete: true);
        await orders.PayAsync(orders.Takings, orders.Shop.Owner.Wallet, await orders.HoldsAsync(orders.Takings) - 1_000, PostingKind.Settlement);
        IReturnGrain back = await world.AskAsync(first, "XL", 2, ComplaintReason.ChangedMind);
        string pay = $"/api/v1/returns/{back.GetPrimaryKeyString()}/pay";
        await (await orders.Buyer.PostAsync(pay, null)).DemandProblemAsync(409, "case_state");
        await world.ReceiveAsync(back);
        Return due = await world.UntilAsync(back, ReturnStatus.ToPay);
        long difference = 5_000 + due.Exchange!.Carriage;
        Assert.Equal((20_000, 20_000, 0, difference), (due.Exchange.Sum.Value, due.Exchange.Sum.Kept, due.Exchange.Sum.ToBuyer, due.Exchange.Sum.ToPay));

        Person stranger = await Person.JoinAsync(host, 50_000);
        await (await stranger.PostAsync(pay, null)).DemandProblemAsync(404, "unknown_case");
        await (await orders.Shop.Owner.PostAsync(pay, null)).DemandProblemAsync(404, "unknown_case");
        long left = await orders.Buyer.BalanceAsync();
        await orders.PayAsync(orders.Buyer.Wallet, stranger.Wallet, left - 100, PostingKind.Transfer);
        await (await orders.Buyer.PostAsync(pay, null)).DemandProblemAsync(422, "insufficient_funds");
        await orders.PayAsync(stranger.Wallet, orders.Buyer.Wallet, difference, PostingKind.Transfer);
        await world.BuyerHoldsAsync(100 + difference);
        HttpResponseMessage[] paid = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => orders.Buyer.PostAsync(pay, null)));
        Assert.All(paid, answer => Assert.True(answer.IsSuccessStatusCode));
        OrderId second = await world.PlacedAsync(back);
        Assert.Equal(100, await orders.Buyer.BalanceAsync());

        Order before = await orders.SettledAsync(first);
        Assert.Equal(0, await orders.HoldsAsync(orders.Takings));
        long owed = await host.Grains.GetGrain<IShopDuesGrain>(orders.Shop.Id).Owed();
        Assert.Equal(before.Payments.Sum(payment => payment.Lent), owed);
        Assert.True(owed > 0);
        await world.BringAsync(second);
        Order after = await world.CompleteAsync(second);
        Assert.Equal(0, await orders.HoldsAsync(after.Placement.Escrow));
        Assert.Equal(0, await host.Grains.GetGrain<IShopDuesGrain>(orders.Shop.Id).Owed());
        Assert.Equal(-owed, after.ShopLines.Single(line => line.Kind == "recovered").Amount);
        Assert.True((await host.Grains.GetGrain<ILedgerGrain>(0).TrialBalance()).Balanced);
    }

    [Fact]
    public async Task Every_end_of_what_was_sent_instead_leaves_its_escrow_empty()
    {
        ExchangeWorld world = await ExchangeWorld.OpenAsync(host);
        OrderWorld orders = world.Orders;
        OrderId first = await world.BuyAsync(), other = await world.BuyAsync(coupon: 2_000);
        OrderId disputed = await world.ExchangeAsync(first, "S"), sentBack = await world.ExchangeAsync(first, "M", key: "two"), refunded = await world.ExchangeAsync(other, "M");
        await world.BuyerHoldsAsync(1_000_000 - 21_500 - 19_500 + 3_000);

        Assert.Null((await orders.Order(disputed).OpenDispute("d-1", orders.Me)).Refusal);
        Assert.Null((await orders.Order(disputed).DecideDispute("d-1", 7_000, new CustomerId(orders.Shop.Operator.Id), "Rien reçu")).Refusal);
        Assert.Equal(OrderStatus.Refunded, (await orders.SettledAsync(disputed)).Status);

        await orders.DoAsync(sentBack, OrderAct.Pack, orders.Staff);
        await Eventually.GetAsync(() => orders.Delivery(sentBack).Look(), parcel => parcel is not null);
        CustomerId courier = new(orders.Courier.Id);
        foreach (DeliveryStage stage in new[] { DeliveryStage.HandedOver, DeliveryStage.Failed, DeliveryStage.SentBack })
        {
            Assert.Null(await orders.Delivery(sentBack).Move(stage, stage is DeliveryStage.SentBack ? orders.Staff : courier, ""));
        }

        await orders.UntilAsync(sentBack, OrderStatus.Returned);
        await orders.SettledAsync(sentBack);
        Assert.Null((await orders.Order(refunded).Refund(new OrderRefund { Key = "all", Amount = 9_000, Reason = "Plus en stock", Actor = orders.Staff.Value })).Refusal);
        await orders.SettledAsync(refunded);
        await world.BuyerHoldsAsync(962_000 + 7_000 + 10_000 + 9_000);

        // Returned again for money, and exchanged again: the chain goes on, and each of its links ends empty.
        OrderId again = await world.ExchangeAsync(other, "S", key: "two");
        await world.BringAsync(again);
        OrderId third = await world.ExchangeAsync(again, "S", of: world.Size("S"));
        Assert.Equal(OrderStatus.Returned, (await orders.SettledAsync(again)).Status);
        await world.BringAsync(third);
        IReturnGrain back = host.Grains.GetGrain<IReturnGrain>(AfterSaleKeys.Of("r-", third, "money"));
        Assert.Null((await back.Ask(world.Wish(third, "S", of: world.Size("S")) with { Exchange = false, For = null })).Refusal);
        Assert.Null((await back.Receive(orders.Staff, (await orders.Order(third).Look())!.Placement.Total, "")).Refusal);
        Assert.Equal(OrderStatus.Returned, (await orders.SettledAsync(third)).Status);
        await world.CompleteAsync(first);
        await world.CompleteAsync(other);
        Assert.True((await host.Grains.GetGrain<ILedgerGrain>(0).TrialBalance()).Balanced);
    }

    [Fact]
    public async Task What_is_gone_or_not_paid_becomes_a_refund_and_both_hear_of_it()
    {
        ExchangeWorld world = await ExchangeWorld.OpenAsync(host);
        OrderWorld orders = world.Orders;
        OrderId gone = await world.BuyAsync(), unpaid = await world.BuyAsync(complete: true, coupon: 1_000);
        IReturnGrain back = host.Grains.GetGrain<IReturnGrain>(AfterSaleKeys.Of("r-", gone, "one"));
        Assert.Null((await back.Ask(world.Wish(gone, "S"))).Refusal);
        Assert.Null(await world.Stock.Move(new StockMovement { Key = "none", Sku = world.Size("S"), Quantity = 0, IsCount = true, Reason = "compté", Actor = orders.Staff }));
        Return answered = (await back.Answer(orders.Staff, true, "")).Return!;
        Assert.Equal((ReturnStatus.Accepted, true), (answered.Status, answered.Exchange!.Gone));
        Assert.Equal(AfterSaleRefusal.ExchangeGone, (await back.Receive(orders.Staff, 0, "")).Refusal);
        Assert.Null((await back.Receive(orders.Staff, 10_000, "")).Refusal);
        await world.CompleteAsync(gone);

        IReturnGrain dear = await world.AskAsync(unpaid, "XL");
        await world.ReceiveAsync(dear);
        await world.UntilAsync(dear, ReturnStatus.ToPay);
        AccountId escrow = (await orders.Order(unpaid).Look())!.Payments.Single(payment => payment.Key.Contains("exchange-", StringComparison.Ordinal) && payment.MayLend).Legs.Single(leg => leg.Payee != PostAccounts.Fees).Payee;
        await Eventually.GetAsync(() => orders.HoldsAsync(escrow), held => held == 10_000);
        await world.BuyerHoldsAsync(1_000_000 - 21_500 - 20_500 + 10_000);
        Assert.Null((await dear.End(orders.Me)).Refusal);
        await world.UntilAsync(dear, ReturnStatus.Refunded);
        await world.BuyerHoldsAsync(968_000 + 9_500);
        Assert.Equal(0, await orders.HoldsAsync(escrow));
        Order settled = await orders.SettledAsync(unpaid);
        Assert.Equal((0, 9_500), (settled.Exchanged, settled.Refunded));
        Assert.Equal(0, settled.ShopLines.Where(line => line.Kind == "exchange").Sum(line => line.Amount));
        await Eventually.GetAsync(() => world.LeftAsync("XL"), left => left == 20);
        Assert.Equal(AfterSaleRefusal.CaseState, (await dear.Pay(orders.Me, false)).Refusal);
    }

    [Fact]
    public async Task Who_may_not_finds_nothing_and_what_cannot_be_is_refused()
    {
        ExchangeWorld world = await ExchangeWorld.OpenAsync(host);
        OrderWorld orders = world.Orders;
        OrderId first = await world.BuyAsync();
        Person stranger = await Person.JoinAsync(host);
        await (await stranger.Http.GetAsync($"/api/v1/orders/{first}/exchanges")).DemandProblemAsync(404, "unknown_order");
        Assert.Equal(3, (await orders.Buyer.GetAsync($"/api/v1/orders/{first}/exchanges")).GetArrayLength());

        JsonObject Body(string reason, string? size, int pieces = 1) => new()
        {
            ["reason"] = reason, ["exchange"] = true, ["for"] = size is null ? null : world.Size(size),
            ["lines"] = new JsonArray(new JsonObject { ["product"] = orders.Product.Value, ["sku"] = orders.Sku, ["quantity"] = pieces }),
        };
        string ask = $"/api/v1/orders/{first}/returns";
        await (await orders.Buyer.PostAsync(ask, Body("damaged", "XXL"), "a")).DemandProblemAsync(409, "exchange_gone");
        await (await orders.Buyer.PostAsync(ask, Body("changed_mind", "M"), "b")).DemandProblemAsync(422, "exchange_same");
        await (await orders.Buyer.PostAsync(ask, Body("changed_mind", null), "c")).DemandProblemAsync(422, "exchange_same");
        await (await orders.Buyer.PostAsync(ask, Body("damaged", "S", 3), "d")).DemandProblemAsync(422, "return_lines");
        JsonObject two = Body("damaged", "S");
        two["lines"]!.AsArray().Add(new JsonObject { ["product"] = orders.Product.Value, ["sku"] = orders.Sku, ["quantity"] = 1 });
        await (await orders.Buyer.PostAsync(ask, two, "e")).DemandProblemAsync(422, "exchange_lines");
        await (await stranger.PostAsync(ask, Body("damaged", "S"), "f")).DemandProblemAsync(404, "unknown_order");
        await orders.UntilAsync(first, OrderStatus.Delivered);

        JsonElement asked = await (await orders.Buyer.PostAsync(ask, Body("damaged", null), "g")).DemandAsync(201);
        string id = asked.GetProperty("id").GetString()!;
        Assert.Equal((0, 0), (asked.GetProperty("exchangeFor").GetProperty("toPay").GetInt64(), asked.GetProperty("exchangeFor").GetProperty("toBuyer").GetInt64()));
        foreach (Person wrong in new[] { stranger, orders.Buyer })
        {
            await (await wrong.PostAsync($"/api/v1/returns/{id}/received", new JsonObject { ["amount"] = 0 })).DemandProblemAsync(404, "unknown_case");
            Assert.Equal(OrderRefusal.UnknownOrder, (await orders.Order(first).Exchange(new OrderExchange
            {
                Return = id, Back = new ReturnedLine(orders.Product, orders.Sku, 1), Wanted = 1, Delivery = 0, Order = first, Escrow = orders.Takings, Actor = new CustomerId(wrong.Id),
            })).Refusal);
        }

        // While the post decides, nothing moves; afterwards it goes on.
        Assert.Null((await orders.Order(first).OpenDispute("d-1", orders.Me)).Refusal);
        await (await orders.Shop.Owner.PostAsync($"/api/v1/returns/{id}/received", new JsonObject { ["amount"] = 0 })).DemandProblemAsync(409, "order_disputed");
        Assert.Null((await orders.Order(first).WithdrawDispute("d-1", orders.Me)).Refusal);
        await (await orders.Shop.Owner.PostAsync($"/api/v1/returns/{id}/received", new JsonObject { ["amount"] = 0 })).DemandAsync(200);
        await world.PlacedAsync(host.Grains.GetGrain<IReturnGrain>(id));
    }
}
