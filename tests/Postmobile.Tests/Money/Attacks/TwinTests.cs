using Postmobile.Money;
using Postmobile.Tests.Hosting;
using Xunit;

namespace Postmobile.Tests.Money.Attacks;

/// <summary>Two silos that do not know of one another, on one database: each has its own living activation of every account.</summary>
public sealed class Twins : IAsyncLifetime
{
    public LedgerWorld One { get; private set; } = null!;

    public LedgerWorld Two { get; private set; } = null!;

    internal Backdoor Sql { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        string database = await PostgresFixture.NewDatabaseAsync();
        Sql = new Backdoor(database);
        One = await LedgerWorld.StartAsync(database, cluster: "one");
        Two = await LedgerWorld.StartAsync(database, cluster: "two");
    }

    public async Task DisposeAsync()
    {
        await Two.DisposeAsync();
        await One.DisposeAsync();
        await Sql.DisposeAsync();
    }
}

/// <summary>Two activations of one account, both alive, both deciding: the fence holds.</summary>
public sealed class TwinTests(Twins twins) : IClassFixture<Twins>
{
    private LedgerWorld One => twins.One;

    private LedgerWorld Two => twins.Two;

    [Fact]
    public async Task Of_two_activations_with_money_for_one_payment_only_one_pays()
    {
        (AccountId a, AccountId b) = (await One.Open(), await One.Open());
        for (int round = 0; round < 4; round++)
        {
            AccountId[] payers = await AwakeOnBoth(40, 100);
            await Task.WhenAll(payers.Select(async payer =>
            {
                TransferOutcome[] outcomes = await Task.WhenAll(Pay(One, payer, a, 80, "one"), Pay(Two, payer, b, 80, "two"));
                Assert.Single(outcomes, outcome => outcome.Receipt is not null);
                Assert.Single(outcomes, outcome => outcome.Refusal?.Code == RefusalCode.InsufficientFunds);
            }));
            await AssertSound(payers);
        }
    }

    [Fact]
    public async Task Two_activations_spend_together_exactly_what_there_is()
    {
        (AccountId a, AccountId b) = (await One.Open(), await One.Open());
        AccountId[] payers = await AwakeOnBoth(10, 1_000);
        await Task.WhenAll(payers.Select(async payer =>
        {
            TransferOutcome[] outcomes = await Task.WhenAll(Enumerable.Range(0, 40).Select(i =>
                i % 2 == 0 ? Pay(One, payer, a, 100, $"k{i}") : Pay(Two, payer, b, 100, $"k{i}")));
            Assert.Equal(10, outcomes.Count(outcome => outcome.Receipt is not null));
        }));
        await AssertSound(payers);
    }

    [Fact]
    public async Task A_repeated_key_among_new_ones_is_posted_once_in_every_order_and_on_either_activation()
    {
        AccountId payee = await One.Open();
        string[][] orders = Orders(["n", "K", "K", "m"]);
        AccountId[] payers = await AwakeOnBoth(orders.Length * 16, 1_000);
        await Task.WhenAll(payers.Select(async (payer, i) =>
        {
            string[] order = orders[i / 16];
            TransferOutcome[] outcomes = await Task.WhenAll(order.Select((key, at) =>
                Pay((i >> at & 1) == 0 ? One : Two, payer, payee, 10, key)));
            Assert.All(order.Zip(outcomes).GroupBy(pair => pair.First), same => Assert.Single(same.Select(pair => pair.Second.Receipt).Distinct()));
            Assert.All(outcomes, outcome => Assert.NotNull(outcome.Receipt));
        }));
        Assert.Equal(0, await twins.Sql.Number($"""
            select count(*) from (select from posting where credit_account = {payee} group by debit_account
                having count(*) <> 3 or count(distinct transfer_id) <> 3 or max(debit_seq) <> 3) wrong
            """));
        await AssertSound(payers);
    }

