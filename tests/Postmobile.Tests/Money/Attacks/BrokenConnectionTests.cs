using Npgsql;
using Postmobile.Money;
using Postmobile.Tests.Hosting;
using Xunit;

namespace Postmobile.Tests.Money.Attacks;

/// <summary>Connections that break in the middle of a batch, and backends that go on all the same.</summary>
public sealed class BrokenConnectionTests : IAsyncLifetime
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
    public async Task Backends_ended_under_load_lose_and_repeat_nothing()
    {
        await using LedgerWorld world = await LedgerWorld.StartAsync(_database, money: options => options.PeriodLength = TimeSpan.FromMilliseconds(100));
        AccountId[] accounts = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => world.Open(300)));
        Traffic traffic = new(accounts, world.Account);
        await traffic.During(24, async () =>
        {
            for (int i = 0; i < 6; i++)
            {
                await traffic.UntilAcknowledged(200);
                await _sql.CutAll();
            }

            await traffic.UntilAcknowledged(200);
        });
        await traffic.AssertKept(_sql);
        long closed = await _sql.Number("select count(*) from ledger_period where closed_at is not null");
        Assert.NotNull((await Traffic.Definite(() => world.Pay(PostAccounts.Trust, accounts[0], 1))).Receipt);
        await Eventually.GetAsync(() => _sql.Number("select count(*) from ledger_period where closed_at is not null"), count => count > closed);
    }

    [Fact]
    public async Task A_backend_that_commits_after_its_connection_broke_is_waited_for_and_its_payee_told()
    {
        await using Proxy proxy = new(_database);
        await using LedgerWorld world = await LedgerWorld.StartAsync(proxy.ConnectionString, money: options => options.Lanes = 1);
        (AccountId payer, AccountId payee) = (await world.Open(100), await world.Open());
        Task<TransferOutcome> first;
        Task<TransferOutcome> second;

        // The batch has been admitted and waits for the table.
        await using (await _sql.Hold("lock table posting in share mode"))
        {
            first = world.Pay(payer, payee, 60, "first");
            await _sql.UntilWaiting(1);
            proxy.Cut();

            // Its writer is marked dead, and the barrier waits for what it has under way.
            await _sql.UntilWaiting(2);
            await Eventually.GetAsync(async () =>
            {
                await world.Account(payee).Reload();
                return await world.Balance(payee);
            }, balance => balance == 0);
            second = world.Pay(payer, payee, 60, "second");
            Assert.False(first.IsCompleted);
        }

        TransferOutcome settled = await Traffic.Definite(() => first);
        Assert.NotNull(settled.Receipt);
        Assert.Equal(RefusalCode.InsufficientFunds, (await Traffic.Definite(() => second.IsCompleted && second.Result.Refusal?.Code == RefusalCode.LedgerUnavailable
            ? world.Pay(payer, payee, 60, "second") : second)).Refusal?.Code);
        Assert.Equal(1, await world.Postings(payer));
        await Traffic.AssertSound(_sql, [payer, payee], world.Account);
    }

    [Fact]
    public async Task A_backend_that_was_not_admitted_before_its_connection_broke_never_commits()
    {
        await using Proxy proxy = new(_database);
        await using LedgerWorld world = await LedgerWorld.StartAsync(proxy.ConnectionString, money: options => options.Lanes = 1);
        (AccountId payer, AccountId payee) = (await world.Open(100), await world.Open());
        Task<TransferOutcome> payment;
        await using (await _sql.Hold("select pg_advisory_xact_lock(ledger_period_lock())"))
        {
            payment = world.Pay(payer, payee, 60, "K");
            await _sql.UntilWaiting(1);
            proxy.Cut();
            await _sql.UntilWaiting(2);
        }

        Assert.NotNull((await Traffic.Definite(() => payment)).Receipt);
        Assert.Equal(1, await world.Postings(payer));
        await Traffic.AssertSound(_sql, [payer, payee], world.Account);
    }

    [Fact]
    public async Task A_change_of_an_account_whose_connection_broke_takes_one_number()
    {
        await using Proxy proxy = new(_database);
        await using LedgerWorld world = await LedgerWorld.StartAsync(proxy.ConnectionString, money: options => options.Lanes = 1);
        AccountId account = await world.Open(100);
        Task<Refusal?> freezing;
        await using (await _sql.Hold("lock table posting in share mode"))
        {
            freezing = world.Account(account).SetFreeze(Freeze.Debits, "test");
            await _sql.UntilWaiting(1);
            proxy.Cut();
            await _sql.UntilWaiting(2);
        }

        Assert.Null(await freezing);
        Assert.Equal(1, await _sql.Number($"select count(*) from posting where debit_account = {account}"));
        Assert.Equal(RefusalCode.AccountFrozen, (await Traffic.Definite(() => world.Pay(account, PostAccounts.Suspense, 1))).Refusal?.Code);
    }

    [Fact]
    public async Task The_barrier_waits_for_a_dead_writers_batch_and_refuses_its_next_one()
    {
        await _sql.Execute("select ledger_incarnate(); insert into ledger_writer (silo) values ('there/gone'), ('there/alive'), ('elsewhere/gone')");
        await using NpgsqlDataSource database = NpgsqlDataSource.Create(_database);
        Task burying;
        await using (await _sql.Hold("select * from ledger_admit((select id from ledger_writer where silo = 'there/gone'), (select value from ledger_incarnation))"))
        {
            burying = LedgerBarrier.Bury(database, "there", ["there/alive"], CancellationToken.None);
            await _sql.UntilWaiting(1);
            Assert.False(burying.IsCompleted);
        }

        await burying;
        Assert.Equal("1 0 0", await _sql.Text("""
            select string_agg(a.state::text, ' ' order by w.id) from ledger_writer w, lateral ledger_admit(w.id, (select value from ledger_incarnation)) a
            where w.silo in ('there/gone', 'there/alive', 'elsewhere/gone')
            """));
    }
}
