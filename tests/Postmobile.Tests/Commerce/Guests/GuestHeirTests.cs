using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Postmobile.Commerce;
using Postmobile.Identity;
using Postmobile.Money;
using Postmobile.Tests.Commerce.Cart;
using Postmobile.Tests.Commerce.Shops;
using Postmobile.Tests.Hosting;
using Postmobile.Tests.Money.Rest;
using Xunit;

namespace Postmobile.Tests.Commerce.Guests;

/// <summary>What becomes of a guest's orders and money when the number opens an account, or is not heard of any more.</summary>
[Collection(GuestHost.Collection)]
public sealed class GuestHeirTests(GuestHost world)
{
    private const long Price = 6_000;

    private ApiHost Host => world.Host;

    [Fact]
    public async Task A_refund_waits_for_the_guest_and_goes_with_the_orders_to_the_account_that_the_number_opens()
    {
        (TestShop shop, string product, Person courier) = await OpenAsync();
        Person guest = await world.JoinAsync();
        OrderId refunded = await RefundedAsync(guest, shop, product, courier), onItsWay = await world.BuyAsync(guest, product);
        await world.SendAsync(shop, onItsWay, courier);
        Assert.Equal(Price, await world.HoldsAsync(guest.Wallet));
        Assert.Contains("Ouvrez un compte", await world.SmsAboutAsync(guest.Phone, "rembourses"), StringComparison.Ordinal);

        (CustomerId customer, AccountId wallet, string token) = await world.OpenAccountAsync(guest.Phone);
        await Eventually.GetAsync(() => world.HoldsAsync(wallet), balance => balance == Price);
        await Eventually.GetAsync(() => world.Order(onItsWay).Look(), order => order!.Placement.Buyer == customer);
        await Eventually.GetAsync(() => world.Parcel(onItsWay).Look(), parcel => parcel!.Order.Buyer == customer);
        await Host.Grains.GetGrain<IGuestGrain>(guest.Id).Inherit(new PhoneOwner(customer, wallet));

        Person heir = guest with { Id = customer.Value, Token = token, Wallet = wallet, Http = WithToken(token) };
        JsonElement orders = (await heir.GetAsync("/api/v1/orders")).GetProperty("orders");
        Assert.Equal([onItsWay.Value, refunded.Value], orders.EnumerateArray().Select(order => order.Text("id")));
        Assert.All(orders[1].GetProperty("events").EnumerateArray().Where(one => one.Text("kind") is "placed"), one => Assert.Equal("buyer", one.Text("who")));
        Assert.Equal(0, await world.HoldsAsync(guest.Wallet));
        Assert.Single((await Host.Grains.Account(wallet).Statement(new StatementQuery { Limit = 20 })).Lines);
        Assert.Equal(HttpStatusCode.Unauthorized, (await guest.Http.GetAsync("/api/v1/orders")).StatusCode);

        // What is refunded from now on goes to the wallet itself.
        await world.DeliverAsync(onItsWay, courier);
        await ComplainAsync(heir, onItsWay, shop);
        await Eventually.GetAsync(() => world.HoldsAsync(wallet), balance => balance == 2 * Price);
    }

    [Fact]
    public async Task A_case_that_a_guest_has_opened_is_the_customers_afterwards()
    {
        (TestShop shop, string product, Person courier) = await OpenAsync();
        Person guest = await world.JoinAsync();
        OrderId disputed = await world.BuyAsync(guest, product), returned = await world.BuyAsync(guest, product);
        foreach (OrderId order in new[] { disputed, returned })
        {
            await world.SendAsync(shop, order, courier);
            await world.DeliverAsync(order, courier);
        }

        string dispute = (await (await guest.PostAsync($"/api/v1/orders/{disputed}/disputes", new JsonObject { ["reason"] = "damaged", ["words"] = "Cassé à l'arrivée" }, "one")).DemandAsync(201)).Text("id");
        var wish = new JsonObject { ["reason"] = "damaged", ["lines"] = new JsonArray(new JsonObject { ["product"] = product, ["sku"] = "A", ["quantity"] = 1 }) };
        JsonNode exchange = wish.DeepClone();
        exchange["exchange"] = true;
        await (await guest.PostAsync($"/api/v1/orders/{returned}/returns", exchange, "one")).DemandProblemAsync(403, "exchange_account");
        string back = (await (await guest.PostAsync($"/api/v1/orders/{returned}/returns", wish, "two")).DemandAsync(201)).Text("id");

        (CustomerId customer, _, string token) = await world.OpenAccountAsync(guest.Phone);
        await Eventually.GetAsync(() => Host.Grains.GetGrain<IDisputeGrain>(dispute).Look(), one => one!.Complaint.Buyer == customer);
        await Eventually.GetAsync(() => Host.Grains.GetGrain<IReturnGrain>(back).Look(), one => one!.Wish.Buyer == customer);

        Person heir = guest with { Id = customer.Value, Http = WithToken(token) };
        await (await heir.PostAsync($"/api/v1/disputes/{dispute}/withdraw", null)).DemandAsync(200);
        await (await heir.PostAsync($"/api/v1/returns/{back}/end", null)).DemandAsync(200);
    }

