using System.Diagnostics;
using Postmobile.Money;
using Postmobile.Tests.Hosting;
using Xunit;

namespace Postmobile.Tests.Money.Attacks;

/// <summary>One account that everybody pays and one that pays everybody, as fast as it goes.</summary>
public sealed class StressTests
{
    private const int PaymentsMax = 100_000;

    [Fact]
    public async Task A_hot_payee_and_a_hot_payer_keep_every_franc()
    {
        string database = await PostgresFixture.NewDatabaseAsync();
        await using LedgerWorld world = await LedgerWorld.StartAsync(database, money: options => (options.PeriodLength, options.HeardAfter) = (TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(3)));
        await using Backdoor sql = new(database);
        AccountId treasury = await world.Open(10_000_000);
        AccountId shop = await world.Open(kind: AccountKind.Merchant);
        AccountId[] people = await Task.WhenAll(Enumerable.Range(0, 64).Select(_ => world.Open(100_000)));
        int asked = 0;
        int posted = 0;
        long since = Stopwatch.GetTimestamp();
        await Task.WhenAll(Enumerable.Range(0, 512).Select(i => Task.Run(async () =>
        {
            while (Interlocked.Increment(ref asked) <= PaymentsMax && Stopwatch.GetElapsedTime(since) < TimeSpan.FromSeconds(8))
            {
                AccountId person = people[i % people.Length];
                TransferOutcome outcome = i % 2 == 0 ? await world.Pay(person, shop, 1) : await world.Pay(treasury, person, 1);
                Assert.NotNull(outcome.Receipt);
                Interlocked.Increment(ref posted);
            }
        })));
        Assert.Equal(posted, await sql.Number("select count(*) from posting where kind = 1"));
        await Traffic.AssertSound(sql, [treasury, shop, .. people], world.Account);
        Assert.Equal((0, 0), (world.Parts.Alarm.Behind, world.Parts.Alarm.Ahead));
    }
}
