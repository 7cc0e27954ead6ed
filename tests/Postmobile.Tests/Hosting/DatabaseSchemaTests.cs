using DbUp;
using DbUp.Engine;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using Postmobile.Silo.PostgreSql;
using Xunit;

namespace Postmobile.Tests.Hosting;

public sealed class DatabaseSchemaTests
{
    [Fact]
    public async Task Five_hosts_that_start_together_apply_each_script_once()
    {
        var connectionString = await EmptyDatabaseAsync();
        await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => Task.Run(() => DatabaseSchema.ApplyAsync(connectionString, NullLogger.Instance))));

        Assert.Equal(DatabaseSchema.Scripts.Select(script => script.Name), await AppliedAsync(connectionString));
    }

    /// <summary>A database of an earlier version gets what it has not had, and keeps what it holds.</summary>
    [Fact]
    public async Task A_database_of_an_earlier_version_is_brought_to_this_one()
    {
        for (var had = 1; had < DatabaseSchema.Scripts.Count; had++)
        {
            var connectionString = await EmptyDatabaseAsync();
            var earlier = DeployChanges.To.PostgresqlDatabase(connectionString)
                .WithScripts(DatabaseSchema.Scripts.Take(had).Select(script => new SqlScript(script.Name, script.Text)).ToArray())
                .WithVariablesDisabled().WithTransactionPerScript().JournalToPostgresqlTable("public", "schema_script").LogToNowhere()
                .Build().PerformUpgrade();
            Assert.True(earlier.Successful, earlier.Error?.Message);
            await using var source = NpgsqlDataSource.Create(connectionString);
            await using var write = source.CreateCommand(
                "insert into cluster_version (deployment_id) values ('kept'); insert into entry (stream, seq, id, kind, body) values ('kept', 1, 'a', 'b', '{}')");
            await write.ExecuteNonQueryAsync();

            await DatabaseSchema.ApplyAsync(connectionString, NullLogger.Instance);

            Assert.Equal(DatabaseSchema.Scripts.Select(script => script.Name), await AppliedAsync(connectionString));
            await using var read = source.CreateCommand("select count(*) from cluster_version natural join (select stream as deployment_id from entry) e");
            Assert.Equal(1L, await read.ExecuteScalarAsync());
        }
    }

    [Fact]
    public async Task A_script_that_fails_is_named_and_leaves_nothing_behind()
    {
        var connectionString = await EmptyDatabaseAsync();
        await using var source = NpgsqlDataSource.Create(connectionString);
        await using var obstacle = source.CreateCommand("create table reminder (in_the_way int)");
        await obstacle.ExecuteNonQueryAsync();

        var failure = await Assert.ThrowsAsync<InvalidOperationException>(() => DatabaseSchema.ApplyAsync(connectionString, NullLogger.Instance));

        Assert.Contains("0001-", failure.Message, StringComparison.Ordinal);
        await using var left = source.CreateCommand("select count(*) from pg_tables where tablename in ('cluster_version', 'document')");
        Assert.Equal(0L, await left.ExecuteScalarAsync());
    }

    [Fact]
    public void Every_script_has_a_number_of_its_own()
    {
        var numbers = DatabaseSchema.Scripts.Select(script => script.Name[..5]).ToList();

        Assert.All(numbers, number => Assert.Matches("^[0-9]{4}-$", number));
        Assert.Equal(numbers.Distinct(), numbers);
    }

    private static async Task<string> EmptyDatabaseAsync()
    {
        var server = await PostgresFixture.ServerAsync();
        var database = "schema_" + Guid.NewGuid().ToString("N");
        await using var source = NpgsqlDataSource.Create(server.ConnectionStringFor("postgres"));
        await using var create = source.CreateCommand("create database " + database);
        await create.ExecuteNonQueryAsync();
        return server.ConnectionStringFor(database);
    }

    private static async Task<List<string>> AppliedAsync(string connectionString)
    {
        await using var source = NpgsqlDataSource.Create(connectionString);
        await using var names = source.CreateCommand("select scriptname from schema_script order by 1");
        await using var reader = await names.ExecuteReaderAsync();
        var applied = new List<string>();
        while (await reader.ReadAsync())
        {
            applied.Add(reader.GetString(0));
        }

        return applied;
    }
}
