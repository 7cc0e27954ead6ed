using Microsoft.Playwright;
using Postmobile.Commerce;
using Postmobile.Tests.Commerce.Orders;
using Postmobile.Tests.Money.Rest;
using Postmobile.Tests.Pages;
using Xunit;

namespace Postmobile.Tests.Commerce.AfterSale;

/// <summary>An exchange from the wish to the parcel, in real browsers.</summary>
[Collection(PagesWorld.Collection)]
public sealed class ExchangePageTests(PagesWorld world) : IAsyncLifetime
{
    /// <inheritdoc />
    public Task InitializeAsync() => Task.CompletedTask;

    /// <inheritdoc />
    public Task DisposeAsync() => world.CloseAllAsync();

    [Fact]
    public async Task The_buyer_asks_for_another_size_and_pays_the_difference_and_the_shop_sends_it()
    {
        ExchangeWorld exchange = await ExchangeWorld.OpenAsync(world.Host);
        OrderWorld orders = exchange.Orders;
        OrderId first = await exchange.BuyAsync();
        IPage buyer = await world.OpenAsync(orders.Buyer), shop = await world.OpenAsync(orders.Shop.Owner);
        await buyer.GotoAsync("/achats/" + first);
        await buyer.ClickAsync("#send-back summary");
        await buyer.FillAsync("#send-back [name=quantity]", "1");
        Assert.Equal(4, await buyer.Locator("#send-back [name=wanted] option").CountAsync());
        await buyer.SelectOptionAsync("#send-back [name=wanted]", exchange.Size("XL"));
        await buyer.SelectOptionAsync("#send-back [name=reason]", "ChangedMind");
        await PagesWorld.PictureAsync(buyer, "exchange-ask");
        await buyer.ClickAsync("[data-act=return]");
        await buyer.WaitForSelectorAsync("[data-return][data-status=Asked] [data-to-pay]");

        await shop.GotoAsync("/ma-boutique/commandes/" + first);
        await shop.WaitForSelectorAsync($"[data-return] [data-exchange='{exchange.Size("XL")}']");
        await PagesWorld.PictureAsync(shop, "exchange-shop");
        await shop.ClickAsync("[data-return] button[name=accept][value=true]");
        await shop.WaitForSelectorAsync("[data-return][data-status=Accepted]");
        await shop.ClickAsync("[data-act=exchange]");
        await shop.WaitForSelectorAsync("[data-return][data-status=ToPay]");

        await buyer.WaitForSelectorAsync("[data-return][data-status=ToPay]");
        await buyer.GotoAsync("/achats/" + first);
        await PagesWorld.PictureAsync(buyer, "exchange-to-pay");
        await buyer.ClickAsync("[data-act=pay-exchange]");
        await buyer.WaitForSelectorAsync("[name=Pin]");
        await PagesWorld.PictureAsync(buyer, "exchange-pay");
        await buyer.FillAsync("[name=Pin]", Person.Pin);
        await buyer.ClickAsync("[data-act=pay]");
        await buyer.WaitForSelectorAsync("[data-return][data-status=Exchanged] [data-exchange-order]");
        await buyer.GotoAsync((await buyer.GetAttributeAsync("[data-exchange-order]", "href"))!);
        await buyer.WaitForSelectorAsync("#order[data-status=Accepted]");
        await PagesWorld.PictureAsync(buyer, "exchange-order");
        Assert.Equal("/achats/" + first, await buyer.GetAttributeAsync("[data-exchange-of] a", "href"));

        await shop.WaitForSelectorAsync("[data-return][data-status=Exchanged] [data-exchange-order]");
        await shop.GotoAsync((await shop.GetAttributeAsync("[data-exchange-order]", "href"))!);
        Assert.Equal("/ma-boutique/commandes/" + first, await shop.GetAttributeAsync("[data-exchange-of] a", "href"));
        await shop.ClickAsync("[data-act=pack]");
        await shop.WaitForSelectorAsync("#order[data-status=Packed]");
        await buyer.WaitForSelectorAsync("#order[data-status=Packed]");
    }
}
