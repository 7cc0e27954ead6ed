using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Postmobile.Api;
using Postmobile.Tests.Hosting;
using Xunit;

namespace Postmobile.Tests.Money.Rest;

/// <summary>
/// The real front end with its silo, in this process, on Kestrel and a free loopback port, over a database of its own.
/// Tests of one collection share one (<see cref="Collection"/>); each makes its own people, so none disturbs another.
/// </summary>
public sealed class ApiHost : IAsyncLifetime
{
    /// <summary>The name of the collection that shares one host.</summary>
    public const string Collection = "api";

    private readonly string? connectionString;
    private readonly Dictionary<string, string> settings;
    private readonly Action<WebApplicationBuilder>? configure;
    private WebApplication? app;

    /// <summary>A host on a fresh database, for xunit.</summary>
    public ApiHost()
        : this(null, [], null)
    {
    }

    private ApiHost(string? connectionString, Dictionary<string, string> settings, Action<WebApplicationBuilder>? configure) =>
        (this.connectionString, this.settings, this.configure) = (connectionString, settings, configure);

    /// <summary>Where it answers.</summary>
    public Uri Address { get; private set; } = new("http://127.0.0.1");

    /// <summary>The host's services.</summary>
    public IServiceProvider Services => app!.Services;

    /// <summary>The cluster, for what a test prepares behind the front door.</summary>
    public IGrainFactory Grains => Services.GetRequiredService<IGrainFactory>();

    /// <summary>A host of the test's own, with settings of its own.</summary>
    /// <param name="connectionString">A database that has the schema, or null for a fresh one.</param>
    /// <param name="settings">Settings by their configuration keys.</param>
    /// <param name="configure">The last word on services.</param>
    public static async Task<ApiHost> StartAsync(
        string? connectionString = null, Dictionary<string, string>? settings = null, Action<WebApplicationBuilder>? configure = null)
    {
        var host = new ApiHost(connectionString, settings ?? [], configure);
        await host.InitializeAsync();
        return host;
    }

    /// <inheritdoc />
    public async Task InitializeAsync()
    {
        var all = new Dictionary<string, string>
        {
            ["urls"] = "http://127.0.0.1:0",
            ["environment"] = "Testing",
            ["ConnectionStrings:Postmobile"] = connectionString ?? await PostgresFixture.NewDatabaseAsync(),
            ["PostgreSql:ApplySchema"] = "false",
            ["Orleans:SiloPort"] = TestSilo.FreePort().ToString(CultureInfo.InvariantCulture),
            ["Orleans:GatewayPort"] = TestSilo.FreePort().ToString(CultureInfo.InvariantCulture),
            ["Identity:AllowHttp"] = "true",
            ["Identity:PinIterations"] = "1000",
            ["Webhooks:Trusted"] = "true",
            ["RateLimits:MoneyPerMinute"] = "0",
            ["RateLimits:SignInPerMinute"] = "0",
            ["RateLimits:SmsPerMinute"] = "0",
        };
        foreach ((string key, string value) in settings)
        {
            all[key] = value;
        }

        app = FrontEnd.Create([.. all.Select(setting => $"--{setting.Key}={setting.Value}")], builder =>
        {
            builder.Logging.ClearProviders();
            configure?.Invoke(builder);
        });
        await app.StartAsync();
        Address = new Uri(Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());
    }

    /// <summary>A client without a token; it follows no redirection.</summary>
    public HttpClient NewClient() => new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false }) { BaseAddress = Address };

    /// <inheritdoc />
    public async Task DisposeAsync()
    {
        await app!.StopAsync();
        await app.DisposeAsync();
    }
}

/// <summary>The tests that share one host.</summary>
[CollectionDefinition(ApiHost.Collection)]
public sealed class ApiCollection : ICollectionFixture<ApiHost>;
