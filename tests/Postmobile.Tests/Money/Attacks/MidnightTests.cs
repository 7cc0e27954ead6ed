using Postmobile.Money;
using Postmobile.Tests.Hosting;
using Xunit;

namespace Postmobile.Tests.Money.Attacks;

/// <summary>Limits are of days and months of Brazzaville, one hour ahead of UTC, also when the account slept over midnight.</summary>
public sealed class MidnightTests
{
    private static readonly DateTimeOffset s_lateInJanuary = new(2026, 1, 31, 22, 59, 59, TimeSpan.Zero);
    private static readonly DateTimeOffset s_february = new(2026, 1, 31, 23, 0, 0, TimeSpan.Zero);

    [Fact]
    public void A_days_limit_is_whole_again_at_midnight_of_Brazzaville_and_a_months_on_its_first()
    {
        AccountImage image = Image(usedToday: 250_000, usedThisMonth: 900_000);
        Refusal day = image.Foresee(60_000, 60_000, s_lateInJanuary)!;
        Assert.Equal((LimitName.Day, 50_000L, s_february), (day.Limit!.Name, day.Limit.Left, day.Limit.ResetsAt));
        Assert.Null(image.Promise(50_000, 50_000, s_lateInJanuary, false, out _));
        Assert.Equal(0, image.Foresee(1, 1, s_lateInJanuary)!.Limit!.Left);

        Assert.Null(image.Promise(200_000, 200_000, s_february, false, out _));
        Refusal next = image.Foresee(100_001, 100_001, s_february)!;
        Assert.Equal((LimitName.Day, 100_000L, s_february.AddDays(1)), (next.Limit!.Name, next.Limit.Left, next.Limit.ResetsAt));
        Assert.Equal(800_000, image.LimitsLeft(s_february).Single(left => left.Name == LimitName.Month).Left);
    }

    [Fact]
    public void A_months_limit_says_when_it_resets()
    {
        AccountImage image = Image(usedToday: 0, usedThisMonth: 950_000);
        Refusal month = image.Foresee(50_001, 50_001, s_lateInJanuary)!;
        Assert.Equal((RefusalCode.LimitExceeded, LimitName.Month, 1_000_000L, 50_000L, s_february), (month.Code, month.Limit!.Name, month.Limit.Limit, month.Limit.Left, month.Limit.ResetsAt));
    }

    [Fact]
    public void What_failed_after_midnight_gives_nothing_back_to_the_new_day()
    {
        AccountImage image = Image(usedToday: 0, usedThisMonth: 0);
        Assert.Null(image.Promise(200_000, 200_000, s_lateInJanuary, false, out Line line));
        Assert.Null(image.Promise(200_000, 200_000, s_february, false, out _));
        image.Settle(line, 200_000, 200_000, new DateOnly(2026, 1, 31), posted: false, 0);
        Assert.Equal(100_000, image.Foresee(100_001, 100_001, s_february)!.Limit!.Left);
        Assert.Null(image.Promise(100_000, 100_000, s_february, false, out line));
        image.Settle(line, 100_000, 100_000, new DateOnly(2026, 2, 1), posted: false, 0);
        Assert.Equal(100_000, image.LimitsLeft(s_february).Single(left => left.Name == LimitName.Day).Left);
    }

    [Fact]
    public async Task A_load_counts_from_midnight_and_from_the_first_through_closed_periods()
    {
        string database = await PostgresFixture.NewDatabaseAsync();
        await using Backdoor sql = new(database);
        await using LedgerWorld world = await LedgerWorld.StartAsync(database);
        (AccountId payer, AccountId shop) = (await world.Open(400_000, tier: 1), await world.Open(kind: AccountKind.Merchant));
        DateOnly today = BrazzavilleCalendar.Day(DateTimeOffset.UtcNow);
        DateTimeOffset midnight = BrazzavilleCalendar.Start(today), first = BrazzavilleCalendar.Start(BrazzavilleCalendar.MonthOf(today));
        (long Amount, DateTimeOffset At)[] paid = [(1, first.AddMicroseconds(-1)), (20, first), (300, midnight.AddMicroseconds(-1)), (4_000, midnight), (50_000, midnight.AddSeconds(1))];

        // One after the other, as it would have been; on the first of a month the day begins with the month. What is of one moment is of one period.
        foreach (var moment in paid.GroupBy(one => one.At).OrderBy(moment => moment.Key))
        {
            foreach ((long amount, DateTimeOffset at) in moment)
            {
                Assert.NotNull((await world.Pay(payer, shop, amount)).Receipt);
                await sql.Execute($"update posting set created_at = '{at:O}' where debit_account = {payer} and amount = {amount}");
                await sql.Execute($"update ledger_period set opened_at = least(opened_at, '{at:O}') where number = (select open_period from ledger_clock)");
            }

            await world.ClosePeriod();
        }

        AccountLoad load = await world.Parts.Loader.Load(payer);

        Assert.Equal(paid.Where(one => one.At >= midnight).Sum(one => one.Amount), load.UsedToday);
        Assert.Equal(paid.Where(one => one.At >= first).Sum(one => one.Amount), load.UsedThisMonth);
    }

    private static AccountImage Image(long usedToday, long usedThisMonth)
    {
        AccountImage image = new(new AccountId(10_000_000), new MoneyOptions());
        AccountRow row = new(AccountKind.Wallet, Currency.XAF, 0, Tier: 1, Freeze.None, false, new AccountProfile());
        image.BeginLoad();
        image.EndLoad(new AccountLoad(Snapshot.Parse(Guid.Empty, "1:1:"), row, 0, 10_000_000, 0, new DateOnly(2026, 1, 31), usedToday, usedThisMonth), 0, 0);
        return image;
    }
}
