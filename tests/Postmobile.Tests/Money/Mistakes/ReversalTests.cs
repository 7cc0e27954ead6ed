using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using Postmobile.Identity;
using Postmobile.Money;
using Postmobile.Tests.Hosting;
using Postmobile.Tests.Money.Rest;
using Xunit;

namespace Postmobile.Tests.Money.Mistakes;

/// <summary>Two operators take a transfer back, once; what the payee has spent is not taken from anybody else.</summary>
[Collection(ApiHost.Collection)]
public sealed class ReversalTests(ApiHost host)
{
    private const string Path = "/api/v1/operator/reversals";

    [Fact]
    public async Task One_operator_proposes_another_approves_and_money_goes_back_once()
    {
        World w = await World.MakeAsync(host, 5_000);
        HttpResponseMessage[] twins = await Task.WhenAll(w.ProposeAsync(w.First, "a"), w.ProposeAsync(w.Second, "b"));
        Assert.Equal([HttpStatusCode.Created, HttpStatusCode.Conflict], twins.Select(answer => answer.StatusCode).Order());
        bool firstWon = twins[0].StatusCode == HttpStatusCode.Created;
        (Person proposer, Person other) = firstWon ? (w.First, w.Second) : (w.Second, w.First);
        await (await proposer.PostAsync($"{Path}/{w.Id}/approve", null)).DemandProblemAsync(422, "same_operator");
        Assert.Equal(5_000, await w.Payee.BalanceAsync());
        HttpResponseMessage[] approvals = await Task.WhenAll(other.PostAsync($"{Path}/{w.Id}/approve", null), other.PostAsync($"{Path}/{w.Id}/approve", null));
        Assert.All(approvals, approval => Assert.Equal(HttpStatusCode.OK, approval.StatusCode));
        JsonElement done = await w.UntilAsync("reversed");
        Assert.Equal((10_000, 0), (await w.Payer.BalanceAsync(), await w.Payee.BalanceAsync()));
        Assert.Equal(TransferId.From(w.Payee.Wallet, DerivedKey.Reversal(w.Transfer)).ToString(), done.GetProperty("givenBack").GetString());
        await (await w.ProposeAsync(w.First, "c")).DemandProblemAsync(409, "reversal_exists");
        await (await w.Payer.PostAsync("/api/v1/recalls", new JsonObject { ["transfer"] = w.Transfer.ToString() }, "k")).DemandProblemAsync(409, "already_reversed");
        var audit = await Eventually.GetAsync(
            () => host.Grains.GetGrain<Postmobile.Audit.IAuditGrain>(0).List(new Postmobile.Audit.AuditFilter(Subject: w.Id), 10, null), page => page.Lines.Count == 2);
        Assert.Equal(["reversal.approve", "reversal.propose"], audit.Lines.Select(line => line.Act.Name).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task What_was_spent_is_refused_by_name_and_what_is_there_can_be_taken()
    {
        World w = await World.MakeAsync(host, 5_000);
        Person shop = await Person.JoinAsync(host);
        Assert.Equal(HttpStatusCode.Created, (await w.Payee.PayAsync(shop.Phone, 3_000)).StatusCode);
        Assert.Equal(HttpStatusCode.Created, (await w.ProposeAsync(w.First, "a")).StatusCode);
        await w.Second.PostAsync($"{Path}/{w.Id}/approve", null);
        Assert.Equal("insufficient_funds", (await w.UntilAsync("failed")).GetProperty("failure").GetString());
        Assert.Equal(2_000, await w.Payee.BalanceAsync());
        Assert.Equal(HttpStatusCode.Created, (await w.ProposeAsync(w.First, "b", whatIsThere: true)).StatusCode);
        await w.Second.PostAsync($"{Path}/{w.Id}/approve", null);
        Assert.Equal(2_000, (await w.UntilAsync("reversed")).GetProperty("amount").GetInt64());
        Assert.Equal((7_000, 0), (await w.Payer.BalanceAsync(), await w.Payee.BalanceAsync()));
    }

    [Fact]
    public async Task What_cannot_be_is_refused_and_rejected_means_nothing_moves()
    {
        World w = await World.MakeAsync(host, 5_000);
        await (await w.ProposeAsync(w.First, "a", amount: 5_001)).DemandProblemAsync(422, "reversal_too_much");
        await (await w.ProposeAsync(w.First, "a", amount: 0)).DemandProblemAsync(422, "amount_not_positive");
        await (await w.ProposeAsync(w.First, "a", reason: " ")).DemandProblemAsync(422, "words_missing");
        await (await w.First.PostAsync(Path, new JsonObject { ["transfer"] = "12-x", ["reason"] = "x" }, "a")).DemandProblemAsync(404, "not_found");
        Assert.Equal(HttpStatusCode.Created, (await w.ProposeAsync(w.First, "a", amount: 1_500)).StatusCode);
        await (await w.ProposeAsync(w.First, "a", amount: 1_501)).DemandProblemAsync(422, "idempotency_conflict");
        Assert.Equal(HttpStatusCode.OK, (await w.Second.PostAsync($"{Path}/{w.Id}/reject", new JsonObject { ["reason"] = "non" })).StatusCode);
        await (await w.Second.PostAsync($"{Path}/{w.Id}/approve", null)).DemandProblemAsync(409, "already_decided");
        Assert.Equal(5_000, await w.Payee.BalanceAsync());
        Assert.Contains((await w.First.GetAsync(Path)).GetProperty("reversals").EnumerateArray(), one => one.GetProperty("id").GetString() == w.Id);
    }

    /// <summary>A recall and a reversal of one transfer never give back more than was sent.</summary>
    [Fact]
    public async Task While_a_transfer_is_recalled_operators_wait_and_then_take_only_what_is_left()
    {
        World w = await World.MakeAsync(host, 5_000);
        Person shop = await Person.JoinAsync(host);
        await w.Payee.PayAsync(shop.Phone, 3_000);
        using HttpResponseMessage asked = await w.Payer.PostAsync("/api/v1/recalls", new JsonObject { ["transfer"] = w.Transfer.ToString() }, "k");
        string recall = (await asked.JsonAsync()).GetProperty("id").GetString()!;
        await (await w.ProposeAsync(w.First, "a")).DemandProblemAsync(409, "recall_open");
        await Eventually.GetAsync(() => w.Payee.GetAsync("/api/v1/recalls/" + recall), one => one.GetProperty("status").GetString() == "asked");
        await w.Payee.PostAsync($"/api/v1/recalls/{recall}/consent", null);
        await Eventually.GetAsync(() => w.Payee.GetAsync("/api/v1/recalls/" + recall), one => one.GetProperty("status").GetString() == "returned");
        await (await w.ProposeAsync(w.First, "a", amount: 3_001)).DemandProblemAsync(422, "reversal_too_much");
        using HttpResponseMessage rest = await w.ProposeAsync(w.First, "a");
        Assert.Equal(3_000, (await rest.JsonAsync()).GetProperty("amount").GetInt64());
    }

    private sealed record World(Person First, Person Second, Person Payer, Person Payee, TransferId Transfer)
    {
        public string Id => Reversals.Key(Transfer);

        public static async Task<World> MakeAsync(ApiHost host, long amount)
        {
            Person[] all = await Task.WhenAll(
                Person.JoinAsync(host, 0, Role.Operator), Person.JoinAsync(host, 0, Role.Operator), Person.JoinAsync(host, 10_000), Person.JoinAsync(host));
            using HttpResponseMessage paid = await all[2].PayAsync(all[3].Phone, amount);
            Assert.True(TransferId.TryParse((await paid.JsonAsync()).GetProperty("id").GetString(), out TransferId transfer));
            return new World(all[0], all[1], all[2], all[3], transfer);
        }

        public Task<HttpResponseMessage> ProposeAsync(Person by, string key, long? amount = null, bool whatIsThere = false, string reason = "Erreur prouvée") =>
            by.PostAsync(Path, new JsonObject { ["transfer"] = Transfer.ToString(), ["reason"] = reason, ["amount"] = amount, ["whatIsThere"] = whatIsThere }, key);

        public Task<JsonElement> UntilAsync(string status) =>
            Eventually.GetAsync(() => First.GetAsync($"{Path}/{Id}"), reversal => reversal.GetProperty("status").GetString() == status);
    }
}
