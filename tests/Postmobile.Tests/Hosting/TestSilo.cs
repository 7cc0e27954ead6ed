using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;
using Postmobile.Silo.Hosting;

namespace Postmobile.Tests.Hosting;

/// <summary>
/// A real silo in this process: the hosting extension that production uses, real membership, on ports of its own.
/// Two of them on one connection string are a cluster of two.
/// </summary>
public sealed class TestSilo : IAsyncDisposable
{
    private TestSilo(IHost host, string connectionString, int siloPort, int gatewayPort) =>
        (Host, ConnectionString, SiloPort, GatewayPort) = (host, connectionString, siloPort, gatewayPort);

    public IHost Host { get; }

    public string ConnectionString { get; }

    public int SiloPort { get; }

    public int GatewayPort { get; }

    public IServiceProvider Services => Host.Services;

    public IGrainFactory Grains => Services.GetRequiredService<IGrainFactory>();

    public NpgsqlDataSource Database => Services.GetRequiredService<NpgsqlDataSource>();

    /// <summary>Starts a silo.</summary>
    /// <param name="connectionString">A database, or null for a fresh one.</param>
    /// <param name="configure">Last word on settings and services, before the host is built.</param>
    public static async Task<TestSilo> StartAsync(string? connectionString = null, Action<HostApplicationBuilder>? configure = null)
    {
        connectionString ??= await PostgresFixture.NewDatabaseAsync();
        var (siloPort, gatewayPort) = (FreePort(), FreePort());
        var builder = Microsoft.Extensions.Hosting.Host.CreateApplicationBuilder();
        builder.Logging.ClearProviders();
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["ConnectionStrings:Postmobile"] = connectionString,
            ["PostgreSql:ApplySchema"] = "false",
            ["Orleans:SiloPort"] = siloPort.ToString(CultureInfo.InvariantCulture),
            ["Orleans:GatewayPort"] = gatewayPort.ToString(CultureInfo.InvariantCulture),
        });
        builder.AddPostmobileSilo();
        configure?.Invoke(builder);
        var host = builder.Build();
        await host.StartAsync();
        return new TestSilo(host, connectionString, siloPort, gatewayPort);
    }

    /// <summary>A port that is free now.</summary>
    public static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    public async ValueTask DisposeAsync()
    {
        await Host.StopAsync();
        Host.Dispose();
    }
}
