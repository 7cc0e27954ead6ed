using System.Net;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Npgsql;
using Orleans.Configuration;
using Orleans.Dashboard;
using Postmobile.Commerce;
using Postmobile.Money;
using Postmobile.Documents;
using Postmobile.Identity;
using Postmobile.Logistics;
using Postmobile.Partners;
using Postmobile.Silo.Keys;

namespace Postmobile.Silo.Hosting;

/// <summary>Makes a host one of Postmobile's: a silo, or a front end of silos.</summary>
public static class PostmobileHosting
{
    private const string Invariant = "Npgsql";

    /// <summary>Adds a silo or a client, as <c>Cluster:Role</c> says (<see cref="ClusterRole"/>).</summary>
    public static IHostApplicationBuilder AddPostmobile(this IHostApplicationBuilder builder) =>
        builder.Configuration.GetValue("Cluster:Role", ClusterRole.Combined) switch
        {
            ClusterRole.Combined => builder.AddPostmobileSilo(),
            ClusterRole.Client => builder.AddPostmobileClient(),
            var unknown => throw new InvalidOperationException($"Cluster:Role is {unknown}; it can be combined or client."),
        };

    /// <summary>
    /// Adds a silo with its database (<see cref="PostgresHosting.AddPostmobilePostgres"/>): membership, reminders and grain
    /// state in PostgreSQL, and every domain's own parts.
    /// </summary>
    public static IHostApplicationBuilder AddPostmobileSilo(this IHostApplicationBuilder builder)
    {
        builder.AddPostmobilePostgres();
        builder.AddOutsideKeys();
        builder.QuietOrleans();
        var cluster = ReadClusterOptions(builder.Configuration);
        builder.UseOrleans(silo =>
        {
            silo.UsePostgres();
            silo.UseCluster(cluster);
#pragma warning disable ORLEANSEXP003 // Marked experimental; it is the directory that hands over without a moment of two activations.
            silo.AddDistributedGrainDirectory();
#pragma warning restore ORLEANSEXP003
            silo.AddLeanDashboard();
            if (builder.Configuration.ExportsTraces())
            {
                silo.AddActivityPropagation();
            }

            // domains
            silo.AddDocuments();
            silo.AddIdentity();
            silo.AddLedger();
            silo.AddKyc();
            silo.AddMonitoring();
            silo.AddUssd();
            silo.AddMistakes();
            silo.AddRequests();
            silo.AddBulk();
            silo.AddPapers();
            silo.AddTariffs();
            silo.AddSearch();
            silo.AddTrust();
            silo.AddOrders();
            silo.AddPoints();
            silo.AddCart();
            silo.AddGuests();
            silo.AddWebhooks();
            silo.AddShops();
            silo.AddReach();
        });
        return builder;
    }

    /// <summary>
    /// Adds a client of the cluster and the shared database pool. It owns no server: <c>ConnectionStrings:Postmobile</c>
    /// must name the one its silos use. It waits for a silo, and finds the others as they come and go.
    /// </summary>
    /// <exception cref="InvalidOperationException">No connection string is configured.</exception>
    public static IHostApplicationBuilder AddPostmobileClient(this IHostApplicationBuilder builder)
    {
        if (string.IsNullOrWhiteSpace(builder.Configuration.GetConnectionString("Postmobile")))
        {
            throw new InvalidOperationException("A front end (Cluster:Role=client) needs ConnectionStrings:Postmobile, the database of its silos.");
        }

        builder.AddPostmobilePostgres();
        builder.AddOutsideKeys();
        builder.QuietOrleans();
        var cluster = ReadClusterOptions(builder.Configuration);
        builder.Services.AddSingleton<GatewayWatch>();
        builder.UseOrleansClient(client =>
        {
            client.UseAdoNetClustering((OptionsBuilder<AdoNetClusteringClientOptions> options) =>
                options.Configure<IServiceProvider>((clustering, services) =>
                {
                    clustering.Invariant = Invariant;
                    clustering.DataSource = services.GetRequiredKeyedService<NpgsqlDataSource>(PostgresHosting.ClusterPool);
                }));
            client.Configure<ClusterOptions>(options => Name(options, cluster));
            client.Configure<ClientMessagingOptions>(options => options.ResponseTimeout = cluster.ResponseTimeout);
            client.Configure<GatewayOptions>(options => options.GatewayListRefreshPeriod = TimeSpan.FromSeconds(5));
            client.UseConnectionRetryFilter<ConnectionPatience>();
            client.Services.AddSingleton<IClusterConnectionStatusObserver>(services => services.GetRequiredService<GatewayWatch>());
            client.AddDashboard();
            if (builder.Configuration.ExportsTraces())
            {
                client.AddActivityPropagation();
            }
        });
        return builder;
    }

