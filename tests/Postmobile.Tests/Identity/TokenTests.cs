using System.Net;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Postmobile.Tests.Hosting;
using Xunit;

namespace Postmobile.Tests.Identity;

[Collection(nameof(IdentityWorld))]
public sealed class TokenTests(IdentityWorld world)
{
    private const string Wallet = "/api/v1/wallet";
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(15);

    [Fact]
    public async Task A_refresh_token_is_good_once_and_its_second_use_ends_the_sign_in()
    {
        string phone = IdentityWorld.NewPhone();
        await world.Register(phone);
        JsonElement first = await IdentityWorld.Json(await world.Token(phone, "4826"), HttpStatusCode.OK);
        JsonElement second = await IdentityWorld.Json(await world.Refresh(Text(first, "refresh_token")), HttpStatusCode.OK);
        string access = Text(second, "access_token");
        Assert.Equal(HttpStatusCode.OK, await world.Status(Wallet, access));

        await IdentityWorld.Json(await world.Refresh(Text(first, "refresh_token")), HttpStatusCode.BadRequest);
        await IdentityWorld.Json(await world.Refresh(Text(second, "refresh_token")), HttpStatusCode.BadRequest);
        await Eventually.GetAsync(() => world.Status(Wallet, access), status => status == HttpStatusCode.Unauthorized, Soon);
    }

    [Fact]
    public async Task Signing_out_everywhere_holds_on_every_front_end()
    {
        (WebApplication app, HttpClient elsewhere) = await world.StartFrontEndAsync();
        await using WebApplication other = app;
        string phone = IdentityWorld.NewPhone();
        await world.Register(phone);
        JsonElement tokens = await IdentityWorld.Json(await world.Token(phone, "4826"), HttpStatusCode.OK);
        string access = Text(tokens, "access_token");
        Assert.Equal(HttpStatusCode.OK, await world.Status(Wallet, access));
        Assert.Equal(HttpStatusCode.OK, await world.Status(Wallet, access, elsewhere));

        await IdentityWorld.Json(await world.Post("/api/v1/sign-out-everywhere", null, access), HttpStatusCode.NoContent);

        await Eventually.GetAsync(() => world.Status(Wallet, access, elsewhere), status => status == HttpStatusCode.Unauthorized, Soon);
        await Eventually.GetAsync(() => world.Status(Wallet, access), status => status == HttpStatusCode.Unauthorized, Soon);
        await IdentityWorld.Json(await world.Refresh(Text(tokens, "refresh_token")), HttpStatusCode.BadRequest);
        string again = Text(await IdentityWorld.Json(await world.Token(phone, "4826", http: elsewhere), HttpStatusCode.OK), "access_token");
        Assert.Equal(HttpStatusCode.OK, await world.Status(Wallet, again));
    }

    [Fact]
    public async Task A_removed_device_is_signed_out_and_comes_back_as_another()
    {
        string phone = IdentityWorld.NewPhone();
        await world.Register(phone);
        string mine = await world.Access(phone, "4826", "telephone-1");
        string lost = await world.Access(phone, "4826", "telephone-2");
        await world.SmsAbout(phone, "nouvel appareil");
        JsonElement devices = (await IdentityWorld.Json(await world.Get("/api/v1/devices", mine), HttpStatusCode.OK)).GetProperty("devices");
        string id = devices.EnumerateArray().Single(device => !device.GetProperty("current").GetBoolean()).GetProperty("id").GetString()!;

        await IdentityWorld.Json(await world.Delete($"/api/v1/devices/{id}", mine), HttpStatusCode.NoContent);

        await Eventually.GetAsync(() => world.Status(Wallet, lost), status => status == HttpStatusCode.Unauthorized, Soon);
        string back = await world.Access(phone, "4826", "telephone-2");
        Assert.Equal(HttpStatusCode.OK, await world.Status(Wallet, back));
        Assert.Equal(HttpStatusCode.Unauthorized, await world.Status(Wallet, lost));
        Assert.Equal("unknown_device", await IdentityWorld.Refused(await world.Delete($"/api/v1/devices/{id}", mine)));
    }

