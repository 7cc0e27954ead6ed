using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using Postmobile.Commerce;
using Postmobile.Money;
using Postmobile.Tests.Commerce.Shops;
using Postmobile.Tests.Hosting;
using Postmobile.Tests.Money.Rest;
using Xunit;

namespace Postmobile.Tests.Commerce.Cart;

/// <summary>From a cart to paid orders, over REST.</summary>
[Collection(ApiHost.Collection)]
public sealed class CheckoutTests(ApiHost host)
{
    [Fact]
    public async Task Two_shops_are_one_payment_and_two_orders_with_their_money_in_escrow()
    {
        TestShop one = await TestShop.OpenAsync(host, "Tissus"), two = await TestShop.OpenAsync(host, "Savons");
        string pagne = await one.StockAsync("P", 5_000, 9), savon = await two.StockAsync("S", 700, 9);
        Person buyer = await Person.JoinAsync(host, 50_000);
        await buyer.PutInAsync(pagne, 2);
        await buyer.PutInAsync(savon, 3);
        JsonElement begun = await buyer.BeginAsync();
        Assert.Equal((7, 6), (await host.LeftAsync(pagne), await host.LeftAsync(savon)));
        await (await buyer.PayAsync(begun)).DemandProblemAsync(422, "delivery_missing");
        JsonElement chosen = await buyer.DeliverAsync(begun);
        Assert.Equal(10_000 + 600 + 2_100 + 800, chosen.Number("total"));
        await (await buyer.PayAsync(chosen, chosen.Number("total") - 1)).DemandProblemAsync(409, "total_changed");

        JsonElement paid = await (await buyer.PayAsync(chosen)).DemandAsync(200);
        Assert.Equal(("done", 50_000 - chosen.Number("total")), (paid.Text("status"), await buyer.BalanceAsync()));
        foreach (JsonElement parcel in paid.GetProperty("parcels").EnumerateArray())
        {
            Order order = (await host.Grains.GetGrain<IOrderGrain>(parcel.Text("order")).Look())!;
            Assert.Equal((OrderStatus.Paid, parcel.Number("total")), (order.Status, order.Placement.Total));
            AccountView escrow = (await host.Grains.Account(order.Placement.Escrow).Look())!;
            Assert.Equal((AccountKind.Escrow, parcel.Number("total"), parcel.Text("order")), (escrow.Kind, escrow.Balance, escrow.Profile.Owner));
            Assert.Equal(paid.Text("receipt"), order.Placement.PaidBy.ToString());
            Assert.StartsWith("/suivi/", parcel.Text("link"), StringComparison.Ordinal);
        }

        Assert.Equal((7, 6), (await host.LeftAsync(pagne), await host.LeftAsync(savon)));
        await Eventually.GetAsync(async () => (await buyer.GetAsync("/api/v1/cart")).GetProperty("count").GetInt32(), count => count == 0);

        // Bought again with one tap; and not from another's order.
        string bought = paid.GetProperty("parcels")[0].Text("order");
        await (await one.Owner.PostAsync($"/api/v1/cart/orders/{bought}", null)).DemandProblemAsync(404, "unknown_order");
        Assert.Equal(1, (await (await buyer.PostAsync($"/api/v1/cart/orders/{bought}", null)).DemandAsync(200)).GetProperty("lines").GetInt32());
        Assert.Equal(10_000, (await buyer.GetAsync("/api/v1/cart")).Number("goods"));
    }

