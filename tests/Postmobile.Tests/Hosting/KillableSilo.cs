using System.Globalization;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;
using Postmobile.Money;
using Postmobile.Silo.Hosting;

namespace Postmobile.Tests.Hosting;

/// <summary>A silo in a process of its own over a database of its own, which can be killed as the kernel kills and started again, and a client that outlives it.</summary>
internal sealed class KillableSilo : IAsyncDisposable
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(90);

    private readonly string _connection;
    private readonly (int Silo, int Gateway) _ports = (TestSilo.FreePort(), TestSilo.FreePort());
    private readonly IHost _client;

    private KillableSilo(string connection, NpgsqlDataSource database, IHost client)
    {
        (_connection, Database, _client) = (connection, database, client);
        Process = StartProcess();
    }

    /// <summary>Its database.</summary>
    public NpgsqlDataSource Database { get; }

    /// <summary>The process that runs now.</summary>
    public HostProcess Process { get; private set; }

    /// <summary>The grains, as whoever calls from outside sees them.</summary>
    public IGrainFactory Grains => _client.Services.GetRequiredService<IGrainFactory>();

    /// <summary>Starts one, and waits until it is a member of its cluster.</summary>
    /// <param name="prepare">What is written into the database before.</param>
    public static async Task<KillableSilo> StartAsync(Func<NpgsqlDataSource, Task>? prepare = null)
    {
        string connection = await PostgresFixture.NewDatabaseAsync();
        NpgsqlDataSource database = NpgsqlDataSource.Create(connection);
        await (prepare?.Invoke(database) ?? Task.CompletedTask);
        HostApplicationBuilder builder = Host.CreateApplicationBuilder();
        builder.Logging.ClearProviders();
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["ConnectionStrings:Postmobile"] = connection, ["PostgreSql:ApplySchema"] = "false", ["Cluster:ResponseTimeout"] = "00:00:15",
        });
        builder.AddPostmobileClient();
        KillableSilo silo = new(connection, database, builder.Build());
        try
        {
            await Eventually.GetAsync(() => silo.Number("select count(*) from cluster_silo where status = 3"), active => active == 1, s_patience);
            await silo._client.StartAsync();
            return silo;
        }
        catch
        {
            silo.Process.Dispose();
            throw;
        }
    }

    /// <summary>Kills it; nothing of what it held in memory is written.</summary>
    public async Task KillAsync()
    {
        await Process.KillAsync();
        Process.Dispose();
    }

    /// <summary>Starts it again where it was.</summary>
    public void StartAgain() => Process = StartProcess();

    /// <summary>One number from the database.</summary>
    public async Task<long> Number(string sql)
    {
#pragma warning disable CA2100 // Constants, and numbers of ours.
        await using NpgsqlCommand command = Database.CreateCommand(sql);
#pragma warning restore CA2100
        return Convert.ToInt64(await command.ExecuteScalarAsync(), CultureInfo.InvariantCulture);
    }

    /// <summary>What the ledger's verifier finds wrong.</summary>
    public async Task<IReadOnlyList<LedgerFault>> FaultsAsync() => (await new LedgerVerifier(Database, TimeProvider.System).Verify(null, null, CancellationToken.None)).Faults;

    /// <summary>Asks for something; false when the silo was killed meanwhile, and nobody knows what became of it.</summary>
    public static async Task<bool> TryAsync(Func<Task<bool>> ask)
    {
        try
        {
            return await ask();
        }
        catch (Exception failure) when (failure is not Xunit.Sdk.XunitException)
        {
            return false;
        }
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        using (var soon = new CancellationTokenSource(TimeSpan.FromSeconds(10)))
        {
            await _client.StopAsync(soon.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
        }

        Process.Dispose();
        _client.Dispose();
        await Database.DisposeAsync();
    }

    private HostProcess StartProcess() => HostProcess.Start(
        "--environment", "Testing",
        "--ConnectionStrings:Postmobile", _connection,
        "--PostgreSql:ApplySchema", "false",
        "--Orleans:SiloPort", _ports.Silo.ToString(CultureInfo.InvariantCulture),
        "--Orleans:GatewayPort", _ports.Gateway.ToString(CultureInfo.InvariantCulture),
        "--Sms:Gateway", "dev",
        "--Cluster:ProbeTimeout", "00:00:00.7",
        "--Cluster:ResponseTimeout", "00:00:15");
}
