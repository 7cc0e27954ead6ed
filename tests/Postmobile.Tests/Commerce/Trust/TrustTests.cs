using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Postmobile.Commerce;
using Postmobile.Identity;
using Postmobile.Tests.Commerce.Orders;
using Postmobile.Tests.Commerce.Shops;
using Postmobile.Tests.Hosting;
using Postmobile.Tests.Money.Rest;
using Xunit;

namespace Postmobile.Tests.Commerce.Trust;

/// <summary>Who may say what of a product, and what becomes of it; with real orders, real parcels and real people.</summary>
[Collection(ApiHost.Collection)]
public sealed class TrustTests(ApiHost host)
{
    [Fact]
    public async Task Only_who_has_received_a_product_reviews_it_once_and_its_stars_follow()
    {
        OrderWorld world = await OrderWorld.OpenAsync(host);
        string address = $"/api/v1/products/{world.Product}/review";
        Person stranger = await Person.JoinAsync(host);
        OrderId order = await world.BuyAsync();
        await RefusedAsync(await world.Buyer.PutAsync(address, Review(5)), "review_not_bought");
        await world.DeliverAsync(order);

        await RefusedAsync(await stranger.PutAsync(address, Review(5)), "review_not_bought");
        await RefusedAsync(await world.Buyer.PutAsync(address, Review(6)), "review_stars");
        await RefusedAsync(await world.Buyer.PutAsync(address, Review(4, new string('a', 2001))), "words_invalid");
        JsonElement review = await (await world.Buyer.PutAsync(address, Review(4, "Belle couleur."))).DemandAsync(200);
        Assert.Equal("Client T.", review.GetProperty("name").GetString());
        Assert.DoesNotContain(world.Buyer.Id, review.ToString(), StringComparison.Ordinal);
        await RatedAsync(world, 4, 1);

        await (await world.Buyer.PutAsync(address, Review(2, "Elle déteint."))).DemandAsync(200);
        await RatedAsync(world, 2, 1);
        JsonElement page = await (await world.Buyer.Http.GetAsync(address + "s")).DemandAsync(200);
        Assert.Equal([0, 1, 0, 0, 0], page.GetProperty("byStars").EnumerateArray().Select(count => count.GetInt32()));
        Assert.True(page.GetProperty("items")[0].GetProperty("edited").GetBoolean());
        Assert.Equal(2, await ScalarAsync<int>("select stars from (select (body #>> '{state,stars}')::int as stars, id from document where type = 'commerce.product') p where id = $1", world.Product.Value));
    }

    [Fact]
    public async Task A_review_is_answered_by_the_shop_alone_and_withheld_by_the_post_alone()
    {
        OrderWorld world = await OrderWorld.OpenAsync(host);
        await world.DeliverAsync(await world.BuyAsync());
        string id = (await (await world.Buyer.PutAsync($"/api/v1/products/{world.Product}/review", Review(1, "Vendeur malhonnête !"))).DemandAsync(200)).GetProperty("id").GetString()!;
        await RatedAsync(world, 1, 1);
        Person stranger = await Person.JoinAsync(host), support = await Person.JoinAsync(host, 0, Role.Support), clerk = await Person.JoinAsync(host, 0, Role.Clerk);

        await RefusedAsync(await stranger.PutAsync($"/api/v1/reviews/{id}/answer", new JsonObject { ["text"] = "Mensonge" }), "not_shop_staff");
        JsonElement answered = await (await world.Shop.Owner.PutAsync($"/api/v1/reviews/{id}/answer", new JsonObject { ["text"] = "Nous vous remboursons." })).DemandAsync(200);
        Assert.Equal("Nous vous remboursons.", answered.GetProperty("answer").GetString());

        await RefusedAsync(await world.Buyer.PostAsync($"/api/v1/reviews/{id}/report", Reason("moi-même")), "own_words");
        await RefusedAsync(await stranger.PostAsync($"/api/v1/reviews/{id}/report", Reason("")), "reason_needed");
        await (await stranger.PostAsync($"/api/v1/reviews/{id}/report", Reason("Insulte"))).DemandAsync(200);
        await (await stranger.PostAsync($"/api/v1/reviews/{id}/report", Reason("Insulte encore"))).DemandAsync(200);
        JsonElement waiting = (await support.GetAsync("/api/v1/moderation")).EnumerateArray().Single(words => words.GetProperty("id").GetString() == id);
        Assert.Equal(["Insulte"], waiting.GetProperty("reasons").EnumerateArray().Select(reason => reason.GetString()));

        foreach (Person wrong in (Person[])[stranger, clerk, world.Shop.Owner])
        {
            Assert.Equal(HttpStatusCode.Forbidden, (await wrong.PostAsync($"/api/v1/moderation/{id}", Decision(true))).StatusCode);
        }

        await RefusedAsync(await support.PostAsync($"/api/v1/moderation/{id}", Decision(true, "")), "reason_needed");
        await (await support.PostAsync($"/api/v1/moderation/{id}", Decision(true))).DemandAsync(204);
        await RatedAsync(world, 0, 0);
        Assert.Empty((await stranger.GetAsync($"/api/v1/products/{world.Product}/reviews")).GetProperty("items").EnumerateArray());
        Assert.DoesNotContain((await support.GetAsync("/api/v1/moderation")).EnumerateArray(), words => words.GetProperty("id").GetString() == id);
        await RefusedAsync(await world.Buyer.PutAsync($"/api/v1/products/{world.Product}/review", Review(1, "Encore")), "words_withheld");
        Assert.True(await Eventually.GetAsync(
            () => ScalarAsync<bool>("select exists (select from entry where body #>> '{name}' = 'review.withhold' and body #>> '{subject}' = $1 and body #>> '{actor}' = $2)", id, support.Id), found => found));
    }

