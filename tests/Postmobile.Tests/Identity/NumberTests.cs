using System.Net;
using System.Text.Json;
using Postmobile.Identity;
using Xunit;

namespace Postmobile.Tests.Identity;

[Collection(nameof(IdentityWorld))]
public sealed class NumberTests(IdentityWorld world)
{
    [Fact]
    public async Task A_new_number_keeps_the_wallet_and_the_old_one_gives_nothing()
    {
        (string old, string fresh) = (IdentityWorld.NewPhone(), IdentityWorld.NewPhone());
        string customer = await world.Register(old);
        string token = await world.Access(old, "4826");
        string account = Account(await IdentityWorld.Json(await world.Get("/api/v1/profile", token), HttpStatusCode.OK));

        Assert.Equal("wrong_credentials", await IdentityWorld.Refused(await Begin(token, fresh, "9274")));
        await IdentityWorld.Json(await Begin(token, fresh), HttpStatusCode.Accepted);
        await IdentityWorld.Json(await Confirm(token, await world.Code(fresh)), HttpStatusCode.NoContent);

        await world.SmsAbout(old, "a quitté ce numéro");
        string again = await world.Access(fresh, "4826");
        Assert.Equal(account, Account(await IdentityWorld.Json(await world.Get("/api/v1/profile", again), HttpStatusCode.OK)));
        Assert.Equal("wrong_credentials", await IdentityWorld.Refused(await world.Token(old, "4826")));
        await Hosting.Eventually.GetAsync(() => Owner(old), owner => owner is null);

        string stranger = await world.Register(old, "8153");
        Assert.NotEqual(customer, stranger);
        Assert.NotEqual(account, Account(await IdentityWorld.Json(await world.Get("/api/v1/profile", await world.Access(old, "8153")), HttpStatusCode.OK)));
        Assert.Equal("wrong_credentials", await IdentityWorld.Refused(await world.Token(old, "4826")));
    }

    [Fact]
    public async Task Somebody_elses_number_gets_the_same_answer_and_its_owner_is_told()
    {
        (string mine, string theirs) = (IdentityWorld.NewPhone(), IdentityWorld.NewPhone());
        await world.Register(mine);
        await world.Register(theirs, "8153");
        string token = await world.Access(mine, "4826");

        await IdentityWorld.Json(await Begin(token, theirs), HttpStatusCode.Accepted);
        await world.SmsAbout(theirs, "quelqu'un a voulu");

        Assert.Equal("code_wrong", await IdentityWorld.Refused(await Confirm(token, "000000")));
        await world.Access(theirs, "8153");
    }

    [Fact]
    public async Task A_number_taken_away_by_an_operator_leaves_the_wallet_with_its_owner()
    {
        (string recycled, string fresh) = (IdentityWorld.NewPhone(), IdentityWorld.NewPhone());
        string customer = await world.Register(recycled);
        string session = await world.Access(recycled, "4826");

        await IdentityWorld.Json(
            await world.Post($"/api/v1/operator/customers/{recycled}/detach-number", null, await world.Access(IdentityWorld.Operator)), HttpStatusCode.NoContent);
        await Hosting.Eventually.GetAsync(() => Owner(recycled), owner => owner is null);
        string stranger = await world.Register(recycled, "8153");

        Assert.NotEqual(customer, stranger);
        await IdentityWorld.Json(await Begin(session, fresh), HttpStatusCode.Accepted);
        await IdentityWorld.Json(await Confirm(session, await world.Code(fresh)), HttpStatusCode.NoContent);
        Assert.Equal(customer, (await Owner(fresh))!.Customer.Value);
        Assert.Equal(stranger, (await Owner(recycled))!.Customer.Value);
    }

    [Fact]
    public async Task Neither_pins_nor_codes_lie_in_the_database_or_the_log()
    {
        const string Pin = "607184";
        string phone = IdentityWorld.NewPhone();
        await world.Register(phone, Pin);
        await world.Access(phone, Pin);
        await world.Post("/api/v1/wallet/block", new { phone, pin = Pin });
        string code = await world.Code(phone);

        Assert.Equal("0", await world.Scalar($"select count(*) from document where body::text ~ '\\y({Pin}|{code})\\y'"));
        Assert.Equal("0", await world.Scalar($"select count(*) from oidc_token where payload ~ '{Pin}' or properties ~ '{Pin}'"));
        Assert.DoesNotContain(world.Logged, line => line.Contains(Pin, StringComparison.Ordinal));
        Assert.DoesNotContain(world.Logged, line => line.Contains($"est {code}", StringComparison.Ordinal) || line.Contains($"\"{code}\"", StringComparison.Ordinal));
    }

    private Task<PhoneOwner?> Owner(string phone) => world.Grains.GetGrain<IPhoneGrain>(new PhoneNumber(phone).Key).Owner();

    private Task<HttpResponseMessage> Begin(string token, string phone, string pin = "4826") => world.Post("/api/v1/number/change", new { phone, pin }, token);

    private Task<HttpResponseMessage> Confirm(string token, string code) => world.Post("/api/v1/number/change/confirm", new { code }, token);

    private static string Account(JsonElement profile) => profile.GetProperty("account").GetString()!;
}
