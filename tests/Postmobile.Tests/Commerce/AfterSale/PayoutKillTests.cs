using System.Globalization;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;
using Postmobile.Commerce;
using Postmobile.Identity;
using Postmobile.Money;
using Postmobile.Silo.Hosting;
using Postmobile.Tests.Commerce.Cart;
using Postmobile.Tests.Hosting;
using Xunit;

namespace Postmobile.Tests.Commerce.AfterSale;

/// <summary>The process that pays shops out is killed in the midst of it, as the kernel kills.</summary>
public sealed class PayoutKillTests
{
    private const int Shops = 600;

    [Fact]
    public async Task Killed_in_the_midst_of_a_days_payouts_each_shop_is_paid_once_and_to_the_franc()
    {
        string connection = await PostgresFixture.NewDatabaseAsync();
        await using NpgsqlDataSource database = NpgsqlDataSource.Create(connection);
        await ShopRows.MakeAsync(database, shops: Shops, products: 0, pieces: 0);
        (int Silo, int Gateway) ports = (TestSilo.FreePort(), TestSilo.FreePort());
        HostProcess silo = Start(connection, ports);
        try
        {
            using (IHost client = await Client(connection))
            {
                await Eventually.GetAsync(() => Number(database, "select count(*) from cluster_silo where status = 3"), active => active == 1, TimeSpan.FromSeconds(90));
                await Prepare(client.Services.GetRequiredService<IGrainFactory>(), database);
                await client.StopAsync();
            }

            await PayoutRows.MakeDueAsync(database, PayoutSchedule.Daily, [.. Enumerable.Range(1, Shops).Select(shop => ShopRows.Shop(shop).Value)]);
            await Eventually.GetAsync(() => Number(database, Paid), paid => paid >= 5, TimeSpan.FromSeconds(60));
            await silo.KillAsync();
            silo.Dispose();
            long before = await Number(database, Paid);
            silo = Start(connection, ports);
            await Eventually.GetAsync(
                () => Number(database, "select count(*) from document where type = 'commerce.payout' and body #>> '{state,all,0,transfer}' is not null and jsonb_array_length(body -> 'outbox') = 0"),
                done => done == Shops, TimeSpan.FromSeconds(120));
            Assert.InRange(before, 5, Shops - 1);
            Assert.Equal((Shops, Shops), (await Number(database, Paid), await Number(database, "select count(distinct debit_account) from posting where kind = 18")));
            Assert.Equal(0, await Number(
                database, "select coalesce(sum(case when p.credit_account = a.id then p.amount else -p.amount end), 0)::bigint from posting p join account a on a.id in (p.credit_account, p.debit_account) where a.owner like 's-%'"));
            Assert.Equal(0, await Number(database, "select count(*) from document where type = 'commerce.payout' and jsonb_array_length(body #> '{state,all}') <> 1"));
            Assert.Empty((await new LedgerVerifier(database, TimeProvider.System).Verify(null, null, CancellationToken.None)).Faults);
        }
        finally
        {
            silo.Dispose();
        }
    }

    private const string Paid = "select count(*) from posting where kind = 18";

    // One owner for all of the shops, and takings in each of them, none like its neighbour's.
    private static async Task Prepare(IGrainFactory grains, NpgsqlDataSource database)
    {
        CustomerId owner = CustomerId.New(TimeProvider.System);
        Assert.True(PhoneNumber.TryParse(Identity.NewPhone.Next(), out PhoneNumber phone));
        Assert.Null(await grains.GetGrain<ICustomerGrain>(owner.Value).Create(new CustomerCreation
        {
            Phone = phone, Name = "Commerçant de test", Language = "fr", PinHash = "none", Roles = [Role.Customer], Tier = 2,
        }));
        await using NpgsqlCommand command = database.CreateCommand("update document set body = jsonb_set(body, '{state,owner}', to_jsonb($1)) where type = 'commerce.shop' returning (body #>> '{state,account}')::bigint");
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = owner.Value });
        var accounts = new List<long>();
        await using (NpgsqlDataReader rows = await command.ExecuteReaderAsync())
        {
            while (await rows.ReadAsync())
            {
                accounts.Add(rows.GetInt64(0));
            }
        }

        await Task.WhenAll(accounts.Select(async (account, place) => Assert.Null((await grains.Account(PostAccounts.Trust).Transfer(
            new TransferRequest { Key = "fund-" + account, Payee = new AccountId(account), Amount = 1_000 + place, Kind = PostingKind.Demonstration })).Refusal)));
    }

    private static async Task<long> Number(NpgsqlDataSource database, string sql)
    {
#pragma warning disable CA2100 // Constants.
        await using NpgsqlCommand command = database.CreateCommand(sql);
#pragma warning restore CA2100
        return Convert.ToInt64(await command.ExecuteScalarAsync(), CultureInfo.InvariantCulture);
    }

    private static HostProcess Start(string connection, (int Silo, int Gateway) ports) => HostProcess.Start(
        "--environment", "Testing",
        "--ConnectionStrings:Postmobile", connection,
        "--PostgreSql:ApplySchema", "false",
        "--Orleans:SiloPort", ports.Silo.ToString(CultureInfo.InvariantCulture),
        "--Orleans:GatewayPort", ports.Gateway.ToString(CultureInfo.InvariantCulture),
        "--Sms:Gateway", "dev",
        "--Cluster:ProbeTimeout", "00:00:00.7",
        "--Cluster:ResponseTimeout", "00:00:15");

    private static async Task<IHost> Client(string connection)
    {
        HostApplicationBuilder builder = Host.CreateApplicationBuilder();
        builder.Logging.ClearProviders();
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?> { ["ConnectionStrings:Postmobile"] = connection, ["PostgreSql:ApplySchema"] = "false", ["Cluster:ResponseTimeout"] = "00:00:15" });
        builder.AddPostmobileClient();
        IHost client = builder.Build();
        await client.StartAsync();
        return client;
    }
}