    [Fact]
    public async Task A_repeated_key_among_new_ones_with_money_for_two_never_spends_more()
    {
        AccountId payee = await One.Open();
        AccountId[] payers = await AwakeOnBoth(96, 25);
        await Task.WhenAll(payers.Select(async (payer, i) =>
        {
            string[] order = ["n", "K", "K", "m"];
            TransferOutcome[] outcomes = await Task.WhenAll(order.Select((key, at) => Pay((i >> at & 1) == 0 ? One : Two, payer, payee, 10, key)));
            Assert.Equal(
                await One.Postings(payer),
                order.Zip(outcomes).Where(pair => pair.Second.Receipt is not null).Select(pair => pair.First).Distinct().Count());
            Assert.All(outcomes, outcome => Assert.True(outcome.Receipt is not null || outcome.Refusal!.Code == RefusalCode.InsufficientFunds));
            Assert.Contains(outcomes, outcome => outcome.Receipt is not null);
        }));
        await AssertSound(payers);
    }

    [Fact]
    public async Task A_payment_on_the_image_from_before_the_fence_is_fenced_too()
    {
        AccountId payee = await One.Open();
        AccountId payer = await One.Open(100);
        AccountImage stale = new(payer, Two.Parts.Options);
        stale.BeginLoad();
        stale.EndLoad(await Two.Parts.Loader.Load(payer), 0, 0);
        Assert.NotNull((await One.Pay(payer, payee, 80)).Receipt);

        Assert.Null(stale.Promise(40, 0, DateTimeOffset.UtcNow, false, out Line line));
        PostResult first = await Two.Parts.Writer.Post(Transfer(payer, payee, 40, line));
        long balance = stale.Settle(line, 40, 0, default, first.Fate == PostFate.Posted, first.LastNumber);
        Assert.Equal((PostFate.Fenced, 100L), (first.Fate, balance));

        // The image still says 100 and promises once more, before it was loaded again.
        Assert.Null(stale.Promise(80, 0, DateTimeOffset.UtcNow, false, out line));
        Assert.True(stale.MustLoad(0));
        Assert.Equal(PostFate.Fenced, (await Two.Parts.Writer.Post(Transfer(payer, payee, 80, line))).Fate);
        Assert.Equal(20, await One.SqlBalance(payer));
    }

    [Fact]
    public async Task A_key_that_was_paid_by_the_twin_is_a_replay_before_it_is_any_refusal()
    {
        AccountId payee = await One.Open();
        AccountId[] payers = await AwakeOnBoth(4, 100);
        foreach (AccountId payer in payers)
        {
            Assert.NotNull((await One.Pay(payer, payee, 100, "K")).Receipt);
        }

        // Two believes that there are 100 left; then it knows that there is nothing; then the payer is frozen; then the payee is.
        await AssertReplayed(payers[0]);
        await AssertReplayed(payers[0]);
        await Two.Account(payers[1]).Reload();
        await AssertReplayed(payers[1]);
        Assert.Null(await One.Account(payers[2]).SetFreeze(Freeze.Debits, "test"));
        await Two.Account(payers[2]).Reload();
        await AssertReplayed(payers[2]);
        Assert.Null(await One.Account(payee).SetFreeze(Freeze.Credits, "test"));
        await Two.Account(payee).Reload();
        await AssertReplayed(payers[3]);
        Assert.Equal(RefusalCode.IdempotencyConflict, (await Pay(Two, payers[3], payee, 99, "K")).Refusal?.Code);
        await AssertSound(payers);

        async Task AssertReplayed(AccountId payer)
        {
            TransferOutcome again = await Pay(Two, payer, payee, 100, "K");
            Assert.True(again is { Receipt: not null, Replayed: true }, again.Refusal?.StableCode);
        }
    }

