using System.Net;
using System.Text.Json;
using Postmobile.Identity;
using Postmobile.Money;
using Postmobile.Tests.Hosting;
using Xunit;

namespace Postmobile.Tests.Identity;

[Collection(nameof(IdentityWorld))]
public sealed class BlockTests(IdentityWorld world)
{
    [Fact]
    public async Task An_owner_blocks_from_any_telephone_and_only_an_operator_unblocks()
    {
        string phone = IdentityWorld.NewPhone();
        string customer = await world.Register(phone);
        string session = await world.Access(phone, "4826");
        Assert.Equal(HttpStatusCode.OK, await world.Status("/api/v1/wallet", session));

        Assert.Equal("wrong_credentials", await IdentityWorld.Refused(await world.Post("/api/v1/wallet/block", new { phone, pin = "9274" })));
        await IdentityWorld.Json(await world.Post("/api/v1/wallet/block", new { phone, pin = "4826" }), HttpStatusCode.NoContent);

        await Eventually.GetAsync(() => world.Status("/api/v1/wallet", session), status => status == HttpStatusCode.Unauthorized, TimeSpan.FromSeconds(15));
        Assert.Equal("wallet_blocked", await IdentityWorld.Refused(await world.Token(phone, "4826")));
        Assert.Equal("wrong_credentials", await IdentityWorld.Refused(await world.Token(phone, "9274")));
        Assert.Equal(Freeze.Debits, await Frozen(customer));
        await world.SmsAbout(phone, "est bloqué");

        string unblock = $"/api/v1/operator/customers/{phone}/unblock";
        Assert.Equal("forbidden", await IdentityWorld.Refused(await world.Post(unblock, null, await world.Access(IdentityWorld.Agent))));
        await IdentityWorld.Json(await world.Post(unblock, null, await world.Access(IdentityWorld.Operator)), HttpStatusCode.NoContent);
        Assert.Equal(Freeze.None, await Frozen(customer));
        await world.Access(phone, "4826");
        Assert.Equal(HttpStatusCode.Unauthorized, await world.Status("/api/v1/wallet", session));
    }

    [Fact]
    public async Task An_agent_blocks_at_the_counter_and_a_customer_cannot()
    {
        string phone = IdentityWorld.NewPhone();
        string customer = await world.Register(phone);
        string path = $"/api/v1/agent/customers/{phone}/block";

        Assert.Equal("forbidden", await IdentityWorld.Refused(await world.Post(path, null, await world.Access(IdentityWorld.Client))));
        await IdentityWorld.Json(await world.Post(path, null, await world.Access(IdentityWorld.Agent)), HttpStatusCode.NoContent);

        Assert.Equal(Freeze.Debits, await Frozen(customer));
        Assert.Equal("unknown_customer", await IdentityWorld.Refused(
            await world.Post($"/api/v1/agent/customers/{IdentityWorld.NewPhone()}/block", null, await world.Access(IdentityWorld.Agent))));
    }

    [Fact]
    public async Task A_grave_role_takes_two_operators()
    {
        string phone = IdentityWorld.NewPhone();
        await world.Register(phone);
        string path = $"/api/v1/operator/customers/{phone}/roles";
        string first = await world.Access(IdentityWorld.Operator);

        await IdentityWorld.Json(await world.Post(path, new { role = "operator" }, first), HttpStatusCode.Accepted);
        await IdentityWorld.Json(await world.Post(path, new { role = "operator" }, first), HttpStatusCode.Accepted);
        Assert.Equal("forbidden", await IdentityWorld.Refused(await world.Get("/api/v1/operator/trial-balance", await world.Access(phone, "4826"))));
        await IdentityWorld.Json(await world.Post(path, new { role = "operator" }, await world.Access(IdentityWorld.SecondOperator)), HttpStatusCode.NoContent);

        Assert.Equal(HttpStatusCode.OK, await world.Status("/api/v1/operator/trial-balance", await world.Access(phone, "4826")));
    }

    [Fact]
    public async Task An_agent_gets_a_float_and_loses_the_role_at_once()
    {
        string phone = IdentityWorld.NewPhone();
        await world.Register(phone);
        string boss = await world.Access(IdentityWorld.Operator);
        await IdentityWorld.Json(await world.Post($"/api/v1/operator/customers/{phone}/roles", new { role = "agent" }, boss), HttpStatusCode.NoContent);
        string agent = await world.Access(phone, "4826");
        JsonElement profile = await IdentityWorld.Json(await world.Get("/api/v1/profile", agent), HttpStatusCode.OK);
        Assert.NotEmpty(profile.GetProperty("floatAccount").GetString()!);

        await IdentityWorld.Json(await world.Delete($"/api/v1/operator/customers/{phone}/roles/agent", boss), HttpStatusCode.NoContent);

        await Eventually.GetAsync(() => world.Status("/api/v1/profile", agent), status => status == HttpStatusCode.Unauthorized, TimeSpan.FromSeconds(15));
    }

    private async Task<Freeze> Frozen(string customer)
    {
        CustomerView view = (await world.Grains.GetGrain<ICustomerGrain>(customer).Look())!;
        return (await world.Grains.GetGrain<IAccountGrain>(view.Wallet.Value).Look())!.Freeze;
    }
}
