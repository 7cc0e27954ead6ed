using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Playwright;
using Postmobile.Api.Translations;
using Postmobile.Commerce;
using Postmobile.Identity;
using Postmobile.Money;
using Postmobile.Tests.Commerce.Shops;
using Postmobile.Tests.Hosting;
using Postmobile.Tests.Money.Rest;
using Xunit;

namespace Postmobile.Tests.Pages;

/// <summary>The whole of a purchase, from a search to paid merchants, by everybody who has a part in it, in real browsers.</summary>
[Collection(PagesWorld.Collection)]
public sealed class PurchaseFlowTests(PagesWorld world) : IAsyncLifetime
{
    private const string Word = "tamtamelle";

    /// <inheritdoc />
    public Task InitializeAsync() => Task.CompletedTask;

    /// <inheritdoc />
    public Task DisposeAsync() => world.CloseAllAsync();

    [Fact]
    public async Task Found_put_into_a_cart_of_two_shops_paid_once_accepted_packed_delivered_completed_and_both_merchants_are_paid()
    {
        TestShop[] shops = [await SellAsync("Tambours du Pool", "grande", 6_000), await SellAsync("Rythmes de la Likouala", "petite", 4_000)];
        IPage buyer = await world.OpenAsync();
        string phone = await world.RegisterAsync(buyer, "Acheteur Essai");
        AccountId wallet = await world.WalletAsync(phone);
        await world.Host.FundAsync(wallet, 40_000);

        await FindAndTakeAsync(buyer, "grande");
        await FindAndTakeAsync(buyer, "petite");
        Assert.Equal(Say.Amount(10_000), await buyer.TextContentAsync("[data-total]"));
        await buyer.ClickAsync("form[action='/panier?handler=Order'] .button");
        await buyer.WaitForURLAsync("**/commande/x-*");
        await buyer.SelectOptionAsync("[name=ville]", "Oyo");
        await buyer.ClickAsync("form[method=get] .button");
        await buyer.WaitForURLAsync("**ville=Oyo");
        await buyer.ClickAsync("form[action*='ville=Oyo'] .button");
        await buyer.WaitForURLAsync("**/payer");
        string total = (await buyer.TextContentAsync("[data-total]"))!;
        await buyer.FillAsync("[name=Pin]", PagesWorld.Pin);
        await buyer.ClickAsync("main form .button");
        await buyer.WaitForURLAsync("**/merci");
        Assert.Equal(total, await buyer.TextContentAsync("[data-total]"));
        Assert.Equal(total, Say.Amount(40_000 - await world.BalanceAsync(wallet)));
        OrderId[] orders = [.. await Task.WhenAll(shops.Select((shop, i) => OrderOfAsync(buyer, shop)))];

        long paid = 0;
        for (int i = 0; i < shops.Length; i++)
        {
            paid += await SellerAndCourierAsync(shops[i], orders[i], buyer);
        }

        Assert.Equal(total, Say.Amount(paid));
    }

    /// <summary>Searches by the word, opens the product and puts it into the cart.</summary>
    private static async Task FindAndTakeAsync(IPage buyer, string which)
    {
        await buyer.GotoAsync("/marche");
        await buyer.FillAsync("[name=q]", Word);
        await buyer.PressAsync("[name=q]", "Enter");
        await buyer.WaitForURLAsync("**/recherche?*");
        Assert.Equal("2", await buyer.GetAttributeAsync("[data-total]", "data-total"));
        await buyer.ClickAsync($".hit a:has-text('{which}')");
        await buyer.WaitForURLAsync("**/produit/*");
        await buyer.ClickAsync("form[action='/panier/ajouter'] .button");
        await buyer.WaitForURLAsync("**/panier");
    }

    /// <summary>The order that the page of thanks names for a shop.</summary>
    private async Task<OrderId> OrderOfAsync(IPage buyer, TestShop shop)
    {
        foreach (IElementHandle link in await buyer.QuerySelectorAllAsync("a[href^='/achats/']"))
        {
            Assert.True(OrderId.TryParse((await link.GetAttributeAsync("href"))!["/achats/".Length..], out OrderId id));
            if ((await Order(id)).Placement.Shop.Value == shop.Id)
            {
                return id;
            }
        }

        throw new InvalidOperationException($"No order of {shop.Id} is shown.");
    }

    /// <summary>The merchant accepts, packs and hands over, the courier delivers by the buyer's code, the buyer confirms; answers with what the order cost, once it is settled to the franc.</summary>
    private async Task<long> SellerAndCourierAsync(TestShop shop, OrderId id, IPage buyer)
    {
        AccountId takings = (await shop.Grain.Look())!.Account;
        IPage seller = await world.OpenAsync(shop.Owner);
        await seller.GotoAsync("/ma-boutique/commandes?shop=" + shop.Id);
        await seller.ClickAsync($"[data-order='{id}'] a");
        foreach ((string act, OrderStatus status) in new[] { ("accept", OrderStatus.Accepted), ("pack", OrderStatus.Packed), ("hand-over", OrderStatus.HandedOver) })
        {
            await seller.ClickAsync($"[data-act={act}]");
            await seller.WaitForSelectorAsync($"#order[data-status={status}]");
        }

        await buyer.GotoAsync("/achats/" + id);
        string code = await buyer.InnerTextAsync("[data-code]");
        IPage courier = await world.OpenAsync(world.Someone(Role.Courier));
        await courier.GotoAsync("/remise");
        await courier.FillAsync("[name=Number]", id.Number);
        await courier.ClickAsync("main form .button");
        await courier.FillAsync("[name=Code]", code);
        await courier.ClickAsync("[data-act=deliver]");
        await courier.WaitForSelectorAsync("#parcel[data-stage=Delivered]");
        await buyer.WaitForSelectorAsync("#order[data-status=Delivered]");
        await buyer.ClickAsync("[data-act=confirm]");
        await buyer.WaitForSelectorAsync("#order[data-status=Completed]");

        Order order = await Eventually.GetAsync(() => Order(id), one => one.IsEnded && one.Payments.All(payment => payment.Done));
        Assert.Equal(0, await world.BalanceAsync(order.Placement.Escrow));
        long net = order.ShopLines.Sum(line => line.Amount);
        Assert.True(net > 0);
        Assert.Equal(net, await world.BalanceAsync(takings));
        return order.Placement.Total;
    }

    private async Task<Order> Order(OrderId id) => (await world.Host.Grains.GetGrain<IOrderGrain>(id.Value).Look())!;

    /// <summary>A shop that the post has opened, with one product that can be found, five of it in stock.</summary>
    private async Task<TestShop> SellAsync(string name, string which, long price)
    {
        TestShop shop = await TestShop.OpenAsync(world.Host, name);
        JsonElement product = await shop.SellAsync(TestShop.Product("T-1", price, $"{Word} {which}"));
        await (await shop.Owner.PostAsync($"/api/v1/products/{product.GetProperty("id").GetString()}/stock", new JsonObject { ["sku"] = "T-1", ["quantity"] = 5, ["reason"] = "received" }, Guid.NewGuid().ToString())).DemandAsync(204);
        return shop;
    }
}
