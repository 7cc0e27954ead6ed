using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Postmobile.Commerce;
using Postmobile.Tests.Commerce.Cart;
using Postmobile.Tests.Commerce.Shops;
using Postmobile.Tests.Hosting;
using Postmobile.Tests.Money.Rest;
using Xunit;

namespace Postmobile.Tests.Commerce.Search;

/// <summary>What lists show, sort and filter by during a flash sale is what a buyer pays, and no longer once a buyer does not.</summary>
[Collection(ApiHost.Collection)]
public sealed class FlashPriceTests(ApiHost host)
{
    private NpgsqlDataSource Database => host.Services.GetRequiredService<NpgsqlDataSource>();

    [Fact]
    public async Task A_sale_that_is_on_lowers_the_price_in_lists_orders_and_filters_and_one_that_is_not_changes_nothing()
    {
        string word = Word();
        Shelf shelf = new(Database);
        long now = TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds(), hour = 3_600_000;
        ProductId plain = await shelf.PutAsync(shelf.Plain(word + " ordinaire", 4_000), left: 5);
        ProductId on = await FlashAsync(shelf, word + " en vente", 9_000, 3_000, now - hour, now + hour, pieces: 3);
        ProductId over = await FlashAsync(shelf, word + " finie", 9_000, 3_000, now - (2 * hour), now - 1, pieces: 3);
        ProductId coming = await FlashAsync(shelf, word + " bientôt", 9_000, 3_000, now + hour, now + (2 * hour), pieces: 3);
        ProductId soldOut = await FlashAsync(shelf, word + " épuisée", 9_000, 3_000, now - hour, now + hour, pieces: 0);
        ProductId stopped = await FlashAsync(shelf, word + " arrêtée", 9_000, 3_000, now - hour, now - hour, pieces: 3);

        string all = $"/api/v1/search?q={word}&limit=20";
        JsonElement found = await GetAsync(all + "&sort=price");
        Assert.Equal((on.Value, 3_000, 9_000), (Items(found)[0].Text("id"), Items(found)[0].Number("price"), Items(found)[0].Number("compareAt")));
        Assert.Equal(now + hour, Items(found)[0].GetProperty("flashUntil").GetDateTimeOffset().ToUnixTimeMilliseconds());
        Assert.Equal([(plain.Value, 4_000L), .. new[] { over, coming, soldOut, stopped }.Select(id => (id.Value, 9_000L))], Items(found).Skip(1).Select(one => (one.Text("id"), one.Number("price"))));
        Assert.All(Items(found).Skip(1), one => Assert.True(one.GetProperty("flashUntil").ValueKind is JsonValueKind.Null && one.GetProperty("compareAt").ValueKind is JsonValueKind.Null));
        Assert.Equal(on.Value, Items(await GetAsync(all + "&sort=-price"))[^1].Text("id"));
        Assert.Equal([on.Value], Items(await GetAsync(all + "&max=3500")).Select(one => one.Text("id")));
        Assert.Equal(4, Items(await GetAsync(all + "&min=5000")).Length);
        JsonElement bands = found.GetProperty("facets").EnumerateArray().Single(group => group.Text("kind") == "price").GetProperty("values");
        Assert.Equal([("1000-4999", 2), ("5000-9999", 4)], bands.EnumerateArray().Select(band => (band.Text("value"), band.GetProperty("count").GetInt32())));

        // The same when so many match that the index of prices is walked, and when it is filtered there.
        SearchDatabase search = host.Services.GetRequiredService<SearchDatabase>();
        Hits up = await search.Find(Query(word, SearchSort.PriceUp), isBroad: true), down = await search.Find(Query(word, SearchSort.PriceDown), isBroad: true);
        Assert.Equal([on, plain], up.All.Take(2).Select(hit => ProductId.Of(hit.Number)));
        Assert.Equal([plain, on], down.All.Skip(4).Select(hit => ProductId.Of(hit.Number)));
        Assert.Equal([on], (await search.Find(Query(word, SearchSort.PriceUp, to: 3_500), isBroad: true)).All.Select(hit => ProductId.Of(hit.Number)));
        Assert.Equal(4, (await search.Find(Query(word, SearchSort.Newest, from: 5_000), isBroad: true)).All.Count);

        // A product that is written again keeps its sale; and what was found before a sale ended costs the ordinary price after it.
        await shelf.WriteAsync(on, shelf.Plain(word + " en vente encore", 9_500));
        Assert.Equal(3_000, Items(await GetAsync($"/api/v1/search?q={word}+encore"))[0].Number("price"));
        Hit hit = up.All[0];
        Assert.Equal((3_000, 9_000, 9_000), (hit.At(now).Price, hit.At(now + hour).Price, hit.At(now - hour - 1).Price));
    }

