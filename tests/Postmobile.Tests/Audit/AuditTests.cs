using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Postmobile.Audit;
using Postmobile.Identity;
using Postmobile.Tests.Hosting;
using Postmobile.Tests.Money.Rest;
using Xunit;

namespace Postmobile.Tests.Audit;

/// <summary>What the post's people do is written down once and for good.</summary>
[Collection(ApiHost.Collection)]
public sealed class AuditTests(ApiHost host)
{
    private NpgsqlDataSource Database => host.Services.GetRequiredService<NpgsqlDataSource>();

    private IAuditGrain Audit => host.Grains.GetGrain<IAuditGrain>(0);

    [Fact]
    public async Task An_act_of_an_operator_is_in_the_record_with_who_and_what()
    {
        Person target = await Person.JoinAsync(host), @operator = await Person.JoinAsync(host, 0, Role.Operator);
        Assert.Null(await host.Grains.GetGrain<ICustomerGrain>(target.Id).Grant(Role.Courier, new CustomerId(@operator.Id)));
        AuditLine? line = await Eventually.GetAsync(async () => (await Audit.List(new AuditFilter(Subject: target.Id), 10, null)).Lines.FirstOrDefault(), found => found is not null);
        Assert.Equal(("role.grant", @operator.Id, "Courier"), (line!.Act.Name, line.Act.Actor, line.Act.Detail));
    }

    [Fact]
    public async Task The_same_act_twice_is_one_line_and_the_chain_holds()
    {
        var act = new Act { Actor = "c-test", Name = "test.act", Subject = "s-" + Guid.NewGuid().ToString("N"), At = DateTimeOffset.UtcNow };
        string id = Guid.NewGuid().ToString("N");
        await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => Audit.Record(id, act)));
        Assert.Single((await Audit.List(new AuditFilter(Subject: act.Subject), 10, null)).Lines);
        Assert.Null(await Audit.Verify());
    }

    [Fact]
    public async Task Nobody_changes_or_removes_a_line()
    {
        await Audit.Record(Guid.NewGuid().ToString("N"), new Act { Actor = "c-test", Name = "test.act", Subject = "s-kept", At = DateTimeOffset.UtcNow });
        foreach (string attempt in new[] { "update entry set kind = 'x' where stream = 'audit'", "delete from entry where stream = 'audit'", "truncate entry" })
        {
#pragma warning disable CA2100 // The three above.
            await using NpgsqlCommand command = Database.CreateCommand(attempt);
#pragma warning restore CA2100
            PostgresException refused = await Assert.ThrowsAsync<PostgresException>(() => command.ExecuteNonQueryAsync());
            Assert.Equal("PM002", refused.SqlState);
        }
    }

    [Fact]
    public async Task Whoever_changes_a_line_past_the_guard_is_found()
    {
        string stream = "test-" + Guid.NewGuid().ToString("N");
        var log = new Postmobile.Documents.EntryLog(Database);
        for (int i = 1; i <= 5; i++)
        {
            Assert.Equal(i, await log.Append(stream, $"e-{i}", "test", new { Number = i }, DateTimeOffset.UtcNow));
        }

        Assert.Null(await log.FirstBroken(stream));
        await using NpgsqlConnection connection = await Database.OpenConnectionAsync();
#pragma warning disable CA2100 // The stream is named by the test.
        await using NpgsqlCommand change = new(
            $"begin; set local session_replication_role = replica; update entry set body = '{{\"number\": 9}}' where stream = '{stream}' and seq = 3; commit", connection);
#pragma warning restore CA2100
        await change.ExecuteNonQueryAsync();
        Assert.Equal(3, await log.FirstBroken(stream));
    }
}
