using Microsoft.Playwright;
using Postmobile.Commerce;
using Postmobile.Tests.Commerce.Orders;
using Postmobile.Tests.Commerce.Shops;
using Postmobile.Tests.Hosting;
using Postmobile.Tests.Pages;
using Postmobile.Tests.Partners.Webhooks;
using Xunit;

namespace Postmobile.Tests.Commerce.Board;

/// <summary>A merchant's board and the pages of their doors, on a telephone.</summary>
[Collection(PagesWorld.Collection)]
public sealed class BoardPageTests(PagesWorld world) : IAsyncLifetime
{
    /// <inheritdoc />
    public Task InitializeAsync() => Task.CompletedTask;

    /// <inheritdoc />
    public Task DisposeAsync() => world.CloseAllAsync();

    [Fact]
    public async Task The_owner_sees_orders_sales_and_what_runs_out_and_refills_it_in_one_tap()
    {
        OrderWorld orders = await OrderWorld.OpenAsync(world.Host);
        OrderId id = await orders.BuyAsync();
        await Eventually.GetAsync(() => world.Host.Grains.GetGrain<IStockGrain>(orders.Product.Value).Look(), stock => stock.Skus.Count == 1);
        IPage page = await world.OpenAsync(orders.Shop.Owner);
        await page.GotoAsync("/ma-boutique?boutique=" + orders.Shop.Id);
        await page.WaitForSelectorAsync($"[data-now='{id}']");
        Assert.Equal("1", await page.InnerTextAsync("[data-sum=day-orders]"));
        Assert.Equal("1", await page.InnerTextAsync("[data-sum=month-orders]"));
        Assert.Contains("20", await page.InnerTextAsync("[data-sum=day-amount]"), StringComparison.Ordinal);
        Assert.Equal(4, await page.Locator("svg.plot").CountAsync());
        Assert.Equal(1, await page.Locator($"[data-best='{orders.Product}']").CountAsync());
        await PagesWorld.PictureAsync(page, "board");
        await page.ClickAsync($"[data-stock='{orders.Sku}'] .refill .button");
        await page.WaitForSelectorAsync($"#stock:not(:has([data-stock='{orders.Sku}']))");
        Assert.Equal(10, (await world.Host.Grains.GetGrain<IStockGrain>(orders.Product.Value).Look()).Left(orders.Sku));

        await page.GotoAsync($"/ma-boutique/{orders.Shop.Id}/stock");
        await page.FillAsync($"[data-stock='{orders.Sku}'] [name=threshold]", "12");
        await page.ClickAsync($"[data-stock='{orders.Sku}'] form:has([name=threshold]) .button");
        await page.WaitForSelectorAsync("[role=status]");
        await PagesWorld.PictureAsync(page, "stock");
        await page.GotoAsync($"/ma-boutique/{orders.Shop.Id}/stock?bas=true");
        Assert.Equal("10", await page.GetAttributeAsync($"[data-stock='{orders.Sku}']", "data-left"));

        IPage stranger = await world.OpenAsync(orders.Buyer);
        foreach (string address in new[] { $"/ma-boutique?boutique={orders.Shop.Id}", $"/ma-boutique/{orders.Shop.Id}/stock", $"/ma-boutique/cles?boutique={orders.Shop.Id}", $"/ma-boutique/webhooks?boutique={orders.Shop.Id}" })
        {
            Assert.Equal(404, (await stranger.GotoAsync(address))!.Status);
        }
    }

