using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Postmobile.Identity;
using Postmobile.Money;
using Postmobile.Tests.Hosting;
using Xunit;

namespace Postmobile.Tests.Money.Rest;

/// <summary>E-money for agents takes two operators, and what was approved arrives once.</summary>
[Collection(ApiHost.Collection)]
public sealed class FloatEndpointTests(ApiHost host)
{
    private const string Path = "/api/v1/operator/floats";

    [Fact]
    public async Task One_operator_proposes_and_another_approves()
    {
        Person first = await Person.JoinAsync(host, 0, Role.Operator), second = await Person.JoinAsync(host, 0, Role.Operator), agent = await Person.JoinAsync(host, 0, Role.Agent);
        var body = new JsonObject { ["agent"] = agent.Float.Number, ["amount"] = 500_000, ["reference"] = "BQ-42" };
        using HttpResponseMessage proposed = await first.PostAsync(Path, body, "p1"), again = await first.PostAsync(Path, body.DeepClone(), "p1");
        JsonElement issue = await proposed.JsonAsync();
        string id = issue.GetProperty("id").GetString()!;

        Assert.Equal((HttpStatusCode.Created, "proposed"), (proposed.StatusCode, issue.GetProperty("status").GetString()));
        Assert.Equal("true", Assert.Single(again.Headers.GetValues("Idempotent-Replayed")));
        await (await first.PostAsync(Path, new JsonObject { ["agent"] = agent.Float.Number, ["amount"] = 1 }, "p1")).DemandProblemAsync(422, "idempotency_conflict");
        await (await first.PostAsync($"{Path}/{id}/approve", null)).DemandProblemAsync(422, "same_operator");
        Assert.Equal(0, await Balance(host, agent));

        Assert.Equal(HttpStatusCode.OK, (await second.PostAsync($"{Path}/{id}/approve", null)).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await second.PostAsync($"{Path}/{id}/approve", null)).StatusCode);
        JsonElement done = await Eventually.GetAsync(() => first.GetAsync($"{Path}/{id}"), issue => issue.GetProperty("status").GetString() == "issued");
        Assert.Equal((500_000, second.Id), (await Balance(host, agent), done.GetProperty("decidedBy").GetString()));
        await (await first.PostAsync($"{Path}/{id}/reject", new JsonObject())).DemandProblemAsync(409, "already_decided");
        Assert.Contains((await first.GetAsync(Path + "?status=issued")).GetProperty("floats").EnumerateArray(), one => one.GetProperty("id").GetString() == id);
    }

    [Fact]
    public async Task What_was_rejected_moves_nothing()
    {
        Person first = await Person.JoinAsync(host, 0, Role.Operator), second = await Person.JoinAsync(host, 0, Role.Operator), agent = await Person.JoinAsync(host, 0, Role.Agent);
        using HttpResponseMessage proposed = await first.PostAsync(Path, new JsonObject { ["agent"] = agent.Float.Number, ["amount"] = 1_000 }, "p1");
        string id = (await proposed.JsonAsync()).GetProperty("id").GetString()!;
        Assert.Equal(HttpStatusCode.OK, (await second.PostAsync($"{Path}/{id}/reject", new JsonObject { ["reason"] = "pas de virement" })).StatusCode);
        await (await second.PostAsync($"{Path}/{id}/approve", null)).DemandProblemAsync(409, "already_decided");
        Assert.Equal(0, await Balance(host, agent));
    }

    [Theory]
    [InlineData(0, 422, "amount_not_positive")]
    [InlineData(-5, 422, "amount_not_positive")]
    public async Task What_cannot_be_issued_is_refused(long amount, int status, string code)
    {
        Person first = await Person.JoinAsync(host, 0, Role.Operator), agent = await Person.JoinAsync(host, 0, Role.Agent);
        await (await first.PostAsync(Path, new JsonObject { ["agent"] = agent.Float.Number, ["amount"] = amount }, "p1")).DemandProblemAsync(status, code);
        await (await first.PostAsync(Path, new JsonObject { ["agent"] = agent.Wallet.Number, ["amount"] = 5 }, "p2")).DemandProblemAsync(404, "unknown_agent");
        await (await first.PostAsync($"{Path}/fi-nothing/approve", null)).DemandProblemAsync(404, "not_found");
        await (await first.PostAsync($"{Path}/fi-{new string('0', 32)}/approve", null)).DemandProblemAsync(404, "not_found");
    }

    /// <summary>
    /// What a crash leaves is the row: approved, with the order in the outbox. Whether the ledger had it before the crash
    /// or not, the next silo brings it to its end, and the money arrives once.
    /// </summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task An_approval_survives_a_crash_before_and_after_its_posting(bool posted)
    {
        Person agent = await Person.JoinAsync(host, 0, Role.Agent);
        string key = FloatIssues.Key("operator-1", Guid.NewGuid().ToString());
        if (posted)
        {
            var request = new TransferRequest { Key = key, Payee = agent.Float, Amount = 9_000, Kind = PostingKind.FloatIssue };
            Assert.Null((await host.Grains.GetGrain<IAccountGrain>(PostAccounts.Trust.Value).Transfer(request)).Refusal);
        }

        await LeaveApproved(key, agent.Float, 9_000);
        var grain = host.Grains.GetGrain<IFloatIssueGrain>(key);
        FloatIssue? done = await Eventually.GetAsync(() => grain.Look(), issue => issue?.Status == FloatIssueStatus.Issued, TimeSpan.FromSeconds(40));
        Assert.Equal(TransferId.From(PostAccounts.Trust, key), done!.Transfer);
        Assert.Equal(9_000, await Balance(host, agent));
    }

    [Fact]
    public async Task What_the_ledger_refuses_for_good_has_failed_and_never_comes_later()
    {
        Person first = await Person.JoinAsync(host, 0, Role.Operator), second = await Person.JoinAsync(host, 0, Role.Operator), agent = await Person.JoinAsync(host, 0, Role.Agent);
        using HttpResponseMessage proposed = await first.PostAsync(Path, new JsonObject { ["agent"] = agent.Float.Number, ["amount"] = 1_000 }, "p1");
        string id = (await proposed.JsonAsync()).GetProperty("id").GetString()!;
        var account = host.Grains.GetGrain<IAccountGrain>(agent.Float.Value);
        Assert.Null(await account.SetFreeze(Freeze.Credits, "test"));
        await second.PostAsync($"{Path}/{id}/approve", null);
        JsonElement failed = await Eventually.GetAsync(() => first.GetAsync($"{Path}/{id}"), issue => issue.GetProperty("status").GetString() == "failed");
        Assert.Equal("payee_frozen", failed.GetProperty("failure").GetString());
        Assert.Null(await account.SetFreeze(Freeze.None, "test"));
        Assert.Null(await host.Grains.GetGrain<IAccountGrain>(PostAccounts.Trust.Value).FindByKey(id));
        Assert.Equal(0, await Balance(host, agent));
    }

    private static async Task<long> Balance(ApiHost host, Person agent) => (await host.Grains.GetGrain<IAccountGrain>(agent.Float.Value).Look())!.Balance;

    private async Task LeaveApproved(string key, AccountId agent, long amount)
    {
        string body = $$"""
            {
              "state": { "status": "approved", "agent": {{agent}}, "agentName": "x", "amount": {{amount}}, "currency": "xaf", "proposedBy": "operator-1", "proposedAtMs": 1, "decidedBy": "operator-2", "decidedAtMs": 2 },
              "outbox": [ { "id": 1, "kind": "issue", "attempts": 0, "nextAt": "2026-01-01T00:00:00+00:00",
                "body": { "key": "{{key}}", "agent": {{agent}}, "amount": {{amount}}, "currency": "xaf" } } ],
              "lastOutboxId": 1
            }
            """;
        await using NpgsqlCommand insert = host.Services.GetRequiredService<NpgsqlDataSource>().CreateCommand(
            "insert into document (type, id, version, body, wake_at) values ('money.float-issue', $1, 1, $2::jsonb, now())");
        insert.Parameters.Add(new() { Value = key });
        insert.Parameters.Add(new() { Value = body });
        await insert.ExecuteNonQueryAsync();
    }
}