    [Fact]
    public async Task Money_that_comes_late_follows_its_owner()
    {
        Person guest = await world.JoinAsync();
        (_, AccountId wallet, _) = await world.OpenAccountAsync(guest.Phone);
        await using NpgsqlCommand emptied = Host.Services.GetRequiredService<NpgsqlDataSource>().CreateCommand(
            "select count(*) from document where type = 'commerce.guest' and id = $1 and body #>> '{state,emptied}' = 'true'");
        emptied.Parameters.Add(new() { Value = guest.Id });
        await Eventually.GetAsync(async () => (long)(await emptied.ExecuteScalarAsync())!, count => count == 1);

        await Host.FundAsync(guest.Wallet, 300);
        world.Time.Advance(TimeSpan.FromMinutes(11));

        await Eventually.GetAsync(() => world.HoldsAsync(wallet), balance => balance == 300, TimeSpan.FromSeconds(60));
        Assert.Equal(0, await world.HoldsAsync(guest.Wallet));
    }

    [Fact]
    public async Task Whoever_gets_the_number_long_afterwards_gets_nothing_of_it()
    {
        (TestShop shop, string product, Person courier) = await OpenAsync();
        Person guest = await world.JoinAsync();
        OrderId order = await RefundedAsync(guest, shop, product, courier);
        long suspense = await world.HoldsAsync(PostAccounts.Suspense);

        world.Time.Advance(TimeSpan.FromDays(181));
        await Eventually.GetAsync(() => world.HoldsAsync(guest.Wallet), balance => balance == 0, TimeSpan.FromSeconds(60));
        (CustomerId customer, AccountId wallet, _) = await world.OpenAccountAsync(guest.Phone);

        Assert.Equal(suspense + Price, await world.HoldsAsync(PostAccounts.Suspense));
        Assert.Equal(0, await world.HoldsAsync(wallet));
        Assert.Empty((await Host.Grains.GetGrain<IOrdersGrain>(0).OfBuyer(customer, 10, null)).Orders);
        Assert.Equal(guest.Id, (await world.Order(order).Look())!.Placement.Buyer.Value);
        Assert.Null(await Host.Grains.GetGrain<IGuestGrain>(guest.Id).Look());
    }

    [Fact]
    public async Task A_number_that_is_confirmed_after_it_lapsed_is_another_guest()
    {
        Person before = await world.JoinAsync();
        world.Time.Advance(TimeSpan.FromDays(181));

        Person after = await world.JoinAsync(before.Phone);

        Assert.NotEqual(before.Id, after.Id);
        Assert.Empty((await after.GetAsync("/api/v1/orders")).GetProperty("orders").EnumerateArray());
    }

    private async Task<(TestShop Shop, string Product, Person Courier)> OpenAsync()
    {
        TestShop shop = await TestShop.OpenAsync(Host);
        return (shop, await shop.StockAsync("A", Price, 20), await Person.JoinAsync(Host, 100_000, Role.Courier));
    }

    private async Task<OrderId> RefundedAsync(Person guest, TestShop shop, string product, Person courier)
    {
        OrderId order = await world.BuyAsync(guest, product);
        await world.SendAsync(shop, order, courier);
        await world.DeliverAsync(order, courier);
        await ComplainAsync(guest, order, shop);
        await Eventually.GetAsync(() => world.HoldsAsync(guest.Wallet), balance => balance == Price);
        return order;
    }

    /// <summary>The buyer disputes, and the post decides that the goods are paid back.</summary>
    private static async Task ComplainAsync(Person buyer, OrderId order, TestShop shop)
    {
        JsonElement dispute = await (await buyer.PostAsync($"/api/v1/orders/{order}/disputes", new JsonObject { ["reason"] = "damaged", ["words"] = "Cassé à l'arrivée" }, "page")).DemandAsync(201);
        await (await buyer.PostAsync($"/api/v1/disputes/{dispute.Text("id")}/escalate", null)).DemandAsync(200);
        await (await shop.Operator.PostAsync($"/api/v1/operator/disputes/{dispute.Text("id")}/decision", new JsonObject { ["toBuyer"] = Price, ["reason"] = "Article cassé" })).DemandAsync(200);
    }

    private HttpClient WithToken(string token)
    {
        HttpClient http = Host.NewClient();
        http.DefaultRequestHeaders.Authorization = new("Bearer", token);
        return http;
    }
}
