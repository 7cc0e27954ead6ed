using Microsoft.Extensions.DependencyInjection;
using Postmobile.Money;
using Postmobile.Tests.Hosting;
using Xunit;
using static Postmobile.Tests.Money.Tariffs.TariffSentences;

namespace Postmobile.Tests.Money.Tariffs;

/// <summary>The copy that each silo holds: known everywhere before it holds, and then charged everywhere.</summary>
public sealed class TariffBookTests
{
    [Fact]
    public async Task All_silos_know_a_version_before_it_holds_and_change_at_its_moment()
    {
        ShiftedTime time = new();
        await using LedgerWorld one = await LedgerWorld.StartAsync(also: builder => builder.Services.AddSingleton<TimeProvider>(time));
        await using LedgerWorld other = await LedgerWorld.StartAsync(one.Silo.ConnectionString, also: builder => builder.Services.AddSingleton<TimeProvider>(time));
        AccountId a = await one.Open(100_000), b = await one.Open();
        TransferRequest request = new() { Key = "before", Payee = b, Amount = 1_000 };
        Quote before = (await one.Account(a).Quote(request)).Quote!;
        Receipt paid = (await one.Account(a).Transfer(request with { AgreedTotal = before.Total })).Receipt!;
        Assert.Equal((1_000, 1_000), (before.Total, paid.Total));

        TariffVersion version = await one.Silo.Grains.ApproveAsync([Line(PostingKind.Transfer, ChargeKind.Fee, 70)], from: null);
        Assert.True(version.EffectiveFrom >= version.DecidedAt + TimeSpan.FromMinutes(1));
        foreach (LedgerWorld world in new[] { one, other })
        {
            await Eventually.TrueAsync(() => Number(world, version.EffectiveFrom!.Value) == 1);
            Assert.Equal((0, 0), (Number(world, version.EffectiveFrom!.Value.AddSeconds(-1)), world.Parts.Tariffs.Now(time.GetUtcNow()).Charge(PostingKind.Transfer, 0, 1_000).Fee));
        }

        Assert.Equal(1_000, (await one.Account(a).Quote(request with { Key = "q" })).Quote!.Total);
        time.Advance(TimeSpan.FromMinutes(2));
        Assert.All(new[] { one, other }, world => Assert.Equal(70, world.Parts.Tariffs.Now(time.GetUtcNow()).Charge(PostingKind.Transfer, 0, 1_000).Fee));

        // Who agreed to the price of a moment ago is asked again; who paid then has the receipt of then.
        TransferOutcome late = await one.Account(a).Transfer(request with { Key = "late", AgreedTotal = before.Total });
        Assert.Equal((RefusalCode.QuoteChanged, 1_070), (late.Refusal!.Code, late.Refusal.Quote!.Total));
        Assert.Equal(1_070, (await one.Account(a).Transfer(request with { Key = "late", AgreedTotal = 1_070 })).Receipt!.Total);
        TransferOutcome again = await one.Account(a).Transfer(request with { AgreedTotal = before.Total });
        Assert.True(again.Replayed);
        Assert.Equal(paid, again.Receipt);
        Assert.True((await one.Account(a).Transfer(request)).Replayed);
        Assert.Equal((98_000 - 70, 70), (await one.SqlBalance(a), await one.SqlBalance(PostAccounts.Fees)));
    }

    [Fact]
    public async Task What_holds_is_there_after_a_restart_before_anything_is_paid()
    {
        string database = await PostgresFixture.NewDatabaseAsync();
        await using (LedgerWorld first = await LedgerWorld.StartAsync(database, tariff: [Line(PostingKind.Transfer, ChargeKind.Fee, 9)]))
        {
            Assert.Equal(1, (await first.Silo.Grains.Tariff().At(null)).Number);
        }

        await using LedgerWorld second = await LedgerWorld.StartAsync(database);
        AccountId a = await second.Open(1_000), b = await second.Open();
        Assert.Equal(109, (await second.Pay(a, b, 100)).Receipt!.Total);
    }

    private static int Number(LedgerWorld world, DateTimeOffset moment) => world.Parts.Tariffs.At(moment).View().Number;
}
