using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using Postmobile.Commerce;
using Postmobile.Tests.Commerce.Orders;
using Postmobile.Tests.Commerce.Shops;
using Postmobile.Tests.Hosting;
using Postmobile.Tests.Money.Rest;
using Xunit;

namespace Postmobile.Tests.Commerce.Board;

/// <summary>Keys for a shop's own programs, over the real doors: tokens, scopes, rotation, revocation, and what stays shut.</summary>
[Collection(ApiHost.Collection)]
public sealed class ShopKeyTests(ApiHost host)
{
    // Every door that a key opens, with the scope it takes. Whatever else is in the API's table refuses every key.
    private static readonly Dictionary<string, string> Doors = new()
    {
        ["POST /api/v1/products"] = "products",
        ["PUT /api/v1/products/{product}"] = "products",
        ["POST /api/v1/products/{product}/publish"] = "products",
        ["POST /api/v1/products/{product}/archive"] = "products",
        ["POST /api/v1/images"] = "products",
        ["POST /api/v1/shops/{shop}/prices"] = "products",
        ["POST /api/v1/products/{product}/stock"] = "stock",
        ["GET /api/v1/shops/{shop}/stock"] = "stock",
        ["POST /api/v1/shops/{shop}/stock"] = "stock",
        ["GET /api/v1/shops/{shop}/orders"] = "orders",
        ["GET /api/v1/shops/{shop}/orders/{order}"] = "orders",
        ["POST /api/v1/shops/{shop}/orders/{order}/{act}"] = "orders",
        ["GET /api/v1/shops/{shop}/webhooks"] = "webhooks",
        ["POST /api/v1/shops/{shop}/webhooks"] = "webhooks",
        ["GET /api/v1/shops/{shop}/webhooks/{id}"] = "webhooks",
        ["PUT /api/v1/shops/{shop}/webhooks/{id}"] = "webhooks",
        ["DELETE /api/v1/shops/{shop}/webhooks/{id}"] = "webhooks",
        ["POST /api/v1/shops/{shop}/webhooks/{id}/enable"] = "webhooks",
        ["POST /api/v1/shops/{shop}/webhooks/{id}/pause"] = "webhooks",
        ["POST /api/v1/shops/{shop}/webhooks/{id}/secret"] = "webhooks",
        ["POST /api/v1/shops/{shop}/webhooks/{id}/test"] = "webhooks",
        ["GET /api/v1/shops/{shop}/webhooks/{id}/messages"] = "webhooks",
        ["POST /api/v1/shops/{shop}/webhooks/{id}/messages/{message}/replay"] = "webhooks",
    };

    [Fact]
    public async Task Each_scope_opens_its_doors_and_every_other_stays_shut()
    {
        TestShop shop = await TestShop.OpenAsync(host);
        Assert.Empty(Doors.Keys.Except(AccessTests.Table.Keys));
        foreach (string scope in ShopScopes.All)
        {
            MerchantProgram program = await MerchantProgram.JoinAsync(shop, scope);
            foreach ((string endpoint, var allowed) in AccessTests.Table)
            {
                using HttpResponseMessage answer = await program.Http.SendAsync(AccessTests.Request(endpoint));
                string text = await answer.Content.ReadAsStringAsync();
                bool shut = (int)answer.StatusCode == 403 && JsonDocument.Parse(text).RootElement.GetProperty("code").GetString() == "forbidden";
                bool opens = allowed == AccessTests.Anyone || Doors.GetValueOrDefault(endpoint) == scope;
                Assert.True(shut != opens, $"{scope} {endpoint}: {(int)answer.StatusCode}");
                Assert.True((int)answer.StatusCode is < 500 and not 401 and not 429, $"{scope} {endpoint}: {(int)answer.StatusCode} {text}");
            }
        }
    }

