using System.Text.Json.Nodes;
using Microsoft.Playwright;
using Postmobile.Commerce;
using Postmobile.Tests.Commerce.Shops;
using Postmobile.Tests.Hosting;
using Xunit;

namespace Postmobile.Tests.Pages;

/// <summary>Buying without an account, in a real browser: from the cart to the parcel, and to the account that is opened later.</summary>
[Collection(PagesWorld.Collection)]
public sealed class GuestFlowTests(PagesWorld world) : IAsyncLifetime
{
    /// <inheritdoc />
    public Task InitializeAsync() => Task.CompletedTask;

    /// <inheritdoc />
    public Task DisposeAsync() => world.CloseAllAsync();

    [Fact]
    public async Task A_stranger_confirms_their_number_orders_follows_the_link_and_calls_it_off()
    {
        (TestShop shop, string product) = await SellAsync();
        IPage buyer = await world.OpenAsync();
        string phone = PagesWorld.NewPhone();

        OrderId order = await OrderAsync(buyer, product, phone);
        await PagesWorld.PictureAsync(buyer, "guest-done");
        await buyer.ClickAsync("[data-follow]");
        await buyer.WaitForSelectorAsync("#order[data-status=Placed]");
        await PagesWorld.PictureAsync(buyer, "guest-follow");
        await buyer.ClickAsync("[data-manage]");
        await buyer.WaitForURLAsync("**/achats/" + order);
        await PagesWorld.PictureAsync(buyer, "guest-order");

        // Whoever gets the link elsewhere sees where it is, and must confirm the number before they may do anything.
        IPage other = await world.OpenAsync();
        await other.GotoAsync("/achats/" + order);
        await other.WaitForURLAsync("**/sign-in?*");
        await other.ClickAsync("a[href^='/sans-compte']");
        await other.WaitForURLAsync("**/sans-compte?*");
        await ConfirmAsync(other, PagesWorld.NewPhone());
        await other.WaitForSelectorAsync("h1:has-text('Page introuvable')");

        IPage seller = await world.OpenAsync(shop.Owner);
        await seller.GotoAsync("/ma-boutique/commandes/" + order);
        await seller.WaitForSelectorAsync("[data-guest]");

        await buyer.ClickAsync("[data-act=cancel]");
        await buyer.WaitForSelectorAsync("#order[data-status=Cancelled]");
        await buyer.GotoAsync("/achats");
        await buyer.ClickAsync("[data-act=forget]");
        await buyer.WaitForURLAsync("**/panier");
        await buyer.GotoAsync("/achats");
        await buyer.WaitForURLAsync("**/sign-in?*");
        Assert.Equal(OrderStatus.Cancelled, (await world.Host.Grains.GetGrain<IOrderGrain>(order.Value).Look())!.Status);
    }

    [Fact]
    public async Task What_was_bought_without_an_account_is_there_once_it_is_opened()
    {
        (_, string product) = await SellAsync();
        IPage buyer = await world.OpenAsync();
        string phone = PagesWorld.NewPhone();
        OrderId order = await OrderAsync(buyer, product, phone);
        await buyer.GotoAsync("/achats");
        await buyer.WaitForSelectorAsync("[data-waiting='0']");
        await PagesWorld.PictureAsync(buyer, "guest-purchases");

        await buyer.ClickAsync("[data-waiting] a[href='/register']");
        await buyer.FillAsync("[name=FullName]", "Acheteur Essai");
        await buyer.FillAsync("[name=Phone]", phone);
        await buyer.FillAsync("[name=Pin]", PagesWorld.Pin);
        await buyer.ClickAsync("main form .button");
        await buyer.WaitForURLAsync("**/register/confirm/*");
        await buyer.FillAsync("[name=Code]", await world.CodeAsync(phone, codes: 2));
        await buyer.ClickAsync("main form .button");
        await buyer.WaitForURLAsync("**/sign-in?*");
        await PagesWorld.SignInAsync(buyer, phone, PagesWorld.Pin);
        await Eventually.GetAsync(() => world.Host.Grains.GetGrain<IOrderGrain>(order.Value).Look(), one => !one!.Placement.Buyer.IsGuest);
        await buyer.GotoAsync("/achats/" + order);
        await buyer.WaitForSelectorAsync("#order[data-status=Placed]");
        Assert.Equal(0, await buyer.Locator("[data-waiting]").CountAsync());
    }

