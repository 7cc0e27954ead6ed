using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using Postmobile.Identity;
using Postmobile.Money;
using Postmobile.Tests.Hosting;
using Postmobile.Tests.Money.Rest;
using Xunit;

namespace Postmobile.Tests.Money.Monitoring;

/// <summary>Each rule on a history that was really paid.</summary>
[Collection(ApiHost.Collection)]
public sealed class MonitoringTests(ApiHost host)
{
    [Fact]
    public async Task Many_payments_in_a_short_time_are_flagged_once()
    {
        Person person = await Person.JoinAsync(host, 100_000), payee = await Person.JoinAsync(host);
        await Task.WhenAll(Enumerable.Range(0, 25).Select(_ => PayAsync(person, payee, 100)));
        Alert alert = await AlertAsync(MonitoringRule.Velocity, person);
        Assert.Equal((person.Id, 25, 2_500), (alert.Finding.Owner, alert.Finding.Count, alert.Finding.Amount));
        await ScanAsync();
        Assert.Equal(alert.RaisedAt, (await AlertAsync(MonitoringRule.Velocity, person)).RaisedAt);
        await NoAlertAsync(MonitoringRule.Velocity, payee);
    }

    [Fact]
    public async Task Amounts_just_under_a_limit_are_flagged()
    {
        Person person = await Person.JoinAsync(host, 4_000_000), payee = await Person.JoinAsync(host);
        foreach (long amount in new long[] { 499_000, 470_000, 455_000 })
        {
            await PayAsync(person, payee, amount);
        }

        Alert alert = await AlertAsync(MonitoringRule.Structuring, person);
        Assert.Equal((3, 1_424_000, 499_999), (alert.Finding.Count, alert.Finding.Amount, alert.Finding.Against));
    }

    [Fact]
    public async Task Money_that_leaves_as_it_came_is_flagged()
    {
        Person source = await Person.JoinAsync(host, 500_000), mule = await Person.JoinAsync(host, 20_000), sink = await Person.JoinAsync(host);
        await PayAsync(source, mule, 300_000);
        await PayAsync(mule, sink, 150_000);
        await PayAsync(mule, sink, 140_000);
        Alert alert = await AlertAsync(MonitoringRule.PassThrough, mule);
        Assert.Equal((2, 290_000, 300_000), (alert.Finding.Count, alert.Finding.Amount, alert.Finding.Against));
        await NoAlertAsync(MonitoringRule.PassThrough, source);
        await NoAlertAsync(MonitoringRule.PassThrough, sink);
    }

    [Fact]
    public async Task An_ordinary_day_is_not()
    {
        Person person = await Person.JoinAsync(host, 900_000), shop = await Person.JoinAsync(host), friend = await Person.JoinAsync(host, 400_000);
        await PayAsync(person, shop, 250_000); // before anything came in
        await PayAsync(friend, person, 250_000);
        await PayAsync(person, shop, 60_000);
        await PayAsync(person, shop, 480_000); // one amount near a limit is nothing
        foreach (int amount in Enumerable.Range(1, 8))
        {
            await PayAsync(person, shop, amount * 1_000);
        }

        // The scan has passed all of it once it has found somebody who came later.
        Person late = await Person.JoinAsync(host, 100_000);
        await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => PayAsync(late, shop, 10)));
        await AlertAsync(MonitoringRule.Velocity, late);
        foreach (MonitoringRule rule in Enum.GetValues<MonitoringRule>())
        {
            await NoAlertAsync(rule, person);
            await NoAlertAsync(rule, shop);
        }
    }

    [Fact]
    public async Task Operators_leave_a_trail_and_close_with_a_reason()
    {
        Person person = await Person.JoinAsync(host, 100_000), payee = await Person.JoinAsync(host);
        Person one = await Person.JoinAsync(host, 0, Role.Operator), other = await Person.JoinAsync(host, 0, Role.Operator);
        await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => PayAsync(person, payee, 100)));
        string path = "/api/v1/operator/monitoring/" + (await AlertAsync(MonitoringRule.Velocity, person)).Id;
        JsonElement queue = await one.GetAsync("/api/v1/operator/monitoring?limit=200");
        Assert.Contains(queue.GetProperty("alerts").EnumerateArray(), alert => path.EndsWith(alert.GetProperty("id").GetString()!, StringComparison.Ordinal));

        for (int attempt = 0; attempt < 2; attempt++)
        {
            Assert.Equal(HttpStatusCode.OK, (await one.PostAsync(path + "/notes", new JsonObject { ["text"] = "Appelé : paie ses ouvriers." }, "note-1")).StatusCode);
        }

        await (await one.PostAsync(path + "/notes", new JsonObject { ["text"] = "autre chose" }, "note-1")).DemandProblemAsync(422, "idempotency_conflict");
        await (await one.PostAsync(path + "/notes", new JsonObject { ["text"] = "sans clé" })).DemandProblemAsync(400, "idempotency_key_missing");
        Assert.Equal(HttpStatusCode.OK, (await other.PostAsync(path + "/notes", new JsonObject { ["text"] = "Vu le contrat." }, "note-1")).StatusCode);
        await (await other.PostAsync(path + "/close", new JsonObject { ["reason"] = " " })).DemandProblemAsync(422, "reason_needed");
        Assert.Equal(HttpStatusCode.OK, (await other.PostAsync(path + "/close", new JsonObject { ["reason"] = "Expliqué" })).StatusCode);
        await (await one.PostAsync(path + "/close", new JsonObject { ["reason"] = "Expliqué" })).DemandProblemAsync(409, "already_decided");
        JsonElement closed = await one.GetAsync(path);
        Assert.Equal([one.Id, other.Id], closed.GetProperty("notes").EnumerateArray().Select(note => note.GetProperty("by").GetString()));
        Assert.Equal(("closed", other.Id), (closed.GetProperty("status").GetString(), closed.GetProperty("closedBy").GetString()));
    }

    private async Task PayAsync(Person from, Person to, long amount)
    {
        TransferOutcome outcome = await host.Grains.GetGrain<IAccountGrain>(from.Wallet.Value).Transfer(
            new TransferRequest { Key = Guid.NewGuid().ToString("N"), Payee = to.Wallet, Amount = amount });
        Assert.Null(outcome.Refusal);
    }

    private Task<DateTimeOffset> ScanAsync() => host.Grains.GetGrain<IMonitorGrain>(Alerts.Monitor).Scan();

    private IAlertGrain Grain(MonitoringRule rule, Person person) =>
        host.Grains.GetGrain<IAlertGrain>(Alerts.Key(rule, person.Wallet, BrazzavilleCalendar.Day(DateTimeOffset.UtcNow)));

    private async Task<Alert> AlertAsync(MonitoringRule rule, Person person) => (await Eventually.GetAsync(
        async () =>
        {
            await ScanAsync();
            return await Grain(rule, person).Look();
        },
        alert => alert is not null))!;

    private async Task NoAlertAsync(MonitoringRule rule, Person person) => Assert.Null(await Grain(rule, person).Look());
}
