using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;
using Postmobile.Api;
using Postmobile.Money;

namespace Postmobile.Bench.Money;

/// <summary>The real front end with its silo, as it is deployed on one machine, over a database in which there are wallets.</summary>
internal sealed class BenchHost : IAsyncDisposable
{
    /// <summary>Neither Development, with its demonstration people, nor Production, where signing in costs a tenth of a second.</summary>
    public const string Environment = "Bench";

    private readonly WebApplication _app;
    private readonly long _first;

    private BenchHost(WebApplication app, long first, int wallets) => (_app, _first, Wallets) = (app, first, wallets);

    /// <summary>How many wallets there are.</summary>
    public int Wallets { get; }

    public IServiceProvider Services => _app.Services;

    public IGrainFactory Grains => Services.GetRequiredService<IGrainFactory>();

    public NpgsqlDataSource Database => Services.GetRequiredService<NpgsqlDataSource>();

    /// <summary>Where it answers.</summary>
    public Uri Address => new(Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());

    public static async Task<BenchHost> StartAsync(string connectionString, string keys, long first, int wallets, CancellationToken stop)
    {
        string[] args = [$"--environment={Environment}", "--urls=http://127.0.0.1:0", .. Settings(connectionString, keys).Select(setting => $"--{setting.Key}={setting.Value}")];
        WebApplication app = FrontEnd.Create(args, builder =>
        {
            builder.Logging.ClearProviders();
            builder.Services.Replace(ServiceDescriptor.Singleton<IHostLifetime, NoSignals>());
        });
        try
        {
            await app.StartAsync(stop);
        }
        catch
        {
            await app.DisposeAsync();
            throw;
        }

        return new BenchHost(app, first, wallets);
    }

    /// <summary>Limits that are weighed at every payment and reached by none; rate limits lifted.</summary>
    public static Dictionary<string, string?> Settings(string connectionString, string keys)
    {
        Dictionary<string, string?> settings = new()
        {
            ["ConnectionStrings:Postmobile"] = connectionString,
            ["Keys:Folder"] = keys,
            ["Orleans:SiloPort"] = FreePort(),
            ["Orleans:GatewayPort"] = FreePort(),
            ["Identity:AllowHttp"] = "true",
            ["Identity:PinIterations"] = "1000",
            ["RateLimits:MoneyPerMinute"] = "0",
            ["RateLimits:SignInPerMinute"] = "0",
            ["RateLimits:SmsPerMinute"] = "0",
            ["RateLimits:SearchPerMinute"] = "0",
        };
        foreach (short tier in new short[] { 1, 2, 3, BenchWallets.Tier })
        {
            foreach (string limit in new[] { "Operation", "Day", "Month", "Balance" })
            {
                settings[$"Money:Tiers:{tier}:{limit}"] = "1000000000000000";
            }
        }

        return settings;
    }

    public AccountId Wallet(int number) => new(_first + number);

    public IAccountGrain Account(int number) => Grains.Account(Wallet(number));

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
    }

    private static string FreePort()
    {
        using TcpListener listener = new(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port.ToString(CultureInfo.InvariantCulture);
    }

    /// <summary>The bench hears signals itself, and ends its hosts when the load has ended.</summary>
    public sealed class NoSignals : IHostLifetime
    {
        public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
