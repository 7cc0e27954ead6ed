using Postmobile.Money;
using Postmobile.Tests.Hosting;
using Xunit;

namespace Postmobile.Tests.Money.Attacks;

/// <summary>The open period ends while batches wait, and while everybody pays.</summary>
public sealed class PeriodTests : IAsyncLifetime
{
    private string _database = null!;
    private Backdoor _sql = null!;

    public async Task InitializeAsync()
    {
        _database = await PostgresFixture.NewDatabaseAsync();
        _sql = new Backdoor(_database);
    }

    public async Task DisposeAsync() => await _sql.DisposeAsync();

    [Fact]
    public async Task A_batch_that_waited_while_the_period_ended_belongs_to_the_next_one()
    {
        await using LedgerWorld world = await LedgerWorld.StartAsync(_database);
        (AccountId a, AccountId b) = (await world.Open(100), await world.Open());
        Task<TransferOutcome> payment;
        await using (await _sql.Hold("select ledger_flip()"))
        {
            payment = world.Pay(a, b, 40);
            await _sql.UntilWaiting(1);
        }

        Assert.NotNull((await payment).Receipt);
        await AssertInSecondPeriod(a, b, 40);
    }

    [Fact]
    public async Task A_batch_that_queued_behind_the_end_of_a_period_belongs_to_the_next_one()
    {
        await using LedgerWorld world = await LedgerWorld.StartAsync(_database);
        (AccountId a, AccountId b) = (await world.Open(100), await world.Open());
        Task<TransferOutcome> payment;
        Task flip;
        await using (await _sql.Hold("select pg_advisory_xact_lock_shared(ledger_period_lock())"))
        {
            // A batch is under way (the shared lock); the end of the period waits for it; our payment waits for that.
            flip = _sql.Execute("select ledger_flip()");
            await _sql.UntilWaiting(1);
            payment = world.Pay(a, b, 40);
            await _sql.UntilWaiting(2);
        }

        await flip;
        Assert.NotNull((await payment).Receipt);
        await AssertInSecondPeriod(a, b, 40);
    }

    [Fact]
    public async Task A_change_of_an_account_that_waited_belongs_to_the_next_period_too()
    {
        await using LedgerWorld world = await LedgerWorld.StartAsync(_database);
        AccountId a = await world.Open(100);
        Task<Refusal?> freezing;
        await using (await _sql.Hold("select ledger_flip()"))
        {
            freezing = world.Account(a).SetFreeze(Freeze.Debits, "test");
            await _sql.UntilWaiting(1);
        }

        Assert.Null(await freezing);
        Assert.Equal(2, await _sql.Number($"select period from posting where debit_account = {a}"));
        await _sql.Execute("select ledger_close(1)");
        Assert.Empty((await _sql.Verify()).Faults);
    }

    [Fact]
    public async Task The_end_of_a_period_gives_up_while_a_batch_stands_still_and_payments_go_on()
    {
        await using LedgerWorld world = await LedgerWorld.StartAsync(_database);
        (AccountId a, AccountId b) = (await world.Open(100), await world.Open());
        await using (await _sql.Hold("select pg_advisory_xact_lock_shared(ledger_period_lock())"))
        {
            await using Npgsql.NpgsqlConnection connection = await world.Silo.Database.OpenConnectionAsync();
            Assert.False(await PeriodClock.FlipNow(connection, CancellationToken.None));
            Assert.NotNull((await world.Pay(a, b, 40)).Receipt);
        }

        Assert.Equal(1, await _sql.Number("select open_period from ledger_clock"));
    }

    [Fact]
    public async Task Periods_that_end_ten_times_a_second_under_load_leave_every_balance_right()
    {
        await using LedgerWorld world = await LedgerWorld.StartAsync(_database, money: options => options.PeriodLength = TimeSpan.FromMilliseconds(100));
        AccountId[] accounts = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => world.Open(300)));
        Traffic traffic = new(accounts, world.Account);
        await traffic.During(16, async () =>
        {
            Task ended = Eventually.GetAsync(
                () => _sql.Number("select count(*) from ledger_period where closed_at is not null"), closed => closed >= 12, TimeSpan.FromSeconds(40));
            while (!ended.IsCompleted)
            {
                // Images are made from whatever has been closed just now.
                await Task.WhenAll(accounts.Select(account => world.Account(account).Reload()));
            }

            await ended;
        });
        await traffic.AssertKept(_sql);
        Assert.NotEmpty(traffic.Acknowledged);
    }

    private async Task AssertInSecondPeriod(AccountId payer, AccountId payee, long amount)
    {
        Assert.Equal(2, await _sql.Number($"select period from posting where debit_account = {payer} and amount > 0"));
        await _sql.Execute("select ledger_close(1)");
        Assert.Equal(100, await _sql.Number($"select credits - debits from account_balance where account = {payer} and period = 1"));
        Assert.Equal(0, await _sql.Number($"select count(*) from account_balance where account = {payee} and period = 1"));
        await _sql.Execute("select ledger_flip()");
        await _sql.Execute("select ledger_close(2)");
        Assert.Equal(100 - amount, await _sql.Number($"select credits - debits from account_balance where account = {payer} and period = 2"));
        Assert.Equal(amount, await _sql.Number($"select credits - debits from account_balance where account = {payee} and period = 2"));
        Assert.Empty((await _sql.Verify()).Faults);
    }
}