    /// <summary>From the product to the page of thanks.</summary>
    private async Task<OrderId> OrderAsync(IPage buyer, string product, string phone)
    {
        await buyer.SetViewportSizeAsync(360, 740);
        await buyer.GotoAsync("/produit/article-" + product[2..]);
        await buyer.ClickAsync("form[action='/panier/ajouter'] .button");
        await buyer.WaitForURLAsync("**/panier");
        await PagesWorld.PictureAsync(buyer, "guest-cart");
        await buyer.ClickAsync("[data-guest]");
        await buyer.WaitForURLAsync("**/sans-compte?*");
        await PagesWorld.PictureAsync(buyer, "guest-number");
        await buyer.FillAsync("[name=Phone]", "12");
        await buyer.ClickAsync("main form .button");
        await buyer.WaitForSelectorAsync(".error");
        await ConfirmAsync(buyer, phone);
        await buyer.WaitForURLAsync("**/panier");
        await buyer.ClickAsync("[data-guest]");
        await buyer.WaitForURLAsync("**/commande/x-*");
        await buyer.SelectOptionAsync("[name=ville]", "Oyo");
        await buyer.ClickAsync("form[method=get] .button");
        await buyer.WaitForURLAsync("**ville=Oyo*");
        Assert.Equal(1, await buyer.Locator("[name=Way]").CountAsync());
        await PagesWorld.PictureAsync(buyer, "guest-checkout");
        await buyer.FillAsync("[name=FullName]", "Cliente de test");
        await buyer.ClickAsync("form[action*='ville=Oyo'] .button");
        await buyer.WaitForURLAsync("**/payer");
        Assert.Equal(0, await buyer.Locator("[name=Pin]").CountAsync());
        await PagesWorld.PictureAsync(buyer, "guest-pay");
        string total = (await buyer.TextContentAsync("[data-total]"))!;
        await buyer.ClickAsync("main form .button");
        await buyer.WaitForURLAsync("**/merci");
        Assert.Equal(total, await buyer.TextContentAsync("[data-total]"));
        string link = (await buyer.GetAttributeAsync("a[href^='/achats/']", "href"))!;
        Assert.True(OrderId.TryParse(link["/achats/".Length..], out OrderId order));
        Assert.True(await buyer.EvaluateAsync<bool>("document.documentElement.scrollWidth <= innerWidth"));
        return order;
    }

    private async Task ConfirmAsync(IPage page, string phone)
    {
        await page.FillAsync("[name=Phone]", phone);
        await page.ClickAsync("main form .button");
        await page.WaitForURLAsync("**/sans-compte/gst-*");
        await page.FillAsync("[name=Code]", await world.CodeAsync(phone));
        await page.ClickAsync("main form .button");
    }

    /// <summary>A shop that the post has opened, with one product of which there are five.</summary>
    private async Task<(TestShop Shop, string Product)> SellAsync()
    {
        TestShop shop = await TestShop.OpenAsync(world.Host);
        string product = (await shop.SellAsync(TestShop.Product("T-1", 3_000))).GetProperty("id").GetString()!;
        await (await shop.Owner.PostAsync($"/api/v1/products/{product}/stock", new JsonObject { ["sku"] = "T-1", ["quantity"] = 5, ["reason"] = "received" }, Guid.NewGuid().ToString())).DemandAsync(204);
        return (shop, product);
    }
}
