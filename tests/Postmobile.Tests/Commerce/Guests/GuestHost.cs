using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Postmobile.Commerce;
using Postmobile.Identity;
using Postmobile.Logistics;
using Postmobile.Money;
using Postmobile.Tests.Commerce.Cart;
using Postmobile.Tests.Commerce.Shops;
using Postmobile.Tests.Hosting;
using Postmobile.Tests.Identity;
using Postmobile.Tests.Money.Rest;
using Xunit;

namespace Postmobile.Tests.Commerce.Guests;

/// <summary>A front end whose SMS can be read and whose clock can be moved; and short sentences in which guests buy.</summary>
public sealed class GuestHost : IAsyncLifetime
{
    /// <summary>The name of the collection that shares it.</summary>
    public const string Collection = "guests";

    /// <summary>The front end.</summary>
    public ApiHost Host { get; private set; } = null!;

    /// <summary>Its clock.</summary>
    public ShiftedTime Time { get; } = new();

    /// <inheritdoc />
    public async Task InitializeAsync() => Host = await ApiHost.StartAsync(
        settings: new() { ["Sms:Gateway"] = "dev" },
        configure: builder => builder.Services.Replace(ServiceDescriptor.Singleton<TimeProvider>(Time)));

    /// <inheritdoc />
    public Task DisposeAsync() => Host.DisposeAsync();

    /// <summary>Asks for a code; the entry's id.</summary>
    public async Task<string> EnterAsync(string phone)
    {
        using HttpClient http = Host.NewClient();
        return (await (await Stranger(http).PostAsync("/api/v1/guests", new JsonObject { ["phone"] = phone, ["language"] = "fr" })).DemandAsync(201)).Text("id");
    }

    /// <summary>Types a code.</summary>
    public async Task<HttpResponseMessage> ConfirmAsync(string entry, string code)
    {
        using HttpClient http = Host.NewClient();
        return await Stranger(http).PostAsync($"/api/v1/guests/{entry}/confirm", new JsonObject { ["code"] = code });
    }

