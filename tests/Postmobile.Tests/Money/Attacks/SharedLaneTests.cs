using Postmobile.Money;
using Postmobile.Tests.Hosting;
using Xunit;

namespace Postmobile.Tests.Money.Attacks;

/// <summary>
/// An activation that goes away slowly and its successor on the same silo hand their payments to the same lane, and so into
/// the same batch. The lane is held up meanwhile by somebody who has the period's lock.
/// </summary>
public sealed class SharedLaneTests : IAsyncLifetime
{
    private LedgerWorld _world = null!;
    private Backdoor _sql = null!;
    private AccountId _payee;

    public async Task InitializeAsync()
    {
        string database = await PostgresFixture.NewDatabaseAsync();
        _sql = new Backdoor(database);
        _world = await LedgerWorld.StartAsync(database, money: options => options.Lanes = 1);
        _payee = await _world.Open();
    }

    public async Task DisposeAsync()
    {
        await _world.DisposeAsync();
        await _sql.DisposeAsync();
    }

    [Fact]
    public async Task Two_activations_in_one_batch_do_not_both_spend_the_same_money()
    {
        AccountId payer = await _world.Open(100);
        (AccountImage old, AccountImage young) = (await Image(payer), await Image(payer));

        PostResult[] results = await InOneBatch([(old, "a", 80), (young, "b", 80)]);

        Assert.Single(results, result => result.Fate == PostFate.Posted);
        Assert.Single(results, result => result.Fate == PostFate.Fenced);
        Assert.Equal(20, await _sql.Balance(payer));
        Assert.Empty((await _sql.Verify()).Faults);
    }

    [Fact]
    public async Task A_repeated_key_among_new_ones_in_one_batch_takes_one_number_in_every_order()
    {
        (int Image, string Key)[] requests = [(0, "n"), (0, "K"), (1, "K"), (1, "m")];
        foreach ((int Image, string Key)[] order in Orders(requests))
        {
            AccountId payer = await _world.Open(100);
            AccountImage[] images = [await Image(payer), await Image(payer)];
            bool before = order[0].Image == 0 && order[1].Image == 1;
            if (before)
            {
                // K is in the ledger already, paid by the first of the two.
                Assert.Equal(PostFate.Posted, (await InOneBatch([(images[0], "K", 30)]))[0].Fate);
            }

            PostResult[] results = await InOneBatch([.. order.Select(request => (images[request.Image], request.Key, 30L))]);

            long posted = await _world.Postings(payer);
            Assert.Equal(results.Count(result => result.Fate == PostFate.Posted) + (before ? 1 : 0), posted);
            Assert.True(before || posted > 0, "Somebody's payment goes through.");
            Assert.Equal(posted, await _sql.Number($"select max(debit_seq) from posting where debit_account = {payer}"));
            Assert.InRange(await _sql.Number($"select count(*) from posting where debit_account = {payer} and transfer_id = '{TransferId.From(payer, "K").Key}'"), 0, 1);
            Assert.True(await _sql.Balance(payer) >= 0);
        }

        Assert.Empty((await _sql.Verify()).Faults);
    }

    [Fact]
    public async Task A_key_that_is_there_is_set_aside_and_what_follows_on_the_same_line_takes_the_next_number()
    {
        AccountId payer = await _world.Open(100);
        AccountImage image = await Image(payer);
        Assert.Equal(PostFate.Posted, (await InOneBatch([(image, "K", 10)]))[0].Fate);

        PostResult[] results = await InOneBatch([(image, "n", 10), (image, "K", 10), (image, "m", 10)]);

        Assert.Equal([PostFate.Posted, PostFate.Duplicate, PostFate.Posted], results.Select(result => result.Fate));
        Assert.Equal([2, 1, 3], results.Select(result => result.LastNumber));
        Assert.Equal(PostFate.Posted, (await InOneBatch([(image, "o", 10)]))[0].Fate);
        Assert.Equal((60, 60), (image.Balance, await _sql.Balance(payer)));
    }