    [Fact]
    public async Task A_secret_is_shown_once_and_gives_tokens_of_ten_minutes_for_what_the_key_may()
    {
        TestShop shop = await TestShop.OpenAsync(host);
        JsonElement key = await MerchantProgram.MakeAsync(shop.Owner, shop.Id, ["stock", "orders"], "wish");
        string id = key.GetProperty("id").GetString()!, secret = key.GetProperty("secret").GetString()!;
        JsonElement again = await MerchantProgram.MakeAsync(shop.Owner, shop.Id, ["stock", "orders"], "wish");
        Assert.Equal((id, JsonValueKind.Null), (again.GetProperty("id").GetString(), again.GetProperty("secret").ValueKind));
        JsonElement listed = (await shop.Owner.GetAsync($"/api/v1/shops/{shop.Id}/keys")).GetProperty("keys").EnumerateArray().Single();
        Assert.Equal(JsonValueKind.Null, listed.GetProperty("lastUsedAt").ValueKind);
        Assert.DoesNotContain(secret, listed.ToString(), StringComparison.Ordinal);

        var program = new MerchantProgram(host, id, secret, host.NewClient());
        Assert.InRange((await program.SignInAsync()).GetProperty("expires_in").GetInt32(), 1, 900);
        Assert.True(await program.IsKnownAsync($"/api/v1/shops/{shop.Id}/orders"));
        Assert.True(await program.IsKnownAsync($"/api/v1/shops/{shop.Id}/stock"));
        await program.SignInAsync("stock");
        Assert.False(await program.IsKnownAsync($"/api/v1/shops/{shop.Id}/orders"));
        Assert.True(await program.IsKnownAsync($"/api/v1/shops/{shop.Id}/stock"));
        Assert.NotEqual(JsonValueKind.Null, (await shop.Owner.GetAsync($"/api/v1/shops/{shop.Id}/keys")).GetProperty("keys")[0].GetProperty("lastUsedAt").ValueKind);

        await RefusedAsync(id, secret + "x", null, "invalid_client");
        await RefusedAsync(id[..^1] + (id[^1] == '0' ? '1' : '0'), secret, null, "invalid_client");
        await RefusedAsync(id, secret, "webhooks", "invalid_request", "invalid_scope");
        await RefusedAsync(id, secret, "money", "invalid_scope");
    }

    [Fact]
    public async Task A_rotated_secret_lives_a_day_beside_the_new_one_and_a_revoked_key_dies_with_its_tokens()
    {
        TestShop shop = await TestShop.OpenAsync(host);
        MerchantProgram program = await MerchantProgram.JoinAsync(shop, "stock"), other = await MerchantProgram.JoinAsync(shop, "stock");
        string keys = $"/api/v1/shops/{shop.Id}/keys", stock = $"/api/v1/shops/{shop.Id}/stock";
        JsonElement rotated = await (await shop.Owner.PostAsync($"{keys}/{program.Id}/rotate", null)).DemandAsync(200);
        Assert.NotEqual(JsonValueKind.Null, rotated.GetProperty("previousUntil").ValueKind);
        string fresh = rotated.GetProperty("secret").GetString()!;
        Assert.NotEqual(program.Secret, fresh);
        await program.SignInAsync();
        await (program with { Secret = fresh }).SignInAsync();
        Assert.True(await program.IsKnownAsync(stock));

        await (await shop.Owner.Http.DeleteAsync($"{keys}/{program.Id}")).DemandAsync(200);
        await (await shop.Owner.Http.DeleteAsync($"{keys}/{program.Id}")).DemandAsync(200);
        await RefusedAsync(program.Id, fresh, null, "invalid_client");
        await Eventually.GetAsync(() => program.IsKnownAsync(stock), known => !known);
        using HttpResponseMessage dead = await program.Http.GetAsync(stock);
        Assert.True(dead.StatusCode is HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden, dead.StatusCode.ToString());
        Assert.True(await other.IsKnownAsync(stock));
        await (await shop.Owner.PostAsync($"{keys}/{program.Id}/rotate", null)).DemandProblemAsync(404, "unknown_shop_key");
    }