    [Fact]
    public async Task A_freeze_a_raised_floor_and_a_close_on_the_twin_stop_the_next_payment_here()
    {
        AccountId payee = await One.Open();
        AccountId[] payers = await AwakeOnBoth(3, 100);
        Assert.Null(await Two.Account(payers[0]).SetFreeze(Freeze.Debits, "test"));
        Assert.Null(await One.Account(payers[1]).SetFloor(-50, "test"));
        Assert.NotNull((await One.Pay(payers[1], payee, 10)).Receipt);
        Assert.Null(await Two.Account(payers[1]).SetFloor(0, "test"));
        Assert.Equal(RefusalCode.InsufficientFunds, (await One.Pay(payers[1], payee, 140)).Refusal?.Code);
        Assert.NotNull((await Two.Pay(payers[2], payee, 100)).Receipt);
        Assert.Null(await Two.Account(payers[2]).Close("test"));
        Assert.Equal(RefusalCode.AccountFrozen, (await One.Pay(payers[0], payee, 1)).Refusal?.Code);
        Assert.Equal(RefusalCode.AccountClosed, (await One.Pay(payers[2], payee, 1)).Refusal?.Code);
        Assert.Equal(100, await One.SqlBalance(payers[0]));
        Assert.Null(await One.Account(payers[0]).SetFreeze(Freeze.None, "test"));
        Assert.NotNull((await Two.Pay(payers[0], payee, 1)).Receipt);
        await AssertSound(payers);
    }

    [Fact]
    public async Task Freezes_and_payments_of_two_activations_leave_one_order()
    {
        AccountId payee = await One.Open();
        AccountId[] payers = await AwakeOnBoth(20, 1_000);
        await Task.WhenAll(payers.Select(payer => Task.WhenAll(
            Pay(One, payer, payee, 10, "a"), Pay(Two, payer, payee, 10, "b"), Freezing(Two, payer), Freezing(One, payer), Pay(One, payer, payee, 10, "c"))));
        Assert.Equal(0, await twins.Sql.Number($"""
            select count(*) from posting p join posting f on f.debit_account = p.debit_account and f.kind = 100 and f.debit_seq < p.debit_seq
            where p.kind = 1 and p.credit_account = {payee}
            """));
        await AssertSound(payers);

        static async Task Freezing(LedgerWorld world, AccountId payer) =>
            await Eventually.GetAsync(() => world.Account(payer).SetFreeze(Freeze.Debits, "test"), refused => refused is null);
    }

    [Fact]
    public async Task An_activation_that_missed_a_credit_looks_again_before_it_refuses()
    {
        AccountId payee = await One.Open();
        AccountId[] payers = await AwakeOnBoth(1, 10);
        Assert.NotNull((await One.Account(PostAccounts.Trust).Transfer(new TransferRequest { Key = "more", Payee = payers[0], Amount = 90, Kind = PostingKind.Demonstration })).Receipt);
        Assert.Equal(10, await Two.Balance(payers[0]));
        await Eventually.GetAsync(() => Two.Pay(payers[0], payee, 100, "all"), outcome => outcome.Receipt is not null);
        await AssertSound(payers);
    }

    private static Task<TransferOutcome> Pay(LedgerWorld world, AccountId payer, AccountId payee, long amount, string key) =>
        Traffic.Definite(() => world.Pay(payer, payee, amount, key));

    private static PendingTransfer Transfer(AccountId payer, AccountId payee, long amount, Line line) =>
        new(TransferId.From(payer, Guid.NewGuid().ToString()), line, [new PendingLeg(payee, amount, PostingKind.Transfer)], Currency.XAF);

    private async Task<AccountId[]> AwakeOnBoth(int count, long money)
    {
        AccountId[] accounts = await Task.WhenAll(Enumerable.Range(0, count).Select(_ => One.Open(money)));
        long[] seen = await Task.WhenAll(accounts.Select(account => Two.Balance(account)));
        Assert.All(seen, balance => Assert.Equal(money, balance));
        return accounts;
    }

    private async Task AssertSound(AccountId[] accounts)
    {
        // A twin is not told of the other's credits and debits; it is told to look.
        await Task.WhenAll(accounts.SelectMany(account => new[] { One.Account(account).Reload(), Two.Account(account).Reload() }));
        Dictionary<AccountId, long> truth = await twins.Sql.Balances();
        foreach (AccountId account in accounts)
        {
            Assert.Equal((truth[account], truth[account]), (await One.Balance(account), await Two.Balance(account)));
        }

        Assert.Empty((await twins.Sql.Verify()).Faults);
    }

    private static string[][] Orders(string[] keys) => keys.Length == 1
        ? [keys]
        : [.. keys.SelectMany((key, i) => Orders([.. keys.Where((_, j) => j != i)]).Select(rest => (string[])[key, .. rest]))
            .DistinctBy(order => string.Concat(order))];
}
