using Npgsql;
using Xunit;

namespace Postmobile.Tests.Hosting;

/// <summary>Membership is a row of PostgreSQL, also for one silo alone.</summary>
public sealed class MembershipTests
{
    private const int Active = 3;
    private const int Dead = 6;

    [Fact]
    public async Task A_single_silo_is_a_row_while_it_runs_and_a_dead_row_afterwards()
    {
        var connectionString = await PostgresFixture.NewDatabaseAsync();
        await using (var silo = await TestSilo.StartAsync(connectionString))
        {
            Assert.Equal(Active, await StatusAsync(connectionString, silo.SiloPort));
        }

        Assert.NotEqual(Active, await StatusAsync(connectionString));
    }

    [Fact]
    public async Task Two_silos_on_one_database_are_one_cluster()
    {
        await using var first = await TestSilo.StartAsync();
        await using var second = await TestSilo.StartAsync(first.ConnectionString);

        var hosts = await second.Grains.GetGrain<IManagementGrain>(0).GetHosts(onlyActive: true);

        Assert.Equal([first.SiloPort, second.SiloPort], hosts.Keys.Select(silo => silo.Endpoint.Port).OrderBy(port => port == first.SiloPort ? 0 : 1));
    }

    private static async Task<int> StatusAsync(string connectionString, int? port = null)
    {
        await using var source = NpgsqlDataSource.Create(connectionString);
        await using var command = source.CreateCommand("select status from cluster_silo where $1::int is null or port = $1");
        command.Parameters.Add(new() { Value = (object?)port ?? DBNull.Value, NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.Integer });
        return (int)(await command.ExecuteScalarAsync() ?? Dead);
    }
}