    [Fact]
    public async Task A_question_is_asked_once_and_answered_by_shop_and_buyers()
    {
        OrderWorld world = await OrderWorld.OpenAsync(host);
        await world.DeliverAsync(await world.BuyAsync());
        Person asker = await Person.JoinAsync(host), stranger = await Person.JoinAsync(host);
        string address = $"/api/v1/products/{world.Product}/questions", key = Guid.NewGuid().ToString();
        var question = new JsonObject { ["text"] = "Quelle est la largeur ?" };
        JsonElement first = await (await asker.PostAsync(address, question.DeepClone(), key)).DemandAsync(200);
        JsonElement again = await (await asker.PostAsync(address, question.DeepClone(), key)).DemandAsync(200);
        string id = first.GetProperty("id").GetString()!;
        Assert.Equal(id, again.GetProperty("id").GetString());

        await RefusedAsync(await stranger.PutAsync($"/api/v1/questions/{id}/answer", new JsonObject { ["text"] = "Un mètre" }), "answer_not_yours");
        await (await world.Buyer.PutAsync($"/api/v1/questions/{id}/answer", new JsonObject { ["text"] = "Environ 1,15 m." })).DemandAsync(200);
        await (await world.Shop.Owner.PutAsync($"/api/v1/questions/{id}/answer", new JsonObject { ["text"] = "116 cm." })).DemandAsync(200);
        using HttpClient anyone = host.NewClient();
        JsonElement read = JsonDocument.Parse(await anyone.GetStringAsync(address)).RootElement;
        Assert.Equal([("Boutique de test", true), ("Client T.", false)],
            read[0].GetProperty("answers").EnumerateArray().Select(answer => (answer.GetProperty("name").GetString()!, answer.GetProperty("isShop").GetBoolean())));
        Assert.Equal(1, read.GetArrayLength());
    }

    [Fact]
    public async Task A_wish_list_is_a_persons_own()
    {
        OrderWorld world = await OrderWorld.OpenAsync(host);
        Person other = await Person.JoinAsync(host);
        await (await world.Buyer.PutAsync($"/api/v1/wishes/{world.Product}", new JsonObject())).DemandAsync(204);
        await (await world.Buyer.PutAsync($"/api/v1/wishes/{world.Product}", new JsonObject())).DemandAsync(204);
        await RefusedAsync(await world.Buyer.PutAsync("/api/v1/wishes/p-999999999", new JsonObject()), "not_found");
        Assert.Equal([world.Product.Value], (await world.Buyer.GetAsync("/api/v1/wishes")).EnumerateArray().Select(card => card.GetProperty("id").GetString()));
        Assert.Empty((await other.GetAsync("/api/v1/wishes")).EnumerateArray());
        await (await world.Buyer.Http.DeleteAsync($"/api/v1/wishes/{world.Product}")).DemandAsync(204);
        Assert.Empty((await world.Buyer.GetAsync("/api/v1/wishes")).EnumerateArray());
    }

