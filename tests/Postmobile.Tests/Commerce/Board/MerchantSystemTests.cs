using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Postmobile.Commerce;
using Postmobile.Tests.Commerce.Orders;
using Postmobile.Tests.Commerce.Shops;
using Postmobile.Tests.Hosting;
using Postmobile.Tests.Money.Rest;
using Xunit;

namespace Postmobile.Tests.Commerce.Board;

/// <summary>A merchant's own system at work: products, stock and prices by its codes, orders by what changed.</summary>
[Collection(ApiHost.Collection)]
public sealed class MerchantSystemTests(ApiHost host)
{
    [Fact]
    public async Task It_makes_a_product_counts_and_prices_many_at_once_and_a_repeated_request_moves_nothing()
    {
        TestShop shop = await TestShop.OpenAsync(host);
        MerchantProgram program = await MerchantProgram.JoinAsync(shop, "products", "stock");
        string[] skus = [.. Enumerable.Range(1, 3).Select(number => $"M{number}-{shop.Id}")];
        List<string> products = [];
        foreach (string sku in skus)
        {
            JsonElement made = await (await program.PostAsync(
                "/api/v1/products", new JsonObject { ["shop"] = shop.Id, ["product"] = TestShop.Product(sku), ["publish"] = true }, Guid.NewGuid().ToString())).DemandAsync(201);
            products.Add(made.GetProperty("id").GetString()!);
        }

        // The stock hears of a product a moment after it was made.
        await Eventually.GetAsync(async () => (await Task.WhenAll(products.Select(product => host.Grains.GetGrain<IStockGrain>(product).Look()))).All(stock => stock.Skus.Count == 1), good => good);
        JsonObject moves = new()
        {
            ["lines"] = new JsonArray(Line(skus[0], 20, true), Line(skus[1], 7, true), Line(skus[1], -2, false), Line(skus[2], -1, false), Line("nothing", 1, false)),
        };
        string stock = $"/api/v1/shops/{shop.Id}/stock";
        for (int i = 0; i < 2; i++)
        {
            JsonElement moved = await (await program.PostAsync(stock, moves.DeepClone(), "delivery-1")).DemandAsync(200);
            Assert.Equal([null, null, null, "stock_negative", "unknown_sku"], moved.GetProperty("lines").EnumerateArray().Select(line => line.GetProperty("code").GetString()));
        }

        JsonElement[] left = [.. (await (await program.Http.GetAsync(stock)).DemandAsync(200)).GetProperty("variants").EnumerateArray()];
        Assert.Equal(skus.Zip([20, 5, 0]).ToDictionary(), left.ToDictionary(one => one.GetProperty("sku").GetString()!, one => one.GetProperty("left").GetInt32()));
        JsonElement low = await (await program.Http.GetAsync(stock + "?low=true")).DemandAsync(200);
        Assert.Equal([skus[2]], low.GetProperty("variants").EnumerateArray().Select(one => one.GetProperty("sku").GetString()));

        JsonObject prices = new() { ["lines"] = new JsonArray(Price(skus[0], 4_500, 5_000), Price(skus[1], -1, null), Price("nothing", 10, null)) };
        JsonElement priced = await (await program.PostAsync($"/api/v1/shops/{shop.Id}/prices", prices)).DemandAsync(200);
        Assert.Equal([null, "variants_invalid", "unknown_sku"], priced.GetProperty("lines").EnumerateArray().Select(line => line.GetProperty("code").GetString()));
        Assert.Equal(4_500, (await host.Grains.GetGrain<IProductGrain>(products[0]).Look())!.Variants.Single().Price);
        await (await program.PostAsync(stock, new JsonObject { ["lines"] = new JsonArray([.. Enumerable.Repeat(0, 501).Select(_ => Line("x", 1, false))]) }, "many")).DemandProblemAsync(400, "invalid_field");
        await (await program.PostAsync(stock, new JsonObject { ["lines"] = new JsonArray([.. Enumerable.Repeat(0, 500).Select(_ => Line("x", 1, false))]) }, "many")).DemandAsync(200);

        // The draft of a product is the shop's own business, and its program's.
        await (await program.PostAsync($"/api/v1/products/{products[0]}/archive")).DemandAsync(200);
        await (await program.Http.GetAsync("/api/v1/products/" + products[0])).DemandAsync(200);
        using HttpClient stranger = host.NewClient();
        await (await stranger.GetAsync("/api/v1/products/" + products[0])).DemandProblemAsync(404, "unknown_product");
    }