    [Fact]
    public async Task However_often_it_is_clicked_it_is_bought_once()
    {
        TestShop shop = await TestShop.OpenAsync(host);
        string product = await shop.StockAsync("P", 5_000, 9);
        Person buyer = await Person.JoinAsync(host, 100_000);
        await buyer.PutInAsync(product);
        HttpResponseMessage[] begun = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => buyer.PostAsync("/api/v1/checkouts", new JsonObject(), "same")));
        JsonElement[] checkouts = await Task.WhenAll(begun.Select(answer => answer.DemandAsync(201)));
        Assert.Single(checkouts.Select(checkout => checkout.Text("id")).Distinct());
        Assert.Equal(8, await host.LeftAsync(product));
        JsonElement chosen = await buyer.DeliverAsync(checkouts[0]);
        HttpResponseMessage[] paid = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => buyer.PayAsync(chosen)));
        Assert.All(paid, answer => Assert.Equal(HttpStatusCode.OK, answer.StatusCode));
        Assert.Single((await Task.WhenAll(paid.Select(answer => answer.DemandAsync(200)))).Select(checkout => checkout.Text("receipt")).Distinct());
        Assert.Equal((100_000 - chosen.Number("total"), 8), (await buyer.BalanceAsync(), await host.LeftAsync(product)));
    }

    [Fact]
    public async Task Nobody_else_sees_chooses_pays_or_ends_it()
    {
        TestShop shop = await TestShop.OpenAsync(host);
        string product = await shop.StockAsync("P", 5_000, 9);
        Person buyer = await Person.JoinAsync(host, 100_000), other = await Person.JoinAsync(host, 100_000);
        await buyer.PutInAsync(product);
        JsonElement begun = await buyer.BeginAsync();
        string path = "/api/v1/checkouts/" + begun.Text("id");
        await (await other.Http.GetAsync(path)).DemandProblemAsync(404, "unknown_checkout");
        await (await other.Http.GetAsync(path + "/prices?town=Oyo")).DemandProblemAsync(404, "unknown_checkout");
        await (await other.PutAsync(path + "/delivery", Buying.Delivery(begun))).DemandProblemAsync(404, "unknown_checkout");
        await (await other.PayAsync(begun)).DemandProblemAsync(404, "unknown_checkout");
        await (await other.Http.DeleteAsync(path)).DemandProblemAsync(404, "unknown_checkout");
        using HttpClient stranger = host.NewClient();
        await (await stranger.GetAsync(path)).DemandProblemAsync(401, "unauthenticated");
        Assert.Equal(8, await host.LeftAsync(product));
        Assert.Equal(HttpStatusCode.NoContent, (await buyer.Http.DeleteAsync(path)).StatusCode);
        Assert.Equal(9, await host.LeftAsync(product));
        await (await buyer.PayAsync(begun)).DemandProblemAsync(409, "checkout_state");
    }

    [Fact]
    public async Task Who_lacks_the_money_pays_later_with_the_same_checkout()
    {
        TestShop shop = await TestShop.OpenAsync(host);
        string product = await shop.StockAsync("P", 5_000, 9);
        Person buyer = await Person.JoinAsync(host, 1_000);
        await buyer.PutInAsync(product);
        JsonElement chosen = await buyer.DeliverAsync(await buyer.BeginAsync());
        await (await buyer.PayAsync(chosen)).DemandProblemAsync(422, "insufficient_funds");
        Assert.Equal((1_000, "open"), (await buyer.BalanceAsync(), (await buyer.GetAsync("/api/v1/checkouts/" + chosen.Text("id"))).Text("status")));
        await host.FundAsync(buyer.Wallet, 20_000);
        Assert.Equal("done", (await (await buyer.PayAsync(chosen)).DemandAsync(200)).Text("status"));
        Assert.Equal(21_000 - chosen.Number("total"), await buyer.BalanceAsync());
    }

    [Fact]
    public async Task Cash_at_delivery_moves_no_money_and_has_its_limits()
    {
        TestShop shop = await TestShop.OpenAsync(host);
        string product = await shop.StockAsync("P", 30_000, 9);
        Person buyer = await Person.JoinAsync(host, 1_000);
        await buyer.PutInAsync(product, 4);
        JsonElement begun = await buyer.BeginAsync();
        await (await buyer.PutAsync($"/api/v1/checkouts/{begun.Text("id")}/delivery", Buying.Delivery(begun, payment: "cash_on_delivery"))).DemandProblemAsync(422, "cash_not_allowed");
        await (await buyer.PutAsync("/api/v1/cart/items", new JsonObject { ["product"] = product, ["sku"] = "P", ["quantity"] = 1 })).DemandAsync(200);
        JsonElement second = await buyer.BeginAsync();
        Assert.Equal(8, await host.LeftAsync(product));
        JsonElement chosen = await buyer.DeliverAsync(second, payment: "cash_on_delivery");
        JsonElement placed = await (await buyer.PayAsync(chosen)).DemandAsync(200);
        Order order = (await host.Grains.GetGrain<IOrderGrain>(placed.GetProperty("parcels")[0].Text("order")).Look())!;
        Assert.Equal((OrderStatus.Placed, PaymentWay.CashOnDelivery, null), (order.Status, order.Placement.Payment, order.Placement.PaidBy));
        Assert.Equal(1_000, await buyer.BalanceAsync());
    }

    [Fact]
    public async Task A_parcel_goes_only_where_and_how_it_can()
    {
        TestShop shop = await TestShop.OpenAsync(host);
        string heavy = await shop.StockAsync("H", 5_000, 9, weightGrams: 12_000);
        Person buyer = await Person.JoinAsync(host, 100_000);
        await buyer.PutInAsync(heavy);
        JsonElement begun = await buyer.BeginAsync();
        string path = $"/api/v1/checkouts/{begun.Text("id")}/delivery";
        await (await buyer.PutAsync(path, Buying.Delivery(begun, "pickup_point"))).DemandProblemAsync(422, "delivery_unavailable");
        await (await buyer.PutAsync(path, Buying.Delivery(begun, town: "Atlantide"))).DemandProblemAsync(422, "place_invalid");
        JsonObject home = Buying.Delivery(begun, "home");
        home["parcels"]![0]!["address"] = " ";
        await (await buyer.PutAsync(path, home)).DemandProblemAsync(422, "place_invalid");
        JsonObject nobody = Buying.Delivery(begun);
        nobody["parcels"]![0]!["phone"] = "12";
        await (await buyer.PutAsync(path, nobody)).DemandProblemAsync(422, "recipient_invalid");
        JsonElement prices = await buyer.GetAsync($"/api/v1/checkouts/{begun.Text("id")}/prices?town=Impfondo");
        Assert.Equal(14_500, prices.GetProperty(shop.Id).Number("post_office"));
        Assert.Equal(5_000 + 14_500 + 1_000, (await buyer.DeliverAsync(begun, "home", "Impfondo")).Number("total"));
    }

    [Fact]
    public async Task A_coupon_is_used_by_no_more_people_than_may_and_what_the_post_gives_lies_in_the_escrow()
    {
        TestShop shop = await TestShop.OpenAsync(host);
        string product = await shop.StockAsync("P", 10_000, 100);
        string code = await host.CouponAsync(null, CouponKind.Amount, 2_500, uses: 3, person: 1), own = await host.CouponAsync(shop, CouponKind.Percent, 1_000);
        Person[] buyers = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => Person.JoinAsync(host, 50_000)));
        HttpResponseMessage[] answers = await Task.WhenAll(buyers.Select(async buyer =>
        {
            await buyer.PutInAsync(product);
            await (await buyer.PostAsync("/api/v1/cart/coupons", new JsonObject { ["code"] = code })).DemandAsync(200);
            await (await buyer.PostAsync("/api/v1/cart/coupons", new JsonObject { ["code"] = own })).DemandAsync(200);
            return await buyer.PostAsync("/api/v1/checkouts", new JsonObject(), "k");
        }));
        Assert.Equal(3, answers.Count(answer => answer.StatusCode == HttpStatusCode.Created));
        foreach (HttpResponseMessage refused in answers.Where(answer => answer.StatusCode != HttpStatusCode.Created))
        {
            Assert.Equal(code, (await refused.DemandProblemAsync(409, "coupon_used_up")).Text("coupon"));
        }

        Assert.Equal(97, await host.LeftAsync(product));
        int winner = Array.FindIndex(answers, answer => answer.StatusCode == HttpStatusCode.Created);
        JsonElement chosen = await buyers[winner].DeliverAsync(await answers[winner].DemandAsync(201));
        Assert.Equal((1_000, 2_500, 10_000 - 3_500 + 500), (chosen.GetProperty("parcels")[0].Number("shopDiscount"), chosen.GetProperty("parcels")[0].Number("postDiscount"), chosen.Number("total")));
        await host.FundAsync(PostAccounts.Fees, 100_000);
        JsonElement paid = await (await buyers[winner].PayAsync(chosen)).DemandAsync(200);
        Order order = (await host.Grains.GetGrain<IOrderGrain>(paid.GetProperty("parcels")[0].Text("order")).Look())!;
        Assert.Equal((1_000, 2_500), (order.Placement.ShopDiscount, order.Placement.PostDiscount));
        await Eventually.GetAsync(async () => (await host.Grains.Account(order.Placement.Escrow).Look())!.Balance, balance => balance == chosen.Number("total") + 2_500);
        Assert.Equal(1, (await host.Grains.GetGrain<ICouponGrain>(Coupons.Key(code)).Look())!.Used);

        // Once a person: the same code again is refused when it is to be set aside.
        Person again = buyers[winner];
        await Eventually.GetAsync(async () => (await again.GetAsync("/api/v1/cart")).GetProperty("count").GetInt32(), count => count == 0);
        await again.PutInAsync(product);
        await again.PostAsync("/api/v1/cart/coupons", new JsonObject { ["code"] = code });
        await (await again.PostAsync("/api/v1/checkouts", new JsonObject(), "second")).DemandProblemAsync(409, "coupon_used");
    }

    [Fact]
    public async Task What_was_paid_when_it_was_gone_is_refunded_at_once_and_the_rest_is_delivered()
    {
        TestShop one = await TestShop.OpenAsync(host), two = await TestShop.OpenAsync(host);
        string rare = await one.StockAsync("R", 5_000, 1), common = await one.StockAsync("C", 1_000, 9), other = await two.StockAsync("O", 2_000, 9);
        Person buyer = await Person.JoinAsync(host, 50_000);
        await buyer.PutInAsync(rare);
        await buyer.PutInAsync(common, 2);
        await buyer.PutInAsync(other);
        JsonElement chosen = await buyer.DeliverAsync(await buyer.BeginAsync());

        // As when the payment came after the goods' time and somebody else took them meanwhile.
        IStockGrain stock = host.Grains.GetGrain<IStockGrain>(rare);
        await stock.Release(chosen.Text("id"));
        Reservation theirs = new() { Name = "x-other", Buyer = "c-other", Lines = [new StockLine("R", 1)], Until = TimeProvider.System.GetUtcNow().AddMinutes(5) };
        Assert.Null((await stock.Reserve(theirs)).Refusal);
        Assert.True(await stock.Commit(theirs));

        JsonElement paid = await (await buyer.PayAsync(chosen)).DemandAsync(200);
        JsonElement[] parcels = [.. paid.GetProperty("parcels").EnumerateArray()];
        Assert.Equal([true, false], parcels.Select(parcel => parcel.GetProperty("refunded").GetBoolean()));
        Assert.Equal(50_000 - parcels[1].Number("total"), await buyer.BalanceAsync());
        Assert.Null(await host.Grains.GetGrain<IOrderGrain>(parcels[0].Text("order")).Look());
        Assert.NotNull(await host.Grains.GetGrain<IOrderGrain>(parcels[1].Text("order")).Look());
        Assert.Equal((0, 9, 8), (await host.LeftAsync(rare), await host.LeftAsync(common), await host.LeftAsync(other)));
    }

    [Fact]
    public async Task Totals_are_the_same_in_cart_checkout_charge_and_order_whatever_is_bought()
    {
        var random = new Random(4);
        TestShop[] shops = [await TestShop.OpenAsync(host), await TestShop.OpenAsync(host), await TestShop.OpenAsync(host)];
        var products = new List<string>();
        for (int i = 0; i < 6; i++)
        {
            products.Add(await shops[i % 3].StockAsync("S" + i, random.Next(1, 9_999), 1_000, random.Next(1, 4_000)));
        }

        string[] codes = [await host.CouponAsync(null, CouponKind.Percent, 733, atMost: 900), await host.CouponAsync(shops[0], CouponKind.Amount, 1_001), await host.CouponAsync(shops[1], CouponKind.FreeDelivery, 0)];
        Person buyer = await Person.JoinAsync(host, 2_000_000);
        await host.FundAsync(PostAccounts.Fees, 100_000);
        for (int round = 0; round < 8; round++)
        {
            foreach (string product in products.Where(_ => random.Next(3) > 0).Append(products[round % 6]).Distinct())
            {
                await buyer.PutInAsync(product, random.Next(1, 4));
            }

            foreach (string code in codes.Where(_ => random.Next(2) == 0))
            {
                await buyer.PostAsync("/api/v1/cart/coupons", new JsonObject { ["code"] = code });
            }

            JsonElement cart = await buyer.GetAsync("/api/v1/cart");
            foreach (JsonElement useless in cart.GetProperty("coupons").EnumerateArray().Where(coupon => coupon.GetProperty("refusal").ValueKind != JsonValueKind.Null))
            {
                cart = await (await buyer.Http.DeleteAsync("/api/v1/cart/coupons/" + useless.Text("code"))).DemandAsync(200);
            }

            JsonElement begun = await buyer.BeginAsync(), chosen = await buyer.DeliverAsync(begun, random.Next(2) == 0 ? "post_office" : "home", "Dolisie");
            Assert.Equal(cart.Number("total"), begun.Number("total"));
            Assert.Equal(cart.Number("goods"), chosen.GetProperty("parcels").EnumerateArray().Sum(parcel => parcel.Number("goods")));
            long before = await buyer.BalanceAsync();
            JsonElement paid = await (await buyer.PayAsync(chosen)).DemandAsync(200);
            Assert.Equal((chosen.Number("total"), chosen.Number("total")), (paid.Number("total"), before - await buyer.BalanceAsync()));
            foreach (JsonElement parcel in paid.GetProperty("parcels").EnumerateArray())
            {
                Order order = (await host.Grains.GetGrain<IOrderGrain>(parcel.Text("order")).Look())!;
                Assert.Equal(parcel.Number("total"), order.Placement.Total);

                // The post's part comes after the buyer's.
                await Eventually.GetAsync(async () => (await host.Grains.Account(order.Placement.Escrow).Look())!.Balance, balance => balance == parcel.Number("total") + order.Placement.PostDiscount);
            }

            await Eventually.GetAsync(async () => (await buyer.GetAsync("/api/v1/cart")).GetProperty("count").GetInt32(), count => count == 0);
        }
    }
}