    [Fact]
    public async Task Who_waits_for_a_product_hears_once_that_it_is_back()
    {
        ApiHost telling = await ApiHost.StartAsync(settings: new() { ["Sms:Gateway"] = "dev" });
        OrderWorld world = await OrderWorld.OpenAsync(telling);
        IStockGrain stock = telling.Grains.GetGrain<IStockGrain>(world.Product.Value);
        IWaitingGrain waiting = telling.Grains.GetGrain<IWaitingGrain>(TrustKeys.Waiting(world.Product));
        await Eventually.GetAsync(stock.Look, view => view.Skus.Count == 1);
        string address = $"/api/v1/products/{world.Product}/back-in-stock";
        await (await world.Buyer.PutAsync(address, new JsonObject())).DemandAsync(204);
        await (await world.Buyer.PutAsync(address, new JsonObject())).DemandAsync(204);
        Assert.True(await waiting.Waits(world.Me));

        foreach ((string key, int quantity) in ((string, int)[])[("in", 3), ("out", -3), ("again", 3)])
        {
            Assert.Null(await stock.Move(new StockMovement { Key = key, Sku = world.Sku, Quantity = quantity, Reason = "reçu", Actor = world.Staff }));
            await Eventually.GetAsync(() => waiting.Waits(world.Me), waits => !waits);
        }

        await Eventually.GetAsync(() => SmsAsync(telling, world.Buyer.Phone), texts => texts.Count > 0);
        await (await world.Buyer.PutAsync(address, new JsonObject())).DemandAsync(204);
        Assert.Null(await stock.Move(new StockMovement { Key = "out again", Sku = world.Sku, Quantity = -3, Reason = "casse", Actor = world.Staff }));
        Assert.Null(await stock.Move(new StockMovement { Key = "in again", Sku = world.Sku, Quantity = 1, Reason = "reçu", Actor = world.Staff }));
        Assert.Equal(2, (await Eventually.GetAsync(() => SmsAsync(telling, world.Buyer.Phone), texts => texts.Count > 1)).Count);
        await telling.DisposeAsync();
    }

    [Fact]
    public async Task A_shops_score_says_how_it_served()
    {
        OrderWorld world = await OrderWorld.OpenAsync(host);
        await world.DeliverAsync(await world.BuyAsync());
        OrderId refused = await world.BuyAsync();
        await world.DoAsync(refused, OrderAct.Refuse, world.Staff, "Plus en stock");
        await (await world.Buyer.PutAsync($"/api/v1/products/{world.Product}/review", Review(5))).DemandAsync(200);
        ShopScore score = await host.Grains.GetGrain<ITrustGrain>(0).Score(new ShopId(world.Shop.Id));
        Assert.Equal((2, 1, 1, 0, 0, 1, 5), (score.Orders, score.Accepted, score.Received, score.Returned, score.Disputed, score.Reviews, score.Stars));
        Assert.Null(ShopScore.Percent(score.Accepted, score.Orders));
        Assert.Equal(90, ShopScore.Percent(9, 10));
    }

    private static JsonObject Review(int stars, string text = "") => new() { ["stars"] = stars, ["text"] = text };

    private static JsonObject Reason(string reason) => new() { ["reason"] = reason };

    private static JsonObject Decision(bool withhold, string reason = "Propos injurieux") => new() { ["withhold"] = withhold, ["reason"] = reason };

    private static async Task RefusedAsync(HttpResponseMessage answer, string code)
    {
        string text = await answer.Content.ReadAsStringAsync();
        Assert.False(answer.IsSuccessStatusCode, text);
        Assert.Equal(code, JsonDocument.Parse(text).RootElement.GetProperty("code").GetString());
    }

    private static Task RatedAsync(OrderWorld world, int stars, int reviews) => Eventually.GetAsync(
        () => world.Host.Grains.GetGrain<IProductGrain>(world.Product.Value).Details(), details => details!.Stars == stars && details.Reviews == reviews);

    private static async Task<IReadOnlyList<string>> SmsAsync(ApiHost host, string phone) =>
        [.. (await host.TextsAsync(phone)).Where(text => text.Contains("en stock", StringComparison.Ordinal))];

    private async Task<T> ScalarAsync<T>(string sql, params string[] values)
    {
#pragma warning disable CA2100 // The test's own.
        await using NpgsqlCommand command = host.Services.GetRequiredService<NpgsqlDataSource>().CreateCommand(sql);
#pragma warning restore CA2100
        foreach (string value in values)
        {
            command.Parameters.Add(new() { Value = value });
        }

        return (T)(await command.ExecuteScalarAsync())!;
    }
}
