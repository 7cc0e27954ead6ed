using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;
using Postmobile.Identity;
using Postmobile.Money;
using Postmobile.Tests.Hosting;
using Postmobile.Tests.Money.Rest;
using Xunit;

namespace Postmobile.Tests.Money.Agents;

/// <summary>Tills, places, alarms and returned e-money over HTTP.</summary>
[Collection(ApiHost.Collection)]
public sealed class CounterTests(ApiHost host)
{
    private const string Till = "/api/v1/agent/till";

    [Fact]
    public async Task A_till_counts_what_the_ledger_says_and_its_difference_is_explained()
    {
        Person agent = await Person.JoinAsync(host, 0, Role.Agent), customer = await Person.JoinAsync(host);
        await host.FundAsync(agent.Float, 100_000);
        await (await agent.PostAsync(Till + "/close", new JsonObject { ["counted"] = 1 }, "k0")).DemandProblemAsync(409, "till_closed");
        Assert.Equal(HttpStatusCode.OK, (await agent.PostAsync(Till + "/open", new JsonObject { ["counted"] = 50_000 }, "k1")).StatusCode);
        using HttpResponseMessage again = await agent.PostAsync(Till + "/open", new JsonObject { ["counted"] = 50_000 }, "k1");
        Assert.Equal("true", Assert.Single(again.Headers.GetValues("Idempotent-Replayed")));
        await (await agent.PostAsync(Till + "/open", new JsonObject { ["counted"] = 50_000 }, "k2")).DemandProblemAsync(409, "till_open");

        Assert.Equal(HttpStatusCode.Created, (await agent.PostAsync("/api/v1/agent/cash-ins", new JsonObject { ["customer"] = customer.Phone, ["amount"] = 30_000 }, "c1")).StatusCode);
        using HttpResponseMessage begun = await customer.PostAsync("/api/v1/cash-outs", new JsonObject { ["amount"] = 12_000 }, "w1");
        string code = (await begun.JsonAsync()).GetProperty("code").GetString()!;
        Assert.Equal(HttpStatusCode.OK, (await agent.PostAsync("/api/v1/agent/cash-outs/redeem", new JsonObject { ["customer"] = customer.Phone, ["code"] = code }, "r1")).StatusCode);
        for (int i = 0; i < 2; i++)
        {
            Assert.Equal(HttpStatusCode.OK, (await agent.PostAsync(Till + "/move", new JsonObject { ["amount"] = -8_000, ["reason"] = "à la poste" }, "m1")).StatusCode);
        }

        Assert.Equal(60_000, (await agent.GetAsync(Till)).GetProperty("cash").GetInt64());
        JsonElement problem = await (await agent.PostAsync(Till + "/close", new JsonObject { ["counted"] = 59_500 }, "k3")).DemandProblemAsync(422, "till_explanation_needed");
        Assert.Equal(60_000, problem.GetProperty("expected").GetInt64());
        using HttpResponseMessage closed = await agent.PostAsync(Till + "/close", new JsonObject { ["counted"] = 59_500, ["explanation"] = "billet déchiré" }, "k4");
        JsonElement report = (await closed.JsonAsync()).GetProperty("past")[0];
        Assert.Equal((30_000, 12_000, -8_000, 60_000, -500), (Int(report, "cashIn"), Int(report, "cashOut"), Int(report, "moved"), Int(report, "expected"), Int(report, "difference")));
        Assert.Equal(59_500, (await agent.GetAsync(Till)).GetProperty("cash").GetInt64());
    }