    [Fact]
    public async Task A_fenced_account_does_not_hold_up_the_others_of_its_batch()
    {
        AccountId fenced = await _world.Open(100);
        AccountId bystander = await _world.Open(100);
        AccountImage stale = await Image(fenced);
        Assert.NotNull((await _world.Pay(fenced, _payee, 10)).Receipt);

        PostResult[] results = await InOneBatch([(stale, "x", 10), (await Image(bystander), "y", 10)]);

        Assert.Equal([PostFate.Fenced, PostFate.Posted], results.Select(result => result.Fate));
        Assert.Equal((90, 90), (await _sql.Balance(fenced), await _sql.Balance(bystander)));
    }

    [Fact]
    public async Task A_commit_that_fails_after_its_answer_was_formed_is_not_acknowledged()
    {
        // The answer is a row that exists before the commit does; here the commit itself fails.
        await _sql.Execute("""
            create function refuse_at_commit() returns trigger language plpgsql as $$ begin raise exception 'the commit fails'; end $$;
            create constraint trigger refuse_at_commit after insert on posting deferrable initially deferred for each row when (new.amount = 13131) execute function refuse_at_commit();
            """);
        AccountId[] payers = await Task.WhenAll(Enumerable.Range(0, 300).Select(_ => _world.Open(20_000)));
        AccountImage[] images = await Task.WhenAll(payers.Select(Image));
        AccountImage stale = await Image(payers[0]);

        // With one transfer; then with an answer that is longer than a server's buffer, from the plain and from the careful way.
        Assert.Equal(PostFate.Fenced, (await InOneBatch([(images[0], "a", 13_131)]))[0].Fate);
        PostResult[] results = await InOneBatch([.. images.Skip(1).Take(150).Select((image, i) => (image, "b", i == 7 ? 13_131L : 1L))]);
        Assert.DoesNotContain(results, result => result.Fate == PostFate.Posted);
        Assert.NotNull((await _world.Pay(payers[0], _payee, 1)).Receipt);
        results = await InOneBatch([(stale, "c", 1), .. images.Skip(151).Select((image, i) => (image, "c", i == 7 ? 13_131L : 1L))]);
        Assert.DoesNotContain(results, result => result.Fate == PostFate.Posted);
        Assert.Equal(1, await _sql.Number($"select count(*) from posting where credit_account = {_payee}"));
        await _sql.Execute("drop trigger refuse_at_commit on posting");
    }

    private async Task<AccountImage> Image(AccountId account)
    {
        AccountImage image = new(account, _world.Parts.Options);
        image.BeginLoad();
        image.EndLoad(await _world.Parts.Loader.Load(account), 0, 0);
        return image;
    }

    /// <summary>Promises all at once and hands them over while the lane is busy, so that they share the next batch.</summary>
    private async Task<PostResult[]> InOneBatch((AccountImage Image, string Key, long Amount)[] payments)
    {
        AccountId plug = await _world.Open(1);
        List<Task<PostResult>> answers = [];
        Task<TransferOutcome> plugged;
        await using (await _sql.Hold("select pg_advisory_xact_lock(ledger_period_lock())"))
        {
            plugged = _world.Pay(plug, PostAccounts.Suspense, 1);
            await _sql.UntilWaiting(1);
            foreach ((AccountImage image, string key, long amount) in payments)
            {
                Assert.Null(image.Promise(amount, 0, DateTimeOffset.UtcNow, false, out Line line));
                answers.Add(Settled(image, line, amount, _world.Parts.Writer.Post(new PendingTransfer(
                    TransferId.From(image.Id, key), line, [new PendingLeg(_payee, amount, PostingKind.Transfer)], Currency.XAF)).AsTask()));
            }
        }

        Assert.NotNull((await plugged).Receipt);
        return await Task.WhenAll(answers);
    }

    private static async Task<PostResult> Settled(AccountImage image, Line line, long amount, Task<PostResult> answer)
    {
        PostResult result = await answer;
        image.Settle(line, amount, 0, default, result.Fate == PostFate.Posted, result.LastNumber);
        return result;
    }

    private static IEnumerable<T[]> Orders<T>(T[] items) => items.Length == 1
        ? [items]
        : items.SelectMany((item, i) => Orders<T>([.. items.Where((_, j) => j != i)]).Select(rest => (T[])[item, .. rest]));
}
