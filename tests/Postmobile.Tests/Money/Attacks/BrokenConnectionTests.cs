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
    public async Task Callers_hear_that_nobody_knows_while_the_barrier_waits_and_the_truth_afterwards()
    {
        await using Proxy proxy = new(_database);
        await using LedgerWorld world = await LedgerWorld.StartAsync(
            proxy.ConnectionString, money: options => (options.Lanes, options.OutcomePatience) = (1, TimeSpan.FromMilliseconds(500)));
        (AccountId payer, AccountId payee) = (await world.Open(100), await world.Open());
        await using (await _sql.Hold("lock table posting in share mode"))
        {
            Task<TransferOutcome> first = world.Pay(payer, payee, 60, "first");
            await _sql.UntilWaiting(1);
            proxy.Cut();
            Assert.Equal(RefusalCode.OutcomeUnknown, (await first.WaitAsync(TimeSpan.FromSeconds(10))).Refusal?.Code);
            Assert.Equal(RefusalCode.LedgerUnavailable, (await world.Pay(payer, payee, 30, "second").WaitAsync(TimeSpan.FromSeconds(10))).Refusal?.Code);
        }

        Assert.True((await Traffic.Definite(() => world.Pay(payer, payee, 60, "first"))).Replayed);
        Assert.NotNull((await Traffic.Definite(() => world.Pay(payer, payee, 30, "second"))).Receipt);
        Assert.Equal(2, await world.Postings(payer));
        await Traffic.AssertSound(_sql, [payer, payee], world.Account);
    }

    [Fact]
    public async Task While_the_database_is_away_everything_is_refused_by_name_and_nothing_by_exception()
    {
        await using Proxy proxy = new(_database);
        await using LedgerWorld world = await LedgerWorld.StartAsync(
            proxy.ConnectionString, money: options => (options.Lanes, options.OutcomePatience) = (1, TimeSpan.FromMilliseconds(300)));
        (AccountId payer, AccountId payee) = (await world.Open(100), await world.Open());
        proxy.Refusing = true;
        proxy.Cut();
        Task<TransferOutcome>[] asked =
        [
            world.Pay(payer, payee, 60, "a"), world.Pay(payer, payee, 600, "b"), world.Account(payer).Annul("c"),
            HoldOf(new HoldRequest { Key = "d", Amount = 10 }), world.Account(payer).Capture(new CaptureRequest { Key = "e" }),
        ];
        TransferOutcome[] answers = await Task.WhenAll(asked);
        Assert.All(answers, answer => Assert.Contains(answer.Refusal?.Code, new RefusalCode?[] { RefusalCode.LedgerUnavailable, RefusalCode.OutcomeUnknown, RefusalCode.OperationNotAllowed }));
        Refusal?[] changes =
        [
            await world.Account(payer).SetFreeze(Freeze.Debits, "test"), await world.Account(payer).SetTier(1, "test"), await world.Account(payer).Close("test"),
        ];
        Assert.All(changes, change => Assert.Contains(change?.Code, new RefusalCode?[] { RefusalCode.LedgerUnavailable, RefusalCode.OutcomeUnknown }));
        proxy.Refusing = false;

        Assert.NotNull((await Traffic.Definite(() => world.Pay(payer, payee, 60, "a"))).Receipt);
        Assert.Equal(RefusalCode.InsufficientFunds, (await Traffic.Definite(() => world.Pay(payer, payee, 600, "b"))).Refusal?.Code);
        await Traffic.AssertSound(_sql, [payer, payee], world.Account);

        async Task<TransferOutcome> HoldOf(HoldRequest request) => (await world.Account(payer).Hold(request)).Transfer;
    }

    [Fact]
    public async Task A_batch_that_cannot_even_be_sent_does_not_stop_its_lane()
    {
        await using LedgerWorld world = await LedgerWorld.StartAsync(_database, money: options => options.Lanes = 1);
        (AccountId payer, AccountId payee) = (await world.Open(100), await world.Open());
        AccountImage image = new(payer, world.Parts.Options);
        image.BeginLoad();
        image.EndLoad(await world.Parts.Loader.Load(payer), 0, 0);
        Assert.Null(image.Promise(10, 0, default, false, out Line line));

        // Half of a pair of characters: no encoder takes it.
        PostResult result = await world.Parts.Writer.Post(
            new PendingTransfer(TransferId.From(payer, "x"), line, [new PendingLeg(payee, 10, PostingKind.Transfer)], Currency.XAF) { Memo = "\ud800" });

        Assert.Equal((PostFate.Fenced, true), (result.Fate, line.Dead));
        Assert.NotNull((await world.Pay(payer, payee, 10)).Receipt);
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
