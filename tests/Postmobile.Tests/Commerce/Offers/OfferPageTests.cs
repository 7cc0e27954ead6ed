using System.Globalization;
using Microsoft.Playwright;
using Postmobile.Api.Translations;
using Postmobile.Identity;
using Postmobile.Money;
using Postmobile.Tests.Commerce.Cart;
using Postmobile.Tests.Commerce.Shops;
using Postmobile.Tests.Hosting;
using Postmobile.Tests.Money.Rest;
using Postmobile.Tests.Pages;
using Xunit;

namespace Postmobile.Tests.Commerce.Offers;

/// <summary>Offers on a telephone: the shop makes them, a buyer meets them.</summary>
[Collection(PagesWorld.Collection)]
public sealed class OfferPageTests(PagesWorld world) : IAsyncLifetime
{
    public Task InitializeAsync() => Task.CompletedTask;

    public Task DisposeAsync() => world.CloseAllAsync();

    [Fact]
    public async Task A_shop_makes_a_flash_sale_and_a_promotion_and_a_buyer_pays_what_was_shown()
    {
        TestShop shop = await TestShop.OpenAsync(world.Host, "Boutique des offres");
        string lamp = await shop.StockAsync("LAMPE", 10_000, 9), soap = await shop.StockAsync("SAVON", 1_000, 50);
        IPage owner = await world.OpenAsync(shop.Owner);
        await MakeOffers(owner, shop, lamp);
        IPage buyer = await world.OpenAsync();
        string phone = await world.RegisterAsync(buyer, "Acheteuse Essai");
        AccountId wallet = await world.WalletAsync(phone);
        await world.Host.FundAsync(wallet, 50_000);
        await SeeProduct(buyer, lamp);
        await FillCart(buyer, soap);
        await Pay(buyer);
        Assert.Equal(50_000 - 9_000, await world.BalanceAsync(wallet));

        await owner.GotoAsync("/ma-boutique/ventes-flash?boutique=" + shop.Id);
        Assert.Equal("1", await owner.GetAttributeAsync("[data-sale]", "data-sold"));
        await owner.ClickAsync("form[action*='handler=End'] button");
        await owner.WaitForSelectorAsync("[data-sale][data-status=Ended]");
    }

