using Microsoft.Playwright;
using Postmobile.Commerce;
using Postmobile.Identity;
using Postmobile.Logistics;
using Postmobile.Tests.Commerce.Cart;
using Postmobile.Tests.Commerce.Shops;
using Postmobile.Tests.Hosting;
using Postmobile.Tests.Logistics.Points;
using Postmobile.Tests.Money.Rest;
using Xunit;

namespace Postmobile.Tests.Pages;

/// <summary>A point from its opening to the buyer who fetches a parcel there, in real browsers.</summary>
[Collection(PagesWorld.Collection)]
public sealed class PointFlowTests(PagesWorld world) : IAsyncLifetime
{
    /// <inheritdoc />
    public Task InitializeAsync() => Task.CompletedTask;

    /// <inheritdoc />
    public Task DisposeAsync() => world.CloseAllAsync();

    [Fact]
    public async Task An_operator_opens_points_a_buyer_chooses_one_its_runner_takes_the_parcel_in_and_hands_it_over()
    {
        TestShop shop = await TestShop.OpenAsync(world.Host, "Paniers de Ngo");
        string product = await shop.StockAsync("N-1", 3_000, 5);
        Person runner = await Person.JoinAsync(world.Host);
        IPage post = await world.OpenAsync(world.Someone(Role.Operator));
        string first = await OpenAsync(post, runner.Phone), second = await OpenAsync(post, runner.Phone);
        await post.ClickAsync("details summary:has-text('Horaires')");
        await PagesWorld.PictureAsync(post, "operator-point");
        IPage anyone = await world.OpenAsync();
        await anyone.GotoAsync("/points?ville=Ngo");
        await PagesWorld.PictureAsync(anyone, "points");
        await anyone.ClickAsync($"[data-code='{second}']");
        await anyone.WaitForSelectorAsync("h1:has-text('Relais de Ngo')");
        await PagesWorld.PictureAsync(anyone, "point");

        Person client = await Person.JoinAsync(world.Host, 50_000);
        await client.PutInAsync(product);
        string checkout = (await client.BeginAsync()).Text("id");
        IPage buyer = await world.OpenAsync(client);
        await buyer.GotoAsync($"/commande/{checkout}?ville=Ngo");
        await buyer.CheckAsync("[name='methods[0]'][value=PickupPoint]");
        await buyer.SelectOptionAsync("[name='points[0][PickupPoint]']", second);
        await PagesWorld.PictureAsync(buyer, "checkout-points");
        await buyer.ClickAsync("form[action*='ville=Ngo'] .button");
        await buyer.WaitForURLAsync("**/payer");
        await buyer.FillAsync("[name=Pin]", Person.Pin);
        await buyer.ClickAsync("main form .button");
        await buyer.WaitForURLAsync("**/merci");
        Assert.True(OrderId.TryParse((await buyer.GetAttributeAsync("a[href^='/achats/']", "href"))!["/achats/".Length..], out OrderId id));
        await PackAsync(shop, id);

        IPage counter = await world.OpenAsync(runner);
        await counter.GotoAsync("/mon-point?code=" + first);
        Assert.Equal(0, await counter.Locator("[data-parcel]").CountAsync());
        await counter.GotoAsync("/mon-point?code=" + second);
        await counter.ClickAsync($"[data-place=expected] [data-parcel='{id.Number}'] [data-act=arrived]");
        await counter.WaitForSelectorAsync($"[data-place=waiting] [data-parcel='{id.Number}']");
        await PagesWorld.PictureAsync(counter, "my-point");

        await buyer.GotoAsync("/achats/" + id);
        await buyer.WaitForSelectorAsync($"[data-point='{second}'] [data-until]");
        string code = await buyer.InnerTextAsync("[data-code]");
        await PagesWorld.PictureAsync(buyer, "purchase-point");
        await counter.FillAsync("[name=secret]", code == "111111" ? "222222" : "111111");
        await counter.ClickAsync("[data-act=deliver]");
        await counter.WaitForSelectorAsync("[data-place=waiting] .error");
        await counter.FillAsync("[name=secret]", code);
        await counter.ClickAsync("[data-act=deliver]");
        await counter.WaitForSelectorAsync("[data-place=waiting]:not(:has([data-parcel]))");
        await Eventually.GetAsync(() => world.Host.Grains.GetGrain<IOrderGrain>(id.Value).Look(), order => order!.Status is OrderStatus.Delivered);

        await post.GotoAsync("/operator/points/" + second);
        await post.ClickAsync("[data-act=pause]");
        await post.WaitForSelectorAsync("[data-status=Paused]");
        await post.ClickAsync("[data-act=close]");
        await post.WaitForSelectorAsync("[data-status=Closed]");
    }

    private static async Task<string> OpenAsync(IPage post, string runner)
    {
        string code = PointWorld.NewCode();
        await post.GotoAsync("/operator/points/nouveau");
        await post.FillAsync("[name='Form.Code']", code);
        await post.CheckAsync("[name='Form.Kind'][value=Pickup]");
        await post.FillAsync("[name='Form.Name']", "Relais de Ngo " + code);
        await post.SelectOptionAsync("[name='Form.Town']", "Ngo");
        await post.FillAsync("[name='Form.Address']", "Carrefour, à côté de la pharmacie");
        await post.ClickAsync("[data-act=save]");
        await post.WaitForSelectorAsync("#Form_RunBy_error");
        await post.FillAsync("[name='Form.RunBy']", runner);
        await post.ClickAsync("details summary:has-text('Horaires')");
        await post.FillAsync("[name='Form.From[1]']", "08:00");
        await post.FillAsync("[name='Form.To[1]']", "16:00");
        await post.ClickAsync("[data-act=save]");
        await post.WaitForSelectorAsync("[data-status=Open]");
        return code;
    }

    private async Task PackAsync(TestShop shop, OrderId id)
    {
        IOrderGrain order = world.Host.Grains.GetGrain<IOrderGrain>(id.Value);
        Assert.Null((await order.Act(OrderAct.Accept, new CustomerId(shop.Owner.Id), null)).Refusal);
        Assert.Null((await order.Act(OrderAct.Pack, new CustomerId(shop.Owner.Id), null)).Refusal);
        await Eventually.GetAsync(() => world.Host.Grains.GetGrain<IDeliveryGrain>(DeliveryId.Of(id).Value).Look(), parcel => parcel is not null);
    }
}