    [Fact]
    public async Task Started_sold_out_given_back_and_stopped_every_list_goes_with_the_stock()
    {
        string word = Word();
        TestShop shop = await TestShop.OpenAsync(host);
        string product = (await shop.SellAsync(TestShop.Product("F-" + word, 10_000, "Radio " + word))).Text("id");
        await Eventually.GetAsync(async () => (await host.Grains.GetGrain<IStockGrain>(product).Look()).Skus.Count, skus => skus == 1);
        await (await shop.Owner.PostAsync($"/api/v1/products/{product}/stock", new JsonObject { ["sku"] = "F-" + word, ["quantity"] = 20, ["reason"] = "reçu" }, "first")).DemandAsync(204);
        await PricesAsync(product, word, shop.Id, 10_000);

        DateTimeOffset now = TimeProvider.System.GetUtcNow();
        JsonElement sale = await (await shop.Owner.PostAsync($"/api/v1/shops/{shop.Id}/flash-sales", new JsonObject
        {
            ["product"] = product, ["price"] = 7_000, ["pieces"] = 2, ["from"] = now.AddSeconds(1).ToString("O"), ["until"] = now.AddHours(5).ToString("O"),
        }, "sale")).DemandAsync(200);
        Person buyer = await Person.JoinAsync(host, 100_000), other = await Person.JoinAsync(host, 100_000);
        await PricesAsync(product, word, shop.Id, 7_000);
        Assert.Equal(7_000, (await other.PutInAsync(product)).Number("goods"));

        // The last pieces are set aside: nobody else gets the price, and no list says so. Given back, it is there again.
        await buyer.PutInAsync(product, 2);
        JsonElement begun = await buyer.BeginAsync();
        Assert.Equal(14_000, begun.Number("total"));
        await PricesAsync(product, word, shop.Id, 10_000);
        Assert.Equal(10_000, (await other.GetAsync("/api/v1/cart")).Number("goods"));
        Assert.True((await buyer.Http.DeleteAsync($"/api/v1/checkouts/{begun.Text("id")}")).IsSuccessStatusCode);
        await PricesAsync(product, word, shop.Id, 7_000);
        await (await shop.Owner.PostAsync($"/api/v1/shops/{shop.Id}/flash-sales/{sale.Text("id")}/end", null)).DemandAsync(200);
        await PricesAsync(product, word, shop.Id, 10_000);
        Assert.Equal(10_000, (await other.GetAsync("/api/v1/cart")).Number("goods"));
    }

    // Search, suggestions and the shop's list agree; the cart is asked by the tests themselves.
    private async Task PricesAsync(string product, string word, string shop, long price)
    {
        await Eventually.GetAsync(() => GetAsync($"/api/v1/search?q={word}"), found => Items(found) is [var only] && only.Number("price") == price);
        ProductCard suggested = Assert.Single((await host.Grains.GetGrain<ISearchGrain>(0).Suggest(word)).Products);
        ProductCard seen = Assert.Single(await host.Grains.GetGrain<ISearchGrain>(0).Cards([new ProductId(product)]));
        ProductLine sold = Assert.Single(await host.Grains.GetGrain<IProductsGrain>(0).Of(new ShopId(shop), null, visible: true, 10, null));
        Assert.Equal((price, price, price), (suggested.Price, seen.Price, sold.PriceFrom));
        Assert.Equal((price < 10_000, price < 10_000), (seen.FlashUntil is not null, sold.FlashUntil is not null));
        Assert.Equal(price < 10_000 ? 10_000 : null, sold.CompareAt);
        Assert.Equal(10_000, Assert.Single(await host.Grains.GetGrain<IProductsGrain>(0).Of(new ShopId(shop), null, visible: false, 10, null)).PriceFrom);
    }

    private static HitsQuery Query(string word, SearchSort sort, long? from = null, long? to = null) => new(word, [], [], from, to, InStock: false, sort);

    private static async Task<ProductId> FlashAsync(Shelf shelf, string title, long price, long flash, long from, long until, int pieces)
    {
        ProductId id = await shelf.PutAsync(shelf.Plain(title, price));
        await shelf.StockAsync(id, new StockState
        {
            Shop = shelf.Shop,
            Skus = new StockState().Skus.Add("A", new SkuState(5, 0, null, true)),
            Flashes = new StockState().Flashes.Add("f-" + id, new FlashState("A", flash, from, until, 3, null, false, 0, 3 - pieces, System.Collections.Immutable.ImmutableDictionary<string, int>.Empty)),
        });
        return id;
    }

    private static JsonElement[] Items(JsonElement found) => [.. found.GetProperty("items").EnumerateArray()];

    // A word of letters alone that no other test looks for.
    private static string Word() => "zq" + string.Concat(Guid.NewGuid().ToString("N").Where(char.IsAsciiLetter)).PadRight(8, 'k')[..8] + string.Concat(Guid.NewGuid().ToString("N").Select(letter => (char)('g' + (letter % 19))))[..8];

    private async Task<JsonElement> GetAsync(string path)
    {
        using HttpClient anybody = host.NewClient();
        return await (await anybody.GetAsync(path)).DemandAsync(200);
    }
}