    [Fact]
    public async Task Keys_are_made_by_owner_and_managers_ten_at_the_most_and_never_by_keys()
    {
        TestShop shop = await TestShop.OpenAsync(host), other = await TestShop.OpenAsync(host);
        string keys = $"/api/v1/shops/{shop.Id}/keys";
        Person manager = await StaffAsync(shop, "manager"), packer = await StaffAsync(shop, "packer");
        string made = (await MerchantProgram.MakeAsync(manager, shop.Id, ["orders"])).GetProperty("id").GetString()!;
        JsonObject hooks = new() { ["name"] = "Caisse", ["scopes"] = new JsonArray("webhooks") };
        foreach (Person wrong in (Person[])[packer, other.Owner, manager])
        {
            await (await wrong.PostAsync(keys, hooks.DeepClone(), Guid.NewGuid().ToString())).DemandProblemAsync(403, "not_shop_staff");
        }

        foreach (Person wrong in (Person[])[packer, other.Owner])
        {
            await (await wrong.Http.GetAsync(keys)).DemandProblemAsync(403, "not_shop_staff");
            await (await wrong.Http.GetAsync(keys + "/acts")).DemandProblemAsync(403, "not_shop_staff");
            await (await wrong.PostAsync($"{keys}/{made}/rotate", null)).DemandProblemAsync(403, "not_shop_staff");
            await (await wrong.Http.DeleteAsync($"{keys}/{made}")).DemandProblemAsync(403, "not_shop_staff");
        }

        await (await shop.Owner.PostAsync(keys, new JsonObject { ["name"] = "Caisse", ["scopes"] = new JsonArray("money") }, "k")).DemandProblemAsync(400, "invalid_field");
        await (await shop.Owner.PostAsync(keys, hooks.DeepClone())).DemandProblemAsync(400, "idempotency_key_missing");
        for (int i = 1; i < 10; i++)
        {
            await MerchantProgram.MakeAsync(shop.Owner, shop.Id, ["stock"]);
        }

        await (await shop.Owner.PostAsync(keys, hooks.DeepClone(), Guid.NewGuid().ToString())).DemandProblemAsync(409, "shop_key_limit");
        await (await manager.Http.DeleteAsync($"{keys}/{made}")).DemandAsync(200);
        await (await shop.Owner.PostAsync(keys, hooks.DeepClone(), Guid.NewGuid().ToString())).DemandAsync(201);
    }

    [Fact]
    public async Task A_key_of_one_shop_does_nothing_to_another()
    {
        OrderWorld theirs = await OrderWorld.OpenAsync(host);
        OrderId order = await theirs.BuyAsync();
        TestShop mine = await TestShop.OpenAsync(host);
        MerchantProgram program = await MerchantProgram.JoinAsync(mine, [.. ShopScopes.All]);
        string shop = "/api/v1/shops/" + theirs.Shop.Id, product = "/api/v1/products/" + theirs.Product;
        JsonElement hook = await (await theirs.Shop.Owner.PostAsync(shop + "/webhooks", Hook("https://example.org/a"))).DemandAsync(201);
        string webhook = $"{shop}/webhooks/{hook.GetProperty("id").GetString()}";
        JsonObject lines = new() { ["lines"] = new JsonArray(new JsonObject { ["sku"] = theirs.Sku, ["quantity"] = 5, ["price"] = 1 }) };
        (HttpMethod Method, string Path, JsonNode? Body, string Code)[] tries =
        [
            (HttpMethod.Post, "/api/v1/products", new JsonObject { ["shop"] = theirs.Shop.Id, ["product"] = TestShop.Product("X-1"), ["publish"] = true }, "not_shop_staff"),
            (HttpMethod.Put, product, TestShop.Product(theirs.Sku, 1), "not_shop_staff"),
            (HttpMethod.Post, product + "/archive", null, "not_shop_staff"),
            (HttpMethod.Post, product + "/publish", null, "not_shop_staff"),
            (HttpMethod.Post, product + "/stock", new JsonObject { ["sku"] = theirs.Sku, ["quantity"] = 5 }, "not_shop_staff"),
            (HttpMethod.Get, shop + "/stock", null, "not_shop_staff"),
            (HttpMethod.Post, shop + "/stock", new JsonObject { ["lines"] = new JsonArray(new JsonObject { ["sku"] = theirs.Sku, ["quantity"] = 5 }) }, "not_shop_staff"),
            (HttpMethod.Post, shop + "/prices", new JsonObject { ["lines"] = new JsonArray(new JsonObject { ["sku"] = theirs.Sku, ["price"] = 1 }) }, "not_shop_staff"),
            (HttpMethod.Get, shop + "/orders", null, "not_shop_staff"),
            (HttpMethod.Get, $"{shop}/orders/{order}", null, "unknown_order"),
            (HttpMethod.Post, $"{shop}/orders/{order}/accept", null, "unknown_order"),
            (HttpMethod.Post, $"/api/v1/shops/{mine.Id}/orders/{order}/accept", null, "unknown_order"),
            (HttpMethod.Get, shop + "/webhooks", null, "not_shop_staff"),
            (HttpMethod.Post, shop + "/webhooks", Hook("https://example.org/b"), "not_shop_staff"),
            (HttpMethod.Get, webhook, null, "not_shop_staff"),
            (HttpMethod.Put, webhook, Hook("https://example.org/c"), "not_shop_staff"),
            (HttpMethod.Delete, webhook, null, "not_shop_staff"),
            (HttpMethod.Post, webhook + "/secret", null, "not_shop_staff"),
            (HttpMethod.Get, webhook + "/messages", null, "not_shop_staff"),
            (HttpMethod.Post, webhook.Replace(theirs.Shop.Id, mine.Id, StringComparison.Ordinal) + "/secret", null, "unknown_webhook"),
        ];
        foreach ((HttpMethod method, string path, JsonNode? body, string code) in tries)
        {
            using HttpResponseMessage answer = await program.SendAsync(method, path, body, method == HttpMethod.Post ? Guid.NewGuid().ToString() : null);
            await answer.DemandProblemAsync(code.StartsWith("unknown", StringComparison.Ordinal) ? 404 : 403, code);
        }

        Assert.Equal(OrderStatus.Paid, (await theirs.Order(order).Look())!.Status);
        Assert.Equal("https://example.org/a", (await theirs.Shop.Owner.GetAsync(webhook)).GetProperty("url").GetString());
        Assert.Equal(10_000, (await host.Grains.GetGrain<IProductGrain>(theirs.Product.Value).Look())!.Variants.Single().Price);
        Assert.Equal(ProductStatus.Published, (await host.Grains.GetGrain<IProductGrain>(theirs.Product.Value).Look())!.Status);
        Assert.Single((await theirs.Shop.Owner.GetAsync(shop + "/webhooks")).GetProperty("webhooks").EnumerateArray());
    }

