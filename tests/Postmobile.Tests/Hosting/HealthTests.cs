using System.Globalization;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Postmobile.Silo.Hosting;
using Postmobile.Silo.PostgreSql;
using Xunit;

namespace Postmobile.Tests.Hosting;

public sealed class HealthTests : IDisposable
{
    private readonly string _folder = PostgresFixture.NewFolder();

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Readiness_follows_PostgreSQL_and_returns_without_a_restart()
    {
        await using var server = new PrivatePostgres(
            new PrivatePostgresOptions { DataDirectory = _folder, SharedBuffers = "16MB" }, NullLogger<PrivatePostgres>.Instance);
        await server.StartAsync();
        await DatabaseSchema.ApplyAsync(server.ConnectionString, NullLogger.Instance);
        await using var silo = await TestSilo.StartAsync(server.ConnectionString, builder => builder.Services.AddPostmobileHealth());
        await Eventually.GetAsync(() => ReportAsync(silo.Services), report => report.Status == HealthStatus.Healthy);

        await server.StopImmediateAsync();
        var away = await Eventually.GetAsync(() => ReportAsync(silo.Services), report => report.Status == HealthStatus.Unhealthy, TimeSpan.FromSeconds(15));
        Assert.Equal(HealthStatus.Unhealthy, away.Entries["postgresql"].Status);

        await server.StartAsync();
        await Eventually.GetAsync(() => ReportAsync(silo.Services), report => report.Status == HealthStatus.Healthy, TimeSpan.FromSeconds(10));

        // No connection of before is left to fail a caller.
        Assert.NotEmpty(await silo.Grains.GetGrain<IManagementGrain>(0).GetHosts(onlyActive: true));
    }

    [Fact]
    public async Task A_front_end_reaches_the_grains_of_a_silo_and_says_when_it_cannot()
    {
        var connectionString = await PostgresFixture.NewDatabaseAsync();
        Directory.CreateDirectory(_folder);
        await using var silo = await TestSilo.StartAsync(connectionString);
        using var front = NewFrontEnd(connectionString);
        await front.StartAsync();
        await Eventually.GetAsync(() => ReportAsync(front.Services), report => report.Status == HealthStatus.Healthy);

        var hosts = await front.Services.GetRequiredService<IClusterClient>().GetGrain<IManagementGrain>(0).GetHosts(onlyActive: true);
        Assert.Equal(silo.SiloPort, Assert.Single(hosts).Key.Endpoint.Port);

        await silo.DisposeAsync();
        await Eventually.GetAsync(
            () => ReportAsync(front.Services), report => report.Entries["silo"].Status == HealthStatus.Unhealthy, TimeSpan.FromSeconds(30));
        await front.StopAsync();
    }

    [Fact]
    public void A_front_end_without_a_database_is_refused()
    {
        Directory.CreateDirectory(_folder);

        var refusal = Assert.Throws<InvalidOperationException>(() => NewFrontEnd(connectionString: null));

        Assert.Contains("ConnectionStrings:Postmobile", refusal.Message, StringComparison.Ordinal);
    }

    private static IHost NewFrontEnd(string? connectionString)
    {
        var builder = Host.CreateApplicationBuilder();
        builder.Logging.ClearProviders();
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Cluster:Role"] = "client",
            ["ConnectionStrings:Postmobile"] = connectionString,
            ["PostgreSql:ApplySchema"] = false.ToString(CultureInfo.InvariantCulture),
        });
        builder.AddPostmobile();
        builder.Services.AddPostmobileHealth();
        return builder.Build();
    }

    private static Task<HealthReport> ReportAsync(IServiceProvider services) =>
        services.GetRequiredService<HealthCheckService>().CheckHealthAsync(check => check.Tags.Contains(PostmobileHealth.Ready));
}
