using System.Diagnostics;
using System.Globalization;
using Npgsql;
using Xunit;

namespace Postmobile.Tests.Hosting;

/// <summary>A silo that is killed comes back on its own ports without waiting for its ghost.</summary>
public sealed class SiloRestartTests
{
    [Fact]
    public async Task A_killed_silo_is_back_within_seconds_and_its_ghost_is_dead()
    {
        var connectionString = await PostgresFixture.NewDatabaseAsync();
        var arguments = Arguments(connectionString);
        await using var source = NpgsqlDataSource.Create(connectionString);
        using (var first = HostProcess.Start(arguments))
        {
            await Eventually.GetAsync(() => ActiveAsync(source), active => active == 1, TimeSpan.FromSeconds(60));
            await first.KillAsync();
        }

        Assert.Equal(1, await ActiveAsync(source)); // the ghost: nobody has said yet that it is dead
        var ghost = await GenerationAsync(source);
        var since = Stopwatch.GetTimestamp();
        using var second = HostProcess.Start(arguments);

        await Eventually.GetAsync(() => GenerationAsync(source), generation => generation != 0 && generation != ghost, TimeSpan.FromSeconds(60));

        Assert.Equal(1, await ActiveAsync(source));
        Assert.InRange(Stopwatch.GetElapsedTime(since).TotalSeconds, 0, 45); // a silo on new ports would wait five minutes
        await Eventually.TrueAsync(() => second.Output.Contains("Application started", StringComparison.Ordinal), TimeSpan.FromSeconds(60));
        var code = await second.StopAsync();
        Assert.True(code == 0, $"It ended with {code}: {second.Output}");
        Assert.Equal(0, await ActiveAsync(source));
    }

    /// <summary>As when the machine loses its power: nobody is left to say who is dead, and one silo comes back alone.</summary>
    [Fact]
    public async Task After_all_silos_were_killed_one_of_them_is_back_without_waiting_for_the_other_ghosts()
    {
        var connectionString = await PostgresFixture.NewDatabaseAsync();
        await using var source = NpgsqlDataSource.Create(connectionString);
        var (one, other) = (Arguments(connectionString), Arguments(connectionString));
        using (var first = HostProcess.Start(one))
        using (var second = HostProcess.Start(other))
        {
            await Eventually.GetAsync(() => ActiveAsync(source), active => active == 2, TimeSpan.FromSeconds(90));
            await first.KillAsync();
            await second.KillAsync();
        }

        var since = Stopwatch.GetTimestamp();
        using var back = HostProcess.Start(one);
        await Eventually.TrueAsync(() => back.HasExited || back.Output.Contains("Application started", StringComparison.Ordinal), TimeSpan.FromSeconds(120));
        Assert.False(back.HasExited, back.Output);
        Assert.InRange(Stopwatch.GetElapsedTime(since).TotalSeconds, 0, 60);
        Assert.Equal(0, await back.StopAsync());
    }

    private static string[] Arguments(string connectionString) =>
    [
        "--ConnectionStrings:Postmobile", connectionString,
        "--Orleans:SiloPort", TestSilo.FreePort().ToString(CultureInfo.InvariantCulture),
        "--Orleans:GatewayPort", TestSilo.FreePort().ToString(CultureInfo.InvariantCulture),
    ];

    private static async Task<long> ActiveAsync(NpgsqlDataSource source)
    {
        await using var command = source.CreateCommand("select count(*) from cluster_silo where status = 3");
        return (long)(await command.ExecuteScalarAsync())!;
    }

    private static async Task<int> GenerationAsync(NpgsqlDataSource source)
    {
        await using var command = source.CreateCommand("select coalesce((select max(generation) from cluster_silo where status = 3), 0)");
        return (int)(await command.ExecuteScalarAsync())!;
    }
}