    [Fact]
    public async Task A_promotion_of_the_posts_is_proposed_by_one_operator_and_approved_and_stopped_by_another()
    {
        IPage one = await world.OpenAsync(world.Someone(Role.Operator)), two = await world.OpenAsync(world.Someone(Role.Operator, 1));
        await one.GotoAsync("/operator/promotions");
        DateTime begins = (TimeProvider.System.GetUtcNow() + TimeSpan.FromDays(3)).DateTime;
        await one.FillAsync("[name='Form.Title']", "Fête de la poste");
        await one.FillAsync("[name='Form.Value']", "5");
        await one.FillAsync("[name='Form.From']", begins.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
        await one.FillAsync("[name='Form.Until']", begins.AddDays(-1).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
        await one.ClickAsync("main form .button");
        await one.WaitForSelectorAsync("#Form_Until_error");
        await one.FillAsync("[name='Form.Until']", begins.AddDays(2).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
        await one.ClickAsync("main form .button");
        string row = $"li:has([data-promotion='{await one.GetAttributeAsync("[data-promotion]", "data-promotion")}'])";
        Assert.Equal(0, await one.Locator($"{row} [name=approve][value=true]").CountAsync());
        await one.EvalOnSelectorAsync($"{row} [name=approve]", "button => { button.value = 'true'; button.click(); }");
        await one.WaitForSelectorAsync(".notice.bad");

        await two.GotoAsync("/operator/promotions");
        await two.ClickAsync($"{row} [name=approve][value=true]");
        await two.WaitForSelectorAsync($"{row}:not(:has([value=true]))");
        Assert.EndsWith("/operator/promotions", two.Url, StringComparison.Ordinal);
        await two.ClickAsync($"{row} [name=approve][value=false]");
        await two.WaitForSelectorAsync($"{row}:not(:has([name=approve]))");
    }

    private static async Task MakeOffers(IPage owner, TestShop shop, string lamp)
    {
        await owner.GotoAsync("/ma-boutique/ventes-flash?boutique=" + shop.Id);
        DateTime today = (TimeProvider.System.GetUtcNow() + TimeSpan.FromHours(1)).DateTime;
        await owner.SelectOptionAsync("[name=Item]", lamp + " LAMPE");
        await owner.FillAsync("[name=Price]", "12 000");
        await owner.FillAsync("[name=Pieces]", "5");
        await owner.FillAsync("[name=From]", Moment(today.AddHours(-1)));
        await owner.FillAsync("[name=Until]", Moment(today.AddHours(20)));
        await owner.ClickAsync("main form .button");
        await owner.WaitForSelectorAsync("#Price_error");
        await owner.FillAsync("[name=Price]", "7 000");
        await owner.ClickAsync("main form .button");
        await owner.WaitForSelectorAsync("[data-sale][data-status=Open]");
        await PagesWorld.PictureAsync(owner, "offers-shop-flash");

        await owner.GotoAsync("/ma-boutique/promotions?boutique=" + shop.Id);
        await owner.FillAsync("[name='Form.Title']", "Livraison offerte");
        await owner.SelectOptionAsync("[name='Form.Kind']", "FreeDelivery");
        await owner.FillAsync("[name='Form.Minimum']", "9 000");
        await owner.FillAsync("[name='Form.From']", today.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
        await owner.FillAsync("[name='Form.Until']", today.AddDays(2).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
        await owner.ClickAsync("main form .button");
        await owner.WaitForSelectorAsync("[data-promotion]");
        await PagesWorld.PictureAsync(owner, "offers-shop-promotions");
    }

    private async Task SeeProduct(IPage buyer, string lamp)
    {
        await buyer.GotoAsync("/ventes-flash");
        await PagesWorld.PictureAsync(buyer, "offers-flash-list");
        await buyer.ClickAsync($"a[href*='/produit/'][href*='{lamp[2..]}?']");
        await buyer.WaitForURLAsync("**/produit/*");
        Assert.Equal(Say.Amount(7_000), await buyer.TextContentAsync("[data-price]"));
        Assert.Contains("5", await buyer.TextContentAsync("[data-counts]"), StringComparison.Ordinal);
        Assert.Equal(1, await buyer.Locator("[data-promotion]").CountAsync());
        await PagesWorld.PictureAsync(buyer, "offers-product");

        // The clock runs, and what others take is seen at once.
        string before = (await buyer.TextContentAsync("[data-countdown]"))!;
        await Eventually.GetAsync(() => buyer.TextContentAsync("[data-countdown]"), now => now != before);
        Person other = await Person.JoinAsync(world.Host, 50_000);
        await other.PutInAsync(lamp);
        await other.BeginAsync();
        await Eventually.GetAsync(() => buyer.TextContentAsync("[data-counts]"), words => words!.Contains('4', StringComparison.Ordinal));
    }

    private static async Task FillCart(IPage buyer, string soap)
    {
        await buyer.ClickAsync("form[action='/panier/ajouter'] .button");
        await buyer.WaitForURLAsync("**/panier");
        Assert.Equal(Say.Amount(7_000), await buyer.TextContentAsync("[data-total]"));
        Assert.Contains(Say.Amount(2_000), await buyer.TextContentAsync("[data-hint]"), StringComparison.Ordinal);
        Assert.Equal("on", await buyer.GetAttributeAsync("[data-flash]", "data-flash"));
        await PagesWorld.PictureAsync(buyer, "offers-cart-hint");
        await buyer.GotoAsync("/produit/" + soap[2..]);
        await buyer.FillAsync("[name=quantity]", "2");
        await buyer.ClickAsync("form[action='/panier/ajouter'] .button");
        await buyer.WaitForURLAsync("**/panier");
        Assert.Equal(Say.Amount(9_000), await buyer.TextContentAsync("[data-total]"));
        Assert.Equal(0, await buyer.Locator("[data-hint]").CountAsync());
        Assert.Contains("Livraison offerte", await buyer.TextContentAsync("dl [data-promotion]"), StringComparison.Ordinal);
        await PagesWorld.PictureAsync(buyer, "offers-cart");
    }

    private static async Task Pay(IPage buyer)
    {
        await buyer.ClickAsync("form[action='/panier?handler=Order'] .button");
        await buyer.WaitForURLAsync("**/commande/x-*");
        await buyer.SelectOptionAsync("[name=ville]", "Oyo");
        await buyer.ClickAsync("form[method=get] .button");
        await buyer.WaitForURLAsync("**ville=Oyo");
        await buyer.ClickAsync("form[action*='ville=Oyo'] .button");
        await buyer.WaitForURLAsync("**/payer");
        Assert.Equal(Say.Amount(9_000), await buyer.TextContentAsync("dl > .total [data-total]"));
        await PagesWorld.PictureAsync(buyer, "offers-pay");
        await buyer.FillAsync("[name=Pin]", PagesWorld.Pin);
        await buyer.ClickAsync("main form .button");
        await buyer.WaitForURLAsync("**/merci");
    }

    private static string Moment(DateTime at) => at.ToString("yyyy-MM-ddTHH:mm", CultureInfo.InvariantCulture);
}
