using System.Net;
using Microsoft.Extensions.Logging.Abstractions;
using Postmobile.Silo.PostgreSql;
using Postmobile.Tests.Hosting;
using Xunit;

namespace Postmobile.Tests.Money.Rest;

/// <summary>A front end whose database goes away says so, and comes back by itself.</summary>
public sealed class ReadinessTests
{
    [Fact]
    public async Task Ready_is_false_within_five_seconds_of_the_databases_going_and_true_again_after_its_return()
    {
        await using var server = new PrivatePostgres(new PrivatePostgresOptions { DataDirectory = PostgresFixture.NewFolder() }, NullLogger<PrivatePostgres>.Instance);
        await server.StartAsync();
        await DatabaseSchema.ApplyAsync(server.ConnectionString, NullLogger.Instance);
        ApiHost host = await ApiHost.StartAsync(server.ConnectionString);
        using HttpClient client = host.NewClient();
        Person payer = await Person.JoinAsync(host, 10_000), payee = await Person.JoinAsync(host);
        await Until(client, HttpStatusCode.OK);

        await server.StopImmediateAsync();
        await Until(client, HttpStatusCode.ServiceUnavailable);
        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync("/health/live")).StatusCode);
        string key = Guid.NewGuid().ToString();
        using HttpResponseMessage unsure = await payer.PayAsync(payee.Wallet.Number, 100, key);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, unsure.StatusCode);
        Assert.NotNull(unsure.Headers.RetryAfter);

        await server.StartAsync();
        await Until(client, HttpStatusCode.OK);
        await Eventually.GetAsync(async () => (await payer.PayAsync(payee.Wallet.Number, 100, key)).StatusCode, status => status == HttpStatusCode.Created, TimeSpan.FromSeconds(40));
        Assert.Equal(100, await payee.BalanceAsync());
        await host.DisposeAsync();
    }

    private static Task Until(HttpClient client, HttpStatusCode status) =>
        Eventually.GetAsync(async () => (await client.GetAsync("/health/ready")).StatusCode, seen => seen == status, TimeSpan.FromSeconds(30));
}