    /// <summary>Orleans lists every option it has at each start; an operator who wants that list sets a level of his own.</summary>
    private static void QuietOrleans(this IHostApplicationBuilder builder)
    {
        if (builder.Configuration["Logging:LogLevel:Orleans"] is null)
        {
            builder.Logging.AddFilter("Orleans", LogLevel.Warning);
        }
    }

    private static PostmobileClusterOptions ReadClusterOptions(IConfiguration configuration)
    {
        var options = new PostmobileClusterOptions();
        configuration.GetSection("Cluster").Bind(options);
        configuration.GetSection("Orleans").Bind(options);
        return options;
    }

    private static void UsePostgres(this ISiloBuilder silo)
    {
        silo.UseAdoNetClustering((OptionsBuilder<AdoNetClusteringSiloOptions> options) =>
            options.Configure<IServiceProvider>((clustering, services) =>
            {
                clustering.Invariant = Invariant;
                clustering.DataSource = services.GetRequiredKeyedService<NpgsqlDataSource>(PostgresHosting.ClusterPool);
            }));
        silo.UseAdoNetReminderService((OptionsBuilder<AdoNetReminderTableOptions> options) =>
            options.Configure<IServiceProvider>((reminders, services) =>
            {
                reminders.Invariant = Invariant;
                reminders.DataSource = services.GetRequiredKeyedService<NpgsqlDataSource>(PostgresHosting.ClusterPool);
            }));
        silo.AddAdoNetGrainStorage(DocumentHosting.SingleStorage, (OptionsBuilder<AdoNetGrainStorageOptions> options) =>
            options.Configure<NpgsqlDataSource>((storage, database) =>
            {
                storage.Invariant = Invariant;
                storage.DataSource = database;
                storage.GrainStorageSerializer = new DocumentSerializer();
            }));
    }

    private static void UseCluster(this ISiloBuilder silo, PostmobileClusterOptions cluster)
    {
        silo.Configure<ClusterOptions>(options => Name(options, cluster));
        silo.Configure<SiloOptions>(options => options.SiloName = $"silo-{cluster.SiloPort}");
        silo.Configure<EndpointOptions>(options =>
        {
            options.AdvertisedIPAddress = IPAddress.Parse(cluster.AdvertisedAddress);
            options.SiloPort = cluster.SiloPort;
            options.GatewayPort = cluster.GatewayPort;
        });
        silo.Configure<ClusterMembershipOptions>(options =>
        {
            options.ProbeTimeout = cluster.ProbeTimeout;
            options.NumMissedProbesLimit = 3;
            options.IAmAliveTablePublishTimeout = cluster.AliveEvery;
            options.NumMissedTableIAmAliveLimit = 3;
            options.DefunctSiloExpiration = TimeSpan.FromDays(1);
        });
        silo.Configure<SiloMessagingOptions>(options =>
        {
            options.ResponseTimeout = cluster.ResponseTimeout;
            options.MaxEnqueuedRequestsHardLimit = cluster.MaxWaitingCalls;
        });
        silo.Configure<GrainCollectionOptions>(options => options.CollectionAge = cluster.IdleAfter);
    }

    private static void Name(ClusterOptions options, PostmobileClusterOptions cluster) =>
        (options.ClusterId, options.ServiceId) = (cluster.ClusterId, cluster.ServiceId);
}
