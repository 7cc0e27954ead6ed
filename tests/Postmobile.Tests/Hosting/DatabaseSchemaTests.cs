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
        var server = await PostgresFixture.ServerAsync();
        var database = "schema_" + Guid.NewGuid().ToString("N");
        await using (var source = NpgsqlDataSource.Create(server.ConnectionStringFor("postgres")))
        {
            await using var create = source.CreateCommand("create database " + database);
            await create.ExecuteNonQueryAsync();
        }

        var connectionString = server.ConnectionStringFor(database);
        await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => Task.Run(() => DatabaseSchema.ApplyAsync(connectionString, NullLogger.Instance))));

        await using var migrated = NpgsqlDataSource.Create(connectionString);
        await using var count = migrated.CreateCommand("select scriptname from schema_script order by 1");
        await using var reader = await count.ExecuteReaderAsync();
        var applied = new List<string>();
        while (await reader.ReadAsync())
        {
            applied.Add(reader.GetString(0));
        }

        Assert.Equal(DatabaseSchema.Scripts.Select(script => script.Name), applied);
    }

    [Fact]
    public void Every_script_has_a_number_of_its_own()
    {
        var numbers = DatabaseSchema.Scripts.Select(script => script.Name[..5]).ToList();

        Assert.All(numbers, number => Assert.Matches("^[0-9]{4}-$", number));
        Assert.Equal(numbers.Distinct(), numbers);
    }
}
