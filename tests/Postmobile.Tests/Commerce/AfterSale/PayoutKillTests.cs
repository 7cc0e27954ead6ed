using Npgsql;
using Postmobile.Commerce;
using Postmobile.Identity;
using Postmobile.Money;
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
        await using KillableSilo silo = await KillableSilo.StartAsync(database => ShopRows.MakeAsync(database, shops: Shops, products: 0, pieces: 0));
        await Prepare(silo.Grains, silo.Database);
        await PayoutRows.MakeDueAsync(silo.Database, PayoutSchedule.Daily, [.. Enumerable.Range(1, Shops).Select(shop => ShopRows.Shop(shop).Value)]);
        await Eventually.GetAsync(() => silo.Number(Paid), paid => paid >= 5, TimeSpan.FromSeconds(60));
        await silo.KillAsync();
        long before = await silo.Number(Paid);
        silo.StartAgain();
        await Eventually.GetAsync(
            () => silo.Number("select count(*) from document where type = 'commerce.payout' and body #>> '{state,all,0,transfer}' is not null and jsonb_array_length(body -> 'outbox') = 0"),
            done => done == Shops, TimeSpan.FromSeconds(120));
        Assert.InRange(before, 5, Shops - 1);
        Assert.Equal((Shops, Shops), (await silo.Number(Paid), await silo.Number("select count(distinct debit_account) from posting where kind = 18")));
        Assert.Equal(0, await silo.Number(
            "select coalesce(sum(case when p.credit_account = a.id then p.amount else -p.amount end), 0)::bigint from posting p join account a on a.id in (p.credit_account, p.debit_account) where a.owner like 's-%'"));
        Assert.Equal(0, await silo.Number("select count(*) from document where type = 'commerce.payout' and jsonb_array_length(body #> '{state,all}') <> 1"));
        Assert.Empty(await silo.FaultsAsync());
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
}
