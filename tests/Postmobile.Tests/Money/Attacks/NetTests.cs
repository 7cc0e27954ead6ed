using System.Diagnostics.Metrics;
using Postmobile.Money;
using Postmobile.Tests.Hosting;
using Xunit;

namespace Postmobile.Tests.Money.Attacks;

/// <summary>Whoever has missed something in spite of everything is found out when a period has been closed, and somebody hears of it.</summary>
public sealed class NetTests : IAsyncLifetime
{
    private LedgerWorld _one = null!;
    private LedgerWorld _two = null!;

    public async Task InitializeAsync()
    {
        string database = await PostgresFixture.NewDatabaseAsync();
        _one = await LedgerWorld.StartAsync(database, money: Soon, cluster: "one");
        _two = await LedgerWorld.StartAsync(database, money: Soon, cluster: "two");

        static void Soon(MoneyOptions options) => options.HeardAfter = TimeSpan.FromMilliseconds(400);
    }

    public async Task DisposeAsync()
    {
        await _two.DisposeAsync();
        await _one.DisposeAsync();
    }

    [Fact]
    public async Task Twins_that_missed_a_credit_or_a_debit_are_named_and_know_the_truth_without_being_told()
    {
        (AccountId credited, AccountId debited, AccountId untouched) = (await _one.Open(100), await _one.Open(100), await _one.Open(100));
        await _one.ClosePeriod();
        await Task.Delay(TimeSpan.FromSeconds(1));
        foreach (AccountId account in new[] { credited, debited, untouched })
        {
            Assert.Equal(100, await _two.Balance(account));
        }

        Assert.NotNull((await _one.Pay(debited, credited, 30)).Receipt);
        Assert.Equal((100, 100), (await _two.Balance(credited), await _two.Balance(debited)));
        int counted = 0;
        using MeterListener listener = new();
        listener.InstrumentPublished = (instrument, self) =>
        {
            if (instrument.Name == "postmobile.ledger.differences")
            {
                self.EnableMeasurementEvents(instrument);
            }
        };
        listener.SetMeasurementEventCallback<long>((_, value, _, _) => Interlocked.Add(ref counted, (int)value));
        listener.Start();

        await _one.ClosePeriod();

        await Eventually.TrueAsync(() => (_two.Parts.Alarm.Behind, _two.Parts.Alarm.Ahead) == (1, 1));
        Assert.Equal((130, 70, 100), (await _two.Balance(credited), await _two.Balance(debited), await _two.Balance(untouched)));
        Assert.True(counted >= 2);
        Assert.Equal((0, 0), (_one.Parts.Alarm.Behind, _one.Parts.Alarm.Ahead));
    }

    [Fact]
    public async Task A_credit_that_was_counted_twice_raises_the_alarm_and_is_gone()
    {
        AccountId account = await _one.Open(100);
        Assert.Equal(100, await _one.Balance(account));
        Guid incarnation = (await _one.Parts.Loader.Load(account)).Snapshot.Incarnation;
        Assert.True(_one.Parts.Awake.Find(account)!.Credit(incarnation, ulong.MaxValue, default, 7, out _));
        Assert.Equal(107, await _one.Balance(account));
        await _one.Account(account).Reload();
        Assert.Equal(100, await _one.Balance(account));
        Assert.Equal((0, 1), (_one.Parts.Alarm.Behind, _one.Parts.Alarm.Ahead));
    }
}
