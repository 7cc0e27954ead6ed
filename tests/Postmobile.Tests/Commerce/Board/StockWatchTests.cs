using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Postmobile.Commerce;
using Postmobile.Identity;
using Postmobile.Tests.Commerce.Shops;
using Postmobile.Tests.Hosting;
using Postmobile.Tests.Money.Rest;
using Xunit;

namespace Postmobile.Tests.Commerce.Board;

/// <summary>What runs out: who hears of it, and how often.</summary>
[Collection(ApiHost.Collection)]
public sealed class StockWatchTests(ApiHost host)
{
    private static readonly DateTimeOffset s_now = new(2026, 11, 24, 9, 0, 0, TimeSpan.Zero);
    private static readonly DateOnly s_day = new(2026, 11, 24);

    [Fact]
    public void The_owner_hears_once_a_day_of_what_has_crossed()
    {
        StockWatchRules.Looked one = StockWatchRules.Look(new StockWatchState(), [Low("a")], s_day, s_now);
        Assert.Equal("a | a", News(one));

        StockWatchRules.Looked same = StockWatchRules.Look(one.Next, [Low("a")], s_day, s_now);
        Assert.Equal(" | ", News(same));

        // Two more cross on the same day: programs hear at once, the owner tomorrow, and only of what is still so.
        StockWatchRules.Looked more = StockWatchRules.Look(same.Next, [Low("a"), Low("b"), Low("c")], s_day, s_now);
        Assert.Equal("b c | ", News(more));
        StockWatchRules.Looked tomorrow = StockWatchRules.Look(more.Next, [Low("a"), Low("c")], s_day.AddDays(1), s_now);
        Assert.Equal(" | c", News(tomorrow));
        Assert.Empty(StockWatchRules.Look(tomorrow.Next, [Low("a"), Low("c")], s_day.AddDays(2), s_now).Tell);

        // Refilled and sold again is news.
        StockWatchRules.Looked refilled = StockWatchRules.Look(tomorrow.Next, [], s_day.AddDays(2), s_now);
        Assert.Equal(["a"], Names(StockWatchRules.Look(refilled.Next, [Low("a")], s_day.AddDays(2), s_now).Tell));
        Assert.Equal(s_now.AddMinutes(30).ToUnixTimeMilliseconds(), refilled.Next.NextMs);
    }

    [Fact]
    public async Task Thresholds_are_the_shops_and_a_crossing_reaches_owner_and_program_once()
    {
        TestShop shop = await TestShop.OpenAsync(host);
        string a = "A-" + shop.Id, b = "B-" + shop.Id;
        string pa = (await shop.SellAsync(TestShop.Product(a))).GetProperty("id").GetString()!, pb = (await shop.SellAsync(TestShop.Product(b, title: "Panier tressé"))).GetProperty("id").GetString()!;
        await Eventually.GetAsync(() => host.Grains.GetGrain<IStockGrain>(pb).Look(), stock => stock.Skus.Count == 1);
        await Eventually.GetAsync(() => host.Grains.GetGrain<IStockGrain>(pa).Look(), stock => stock.Skus.Count == 1);
        await CountAsync(shop, pa, a, 4);
        await CountAsync(shop, pb, b, 4);
        IStockWatchGrain watch = host.Grains.GetGrain<IStockWatchGrain>(shop.Id);
        Assert.Empty(await watch.List(low: true, 10, null));

        Assert.Null(await watch.Choose(new CustomerId(shop.Owner.Id), $"{pa} {a}", 5));
        Assert.Equal([(a, 4, 5, true)], (await watch.List(low: true, 10, null)).Select(one => (one.Sku, one.Left, one.Threshold, one.OwnThreshold)));
        Assert.Null(await watch.Choose(new CustomerId(shop.Owner.Id), null, 4));
        Assert.Equal([a, b], (await watch.List(low: true, 10, null)).Select(one => one.Sku).Order());
        VariantStock first = (await watch.List(low: false, 1, null)).Single(), second = (await watch.List(low: false, 1, first.Cursor)).Single();
        Assert.Equal([a, b], new[] { first.Sku, second.Sku }.Order());
        Assert.Empty(await watch.List(low: false, 1, second.Cursor));

        TestShop other = await TestShop.OpenAsync(host);
        Assert.Equal(ShopRefusal.NotShopStaff, await watch.Choose(new CustomerId(other.Owner.Id), null, 1));
        Assert.Equal(ShopRefusal.InvalidField, await watch.Choose(new CustomerId(shop.Owner.Id), null, -1));
        Assert.Equal(ShopRefusal.InvalidField, await host.Grains.GetGrain<IStockWatchGrain>(other.Id).Choose(new CustomerId(other.Owner.Id), $"{pa} {a}", 1));

        await using Partners.Webhooks.Receiver receiver = await Partners.Webhooks.Receiver.StartAsync();
        await (await shop.Owner.PostAsync($"/api/v1/shops/{shop.Id}/webhooks", new JsonObject { ["url"] = receiver.Address, ["events"] = new JsonArray("stock.low"), ["description"] = "Caisse" })).DemandAsync(201);
        await watch.LookNow();
        await watch.LookNow();
        await Eventually.TrueAsync(() => receiver.Posts.Count >= 2);
        JsonElement[] told = [.. receiver.Posts.Select(post => JsonDocument.Parse(post.Body).RootElement)];
        Assert.All(told, one => Assert.Equal("stock.low", one.GetProperty("type").GetString()));
        Assert.Equal([a, b], told.Select(one => one.GetProperty("data").GetProperty("sku").GetString()).Order());

        // Two events and one message to the owner, however often it looks.
        Assert.Equal(3, await ScalarAsync<long>("select (body ->> 'lastOutboxId')::bigint from document where type = 'commerce.stock-watch' and id = $1", shop.Id));
    }

    private static VariantStock Low(string sku) => new() { Product = new ProductId("p-1"), Sku = sku, Title = "Article", Label = "", Left = 0, Threshold = 3 };

    private static string News(StockWatchRules.Looked looked) => string.Join(' ', Names(looked.Crossed)) + " | " + string.Join(' ', Names(looked.Tell));

    private static string[] Names(IReadOnlyList<VariantStock> lines) => [.. lines.Select(one => one.Sku)];

    private static async Task CountAsync(TestShop shop, string product, string sku, int pieces) => await (await shop.Owner.PostAsync(
        $"/api/v1/products/{product}/stock", new JsonObject { ["sku"] = sku, ["quantity"] = pieces, ["count"] = true }, Guid.NewGuid().ToString())).DemandAsync(204);

    private async Task<T> ScalarAsync<T>(string sql, string parameter)
    {
#pragma warning disable CA2100 // Constants.
        await using NpgsqlCommand command = host.Services.GetRequiredService<NpgsqlDataSource>().CreateCommand(sql);
#pragma warning restore CA2100
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = parameter });
        return (T)Convert.ChangeType((await command.ExecuteScalarAsync())!, typeof(T), System.Globalization.CultureInfo.InvariantCulture);
    }
}