    [Fact]
    public async Task Tampered_foreign_and_missing_tokens_are_refused()
    {
        string access = await world.Access(IdentityWorld.Client);
        string[] parts = access.Split('.');
        string forged = $"{parts[0]}.{parts[1]}.{new string('A', parts[2].Length)}";

        Assert.Equal("unauthenticated", await IdentityWorld.Refused(await world.Get(Wallet, forged)));
        Assert.Equal("unauthenticated", await IdentityWorld.Refused(await world.Get(Wallet, "nonsense")));
        Assert.Equal("unauthenticated", await IdentityWorld.Refused(await world.Get(Wallet, null)));
        Assert.Equal(HttpStatusCode.Unauthorized, (await world.Get($"{Wallet}?access_token={access}", null)).StatusCode);
    }

    [Fact]
    public async Task A_token_ends_after_a_quarter_of_an_hour_and_its_refresh_token_goes_on()
    {
        string phone = IdentityWorld.NewPhone();
        await world.Register(phone);
        JsonElement tokens = await IdentityWorld.Json(await world.Token(phone, "4826"), HttpStatusCode.OK);

        Assert.InRange(tokens.GetProperty("expires_in").GetInt32(), 895, 900);
        world.Time.Advance(TimeSpan.FromMinutes(14));
        Assert.Equal(HttpStatusCode.OK, await world.Status(Wallet, Text(tokens, "access_token")));
        world.Time.Advance(TimeSpan.FromSeconds(80));

        Assert.Equal(HttpStatusCode.Unauthorized, await world.Status(Wallet, Text(tokens, "access_token")));
        JsonElement fresh = await IdentityWorld.Json(await world.Refresh(Text(tokens, "refresh_token")), HttpStatusCode.OK);
        Assert.Equal(HttpStatusCode.OK, await world.Status(Wallet, Text(fresh, "access_token")));
    }

    [Fact]
    public async Task A_refresh_token_ends_after_thirty_days()
    {
        IdentityWorld elsewhere = await IdentityWorld.StartElsewhereAsync();
        try
        {
            string phone = IdentityWorld.NewPhone();
            await elsewhere.Register(phone);
            JsonElement tokens = await IdentityWorld.Json(await elsewhere.Token(phone, "4826"), HttpStatusCode.OK);
            elsewhere.Time.Advance(TimeSpan.FromDays(29));
            tokens = await IdentityWorld.Json(await elsewhere.Refresh(Text(tokens, "refresh_token")), HttpStatusCode.OK);
            elsewhere.Time.Advance(TimeSpan.FromDays(30) + TimeSpan.FromMinutes(1));

            await IdentityWorld.Json(await elsewhere.Refresh(Text(tokens, "refresh_token")), HttpStatusCode.BadRequest);
        }
        finally
        {
            await elsewhere.DisposeAsync();
        }
    }

    [Theory]
    [InlineData("/api/v1/operator/trial-balance")]
    [InlineData("/api/v1/operator/customers/+242066000002")]
    public async Task A_customer_is_no_operator(string path)
    {
        Assert.Equal("forbidden", await IdentityWorld.Refused(await world.Get(path, await world.Access(IdentityWorld.Client))));
        Assert.Equal(HttpStatusCode.OK, await world.Status(path, await world.Access(IdentityWorld.Operator)));
    }

    [Fact]
    public async Task A_partner_signs_in_with_its_own_credentials_and_has_no_wallet()
    {
        string token = await world.Access(IdentityWorld.Operator);
        JsonElement partner = await IdentityWorld.Json(await world.Post("/api/v1/operator/partners", new { name = "Partenaire d'essai" }, token), HttpStatusCode.Created);
        var form = new Dictionary<string, string>
        {
            ["grant_type"] = "client_credentials", ["client_id"] = Text(partner, "clientId"), ["client_secret"] = Text(partner, "clientSecret"),
        };

        string access = Text(await IdentityWorld.Json(await world.Exchange(form), HttpStatusCode.OK), "access_token");
        form["client_secret"] = "wrong";

        Assert.Equal(HttpStatusCode.Forbidden, await world.Status(Wallet, access));
        Assert.False((await world.Exchange(form)).IsSuccessStatusCode);
    }

    private static string Text(JsonElement json, string name) => json.GetProperty(name).GetString()!;
}
