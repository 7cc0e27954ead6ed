using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Nodes;
using CsCheck;
using Postmobile.Audit;
using Postmobile.Identity;
using Postmobile.Money;
using Postmobile.Tests.Hosting;
using Postmobile.Tests.Money.Rest;
using Xunit;

namespace Postmobile.Tests.Money.Tariffs;

/// <summary>The tariff over REST, on a host of its own, since it charges everybody there.</summary>
public sealed class TariffEndpointTests : IAsyncLifetime
{
    private const string Path = "/api/v1/operator/tariffs";

    private ApiHost _host = null!;
    private Person _one = null!;
    private Person _two = null!;

    public async Task InitializeAsync()
    {
        _host = await ApiHost.StartAsync(settings: new() { ["Tariffs:Lead"] = "00:00:00.2", ["Tariffs:PollEvery"] = "00:00:00.1" });
        (_one, _two) = (await Person.JoinAsync(_host, 0, Role.Operator), await Person.JoinAsync(_host, 0, Role.Operator));
    }

    public Task DisposeAsync() => _host.DisposeAsync();

    [Fact]
    public async Task One_proposes_everybody_sees_the_cost_another_approves_and_a_quote_is_what_is_charged()
    {
        Person payer = await Person.JoinAsync(_host, 3_000_000), payee = await Person.JoinAsync(_host), agent = await Person.JoinAsync(_host, 0, Role.Agent);
        await _host.FundAsync(agent.Float, 500_000);

        // A month as it was: 3 transfers of two people, a withdrawal and a deposit.
        await payer.PayAsync(payee.Phone, 1_000, "t1");
        await payer.PayAsync(payee.Phone, 60_000, "t2");
        await payee.PayAsync(payer.Phone, 500, "t3");
        await Move(payer.Wallet, agent.Float, 10_000, PostingKind.CashOut);
        await Move(agent.Float, payee.Wallet, 20_000, PostingKind.CashIn);

        JsonObject body = Body(
            Line("transfer", "fee", to: 5_000, part: 20), Line("transfer", "fee", from: 5_001, share: 100, least: 50, most: 300), Line("transfer", "tax_on_fee", share: 1_890),
            Line("transfer", "tax_on_amount", share: 10), Line("cash_out", "fee", part: 150), Line("cash_in", "commission", share: 40));
        using HttpResponseMessage proposed = await _one.PostAsync(Path, body, "p1"), repeated = await _one.PostAsync(Path, body.DeepClone(), "p1");
        string id = (await proposed.JsonAsync()).GetProperty("id").GetString()!;
        Assert.Equal((HttpStatusCode.Created, "true"), (proposed.StatusCode, Assert.Single(repeated.Headers.GetValues("Idempotent-Replayed"))));
        await (await _one.PostAsync(Path, Body(Line("cash_out", "fee", part: 1)), "p1")).DemandProblemAsync(422, "idempotency_conflict");
        await (await _one.PostAsync($"{Path}/{id}/approve", null)).DemandProblemAsync(422, "same_operator");
        await (await _two.PostAsync($"{Path}/{id}/approve", null)).DemandProblemAsync(422, "tariff_not_simulated");

        await AssertSimulation(id);
        await (await _one.PostAsync($"{Path}/{id}/approve", null)).DemandProblemAsync(422, "same_operator");
        Assert.Equal(HttpStatusCode.OK, (await _two.PostAsync($"{Path}/{id}/approve", null)).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await _two.PostAsync($"{Path}/{id}/approve", null)).StatusCode);
        await (await _one.PostAsync($"{Path}/{id}/reject", new JsonObject())).DemandProblemAsync(409, "already_decided");
        using HttpClient anyone = _host.NewClient();
        await Eventually.GetAsync(async () => (await (await anyone.GetAsync("/api/v1/tariffs")).JsonAsync()).GetProperty("version").GetInt32(), version => version == 1);

        await AssertQuotesAreCharges(payer, payee);