    [Fact]
    public async Task One_key_is_held_back_and_another_goes_on()
    {
        TestShop shop = await TestShop.OpenAsync(host);
        MerchantProgram busy = await MerchantProgram.JoinAsync(shop, "stock"), quiet = await MerchantProgram.JoinAsync(shop, "stock");
        string path = $"/api/v1/shops/{shop.Id}/stock?limit=1";
        HttpStatusCode[] answers = [];
        for (int i = 0; i < 20 && !answers.Contains(HttpStatusCode.TooManyRequests); i++)
        {
            answers = await Task.WhenAll(Enumerable.Range(0, 150).Select(async _ =>
            {
                using HttpResponseMessage answer = await busy.Http.GetAsync(path);
                return answer.StatusCode;
            }));
        }

        Assert.Contains(HttpStatusCode.TooManyRequests, answers);
        Assert.True(await quiet.IsKnownAsync(path));
    }

    private static JsonObject Hook(string url) => new() { ["url"] = url, ["events"] = new JsonArray("*"), ["description"] = "Caisse" };

    private async Task RefusedAsync(string id, string secret, string? scope, params string[] errors)
    {
        using HttpResponseMessage answer = await MerchantProgram.TokenAsync(host, id, secret, scope);
        string text = await answer.Content.ReadAsStringAsync();
        Assert.False(answer.IsSuccessStatusCode, text);
        Assert.Contains(JsonDocument.Parse(text).RootElement.GetProperty("error").GetString(), errors);
    }

    private async Task<Person> StaffAsync(TestShop shop, string role)
    {
        Person person = await Person.JoinAsync(host);
        await (await shop.Owner.PostAsync($"/api/v1/shops/{shop.Id}/staff", new JsonObject { ["phone"] = person.Phone, ["role"] = role })).DemandAsync(200);
        await (await person.PostAsync($"/api/v1/shops/{shop.Id}/staff/accept", null)).DemandAsync(200);
        return person;
    }
}