    /// <summary>Somebody without an account whose number is confirmed. The client keeps the cart's cookie.</summary>
    public async Task<Person> JoinAsync(string? phone = null)
    {
        phone ??= NewPhone.Next();
        int codes = (await CodesAsync(phone)).Count;
        string entry = await EnterAsync(phone);
        string code = (await Eventually.GetAsync(() => CodesAsync(phone), all => all.Count > codes))[^1];
        string token = (await (await ConfirmAsync(entry, code)).DemandAsync(200)).Text("accessToken");
        var http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = true, CookieContainer = new CookieContainer() }) { BaseAddress = Host.Address };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        CustomerId id = (await Number(phone).Guest())!.Value;
        return new Person(Host, id.Value, phone, token, http, (await Host.Grains.GetGrain<IGuestGrain>(id.Value).Look())!.Account, default);
    }

    /// <summary>Opens an account with a number, as its holder would; the customer.</summary>
    public async Task<(CustomerId Id, AccountId Wallet, string Token)> OpenAccountAsync(string phone)
    {
        using HttpClient http = Host.NewClient();
        Person stranger = Stranger(http);
        int codes = (await CodesAsync(phone)).Count;
        string registration = (await (await stranger.PostAsync("/api/v1/registrations", new JsonObject { ["phone"] = phone, ["name"] = "Cliente de test", ["pin"] = Person.Pin, ["language"] = "fr" })).DemandAsync(201)).Text("id");
        string code = (await Eventually.GetAsync(() => CodesAsync(phone), all => all.Count > codes))[^1];
        await (await stranger.PostAsync($"/api/v1/registrations/{registration}/confirm", new JsonObject { ["code"] = code })).DemandAsync(200);
        PhoneOwner owner = (await Number(phone).Owner())!;
        return (owner.Customer, owner.Wallet, await Person.SignInAsync(Host, phone, Person.Pin));
    }

    /// <summary>Buys one piece, to be paid at delivery; the order's id.</summary>
    public async Task<OrderId> BuyAsync(Person guest, string product)
    {
        await guest.PutInAsync(product);
        JsonElement checkout = await guest.DeliverAsync(await guest.BeginAsync(), payment: "cash_on_delivery");
        await (await guest.PayAsync(checkout)).DemandAsync(200);
        Assert.True(OrderId.TryParse(checkout.GetProperty("parcels")[0].Text("order"), out OrderId order));
        return order;
    }

    /// <summary>The shop accepts and packs, the courier takes it out.</summary>
    public async Task SendAsync(TestShop shop, OrderId order, Person courier)
    {
        foreach (string act in new[] { "accept", "pack" })
        {
            await (await shop.Owner.PostAsync($"/api/v1/shops/{shop.Id}/orders/{order}/{act}", null)).DemandAsync(200);
        }

        await Eventually.GetAsync(() => Parcel(order).Look(), parcel => parcel is not null);
        await (await courier.PostAsync($"/api/v1/deliveries/{order.Number}/moves", new JsonObject { ["stage"] = "handed_over" })).DemandAsync(200);
    }

    /// <summary>The courier hands it over for cash.</summary>
    public async Task DeliverAsync(OrderId order, Person courier)
    {
        await (await courier.PostAsync($"/api/v1/deliveries/{order.Number}/deliver", new JsonObject { ["code"] = await Parcel(order).Code() })).DemandAsync(200);
        await UntilAsync(order, OrderStatus.Delivered);
    }

    /// <summary>Nobody takes it: it goes back.</summary>
    public async Task SendBackAsync(OrderId order, TestShop shop)
    {
        await (await shop.Owner.PostAsync($"/api/v1/deliveries/{order.Number}/moves", new JsonObject { ["stage"] = "sent_back" })).DemandAsync(200);
        await UntilAsync(order, OrderStatus.Returned);
    }

    /// <summary>Waits for a state.</summary>
    public Task<Order?> UntilAsync(OrderId order, OrderStatus status) => Eventually.GetAsync(() => Order(order).Look(), one => one!.Status == status);

    /// <summary>The order's grain.</summary>
    public IOrderGrain Order(OrderId order) => Host.Grains.GetGrain<IOrderGrain>(order.Value);

    /// <summary>Its parcel's grain.</summary>
    public IDeliveryGrain Parcel(OrderId order) => Host.Grains.GetGrain<IDeliveryGrain>(DeliveryId.Of(order).Value);

    /// <summary>A number's grain.</summary>
    public IPhoneGrain Number(string phone) => Host.Grains.GetGrain<IPhoneGrain>(PhoneNumber.TryParse(phone, out PhoneNumber number) ? number.Key : "");

    /// <summary>What an account holds.</summary>
    public async Task<long> HoldsAsync(AccountId account) => (await Host.Grains.Account(account).Look())?.Balance ?? 0;

    /// <summary>The SMS to a number, oldest first.</summary>
    public Task<IReadOnlyList<string>> SmsAsync(string phone) => Host.TextsAsync(phone);

    /// <summary>Waits for an SMS with these words.</summary>
    public async Task<string> SmsAboutAsync(string phone, string words) =>
        (await Eventually.GetAsync(() => SmsAsync(phone), all => all.Any(text => text.Contains(words, StringComparison.Ordinal)))).First(text => text.Contains(words, StringComparison.Ordinal));

    // Codes that confirm a number; those of parcels are not asked for here.
    private async Task<IReadOnlyList<string>> CodesAsync(string phone) =>
        [.. (await SmsAsync(phone)).Where(text => text.StartsWith("Postmobile : votre code", StringComparison.Ordinal)).Select(text => Regex.Match(text, @"\b\d{6}\b").Value)];

    private Person Stranger(HttpClient http) => new(Host, "", "", "", http, default, default);
}

/// <summary>The tests that share it.</summary>
[CollectionDefinition(GuestHost.Collection)]
public sealed class GuestCollection : ICollectionFixture<GuestHost>;