        // What was paid before the tariff was paid without it, and its repetition says so.
        using HttpResponseMessage again = await payer.PayAsync(payee.Phone, 1_000, "t1");
        JsonElement receipt = await again.JsonAsync();
        Assert.Equal((HttpStatusCode.Created, "true", 1_000), (again.StatusCode, Assert.Single(again.Headers.GetValues("Idempotent-Replayed")), receipt.GetProperty("total").GetInt64()));

        AuditPage acts = await _host.Grains.GetGrain<IAuditGrain>(0).List(new AuditFilter(), 100, null);
        Assert.All(["tariff.propose", "tariff.simulate", "tariff.approve"], act => Assert.Single(acts.Lines, line => line.Act.Name == act));
        Assert.Equal(_two.Id, acts.Lines.Single(line => line.Act.Name == "tariff.approve").Act.Actor);
    }

    [Fact]
    public async Task The_public_table_needs_no_token_and_is_not_sent_twice()
    {
        using HttpClient anyone = _host.NewClient();
        using HttpResponseMessage free = await anyone.GetAsync("/api/v1/tariffs");
        Assert.Equal((HttpStatusCode.OK, 0), (free.StatusCode, (await free.JsonAsync()).GetProperty("version").GetInt32()));
        Assert.True(free.Headers.CacheControl!.Public && free.Headers.CacheControl.MaxAge <= TimeSpan.FromMinutes(1));

        await _host.Grains.ChargeAsync([new() { Operation = PostingKind.CashOut, Charge = ChargeKind.Fee, Fixed = 100 }]);
        using HttpRequestMessage known = new(HttpMethod.Get, "/api/v1/tariffs") { Headers = { IfNoneMatch = { free.Headers.ETag! } } };
        using HttpResponseMessage changed = await anyone.SendAsync(known);
        JsonElement table = await changed.JsonAsync();
        Assert.Equal((HttpStatusCode.OK, 1, "cash_out", 100), (changed.StatusCode, table.GetProperty("version").GetInt32(), table.GetProperty("lines")[0].GetProperty("operation").GetString(), table.GetProperty("lines")[0].GetProperty("fixed").GetInt64()));
        using HttpRequestMessage again = new(HttpMethod.Get, "/api/v1/tariffs") { Headers = { IfNoneMatch = { new EntityTagHeaderValue(changed.Headers.ETag!.Tag) } } };
        Assert.Equal(HttpStatusCode.NotModified, (await anyone.SendAsync(again)).StatusCode);

        // A future one is announced, and can be looked at by its moment.
        DateTimeOffset soon = DateTimeOffset.FromUnixTimeSeconds(TimeProvider.System.GetUtcNow().ToUnixTimeSeconds() + 3_600);
        TariffVersion next = await _host.Grains.ApproveAsync([new() { Operation = PostingKind.CashOut, Charge = ChargeKind.Fee, Fixed = 200 }], soon);
        await Eventually.GetAsync(async () => (await (await anyone.GetAsync("/api/v1/tariffs")).JsonAsync()).GetProperty("until"), until => until.ValueKind == JsonValueKind.String && until.GetDateTimeOffset() == next.EffectiveFrom);
        JsonElement later = await (await anyone.GetAsync("/api/v1/tariffs?at=" + soon.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture))).JsonAsync();
        Assert.Equal((2, 200), (later.GetProperty("version").GetInt32(), later.GetProperty("lines")[0].GetProperty("fixed").GetInt64()));

        JsonElement charge = await (await anyone.GetAsync("/api/v1/tariffs/charge?operation=cash_out&amount=5000")).JsonAsync();
        Assert.Equal((100, 0, 5_100), (charge.GetProperty("fee").GetInt64(), charge.GetProperty("tax").GetInt64(), charge.GetProperty("total").GetInt64()));
        await (await anyone.GetAsync("/api/v1/tariffs/charge?operation=gift&amount=5000")).DemandProblemAsync(400, "invalid_field");
        await (await anyone.GetAsync("/api/v1/tariffs/charge?operation=cash_out&amount=0")).DemandProblemAsync(400, "invalid_field");
    }

    [Fact]
    public async Task What_cannot_be_a_tariff_is_refused_line_by_line_and_kept_nowhere()
    {
        JsonObject body = Body(Line("cash_out", "fee", to: 100, part: 5), Line("cash_out", "fee", from: 102), Line("transfer", "commission", share: 5));
        JsonElement problem = await (await _one.PostAsync(Path, body, "bad")).DemandProblemAsync(422, "tariff_lines_invalid");
        Assert.Equal(["lines[2]"], problem.GetProperty("errors").EnumerateObject().Select(error => error.Name));
        problem = await (await _one.PostAsync(Path, Body(Line("cash_out", "fee", to: 100, part: 5), Line("cash_out", "fee", from: 102)), "bad")).DemandProblemAsync(422, "tariff_lines_invalid");
        Assert.Equal(["lines[1]"], problem.GetProperty("errors").EnumerateObject().Select(error => error.Name));
        JsonObject past = Body(Line("cash_out", "fee", part: 5));
        past["effectiveFrom"] = "2020-01-01T00:00:00Z";
        await (await _one.PostAsync(Path, past, "past")).DemandProblemAsync(422, "tariff_date_past");
        await (await _one.PostAsync(Path, Body(), "empty")).DemandProblemAsync(422, "tariff_unchanged");
        await (await _one.PostAsync($"{Path}/tf-nothing/approve", null)).DemandProblemAsync(404, "not_found");
        await (await _one.PostAsync($"{Path}/tf-{new string('0', 32)}/simulate", null)).DemandProblemAsync(404, "not_found");
        Assert.Empty((await _one.GetAsync(Path)).GetProperty("versions").EnumerateArray());

        using HttpResponseMessage proposed = await _one.PostAsync(Path, Body(Line("cash_out", "fee", part: 5)), "good");
        string id = (await proposed.JsonAsync()).GetProperty("id").GetString()!;
        await (await _one.PostAsync($"{Path}/{id}/simulate?month=x", null)).DemandProblemAsync(400, "invalid_field");
        Assert.Equal("withdrawn", (await (await _one.PostAsync($"{Path}/{id}/reject", new JsonObject { ["reason"] = "erreur" })).JsonAsync()).GetProperty("status").GetString());
        await (await _two.PostAsync($"{Path}/{id}/approve", null)).DemandProblemAsync(409, "already_decided");
    }

    [Fact]
    public async Task Commissions_are_funded_by_two_operators()
    {
        using HttpResponseMessage proposed = await _one.PostAsync("/api/v1/operator/floats", new JsonObject { ["agent"] = PostAccounts.Commissions.Number, ["amount"] = 9_000 }, "f1");
        string id = (await proposed.JsonAsync()).GetProperty("id").GetString()!;
        await (await _one.PostAsync($"/api/v1/operator/floats/{id}/approve", null)).DemandProblemAsync(422, "same_operator");
        Assert.Equal(HttpStatusCode.OK, (await _two.PostAsync($"/api/v1/operator/floats/{id}/approve", null)).StatusCode);
        await Eventually.GetAsync(async () => (await _one.GetAsync("/api/v1/operator/commissions")).GetProperty("funds").GetInt64(), funds => funds == 9_000);
        await (await _one.PostAsync("/api/v1/operator/floats", new JsonObject { ["agent"] = PostAccounts.Fees.Number, ["amount"] = 9_000 }, "f2")).DemandProblemAsync(404, "unknown_agent");
    }

    /// <summary>Reckoned by hand from the month above: nothing before; after, see each figure.</summary>
    private async Task AssertSimulation(string id)
    {
        string month = TimeProvider.System.GetUtcNow().AddHours(1).ToString("yyyy-MM", CultureInfo.InvariantCulture);
        Assert.Equal(HttpStatusCode.Accepted, (await _one.PostAsync($"{Path}/{id}/simulate?month={month}", null)).StatusCode);
        JsonElement result = await Eventually.GetAsync(() => _two.GetAsync($"{Path}/{id}/simulation"), simulation => simulation.GetProperty("endedAt").ValueKind == JsonValueKind.String);
        Assert.Equal((month, false), (result.GetProperty("month").GetString(), result.GetProperty("failed").GetBoolean()));
        JsonElement Of(string operation) => result.GetProperty("operations").EnumerateArray().Single(one => one.GetProperty("operation").GetString() == operation);
        long[] Figures(string operation) => [.. new[] { "count", "volume", "feesBefore", "feesAfter", "taxesBefore", "taxesAfter", "commissionsAfter" }.Select(name => Of(operation).GetProperty(name).GetInt64())];

        // Fees 20 + 300 + 20; taxes on them 4 + 57 + 4, on the amounts 1 + 60 + 1 (0.5 is rounded to 1).
        Assert.Equal([3, 61_500, 0, 340, 0, 127, 0], Figures("transfer"));
        Assert.Equal([1, 10_000, 0, 150, 0, 0, 0], Figures("cash_out"));
        Assert.Equal([1, 20_000, 0, 0, 0, 0, 80], Figures("cash_in"));
        Assert.Equal((2, 0, 1), (result.GetProperty("payersMore").GetInt64(), result.GetProperty("payersLess").GetInt64(), result.GetProperty("payersSame").GetInt64()));
    }

    private static async Task AssertQuotesAreCharges(Person payer, Person payee)
    {
        long spent = 0, before = await payer.BalanceAsync();
        await Gen.Long[1, 40_000].SampleAsync(
            async amount =>
            {
                using HttpResponseMessage quoted = await payer.PostAsync("/api/v1/transfers/quote", new JsonObject { ["to"] = payee.Phone, ["amount"] = amount });
                long total = (await quoted.JsonAsync()).GetProperty("total").GetInt64();
                JsonObject order = new() { ["to"] = payee.Phone, ["amount"] = amount, ["agreedTotal"] = total };
                using HttpResponseMessage paid = await payer.PostAsync("/api/v1/transfers", order, Guid.NewGuid().ToString());
                JsonElement receipt = await paid.JsonAsync();
                Assert.Equal((HttpStatusCode.Created, total), (paid.StatusCode, receipt.GetProperty("total").GetInt64()));
                Assert.Equal(total, amount + receipt.GetProperty("fee").GetInt64() + receipt.GetProperty("tax").GetInt64());
                Assert.True(receipt.GetProperty("fee").GetInt64() >= 20);
                order["agreedTotal"] = total - 1;
                await (await payer.PostAsync("/api/v1/transfers", order.DeepClone(), Guid.NewGuid().ToString())).DemandProblemAsync(409, "quote_changed");
                spent += total;
            },
            iter: 25, threads: 1);
        Assert.Equal(before - spent, await payer.BalanceAsync());
    }

    private async Task Move(AccountId from, AccountId to, long amount, PostingKind kind) =>
        Assert.Null((await _host.Grains.Account(from).Transfer(new TransferRequest { Key = Guid.NewGuid().ToString("N"), Payee = to, Amount = amount, Kind = kind })).Refusal);

    private static JsonObject Body(params JsonObject[] lines) => new() { ["scope"] = "whole", ["lines"] = new JsonArray([.. lines]), ["note"] = "essai" };

    private static JsonObject Line(string operation, string charge, long from = 1, long? to = null, long part = 0, int share = 0, long least = 0, long? most = null) => new()
    {
        ["operation"] = operation, ["charge"] = charge, ["from"] = from, ["to"] = to, ["fixed"] = part, ["basisPoints"] = share, ["min"] = least, ["max"] = most,
    };
}
