using System.Globalization;
using System.Text.Json;
using Npgsql;
using Postmobile.Money;
using Postmobile.Tests.Hosting;
using Xunit;

namespace Postmobile.Tests.Money.Bulk;

/// <summary>The process that pays is killed, as the kernel kills, after whatever line it has reached.</summary>
public sealed class BulkKillTests
{
    private const int Payees = 6_000;
    private const int Strangers = 7;

    [Fact]
    public async Task Killed_after_any_line_it_pays_every_line_once_and_tells_every_payee_once()
    {
        await using KillableSilo silo = await KillableSilo.StartAsync();
        (string id, AccountId payer) = await Approve(silo.Grains, silo.Database);
        int interrupted = 0;
        for (int kill = 0; kill < 2; kill++)
        {
            long after = Random.Shared.Next(1, Payees / 3) + (kill * Payees / 3);
            await UntilPaid(silo, after);
            await silo.KillAsync();
            interrupted += await silo.Number("select count(*) from posting where kind = 6") < Payees ? 1 : 0;
            silo.StartAgain();
        }

        await Eventually.GetAsync(() => State(silo.Database, id), state => state.GetProperty("status").GetString() == "done" && state.GetProperty("told").GetInt32() == Payees, TimeSpan.FromSeconds(240));
        Assert.True(interrupted > 0, "It was never killed in the midst of paying.");
        await AssertOnce(silo, id, payer);
    }

    private static async Task AssertOnce(KillableSilo silo, string id, AccountId payer)
    {
        Assert.Equal(Payees, await silo.Number("select count(*) from posting where kind = 6"));
        Assert.Equal(Payees, await silo.Number("select count(distinct credit_account) from posting where kind = 6"));
        Assert.Equal(Payees, await silo.Number("select count(*) from bulk_line where status = 1 and told_at is not null"));
        Assert.Equal(Strangers, await silo.Number("select count(*) from bulk_line where status = 2 and failure = 'unknown_payee'"));
        Assert.Equal(Payees, await silo.Number("select count(*) from dev_sms where id like 'bulk-%'"));
        Assert.Equal(Payees, await silo.Number("select count(distinct recipient) from dev_sms where id like 'bulk-%'"));

        // Each line's posting is the one that its key names, of its amount, to its payee; and what was not paid went back.
        Assert.Equal(Payees, await silo.Number("select count(*) from bulk_line l join posting p on p.debit_account = l.hold and p.credit_account = l.wallet and p.amount = l.amount where l.status = 1"));
        long paid = await silo.Number("select sum(amount)::bigint from posting where kind = 6");
        Assert.Equal(1_000_000_000 - paid, await silo.Number($"select sum(case when credit_account = {payer} then amount else -amount end)::bigint from posting where {payer} in (credit_account, debit_account)"));
        Assert.Equal(paid, (await State(silo.Database, id)).GetProperty("paidAmount").GetInt64());
        Assert.Equal(0, await silo.Number("select count(*) from account where kind = 14 and not closed and id in (select hold from bulk_line)"));
        Assert.Empty(await silo.FaultsAsync());
    }

    private static async Task<(string Id, AccountId Payer)> Approve(IGrainFactory grains, NpgsqlDataSource database)
    {
        IReadOnlyList<string> phones = await BulkPeople.JoinAsync(database, Payees);
        (AccountId payer, BulkActor owner, BulkActor other) = await BulkPeople.EmployerAsync(grains, database, 1_000_000_000);
        string id = BulkPayments.Key(owner.Customer, "kill");
        IBulkGrain batch = grains.GetGrain<IBulkGrain>(id);
        BulkOutcome begun = await batch.Begin(new BulkOpening { Payer = payer, Title = "Pensions", By = owner });
        BulkLineInput[] lines = [.. phones.Concat(BulkPeople.Strangers(Strangers)).Select((phone, i) => new BulkLineInput(i + 2, phone, (1_000 + i).ToString(CultureInfo.InvariantCulture), "", ""))];
        foreach (BulkLineInput[] some in lines.Chunk(2_000))
        {
            Assert.Null(await batch.Add(begun.Upload!, some));
        }

        BulkOutcome sealedBatch = await batch.Seal(begun.Upload!, "d");
        Assert.Equal((Payees + Strangers, Strangers), (sealedBatch.Batch!.Payees, sealedBatch.Batch.Warnings));
        Assert.Null((await batch.Submit(owner, false)).Refusal);
        Assert.Null((await batch.Approve(other)).Refusal);
        return (id, payer);
    }

    private static async Task UntilPaid(KillableSilo silo, long count)
    {
        for (DateTimeOffset began = TimeProvider.System.GetUtcNow(); await silo.Number("select count(*) from posting where kind = 6") < count;)
        {
            Assert.True(!silo.Process.HasExited && TimeProvider.System.GetUtcNow() - began < TimeSpan.FromSeconds(90), silo.Process.Output);
            await Task.Delay(5);
        }
    }

    private static async Task<JsonElement> State(NpgsqlDataSource database, string id)
    {
        await using NpgsqlCommand command = database.CreateCommand("select body ->> 'state' from document where type = 'money.bulk' and id = $1");
        command.Parameters.Add(new() { Value = id });
        return JsonDocument.Parse((string)(await command.ExecuteScalarAsync())!).RootElement;
    }
}
