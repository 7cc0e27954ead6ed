using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Postmobile.Identity;
using Postmobile.Money;
using Postmobile.Tests.Hosting;
using Postmobile.Tests.Money.Rest;
using Xunit;

namespace Postmobile.Tests.Money.Agents;

/// <summary>Withdrawals over HTTP: the code, the question, wrong people, and each of them once.</summary>
[Collection(ApiHost.Collection)]
public sealed class CashOutTests(ApiHost host)
{
    private const string Mine = "/api/v1/cash-outs", Counter = "/api/v1/agent/cash-outs";

    [Fact]
    public async Task A_code_frees_held_money_for_the_agent_to_whom_it_is_shown_once()
    {
        (Person customer, Person agent) = await PeopleAsync(60_000);
        JsonElement begun = await BeginAsync(customer, 40_000, "w1");
        Assert.Equal("ready", begun.GetProperty("status").GetString());
        Assert.Equal(20_000, await customer.BalanceAsync());
        using HttpResponseMessage again = await customer.PostAsync(Mine, new JsonObject { ["amount"] = 40_000 }, "w1");
        Assert.Equal((HttpStatusCode.Created, Code(begun)), (again.StatusCode, Code(await again.JsonAsync())));
        await (await customer.PostAsync(Mine, new JsonObject { ["amount"] = 1_000 }, "w2")).DemandProblemAsync(409, "cash_out_open");
        await (await customer.PostAsync(Mine, new JsonObject { ["amount"] = 39_000 }, "w1")).DemandProblemAsync(422, "idempotency_conflict");

        HttpResponseMessage[] answers = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => RedeemAsync(agent, customer, Code(begun)!, "r1")));
        Assert.All(answers, answer => Assert.Equal(HttpStatusCode.OK, answer.StatusCode));
        JsonElement paid = await (await RedeemAsync(agent, customer, Code(begun)!, "r1")).JsonAsync();
        Assert.Equal("paid", paid.GetProperty("status").GetString());
        Assert.Equal("Client T.", paid.GetProperty("customerName").GetString()!.Replace("Client de test", "?", StringComparison.Ordinal));
        await (await RedeemAsync(agent, customer, Code(begun)!, "r2")).DemandProblemAsync(422, "cash_out_code_wrong");

        JsonElement line = Assert.Single((await agent.GetAsync("/api/v1/wallet/statement?account=float")).GetProperty("lines").EnumerateArray(), one => one.GetProperty("kind").GetString() == "cash_out");
        Assert.Equal(40_000, line.GetProperty("amount").GetInt64());
        Assert.Equal(20_000, await customer.BalanceAsync());
        JsonElement receipt = await agent.GetAsync("/api/v1/transfers/" + paid.GetProperty("transfer").GetString());
        Assert.Equal("cash_out", receipt.GetProperty("kind").GetString());
        await (await customer.PostAsync($"{Mine}/{paid.GetProperty("id").GetString()}/cancel", null)).DemandProblemAsync(409, "cash_out_over");
    }

    [Fact]
    public async Task The_fifth_wrong_code_gives_the_money_back()
    {
        (Person customer, Person agent) = await PeopleAsync(30_000);
        JsonElement begun = await BeginAsync(customer, 30_000, "w1");
        string wrong = Code(begun) == "000000" ? "000001" : "000000";
        for (int i = 0; i < 5; i++)
        {
            await (await RedeemAsync(agent, customer, wrong, "r" + i)).DemandProblemAsync(422, "cash_out_code_wrong");
        }

        await (await RedeemAsync(agent, customer, Code(begun)!, "last")).DemandProblemAsync(422, "cash_out_code_wrong");
        JsonElement over = await Eventually.GetAsync(() => customer.GetAsync($"{Mine}/{begun.GetProperty("id").GetString()}"), one => one.GetProperty("status").GetString() == "failed");
        Assert.Equal("cash_out_code_wrong", over.GetProperty("failure").GetString());
        Assert.Equal(30_000, await customer.BalanceAsync());
    }

    [Fact]
    public async Task Whoever_cancels_has_the_money_back_and_the_code_is_worth_nothing()
    {
        (Person customer, Person agent) = await PeopleAsync(30_000);
        Person stranger = await Person.JoinAsync(host);
        JsonElement begun = await BeginAsync(customer, 10_000, "w1");
        string id = begun.GetProperty("id").GetString()!;
        await (await stranger.PostAsync($"{Mine}/{id}/cancel", null)).DemandProblemAsync(404, "not_found");
        await (await stranger.Http.GetAsync($"{Mine}/{id}")).DemandProblemAsync(404, "not_found");
        await (await agent.Http.GetAsync($"{Counter}/{id}")).DemandProblemAsync(404, "not_found");
        await (await agent.PostAsync($"{Counter}/{id}/cancel", null)).DemandProblemAsync(404, "not_found");
        using HttpResponseMessage cancelled = await customer.PostAsync($"{Mine}/{id}/cancel", null);
        Assert.Equal("cancelled", (await cancelled.JsonAsync()).GetProperty("status").GetString());
        Assert.Equal(30_000, await customer.BalanceAsync());
        await (await RedeemAsync(agent, customer, Code(begun)!, "r1")).DemandProblemAsync(422, "cash_out_code_wrong");
    }

    [Fact]
    public async Task What_nobody_fetches_in_time_goes_back()
    {
        (Person customer, _) = await PeopleAsync(30_000);

        // A row that no activation knows yet, as it lies there when a silo has died: its time has run out, its money is held.
        HoldOutcome held = await host.Grains.GetGrain<IAccountGrain>(customer.Wallet.Value).Hold(new HoldRequest { Key = "held", Amount = 10_000 });
        string id = CashOuts.Key(new CustomerId(customer.Id), "w1");
        string body = new JsonObject
        {
            ["state"] = new JsonObject
            {
                ["status"] = "ready", ["customer"] = customer.Id, ["customerName"] = "Client de test", ["wallet"] = customer.Wallet.Value, ["amount"] = 10_000,
                ["createdAtMs"] = 1_000, ["expiresAtMs"] = 2_000, ["hold"] = held.Hold.Value,
            },
            ["outbox"] = new JsonArray(), ["lastOutboxId"] = 0, ["wakeAt"] = 2_000,
        }.ToJsonString();
        await using NpgsqlCommand insert = host.Services.GetRequiredService<NpgsqlDataSource>().CreateCommand(
            "insert into document (type, id, version, body, wake_at) values ('money.cash-out', $1, 1, $2::jsonb, now())");
        insert.Parameters.Add(new() { Value = id });
        insert.Parameters.Add(new() { Value = body });
        await insert.ExecuteNonQueryAsync();
        Assert.Equal(20_000, (await host.Grains.GetGrain<IAccountGrain>(customer.Wallet.Value).Look())!.Balance);
        await Eventually.GetAsync(customer.BalanceAsync, balance => balance == 30_000, TimeSpan.FromSeconds(60));
        await Eventually.GetAsync(() => customer.GetAsync($"{Mine}/{id}"), one => one.GetProperty("status").GetString() == "expired", TimeSpan.FromSeconds(60));
    }

    [Fact]
    public async Task An_agent_asks_and_the_customer_alone_says_yes_once()
    {
        (Person customer, Person agent) = await PeopleAsync(50_000);
        Person stranger = await Person.JoinAsync(host, 50_000);
        using HttpResponseMessage asked = await agent.PostAsync(Counter, new JsonObject { ["customer"] = customer.Phone, ["amount"] = 20_000 }, "a1");
        Assert.Equal(HttpStatusCode.Created, asked.StatusCode);
        string id = (await asked.JsonAsync()).GetProperty("id").GetString()!;
        Assert.Equal(50_000, await customer.BalanceAsync());
        var yes = new JsonObject { ["agreedTotal"] = 20_000 };
        await (await stranger.PostAsync($"{Mine}/{id}/approve", yes.DeepClone())).DemandProblemAsync(404, "not_found");
        await (await agent.PostAsync($"{Mine}/{id}/approve", yes.DeepClone())).DemandProblemAsync(404, "not_found");
        await (await customer.PostAsync($"{Mine}/{id}/approve", new JsonObject { ["agreedTotal"] = 19_000 })).DemandProblemAsync(409, "quote_changed");
        HttpResponseMessage[] answers = await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => customer.PostAsync($"{Mine}/{id}/approve", yes.DeepClone())));
        foreach (HttpResponseMessage answer in answers)
        {
            Assert.Equal("paid", (await answer.JsonAsync()).GetProperty("status").GetString());
        }

        Assert.Equal(30_000, await customer.BalanceAsync());
        JsonElement line = (await customer.GetAsync("/api/v1/wallet/statement")).GetProperty("lines")[0];
        Assert.Equal(("cash_out", -20_000), (line.GetProperty("kind").GetString(), line.GetProperty("amount").GetInt64()));
        await (await agent.PostAsync($"{Counter}/{id}/cancel", null)).DemandProblemAsync(409, "cash_out_over");
    }

    [Fact]
    public async Task What_was_declined_or_is_ones_own_moves_nothing()
    {
        (Person customer, Person agent) = await PeopleAsync(50_000);
        using HttpResponseMessage asked = await agent.PostAsync(Counter, new JsonObject { ["customer"] = customer.Phone, ["amount"] = 60_000 }, "a1");
        string id = (await asked.JsonAsync()).GetProperty("id").GetString()!;
        await (await customer.PostAsync($"{Mine}/{id}/approve", new JsonObject { ["agreedTotal"] = 60_000 })).DemandProblemAsync(422, "insufficient_funds");
        using HttpResponseMessage declined = await customer.PostAsync($"{Mine}/{id}/cancel", null);
        Assert.Equal("declined", (await declined.JsonAsync()).GetProperty("status").GetString());
        await (await customer.PostAsync($"{Mine}/{id}/approve", new JsonObject { ["agreedTotal"] = 60_000 })).DemandProblemAsync(409, "cash_out_over");
        await (await agent.PostAsync(Counter, new JsonObject { ["customer"] = agent.Phone, ["amount"] = 100 }, "a2")).DemandProblemAsync(422, "cash_out_own");
        await (await agent.PostAsync(Counter, new JsonObject { ["customer"] = customer.Phone, ["amount"] = 0 }, "a3")).DemandProblemAsync(422, "amount_not_positive");
        await (await customer.PostAsync(Mine, new JsonObject { ["amount"] = 60_000 }, "w1")).DemandProblemAsync(422, "insufficient_funds");
        Assert.Equal(50_000, await customer.BalanceAsync());
    }

    private async Task<(Person Customer, Person Agent)> PeopleAsync(long amount) => (await Person.JoinAsync(host, amount), await Person.JoinAsync(host, 0, Role.Agent));

    private static async Task<JsonElement> BeginAsync(Person customer, long amount, string key)
    {
        using HttpResponseMessage answer = await customer.PostAsync(Mine, new JsonObject { ["amount"] = amount }, key);
        Assert.True(answer.StatusCode == HttpStatusCode.Created, await answer.Content.ReadAsStringAsync());
        return await answer.JsonAsync();
    }

    private static Task<HttpResponseMessage> RedeemAsync(Person agent, Person customer, string code, string key) =>
        agent.PostAsync(Counter + "/redeem", new JsonObject { ["customer"] = customer.Phone, ["code"] = code }, key);

    private static string? Code(JsonElement cashOut) => cashOut.GetProperty("code").GetString();
}
