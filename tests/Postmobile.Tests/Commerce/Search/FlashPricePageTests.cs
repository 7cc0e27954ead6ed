using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Playwright;
using Postmobile.Api.Translations;
using Postmobile.Commerce;
using Postmobile.Tests.Commerce.Cart;
using Postmobile.Tests.Commerce.Shops;
using Postmobile.Tests.Pages;
using Xunit;

namespace Postmobile.Tests.Commerce.Search;

/// <summary>Lists during a flash sale, in a browser.</summary>
[Collection(PagesWorld.Collection)]
public sealed class FlashPricePageTests(PagesWorld world) : IAsyncLifetime
{
    /// <inheritdoc />
    public Task InitializeAsync() => Task.CompletedTask;

    /// <inheritdoc />
    public Task DisposeAsync() => world.CloseAllAsync();

    [Fact]
    public async Task Search_and_shop_show_the_flash_price_with_its_end_and_the_ordinary_one_struck_through()
    {
        TestShop shop = await TestShop.OpenAsync(world.Host, "Boutique des éclairs");
        string product = await shop.StockAsync("ECLAIR-" + Guid.NewGuid().ToString("N")[..8], 10_000, 9);
        DateTimeOffset until = TimeProvider.System.GetUtcNow().AddHours(5);
        JsonElement sale = await (await shop.Owner.PostAsync($"/api/v1/shops/{shop.Id}/flash-sales", new JsonObject
        {
            ["product"] = product, ["price"] = 7_000, ["pieces"] = 5, ["from"] = TimeProvider.System.GetUtcNow().AddHours(-1).ToString("O"), ["until"] = until.ToString("O"),
        }, "sale")).DemandAsync(200);
        IPage page = await world.OpenAsync();
        string search = "/recherche?shop=" + shop.Id;
        await page.GotoAsync(search);
        await page.WaitForSelectorAsync($"[data-hit='{product}'][data-price='7000'] [data-flash-until]");
        Assert.Contains(Say.Amount(10_000), await page.TextContentAsync($"[data-hit='{product}'] s"), StringComparison.Ordinal);
        await PagesWorld.PictureAsync(page, "flash-search");
        Shop known = (await shop.Grain.Look())!;
        await page.GotoAsync(Slugs.PathOf(known.Id, known.Slug));
        Assert.Equal(1, await page.Locator($"[data-product='{product}'] [data-flash-until]").CountAsync());
        Assert.Equal(Say.Amount(7_000), await page.TextContentAsync($"[data-product='{product}'] strong.amount"));
        await PagesWorld.PictureAsync(page, "flash-shop");

        await page.GotoAsync("/produit/" + product[2..]);
        JsonElement offer = JsonDocument.Parse((await page.TextContentAsync("script[type='application/ld+json']"))!).RootElement.GetProperty("offers")[0];
        Assert.Equal((7_000, until.ToUnixTimeSeconds()), (offer.GetProperty("price").GetInt64(), offer.GetProperty("priceValidUntil").GetDateTimeOffset().ToUnixTimeSeconds()));

        await (await shop.Owner.PostAsync($"/api/v1/shops/{shop.Id}/flash-sales/{sale.Text("id")}/end", null)).DemandAsync(200);
        await page.GotoAsync(search);
        await page.WaitForSelectorAsync($"[data-hit='{product}'][data-price='10000']:not(:has([data-flash-until]))");
        await page.GotoAsync("/produit/" + product[2..]);
        offer = JsonDocument.Parse((await page.TextContentAsync("script[type='application/ld+json']"))!).RootElement.GetProperty("offers")[0];
        Assert.Equal((10_000, false), (offer.GetProperty("price").GetInt64(), offer.TryGetProperty("priceValidUntil", out _)));
    }
}
