using Microsoft.Playwright;
using Postmobile.Commerce;
using Postmobile.Money;
using Postmobile.Tests.Commerce.Shops;
using Postmobile.Tests.Hosting;
using Postmobile.Tests.Pages;
using Xunit;

namespace Postmobile.Tests.Commerce.Marketing;

/// <summary>A campaign on a telephone: the shop makes it, a visitor finds it, the shop sees what came of it.</summary>
[Collection(PagesWorld.Collection)]
public sealed class CampaignPageTests(PagesWorld world) : IAsyncLifetime
{
    public Task InitializeAsync() => Task.CompletedTask;

    public Task DisposeAsync() => world.CloseAllAsync();

    [Fact]
    public async Task A_shop_makes_a_campaign_and_a_visitor_who_follows_it_shows_in_its_plot()
    {
        TestShop shop = await TestShop.OpenAsync(world.Host);
        await shop.SellAsync(TestShop.Product("A1"));
        await shop.FundAsync(20_000);
        IPage owner = await world.OpenAsync(shop.Owner);
        await owner.GotoAsync("/ma-boutique/campagnes?boutique=" + shop.Id);
        await owner.ClickAsync("main a.button");
        await owner.FillAsync("[name='Form.Name']", "Fête de fin d'année");
        await owner.CheckAsync("[name='Form.Products']");
        await owner.FillAsync("[name='Form.Bid']", "5");
        await owner.FillAsync("[name='Form.DailyBudget']", "1 000");
        await owner.FillAsync("[name='Form.Words']", "parapluie brodé, pagne");
        await owner.ClickAsync("main form .button");
        await owner.WaitForSelectorAsync("#Form_Bid_error");
        Assert.True(await owner.IsCheckedAsync("[name='Form.Products']"));
        await owner.FillAsync("[name='Form.Bid']", "60");
        await owner.ClickAsync("main form .button");
        await owner.WaitForURLAsync("**/ma-boutique/campagnes/s-*/k-*");
        string address = owner.Url, id = address.Split('/')[^1];
        await Eventually.GetAsync(world.Host.Grains.GetGrain<ICampaignGrain>(id).Look, one => one?.Showing == true);

        IPage visitor = await world.OpenAsync();
        await visitor.Context.SetExtraHTTPHeadersAsync(new Dictionary<string, string> { ["User-Agent"] = "Mozilla/5.0 (Linux; Android 14) Firefox/140.0" });
        await Eventually.GetAsync(
            async () =>
            {
                await visitor.GotoAsync("/recherche?q=" + Uri.EscapeDataString("parapluie brodé"));
                return await visitor.Locator("[data-sponsored]").CountAsync();
            },
            found => found == 1);
        Assert.Contains("Sponsorisé", await visitor.InnerTextAsync("[data-sponsored]"), StringComparison.Ordinal);
        await visitor.ClickAsync("[data-sponsored] a");
        await visitor.WaitForURLAsync("**/produit/*");

        await owner.GotoAsync(address);
        Assert.Equal("10", await owner.GetAttributeAsync("[data-spent]", "data-spent"));
        Assert.Equal("1", await owner.InnerTextAsync("[data-total='marketing.clicks']"));
        await owner.ClickAsync("[name=act][value=End]");
        await owner.WaitForSelectorAsync(".notice:has-text('Terminée')");
        Assert.Equal(0, await owner.Locator("[name=act]").CountAsync());
    }
}
