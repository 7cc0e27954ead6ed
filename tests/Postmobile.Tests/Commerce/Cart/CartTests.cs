using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;
using Postmobile.Tests.Commerce.Shops;
using Postmobile.Tests.Money.Rest;
using Xunit;

namespace Postmobile.Tests.Commerce.Cart;

/// <summary>Carts of strangers and of people, over REST.</summary>
[Collection(ApiHost.Collection)]
public sealed class CartTests(ApiHost host)
{
    [Fact]
    public async Task What_a_stranger_chose_is_theirs_alone_and_comes_along_when_they_sign_in()
    {
        TestShop shop = await TestShop.OpenAsync(host);
        string pagne = await shop.StockAsync("P", 5_000, 9), savon = await shop.StockAsync("S", 700, 9);
        var cookies = new CookieContainer();
        using var stranger = new HttpClient(new SocketsHttpHandler { CookieContainer = cookies }) { BaseAddress = host.Address };
        await (await stranger.PostAsJsonAsync("/api/v1/cart/items", new JsonObject { ["product"] = pagne, ["quantity"] = 2 })).DemandAsync(200);
        JsonElement seen = await (await stranger.PostAsJsonAsync("/api/v1/cart/items", new JsonObject { ["product"] = savon })).DemandAsync(200);
        Assert.Equal((3, 10_700), (seen.GetProperty("count").GetInt32(), seen.Number("total")));
        Cookie cookie = cookies.GetAllCookies().Single(one => one.Name == "postmobile.cart");
        Assert.True(cookie.HttpOnly);
        using HttpClient other = host.NewClient();
        Assert.Equal(0, (await (await other.GetAsync("/api/v1/cart")).DemandAsync(200)).GetProperty("count").GetInt32());

        // Signed in, the same browser still has the cookie; the person's own cart held one already.
        Person person = await Person.JoinAsync(host);
        await person.PutInAsync(pagne, 4);
        var request = new HttpRequestMessage(HttpMethod.Get, "/api/v1/cart") { Headers = { { "Cookie", $"{cookie.Name}={cookie.Value}" } } };
        HttpResponseMessage merged = await person.Http.SendAsync(request);
        Assert.Contains(merged.Headers.GetValues("Set-Cookie"), header => header.StartsWith("postmobile.cart=;", StringComparison.Ordinal));
        Assert.Equal(30_700, (await merged.DemandAsync(200)).Number("total"));
        Assert.Equal(30_700, (await person.GetAsync("/api/v1/cart")).Number("total"));
        await person.Http.SendAsync(new HttpRequestMessage(HttpMethod.Get, "/api/v1/cart") { Headers = { { "Cookie", $"{cookie.Name}={cookie.Value}" } } });
        Assert.Equal(7, (await person.GetAsync("/api/v1/cart")).GetProperty("count").GetInt32());
    }

    [Fact]
    public async Task A_line_says_what_changed_since_it_was_put_in()
    {
        TestShop shop = await TestShop.OpenAsync(host);
        string dear = await shop.StockAsync("D", 5_000, 9), few = await shop.StockAsync("F", 1_000, 3), gone = await shop.StockAsync("G", 2_000, 3);
        Person buyer = await Person.JoinAsync(host);
        await buyer.PutInAsync(dear);
        await buyer.PutInAsync(few, 3);
        await buyer.PutInAsync(gone);
        JsonElement product = await shop.Owner.GetAsync("/api/v1/products/" + dear);
        await (await shop.Owner.PutAsync("/api/v1/products/" + dear, TestShop.Product("D", 6_000), $"\"{product.Number("version")}\"")).DemandAsync(200);
        await (await shop.Owner.PostAsync($"/api/v1/products/{few}/stock", new JsonObject { ["sku"] = "F", ["quantity"] = 2, ["count"] = true, ["reason"] = "compté" }, "count")).DemandAsync(204);
        await (await shop.Owner.PostAsync($"/api/v1/products/{gone}/archive", null)).DemandAsync(200);

        JsonElement cart = await buyer.GetAsync("/api/v1/cart");
        Assert.Equal(["dearer", "fewer_left", "gone"], cart.GetProperty("parcels")[0].GetProperty("lines").EnumerateArray().SelectMany(line => line.GetProperty("changes").EnumerateArray()).Select(change => change.GetString()));
        Assert.Equal((6_000, false, true), (cart.Number("goods"), cart.GetProperty("ready").GetBoolean(), cart.GetProperty("changed").GetBoolean()));
        await (await buyer.PostAsync("/api/v1/checkouts", new JsonObject(), "a")).DemandProblemAsync(409, "out_of_stock");
        await (await buyer.PutAsync("/api/v1/cart/items", new JsonObject { ["product"] = few, ["sku"] = "F", ["quantity"] = 2 })).DemandAsync(200);
        await (await buyer.PostAsync("/api/v1/checkouts", new JsonObject(), "a")).DemandProblemAsync(409, "cart_changed");
        await (await buyer.PutAsync("/api/v1/cart/items", new JsonObject { ["product"] = gone, ["sku"] = "G", ["quantity"] = 0 })).DemandAsync(200);
        await (await buyer.PostAsync("/api/v1/checkouts", new JsonObject { ["goods"] = 7_000 }, "a")).DemandProblemAsync(409, "cart_changed");
        await (await buyer.PostAsync("/api/v1/checkouts", new JsonObject { ["goods"] = 8_000 }, "a")).DemandAsync(201);
    }