    [Fact]
    public async Task It_accepts_packs_and_hands_over_under_its_own_name_and_moves_no_money()
    {
        OrderWorld world = await OrderWorld.OpenAsync(host);
        MerchantProgram program = await MerchantProgram.JoinAsync(world.Shop, "orders");
        OrderId id = await world.BuyAsync();
        string order = $"/api/v1/shops/{world.Shop.Id}/orders/{id}";
        await (await program.PostAsync(order + "/refuse", new JsonObject { ["reason"] = "Plus en stock" })).DemandProblemAsync(403, "person_needed");
        await (await program.PostAsync(order + "/cancel", new JsonObject { ["reason"] = "Plus en stock" })).DemandProblemAsync(403, "person_needed");
        await (await program.PostAsync(order + "/refunds", new JsonObject { ["amount"] = 100, ["reason"] = "x" }, "r")).DemandProblemAsync(403, "forbidden");
        await (await program.PostAsync($"/api/v1/shops/{world.Shop.Id}/payouts", null, "p")).DemandProblemAsync(403, "forbidden");
        foreach ((string act, string status) in new[] { ("accept", "accepted"), ("pack", "packed"), ("hand-over", "handed_over") })
        {
            Assert.Equal(status, (await (await program.PostAsync($"{order}/{act}")).DemandAsync(200)).GetProperty("status").GetString());
        }

        Assert.Equal([program.Id, program.Id, program.Id], (await world.Order(id).Look())!.Events.Where(one => one.Kind is "accepted" or "packed" or "handed-over").Select(one => one.Actor));
        JsonElement[] acts = [.. (await world.Shop.Owner.GetAsync($"/api/v1/shops/{world.Shop.Id}/keys/acts")).GetProperty("acts").EnumerateArray()];
        Assert.Equal(
            ["POST " + order + "/hand-over", "POST " + order + "/pack", "POST " + order + "/accept", "POST " + order + "/cancel", "POST " + order + "/refuse", "made"],
            acts.Select(act => act.GetProperty("what").GetString()));
        Assert.Equal([200, 200, 200, 403, 403, 0], acts.Select(act => act.GetProperty("status").GetInt32()));
        Assert.All(acts, act => Assert.Equal("Caisse orders", act.GetProperty("name").GetString()));
    }

    [Fact]
    public async Task It_reads_what_has_changed_since_it_last_asked_each_change_once_in_order()
    {
        OrderWorld world = await OrderWorld.OpenAsync(host);
        MerchantProgram program = await MerchantProgram.JoinAsync(world.Shop, "orders");
        OrderId first = await world.BuyAsync(), second = await world.BuyAsync(), third = await world.BuyAsync();
        string list = $"/api/v1/shops/{world.Shop.Id}/orders?limit=2&updatedSince=" + Uri.EscapeDataString(TimeProvider.System.GetUtcNow().AddHours(-1).ToString("O", CultureInfo.InvariantCulture));
        string cursor = "";
        HashSet<string> seen = [];
        await Eventually.GetAsync(async () => await NextAsync(seen), many => many == 3);
        Assert.Equal(new[] { first, second, third }.Select(id => id.Value).Order(), seen.Order());

        // Nothing moved: nothing comes, and the cursor stays good.
        seen.Clear();
        await Task.WhenAll(new[] { first, second, third }.Select(id => Eventually.GetAsync(() => world.Order(id).Look(), order => order is not null)));
        await world.DoAsync(second, OrderAct.Accept, world.Staff);
        await Eventually.GetAsync(async () => { await NextAsync(seen); return seen.Contains(second.Value); }, found => found);
        JsonElement accepted = await (await program.Http.GetAsync($"{list}&status=accepted")).DemandAsync(200);
        Assert.Equal([second.Value], accepted.GetProperty("orders").EnumerateArray().Select(order => order.GetProperty("id").GetString()));

        async Task<int> NextAsync(HashSet<string> into)
        {
            JsonElement page = await (await program.Http.GetAsync(list + (cursor.Length > 0 ? "&cursor=" + Uri.EscapeDataString(cursor) : ""))).DemandAsync(200);
            Assert.InRange(page.GetProperty("orders").GetArrayLength(), 0, 2);
            into.UnionWith(page.GetProperty("orders").EnumerateArray().Select(order => order.GetProperty("id").GetString()!));
            cursor = page.GetProperty("nextCursor").GetString() ?? cursor;
            return into.Count;
        }
    }

    private static JsonObject Line(string sku, int quantity, bool count) => new() { ["sku"] = sku, ["quantity"] = quantity, ["count"] = count };

    private static JsonObject Price(string sku, long price, long? before) => new() { ["sku"] = sku, ["price"] = price, ["compareAt"] = before };
}
