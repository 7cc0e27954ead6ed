using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using Postmobile.Commerce;
using Postmobile.Identity;
using Postmobile.Tests.Commerce.Cart;
using Postmobile.Tests.Commerce.Shops;
using Postmobile.Tests.Hosting;
using Postmobile.Tests.Identity;
using Postmobile.Tests.Money.Rest;
using Xunit;

namespace Postmobile.Tests.Commerce.Guests;

/// <summary>Buying without an account, over REST.</summary>
[Collection(GuestHost.Collection)]
public sealed class GuestTests(GuestHost world)
{
    private ApiHost Host => world.Host;

    [Fact]
    public async Task A_confirmed_number_buys_in_cash_hears_of_it_and_follows_it_to_the_end()
    {
        (TestShop shop, string product) = await SellAsync(5_000);
        Person courier = await Person.JoinAsync(Host, 100_000, Role.Courier), guest = await world.JoinAsync();
        await guest.PutInAsync(product, 2);
        JsonElement checkout = await guest.DeliverAsync(await guest.BeginAsync(), payment: "cash_on_delivery");

        HttpResponseMessage[] clicks = await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => guest.PayAsync(checkout)));
        foreach (HttpResponseMessage click in clicks)
        {
            await click.DemandAsync(200);
        }

        Assert.Equal(8, await Host.LeftAsync(product));
        Assert.True(OrderId.TryParse(checkout.GetProperty("parcels")[0].Text("order"), out OrderId order));
        string placed = await world.SmsAboutAsync(guest.Phone, "enregistrée");
        Assert.Contains("/suivi/", placed, StringComparison.Ordinal);
        Assert.InRange(placed.Length, 1, 160);
        Assert.Equal("placed", (await guest.GetAsync("/api/v1/orders")).GetProperty("orders")[0].Text("status"));

        await world.SendAsync(shop, order, courier);
        string code = (await guest.GetAsync($"/api/v1/orders/{order}/code")).Text("code");
        Assert.Contains(code, await world.SmsAboutAsync(guest.Phone, "Donnez-le seulement"), StringComparison.Ordinal);
        await world.DeliverAsync(order, courier);
        Assert.Contains("avec le lien de votre commande", await world.SmsAboutAsync(guest.Phone, "est livree"), StringComparison.Ordinal);

        await (await guest.PostAsync($"/api/v1/orders/{order}/confirm", null)).DemandAsync(200);
        Order done = (await world.UntilAsync(order, OrderStatus.Completed))!;
        await Eventually.GetAsync(courier.BalanceAsync, balance => balance == 100_000 - done.Placement.Total + done.Placement.Delivery.Cost);
    }

    [Fact]
    public async Task Codes_are_guessed_by_nobody_and_repeating_the_right_one_answers_the_same()
    {
        string phone = NewPhone.Next(), entry = await world.EnterAsync(phone);
        string code = System.Text.RegularExpressions.Regex.Match(await world.SmsAboutAsync(phone, "votre code"), @"\b\d{6}\b").Value;

        await (await world.ConfirmAsync("gst-nothing", code)).DemandProblemAsync(404, "unknown_registration");
        await (await world.ConfirmAsync(entry, code == "000000" ? "000001" : "000000")).DemandProblemAsync(422, "code_wrong");
        JsonElement[] tokens = [await (await world.ConfirmAsync(entry, code)).DemandAsync(200), await (await world.ConfirmAsync(entry, code)).DemandAsync(200)];
        Assert.All(tokens, token => Assert.Equal("Bearer", token.Text("tokenType")));
        await (await world.ConfirmAsync(entry, "123456" == code ? "654321" : "123456")).DemandProblemAsync(422, "code_expired");
    }

    [Fact]
    public async Task A_number_that_has_an_account_gets_no_code_and_its_owner_is_told_to_sign_in()
    {
        Person customer = await Person.JoinAsync(Host);
        string entry = await world.EnterAsync(customer.Phone);

        Assert.DoesNotMatch(@"\b\d{6}\b", await world.SmsAboutAsync(customer.Phone, "a déjà un compte"));
        await (await world.ConfirmAsync(entry, "000000")).DemandProblemAsync(422, "code_wrong");
        Assert.Null(await world.Number(customer.Phone).Guest());
    }

    [Fact]
    public async Task A_guests_token_is_good_for_buying_and_for_nothing_else_and_only_for_their_own()
    {
        (_, string product) = await SellAsync(5_000);
        Person guest = await world.JoinAsync(), other = await world.JoinAsync(), customer = await Person.JoinAsync(Host);
        OrderId order = await world.BuyAsync(guest, product);

        foreach (string path in new[] { "/api/v1/wallet", "/api/v1/profile", "/api/v1/deliveries", "/api/v1/shops/mine", "/api/v1/operator/disputes" })
        {
            using HttpResponseMessage closed = await guest.Http.GetAsync(path);
            Assert.True(closed.StatusCode is HttpStatusCode.Unauthorized, $"{path}: {(int)closed.StatusCode}");
        }

        foreach (Person wrong in new[] { other, customer })
        {
            await (await wrong.Http.GetAsync($"/api/v1/orders/{order}")).DemandProblemAsync(404, "unknown_order");
            await (await wrong.Http.GetAsync($"/api/v1/orders/{order}/code")).DemandProblemAsync(404, "unknown_order");
            await (await wrong.PostAsync($"/api/v1/orders/{order}/cancel", null)).DemandProblemAsync(404, "unknown_order");
        }

        await (await guest.PostAsync($"/api/v1/orders/{order}/cancel", null)).DemandAsync(200);
        Assert.Equal(OrderStatus.Cancelled, (await world.Order(order).Look())!.Status);
        using HttpClient stranger = Host.NewClient();
        Assert.Equal(HttpStatusCode.Unauthorized, (await stranger.GetAsync("/api/v1/orders")).StatusCode);
    }

    [Fact]
    public async Task Without_an_account_one_pays_in_cash_up_to_a_ceiling()
    {
        (_, string cheap) = await SellAsync(5_000);
        (_, string dear) = await SellAsync(49_900);
        Person guest = await world.JoinAsync();

        await guest.PutInAsync(dear);
        JsonElement checkout = await guest.BeginAsync();
        string path = $"/api/v1/checkouts/{checkout.Text("id")}/delivery";
        await (await guest.PutAsync(path, Buying.Delivery(checkout, payment: "cash_on_delivery"))).DemandProblemAsync(422, "cash_not_allowed");
        await (await guest.PutAsync(path, Buying.Delivery(checkout, payment: "wallet"))).DemandProblemAsync(422, "guest_cash_only");
        Assert.Equal(9, await Host.LeftAsync(dear));
        await (await guest.Http.DeleteAsync($"/api/v1/checkouts/{checkout.Text("id")}")).DemandAsync(204);
        Assert.Equal(10, await Host.LeftAsync(dear));

        await guest.PutAsync("/api/v1/cart/items", new JsonObject { ["product"] = dear, ["sku"] = "A", ["quantity"] = 0 });
        await world.BuyAsync(guest, cheap);
        Assert.Equal(9, await Host.LeftAsync(cheap));
    }

    [Fact]
    public async Task Two_orders_at_once_however_fast_they_are_asked_for()
    {
        (_, string product) = await SellAsync(1_000, pieces: 50);
        Person guest = await world.JoinAsync();
        Person[] browsers = await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => AgainAsync(guest)));
        JsonElement[] checkouts = await Task.WhenAll(browsers.Select(async browser =>
        {
            await browser.PutInAsync(product);
            return await browser.DeliverAsync(await browser.BeginAsync(), payment: "cash_on_delivery");
        }));

        HttpResponseMessage[] answers = await Task.WhenAll(browsers.Zip(checkouts, (browser, checkout) => browser.PayAsync(checkout)));

        Assert.Equal(2, answers.Count(answer => answer.StatusCode == HttpStatusCode.OK));
        foreach (HttpResponseMessage answer in answers.Where(answer => answer.StatusCode != HttpStatusCode.OK))
        {
            await answer.DemandProblemAsync(409, "guest_open_orders");
        }

        Assert.Equal(2, (await guest.GetAsync("/api/v1/orders")).GetProperty("orders").GetArrayLength());
        await (await guest.PostAsync("/api/v1/checkouts", new JsonObject(), "third")).DemandProblemAsync(422, "cart_empty");
        await guest.PutInAsync(product);
        await (await guest.PostAsync("/api/v1/checkouts", new JsonObject(), "third")).DemandProblemAsync(409, "guest_open_orders");
    }

    [Fact]
    public async Task A_shop_that_wants_accounts_only_is_not_bought_from_without_one()
    {
        (TestShop shop, string product) = await SellAsync(5_000);
        JsonObject body = TestShop.Body();
        body["servesGuests"] = false;
        await (await shop.Owner.PutAsync($"/api/v1/shops/{shop.Id}", body)).DemandAsync(200);
        Person guest = await world.JoinAsync(), customer = await Person.JoinAsync(Host, 20_000);

        await guest.PutInAsync(product);
        await (await guest.PostAsync("/api/v1/checkouts", new JsonObject(), "one")).DemandProblemAsync(403, "guest_not_served");
        Assert.Equal(10, await Host.LeftAsync(product));
        await customer.PutInAsync(product);
        await (await customer.PayAsync(await customer.DeliverAsync(await customer.BeginAsync()))).DemandAsync(200);
    }

    [Fact]
    public async Task After_two_parcels_that_nobody_took_an_account_is_needed_for_ninety_days()
    {
        (TestShop shop, string product) = await SellAsync(2_000);
        Person courier = await Person.JoinAsync(Host, 0, Role.Courier), guest = await world.JoinAsync();
        foreach (OrderId order in new[] { await world.BuyAsync(guest, product), await world.BuyAsync(guest, product) })
        {
            await world.SendAsync(shop, order, courier);
            await world.SendBackAsync(order, shop);
        }

        await guest.PutInAsync(product);
        await (await guest.PostAsync("/api/v1/checkouts", new JsonObject(), "one")).DemandProblemAsync(403, "guest_account_needed");

        world.Time.Advance(TimeSpan.FromDays(91));
        Person later = await world.JoinAsync(guest.Phone);
        Assert.Equal(guest.Id, later.Id);
        await world.BuyAsync(later, product);
    }

    /// <summary>The same guest in another browser.</summary>
    private async Task<Person> AgainAsync(Person guest)
    {
        var http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = true }) { BaseAddress = Host.Address };
        http.DefaultRequestHeaders.Authorization = guest.Http.DefaultRequestHeaders.Authorization;
        return await Task.FromResult(guest with { Http = http });
    }

    private async Task<(TestShop Shop, string Product)> SellAsync(long price, int pieces = 10)
    {
        TestShop shop = await TestShop.OpenAsync(Host);
        return (shop, await shop.StockAsync("A", price, pieces));
    }
}
