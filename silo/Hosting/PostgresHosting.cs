using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Npgsql;
using Postmobile.Documents;
using Postmobile.Silo.PostgreSql;

namespace Postmobile.Silo.Hosting;

/// <summary>Gives a host its PostgreSQL: the address, the pools, and a start that waits for it and brings its schema up to date.</summary>
public static class PostgresHosting
{
    /// <summary>
    /// The key of a small pool for membership and reminders alone: were they to wait behind the work of ten thousand
    /// grains for a connection, the silo would look dead to the others.
    /// </summary>
    internal const string ClusterPool = "cluster";

    private const string ConnectionName = "Postmobile";

    /// <summary>
    /// Registers <see cref="PostgresAddress"/>, the shared <see cref="NpgsqlDataSource"/> and, unless
    /// <c>ConnectionStrings:Postmobile</c> names a server, a <see cref="PrivatePostgres"/> (section <c>PostgreSql</c>).
    /// Before anything else of the host starts, the server is running, reachable, and has the schema
    /// (<c>PostgreSql:ApplySchema</c> false leaves the last out).
    /// </summary>
    public static IHostApplicationBuilder AddPostmobilePostgres(this IHostApplicationBuilder builder)
    {
        var services = builder.Services;
        services.TryAddSingleton(TimeProvider.System);
        services.AddOptions<PrivatePostgresOptions>().BindConfiguration("PostgreSql");
        services.AddOptions<PostgresStartOptions>().BindConfiguration("PostgreSql");
        services.AddSingleton(provider => new PrivatePostgres(
            provider.GetRequiredService<IOptions<PrivatePostgresOptions>>().Value,
            provider.GetRequiredService<ILogger<PrivatePostgres>>(),
            provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton(provider => provider.GetRequiredService<IConfiguration>().GetConnectionString(ConnectionName) is { Length: > 0 } named
            ? new PostgresAddress(named, IsPrivate: false)
            : new PostgresAddress(provider.GetRequiredService<PrivatePostgres>().ConnectionString, IsPrivate: true));
        services.AddSingleton(provider => CreateDataSource(
            provider.GetRequiredService<PostgresAddress>().ConnectionString, provider.GetRequiredService<ILoggerFactory>()));
        services.AddKeyedSingleton(ClusterPool, (provider, _) => CreateDataSource(
            provider.GetRequiredService<PostgresAddress>().ConnectionString, provider.GetRequiredService<ILoggerFactory>(), maxPoolSize: 4));

        // A statement for each type of document, reading, inserting and updating: all of them stay prepared.
        services.AddKeyedSingleton(DocumentHosting.Pool, (provider, _) => CreateDataSource(
            provider.GetRequiredService<PostgresAddress>().ConnectionString + ";Max Auto Prepare=256", provider.GetRequiredService<ILoggerFactory>(), maxPoolSize: 8));

        // A search is planned anew each time, by what is looked for: a plan for any word is a bad one for most.
        services.AddKeyedSingleton(Postmobile.Commerce.SearchHosting.Pool, (provider, _) => CreateDataSource(
            provider.GetRequiredService<PostgresAddress>().ConnectionString + ";Max Auto Prepare=0", provider.GetRequiredService<ILoggerFactory>(), maxPoolSize: 8));
        services.AddHostedService<PostgresStart>();
        services.AddSingleton<PostgresProbe>();
        services.AddHostedService(provider => provider.GetRequiredService<PostgresProbe>());
        return builder;
    }

    /// <summary>
    /// A pool with the settings all of Postmobile wants; a value that the connection string sets itself wins.
    /// Connections are handed on without a reset, so nobody may leave session state behind (no session locks, no <c>set</c>
    /// outside a transaction, no temporary tables): take an unpooled connection for that.
    /// </summary>
    public static NpgsqlDataSource CreateDataSource(string connectionString, ILoggerFactory? loggers = null, int maxPoolSize = 64)
    {
        var asked = new NpgsqlConnectionStringBuilder(connectionString);

        // ContainsKey would say of every setting that there is, whether it is set.
        var tuned = new NpgsqlConnectionStringBuilder(connectionString)
        {
            ApplicationName = asked.ApplicationName ?? "postmobile",
            MaxPoolSize = asked.ShouldSerialize("Maximum Pool Size") ? asked.MaxPoolSize : maxPoolSize,
            Timeout = asked.ShouldSerialize("Timeout") ? asked.Timeout : 15,
            CommandTimeout = asked.ShouldSerialize("Command Timeout") ? asked.CommandTimeout : 30,
            MaxAutoPrepare = asked.ShouldSerialize("Max Auto Prepare") ? asked.MaxAutoPrepare : 64,
            NoResetOnClose = !asked.ShouldSerialize("No Reset On Close") || asked.NoResetOnClose,
            KeepAlive = asked.ShouldSerialize("Keepalive") ? asked.KeepAlive : 15,
        };
        var source = new NpgsqlDataSourceBuilder(tuned.ConnectionString);
        if (loggers is not null)
        {
            source.UseLoggerFactory(loggers);
        }

        return source.Build();
    }
}