    [Fact]
    public async Task Everybody_finds_an_open_agent_with_enough_cash_and_nobody_learns_the_sum()
    {
        Person supervisor = await Person.JoinAsync(host, 0, Role.Supervisor), agent = await Person.JoinAsync(host, 0, Role.Agent);
        string name = "Comptoir " + Guid.NewGuid().ToString("N")[..8];
        Assert.Equal(HttpStatusCode.OK, (await ArrangeAsync(supervisor, agent, name, "Sibiti", "00:00-23:59")).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await agent.PostAsync(Till + "/open", new JsonObject { ["counted"] = 140_000 }, "k1")).StatusCode);
        using HttpClient anybody = host.NewClient();
        JsonElement found = await Eventually.GetAsync(
            () => anybody.GetFromJsonAsync<JsonElement>("/api/v1/agents/nearby?town=sibiti&amount=100000"),
            list => list.EnumerateArray().Any(one => one.GetProperty("name").GetString() == name && one.GetProperty("cash").GetString() == "good"));
        Assert.DoesNotContain("140000", found.GetRawText(), StringComparison.Ordinal);
        Assert.DoesNotContain(agent.Phone, found.GetRawText(), StringComparison.Ordinal);
        JsonElement more = await anybody.GetFromJsonAsync<JsonElement>("/api/v1/agents/nearby?town=Sibiti&amount=100001");
        Assert.DoesNotContain(more.EnumerateArray(), one => one.GetProperty("name").GetString() == name);
        JsonElement far = await anybody.GetFromJsonAsync<JsonElement>("/api/v1/agents/nearby?lat=1.61&lon=16.05&limit=50");
        Assert.Equal(far.EnumerateArray().Select(one => one.GetProperty("kilometres").GetDouble()).Order(), far.EnumerateArray().Select(one => one.GetProperty("kilometres").GetDouble()));
        await (await anybody.GetAsync("/api/v1/agents/nearby?town=Paris")).DemandProblemAsync(422, "agent_place_invalid");
    }

    [Fact]
    public async Task A_supervisor_arranges_and_hears_when_an_agent_runs_short()
    {
        Person supervisor = await Person.JoinAsync(host, 0, Role.Supervisor), agent = await Person.JoinAsync(host, 0, Role.Agent), customer = await Person.JoinAsync(host);
        await host.FundAsync(agent.Float, 90_000);
        await (await ArrangeAsync(supervisor, customer, "Personne", "Owando", "")).DemandProblemAsync(404, "unknown_agent");
        await (await ArrangeAsync(supervisor, agent, "Comptoir", "Owando", "8h-17h")).DemandProblemAsync(422, "agent_hours_invalid");
        await (await ArrangeAsync(supervisor, agent, "Comptoir", "Nulle Part", "")).DemandProblemAsync(422, "agent_place_invalid");
        JsonElement arranged = await (await ArrangeAsync(supervisor, agent, "Comptoir", "Owando", "08:00-17:00")).JsonAsync();
        Assert.False(arranged.GetProperty("floatShort").GetBoolean());
        Assert.Equal(HttpStatusCode.Created, (await agent.PostAsync("/api/v1/agent/cash-ins", new JsonObject { ["customer"] = customer.Phone, ["amount"] = 60_000 }, "c1")).StatusCode);
        JsonElement board = await Eventually.GetAsync(() => supervisor.GetAsync("/api/v1/supervisor/agents"), all => all.EnumerateArray().Any(one => Is(one, agent) && one.GetProperty("floatShort").GetBoolean()));
        bool[] needs = [.. board.EnumerateArray().Select(one => one.GetProperty("floatShort").GetBoolean() || one.GetProperty("cashShort").GetBoolean())];
        Assert.Equal(needs.OrderByDescending(need => need), needs);
        Assert.Contains((await AuditAsync()).EnumerateArray(), line => line.GetRawText().Contains("agent.arrange", StringComparison.Ordinal) && line.GetRawText().Contains(supervisor.Id, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Returned_e_money_is_held_and_somebody_else_approves_it_once()
    {
        Person agent = await Person.JoinAsync(host, 0, Role.Agent, Role.Operator), boss = await Person.JoinAsync(host, 0, Role.Operator), stranger = await Person.JoinAsync(host, 0, Role.Agent);
        await host.FundAsync(agent.Float, 80_000);
        const string Mine = "/api/v1/agent/float-returns", All = "/api/v1/operator/float-returns";
        await (await agent.PostAsync(Mine, new JsonObject { ["amount"] = 90_000 }, "f0")).DemandProblemAsync(422, "insufficient_funds");
        var body = new JsonObject { ["amount"] = 50_000, ["note"] = "espèces" };
        using HttpResponseMessage asked = await agent.PostAsync(Mine, body, "f1"), again = await agent.PostAsync(Mine, body.DeepClone(), "f1");
        string id = (await asked.JsonAsync()).GetProperty("id").GetString()!;
        Assert.Equal((HttpStatusCode.Created, "true"), (asked.StatusCode, Assert.Single(again.Headers.GetValues("Idempotent-Replayed"))));
        Assert.Equal(30_000, await FloatAsync(agent));
        await (await agent.PostAsync($"{All}/{id}/approve", new JsonObject())).DemandProblemAsync(422, "same_operator");
        await (await stranger.PostAsync($"{Mine}/{id}/cancel", new JsonObject())).DemandProblemAsync(404, "not_found");

        for (int i = 0; i < 2; i++)
        {
            using HttpResponseMessage approved = await boss.PostAsync($"{All}/{id}/approve", new JsonObject { ["reference"] = "BQ-7" });
            Assert.Equal("returned", (await approved.JsonAsync()).GetProperty("status").GetString());
        }

        await (await boss.PostAsync($"{All}/{id}/reject", new JsonObject())).DemandProblemAsync(409, "already_decided");
        Assert.Equal(30_000, await FloatAsync(agent));

        using HttpResponseMessage second = await agent.PostAsync(Mine, new JsonObject { ["amount"] = 10_000 }, "f2");
        string other = (await second.JsonAsync()).GetProperty("id").GetString()!;
        using HttpResponseMessage back = await agent.PostAsync($"{Mine}/{other}/cancel", new JsonObject());
        Assert.Equal("rejected", (await back.JsonAsync()).GetProperty("status").GetString());
        Assert.Equal(30_000, await FloatAsync(agent));
    }

    private async Task<JsonElement> AuditAsync()
    {
        Person reader = await Person.JoinAsync(host, 0, Role.Operator);
        return await Eventually.GetAsync(async () => First(await reader.GetAsync("/api/v1/operator/audit?limit=100")), list => list.GetRawText().Contains("agent.arrange", StringComparison.Ordinal));
    }

    private static JsonElement First(JsonElement page) => page.EnumerateObject().First(member => member.Value.ValueKind == JsonValueKind.Array).Value;

    private static Task<HttpResponseMessage> ArrangeAsync(Person supervisor, Person agent, string name, string town, string hours) =>
        supervisor.Http.PutAsJsonAsync("/api/v1/supervisor/agents/" + Uri.EscapeDataString(agent.Phone), new JsonObject
        {
            ["name"] = name, ["kind"] = "independent", ["town"] = town, ["weekdays"] = hours, ["saturday"] = hours, ["sunday"] = hours, ["floatMin"] = 50_000, ["cashMin"] = 50_000,
        });

    private static bool Is(JsonElement one, Person agent) => one.GetProperty("id").GetString() == agent.Id;

    private static long Int(JsonElement element, string name) => element.GetProperty(name).GetInt64();

    private async Task<long> FloatAsync(Person agent) => (await host.Grains.GetGrain<IAccountGrain>(agent.Float.Value).Look())!.Balance;
}
