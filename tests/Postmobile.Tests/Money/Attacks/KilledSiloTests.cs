using System.Globalization;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Postmobile.Money;
using Postmobile.Silo.Hosting;
using Postmobile.Tests.Hosting;
using Xunit;

namespace Postmobile.Tests.Money.Attacks;

/// <summary>Silos as processes of their own, on membership in PostgreSQL and over TCP, killed as the kernel kills.</summary>
public sealed class KilledSiloTests
{
    [Fact]
    public async Task A_silo_killed_in_the_middle_of_transfers_loses_and_repeats_nothing()
    {
        string database = await PostgresFixture.NewDatabaseAsync();
        await using Backdoor sql = new(database);
        (int Silo, int Gateway)[] ports = [(TestSilo.FreePort(), TestSilo.FreePort()), (TestSilo.FreePort(), TestSilo.FreePort())];
        HostProcess[] silos = [.. ports.Select(port => Start(database, port))];
        try
        {
            using IHost client = await Client(database);
            IGrainFactory grains = client.Services.GetRequiredService<IGrainFactory>();
            await UntilActive(sql, 2, silos);
            SiloAddress[] hosts = await Eventually.GetAsync(
                async () => (SiloAddress[])[.. (await grains.GetGrain<IManagementGrain>(0).GetHosts(onlyActive: true)).Keys], hosts => hosts.Length == 2);
            AccountId[] accounts = await Task.WhenAll(Enumerable.Range(0, 24).Select(i => Placed.On(hosts[i % 2], () => Open(grains, 300))));
            Traffic traffic = new(accounts, account => grains.GetGrain<IAccountGrain>(account.Value));
            await traffic.During(24, async () =>
            {
                await traffic.UntilAcknowledged(300);
                await silos[0].KillAsync();
                silos[0].Dispose();
                await traffic.UntilAcknowledged(100);
                silos[0] = Start(database, ports[0]);
                await UntilActive(sql, 2, silos);
                await traffic.UntilAcknowledged(300);
            });
            await traffic.AssertKept(sql);
            Assert.True(traffic.Unheard > 0, "Nobody noticed.");
            await client.StopAsync();
        }
        finally
        {
            Array.ForEach(silos, silo => silo.Dispose());
        }
    }

    private static HostProcess Start(string database, (int Silo, int Gateway) ports) => HostProcess.Start(
        "--ConnectionStrings:Postmobile", database,
        "--PostgreSql:ApplySchema", "false",
        "--Orleans:SiloPort", ports.Silo.ToString(CultureInfo.InvariantCulture),
        "--Orleans:GatewayPort", ports.Gateway.ToString(CultureInfo.InvariantCulture),
        "--Cluster:ProbeTimeout", "00:00:00.7",
        "--Cluster:ResponseTimeout", "00:00:05");

    private static async Task<IHost> Client(string database)
    {
        HostApplicationBuilder builder = Host.CreateApplicationBuilder();
        builder.Logging.ClearProviders();
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["ConnectionStrings:Postmobile"] = database,
            ["PostgreSql:ApplySchema"] = "false",
            ["Cluster:ResponseTimeout"] = "00:00:05",
        });
        builder.AddPostmobileClient();
        IHost client = builder.Build();
        await client.StartAsync();
        return client;
    }

    private static async Task<AccountId> Open(IGrainFactory grains, long amount)
    {
        AccountId id = await grains.GetGrain<ILedgerGrain>(0).Allocate();
        Assert.Null(await grains.GetGrain<IAccountGrain>(id.Value).Open(new AccountOpening { Kind = AccountKind.Wallet }));
        Assert.NotNull((await grains.GetGrain<IAccountGrain>(PostAccounts.Trust.Value).Transfer(
            new TransferRequest { Key = "fund-" + id, Payee = id, Amount = amount, Kind = PostingKind.Demonstration })).Receipt);
        return id;
    }

    private static async Task UntilActive(Backdoor sql, int silos, HostProcess[] processes)
    {
        await Eventually.GetAsync(async () =>
        {
            Assert.All(processes, process => Assert.False(process.HasExited, process.Output));
            return await sql.Number("select count(*) from cluster_silo where status = 3");
        }, active => active == silos, TimeSpan.FromSeconds(60));
    }
}
