using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using Postmobile.Identity;
using Xunit;

namespace Postmobile.Tests.Money.Rest;

/// <summary>Cash-ins at the counter.</summary>
[Collection(ApiHost.Collection)]
public sealed class AgentEndpointTests(ApiHost host)
{
    [Fact]
    public async Task A_cash_in_moves_e_money_from_the_float_and_says_what_is_left()
    {
        Person agent = await Person.JoinAsync(host, 0, Role.Agent), customer = await Person.JoinAsync(host);
        await host.FundAsync(agent.Float, 50_000);
        var body = new JsonObject { ["customer"] = customer.Phone, ["amount"] = 20_000 };
        using HttpResponseMessage first = await agent.PostAsync("/api/v1/agent/cash-ins", body, "cash-1"), second = await agent.PostAsync("/api/v1/agent/cash-ins", body.DeepClone(), "cash-1");
        JsonElement given = await first.JsonAsync();

        Assert.Equal(HttpStatusCode.Created, first.StatusCode);
        Assert.Equal(30_000, given.GetProperty("floatBalance").GetInt64());
        Assert.Equal("cash_in", given.GetProperty("receipt").GetProperty("kind").GetString());
        Assert.Equal("true", Assert.Single(second.Headers.GetValues("Idempotent-Replayed")));
        Assert.Equal(given.GetRawText(), (await second.JsonAsync()).GetRawText());
        Assert.Equal(20_000, await customer.BalanceAsync());
        string id = given.GetProperty("receipt").GetProperty("id").GetString()!;
        Assert.Equal(id, (await customer.GetAsync("/api/v1/transfers/" + id)).GetProperty("id").GetString());
        Assert.Equal(id, (await agent.GetAsync("/api/v1/agent/cash-ins/by-key/cash-1")).GetProperty("id").GetString());
        Assert.Equal(-20_000, (await agent.GetAsync("/api/v1/wallet/statement?account=float")).GetProperty("lines")[0].GetProperty("amount").GetInt64());
        await (await agent.PostAsync("/api/v1/agent/cash-ins", new JsonObject { ["customer"] = customer.Phone, ["amount"] = 30_001 }, "cash-2"))
            .DemandProblemAsync(422, "insufficient_funds");
    }
}