    [Fact]
    public async Task A_key_is_made_shown_once_rotated_and_revoked_on_its_page()
    {
        TestShop shop = await TestShop.OpenAsync(world.Host);
        IPage page = await world.OpenAsync(shop.Owner);
        await page.GotoAsync("/ma-boutique/cles?boutique=" + shop.Id);
        await page.FillAsync("[name=Name]", "Caisse du magasin");
        await page.ClickAsync("form:has([name=Name]) .button");
        await page.WaitForSelectorAsync("#Scopes_error");
        await page.CheckAsync("[name=Scopes][value=stock]");
        await page.CheckAsync("[name=Scopes][value=orders]");
        await page.ClickAsync("form:has([name=Name]) .button");
        await page.WaitForSelectorAsync("[data-fresh]");
        string id = (await page.GetAttributeAsync("[data-fresh]", "data-fresh"))!, secret = await page.InputValueAsync("#client-secret");
        await PagesWorld.PictureAsync(page, "keys");
        var program = new MerchantProgram(world.Host, id, secret, world.Host.NewClient());
        await program.SignInAsync();
        Assert.True(await program.IsKnownAsync($"/api/v1/shops/{shop.Id}/stock"));

        await page.ClickAsync($"[data-key='{id}'] form[action*=Rotate] .button");
        string fresh = await Eventually.GetAsync(() => page.InputValueAsync("#client-secret"), value => value != secret);
        await (program with { Secret = fresh }).SignInAsync();
        await page.GotoAsync("/ma-boutique/cles?boutique=" + shop.Id);
        Assert.Equal(0, await page.Locator("#client-secret").CountAsync());
        await page.ClickAsync($"[data-key='{id}'] form[action*=Revoke] .button");
        await page.WaitForSelectorAsync($"[data-key='{id}'][data-standing=false]");
        Assert.Equal(3, await page.Locator("[data-act]").CountAsync());
        await Eventually.GetAsync(() => program.IsKnownAsync($"/api/v1/shops/{shop.Id}/stock"), known => !known);
    }

    [Fact]
    public async Task A_webhook_is_added_tested_replayed_changed_and_deleted_on_its_pages()
    {
        await using Receiver receiver = await Receiver.StartAsync();
        receiver.Answer = number => number == 1 ? 500 : 204;
        TestShop shop = await TestShop.OpenAsync(world.Host);
        IPage page = await world.OpenAsync(shop.Owner);
        await page.GotoAsync("/ma-boutique/webhooks?boutique=" + shop.Id);
        await page.FillAsync("[name=Address]", "ftp://exemple.cg");
        await page.FillAsync("[name=Description]", "Notre caisse");
        await page.CheckAsync("[name=Events][value='order.paid']");
        await page.ClickAsync("form:has([name=Address]) .button");
        await page.WaitForSelectorAsync("#Address_error");
        await page.FillAsync("[name=Address]", receiver.Address);
        await page.ClickAsync("form:has([name=Address]) .button");
        await page.WaitForSelectorAsync("[data-fresh]");
        Assert.StartsWith("whsec_", await page.InputValueAsync("#hook-secret"), StringComparison.Ordinal);
        await PagesWorld.PictureAsync(page, "webhooks");
        await page.ClickAsync("[data-hook]");
        await page.WaitForSelectorAsync("[data-status=Enabled]");
        string address = page.Url;
        Assert.Equal(0, await page.Locator("#hook-secret").CountAsync());

        await page.ClickAsync("[data-test]");
        await page.WaitForSelectorAsync("[data-sent]");
        await Eventually.TrueAsync(() => receiver.Posts.Count >= 1);
        await Eventually.GetAsync(async () => { await page.GotoAsync(address); return await page.Locator("[data-attempt='500']").CountAsync(); }, many => many == 1);
        await page.ClickAsync("[data-replay]");
        await page.WaitForSelectorAsync("[data-sent]");
        await Eventually.GetAsync(async () => { await page.GotoAsync(address); return await page.Locator("[data-delivered=true]").CountAsync(); }, many => many == 1);
        await PagesWorld.PictureAsync(page, "webhook");

        await page.ClickAsync("[data-rotate]");
        await page.WaitForSelectorAsync("#hook-secret");
        await page.GotoAsync(address);
        await page.ClickAsync("[data-enable]");
        await page.WaitForSelectorAsync("[data-status=Paused]");
        await page.ClickAsync("main details summary");
        await page.CheckAsync("[name=Events][value='*']");
        await page.ClickAsync("form:has([name=Address]) .button");
        await page.WaitForSelectorAsync("[name=Events][value='*'][checked]", new() { State = WaitForSelectorState.Attached });
        await page.ClickAsync("[data-delete]");
        await page.WaitForURLAsync("**/ma-boutique/webhooks?boutique=*");
        await page.WaitForSelectorAsync(".empty");
        Assert.Equal(0, await page.Locator("[data-hook]").CountAsync());
        Assert.All(receiver.Posts, post => Assert.Equal(receiver.Posts.First().Id, post.Id));
    }
}