    [Fact]
    public async Task What_cannot_be_put_in_is_refused_and_changes_nothing()
    {
        TestShop shop = await TestShop.OpenAsync(host);
        string product = await shop.StockAsync("P", 5_000, 9);
        Person buyer = await Person.JoinAsync(host);
        await (await buyer.PostAsync("/api/v1/cart/items", new JsonObject { ["product"] = "p-999999999", ["quantity"] = 1 })).DemandProblemAsync(404, "unknown_product");
        await (await buyer.PostAsync("/api/v1/cart/items", new JsonObject { ["product"] = product, ["sku"] = "Z", ["quantity"] = 1 })).DemandProblemAsync(404, "unknown_product");
        await (await buyer.PostAsync("/api/v1/cart/items", new JsonObject { ["product"] = product, ["quantity"] = 1_000 })).DemandProblemAsync(422, "quantity_invalid");
        await (await buyer.PostAsync("/api/v1/cart/items", new JsonObject { ["product"] = "nonsense" })).DemandProblemAsync(400, "invalid_field");
        await (await buyer.PostAsync("/api/v1/cart/coupons", new JsonObject { ["code"] = "RIEN-1234" })).DemandProblemAsync(404, "unknown_coupon");
        await (await buyer.PostAsync("/api/v1/checkouts", new JsonObject(), "a")).DemandProblemAsync(422, "cart_empty");
        await (await buyer.PostAsync($"/api/v1/products/{product}/stock", new JsonObject { ["sku"] = "P", ["quantity"] = 5 }, "k")).DemandProblemAsync(403, "not_shop_staff");
        Assert.Equal(0, (await buyer.GetAsync("/api/v1/cart")).GetProperty("count").GetInt32());
        Assert.Equal(9, await host.LeftAsync(product));
    }

    [Fact]
    public async Task A_shop_makes_coupons_for_itself_and_nobody_else_makes_them()
    {
        TestShop shop = await TestShop.OpenAsync(host);
        string product = await shop.StockAsync("P", 10_000, 9), code = "FETE-" + Guid.NewGuid().ToString("N")[..8].ToUpperInvariant();
        DateTimeOffset now = TimeProvider.System.GetUtcNow();
        var coupon = new JsonObject { ["code"] = code, ["kind"] = "percent", ["value"] = 1_500, ["usesMax"] = 10, ["from"] = now.AddHours(-1), ["until"] = now.AddDays(1) };
        Person stranger = await Person.JoinAsync(host);
        string path = $"/api/v1/shops/{shop.Id}/coupons";
        await (await stranger.PostAsync(path, coupon.DeepClone())).DemandProblemAsync(403, "not_shop_staff");
        await (await stranger.PostAsync("/api/v1/operator/coupons", coupon.DeepClone())).DemandProblemAsync(403, "forbidden");
        await (await shop.Owner.PostAsync(path, coupon.DeepClone())).DemandAsync(200);
        await (await shop.Owner.PostAsync(path, coupon.DeepClone())).DemandAsync(200);
        coupon["value"] = 9_000;
        await (await shop.Owner.PostAsync(path, coupon.DeepClone())).DemandProblemAsync(409, "coupon_taken");
        coupon["value"] = 10_001;
        coupon["code"] = code + "X";
        await (await shop.Owner.PostAsync(path, coupon.DeepClone())).DemandProblemAsync(422, "coupon_invalid");

        await stranger.PutInAsync(product);
        JsonElement cart = await (await stranger.PostAsync("/api/v1/cart/coupons", new JsonObject { ["code"] = code.ToLowerInvariant() })).DemandAsync(200);
        Assert.Equal((1_500, 8_500), (cart.Number("discount"), cart.Number("total")));
        await (await stranger.PostAsync($"{path}/{code}/stop", null)).DemandProblemAsync(403, "not_shop_staff");
        await (await shop.Owner.PostAsync($"{path}/{code}/stop", null)).DemandAsync(200);
        JsonElement stopped = await stranger.GetAsync("/api/v1/cart");
        Assert.Equal(("coupon_not_now", 10_000), (stopped.GetProperty("coupons")[0].Text("refusal"), stopped.Number("total")));
        Assert.Equal(code, Assert.Single((await shop.Owner.GetAsync(path)).EnumerateArray().ToArray()).Text("code"));
    }

    [Fact]
    public async Task The_posts_coupon_needs_two_operators()
    {
        Person one = await Person.JoinAsync(host, 0, Postmobile.Identity.Role.Operator), two = await Person.JoinAsync(host, 0, Postmobile.Identity.Role.Operator);
        string code = "POSTE-" + Guid.NewGuid().ToString("N")[..8].ToUpperInvariant();
        DateTimeOffset now = TimeProvider.System.GetUtcNow();
        var coupon = new JsonObject { ["code"] = code, ["kind"] = "free_delivery", ["usesMax"] = 10, ["personMax"] = 1, ["from"] = now.AddHours(-1), ["until"] = now.AddDays(1) };
        Assert.Equal("proposed", (await (await one.PostAsync("/api/v1/operator/coupons", coupon)).DemandAsync(200)).Text("status"));
        await (await one.PostAsync("/api/v1/cart/coupons", new JsonObject { ["code"] = code })).DemandProblemAsync(422, "coupon_not_now");
        await (await one.PostAsync($"/api/v1/operator/coupons/{code}/approve", null)).DemandProblemAsync(422, "same_operator");
        Assert.Equal("active", (await (await two.PostAsync($"/api/v1/operator/coupons/{code}/approve", null)).DemandAsync(200)).Text("status"));
        await (await one.PostAsync("/api/v1/cart/coupons", new JsonObject { ["code"] = code })).DemandAsync(200);
        Assert.Contains((await one.GetAsync("/api/v1/operator/coupons")).EnumerateArray(), listed => listed.Text("code") == code);
    }
}
