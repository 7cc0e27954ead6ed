using Postmobile.Money;
using Postmobile.Tests.Hosting;
using Xunit;

namespace Postmobile.Tests.Money.Attacks;

/// <summary>Holds that are captured and released by several at once, and accounts that close while money is on its way.</summary>
public sealed class HoldTests(Twins twins) : IClassFixture<Twins>
{
    private LedgerWorld One => twins.One;

    private LedgerWorld Two => twins.Two;

    [Fact]
    public async Task Two_captures_on_two_activations_pay_once()
    {
        (AccountId payer, AccountId shop) = (await One.Open(10_000), await One.Open(kind: AccountKind.Merchant));
        for (int round = 0; round < 10; round++)
        {
            AccountId hold = (await One.Account(payer).Hold(new HoldRequest { Key = $"h{round}", Amount = 600 })).Hold;
            Assert.Equal(600, await Two.Balance(hold));
            TransferOutcome[] captures = await Task.WhenAll(
                Capture(One, hold, "one", shop, 400), Capture(Two, hold, "two", shop, 400), Capture(One, hold, "three", shop, 400));
            Assert.Single(captures, capture => capture.Receipt is not null);
            Assert.All(captures.Where(capture => capture.Receipt is null), capture => Assert.Equal(RefusalCode.InsufficientFunds, capture.Refusal!.Code));
            Assert.Equal(0, await twins.Sql.Balance(hold));
        }

        Assert.Equal((6_000, 4_000), (await twins.Sql.Balance(payer), await twins.Sql.Balance(shop)));
    }

    [Fact]
    public async Task Of_a_capture_and_a_release_at_once_one_takes_all()
    {
        (AccountId payer, AccountId shop) = (await One.Open(10_000), await One.Open(kind: AccountKind.Merchant));
        for (int round = 0; round < 10; round++)
        {
            AccountId hold = (await One.Account(payer).Hold(new HoldRequest { Key = $"h{round}", Amount = 600 })).Hold;
            LedgerWorld other = round % 2 == 0 ? One : Two;
            Assert.Equal(600, await other.Balance(hold));
            TransferOutcome[] both = await Task.WhenAll(Capture(One, hold, "capture", shop, 400), Capture(other, hold, "release", null, 0));
            Assert.Single(both, outcome => outcome.Receipt is not null);
            Assert.Equal(0, await twins.Sql.Balance(hold));
            Assert.Equal(both[0].Receipt is null ? 600 : 200, await twins.Sql.Number($"select coalesce(sum(amount), 0) from posting where debit_account = {hold} and credit_account = {payer}"));
        }
    }

    [Fact]
    public async Task A_hold_asked_for_many_times_holds_once_and_answers_with_the_same_account()
    {
        AccountId payer = await One.Open(1_000);
        HoldOutcome[] holds = await Task.WhenAll(Enumerable.Range(0, 12).Select(async i =>
        {
            HoldOutcome outcome = default;
            await Traffic.Definite(async () => (outcome = await (i % 2 == 0 ? One : Two).Account(payer).Hold(new HoldRequest { Key = "h", Amount = 600 })).Transfer);
            return outcome;
        }));
        AccountId hold = Assert.Single(holds.Select(outcome => outcome.Hold).Distinct());
        Assert.Equal((400, 600), (await twins.Sql.Balance(payer), await twins.Sql.Balance(hold)));
        Assert.Equal(RefusalCode.IdempotencyConflict, (await One.Account(payer).Hold(new HoldRequest { Key = "h", Amount = 601 })).Transfer.Refusal?.Code);
    }

    [Fact]
    public async Task A_capture_and_a_release_are_repeated_without_moving_anything()
    {
        (AccountId payer, AccountId shop) = (await One.Open(1_000), await One.Open(kind: AccountKind.Merchant));
        AccountId hold = (await One.Account(payer).Hold(new HoldRequest { Key = "h", Amount = 600 })).Hold;
        CaptureRequest part = new() { Key = "part", Payee = shop, Amount = 100, ReleaseRest = false };
        Assert.NotNull((await One.Account(hold).Capture(part)).Receipt);
        Assert.NotNull((await Capture(One, hold, "rest", null, 0)).Receipt);
        Assert.True((await One.Account(hold).Capture(part)).Replayed);
        Assert.True((await Capture(One, hold, "rest", null, 0)).Replayed);
        Assert.True((await Capture(Two, hold, "rest", null, 0)).Replayed);
        Assert.Equal(RefusalCode.InsufficientFunds, (await Capture(One, hold, "again", null, 0)).Refusal?.Code);
        Assert.Equal((900, 100, 0), (await twins.Sql.Balance(payer), await twins.Sql.Balance(shop), await twins.Sql.Balance(hold)));
    }

    [Fact]
    public async Task A_release_by_an_activation_that_missed_the_money_gives_back_all_of_it()
    {
        AccountId payer = await One.Open(1_000);
        AccountId hold = await One.Silo.Grains.GetGrain<ILedgerGrain>(0).Allocate();
        AccountOpening opening = new() { Kind = AccountKind.Holding, Profile = new AccountProfile { Owner = payer.ToString() } };
        Assert.Null(await Two.Account(hold).Open(opening));
        Assert.NotNull((await One.Pay(payer, hold, 600)).Receipt);

        // An image as old as this looks once more before it refuses for funds.
        await Eventually.TrueAsync(() => Two.Parts.Time.GetElapsedTime(Two.Parts.Awake.Find(hold)!.LoadedAt) > TimeSpan.FromSeconds(1.2));
        Assert.NotNull((await Capture(Two, hold, "r", null, 0)).Receipt);
        Assert.Equal((1_000, 0), (await twins.Sql.Balance(payer), await twins.Sql.Balance(hold)));
    }

    [Fact]
    public async Task Money_that_was_permitted_before_its_payee_closed_goes_to_suspense()
    {
        await using LedgerWorld world = await LedgerWorld.StartAsync(await PostgresFixture.NewDatabaseAsync(), money: options => options.Lanes = 16);
        await using Backdoor sql = new(world.Silo.ConnectionString);
        AccountId payer = await world.Open(1_000);
        Held held = await sql.Hold($"insert into posting select {payer}, 1, {payer}, 0, clock_timestamp(), gen_random_uuid(), 0, 1, 0, 110, 950, null");

        // The payer's lane stands still: its number is taken by somebody who has not committed. The payee's lane goes on.
        Task<TransferOutcome> first = world.Pay(payer, PostAccounts.Suspense, 1);
        await sql.UntilWaiting(1);
        AccountId payee = await OnAnotherLane(world);
        Task<TransferOutcome> payment = world.Pay(payer, payee, 70);
        await Eventually.TrueAsync(() => world.Parts.Awake.Find(payer)!.Funds().Available == 1_000 - 71);
        Assert.Null(await world.Account(payee).Close("test"));
        Assert.Equal(RefusalCode.PayeeClosed, (await world.Pay(PostAccounts.Trust, payee, 5)).Refusal?.Code);
        await held.Undo();

        Assert.NotNull((await first).Receipt);
        Assert.NotNull((await payment).Receipt);
        await Eventually.GetAsync(() => sql.Balance(payee), balance => balance == 0);
        Assert.Equal(71, await sql.Balance(PostAccounts.Suspense));
        await Traffic.AssertSound(sql, [payer, payee, PostAccounts.Suspense], world.Account);
    }

    [Fact]
    public async Task Money_that_reaches_a_closed_account_by_message_goes_to_suspense()
    {
        (AccountId payer, AccountId payee) = (await One.Open(100), await One.Open());
        Assert.Null(await One.Account(payee).Close("test"));
        long before = await twins.Sql.Balance(PostAccounts.Suspense);
        AccountImage image = new(payer, Two.Parts.Options);
        image.BeginLoad();
        image.EndLoad(await Two.Parts.Loader.Load(payer), 0, 0);
        Assert.Null(image.Promise(70, 0, DateTimeOffset.UtcNow, false, out Line line));

        // Decided with a permit from before; the payee sleeps, so that its grain is told by message.
        Assert.Equal(PostFate.Posted, (await Two.Parts.Writer.Post(
            new PendingTransfer(TransferId.From(payer, "late"), line, [new PendingLeg(payee, 70, PostingKind.Transfer)], Currency.XAF))).Fate);

        await Eventually.GetAsync(() => twins.Sql.Balance(payee), balance => balance == 0);
        Assert.Equal(before + 70, await twins.Sql.Balance(PostAccounts.Suspense));
    }

    [Fact]
    public async Task An_annulment_waits_for_what_is_under_way_and_knows_its_accounts_currency()
    {
        AccountId euros = await One.Silo.Grains.GetGrain<ILedgerGrain>(0).Allocate();
        Assert.Null(await One.Account(euros).Open(new AccountOpening { Kind = AccountKind.Merchant, Currency = Currency.EUR }));
        Assert.Equal(RefusalCode.Annulled, (await Two.Account(euros).Annul("never")).Refusal?.Code);

        (AccountId payer, AccountId payee) = (await One.Open(100), await One.Open());
        Task<TransferOutcome> payment;
        await using (await twins.Sql.Hold("select pg_advisory_xact_lock(ledger_period_lock())"))
        {
            payment = One.Pay(payer, payee, 10, "K");
            await twins.Sql.UntilWaiting(1);
            Assert.Equal(RefusalCode.InProgress, (await One.Account(payer).Annul("K")).Refusal?.Code);
        }

        Receipt receipt = (await payment).Receipt!;
        Assert.Equal(receipt, (await One.Account(payer).Annul("K")).Receipt);
        Assert.Equal(receipt, (await Two.Account(payer).Annul("K")).Receipt);
    }

    [Fact]
    public async Task Of_a_payment_and_its_annulment_on_two_activations_one_happens()
    {
        AccountId payee = await One.Open();
        AccountId[] payers = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => One.Open(100)));
        await Task.WhenAll(payers.Select(payer => Two.Balance(payer)));
        await Task.WhenAll(payers.Select(async payer =>
        {
            TransferOutcome[] both = await Task.WhenAll(
                Traffic.Definite(() => One.Pay(payer, payee, 10, "K")), Traffic.Definite(() => Two.Account(payer).Annul("K")));
            Assert.Equal(both[0].Receipt, both[1].Receipt);
            Assert.Equal(both[0].Refusal?.Code, both[1].Refusal?.Code);
            Assert.Equal(both[0].Receipt is null ? 0 : 1, await One.Postings(payer));
        }));
    }

    [Fact]
    public async Task A_refund_with_a_key_of_its_sale_happens_once_whoever_asks()
    {
        (AccountId buyer, AccountId shop) = (await One.Open(1_000), await One.Open(kind: AccountKind.Merchant));
        Receipt sale = (await One.Pay(buyer, shop, 400)).Receipt!;
        Assert.Equal(400, await Two.Balance(shop));
        TransferOutcome[] refunds = await Task.WhenAll(Enumerable.Range(0, 10).Select(i =>
            Traffic.Definite(() => (i % 2 == 0 ? One : Two).Pay(shop, buyer, 400, DerivedKey.Reversal(sale.Id)))));
        Assert.Single(refunds.Select(refund => refund.Receipt!.Id).Distinct());
        Assert.False(Api.Problems.IdempotencyKey.TryParse(DerivedKey.Reversal(sale.Id), out _), "Anybody could use it up beforehand.");
        Assert.Single(refunds, refund => !refund.Replayed);
        Assert.Equal((1_000, 0), (await twins.Sql.Balance(buyer), await twins.Sql.Balance(shop)));
    }

    private static async Task<AccountId> OnAnotherLane(LedgerWorld world)
    {
        while (true)
        {
            AccountId candidate = await world.Open();
            Task written = world.Account(candidate).SetTier(0, "test");
            if (await Task.WhenAny(written, Task.Delay(1_000)) == written)
            {
                return candidate;
            }
        }
    }

    private static Task<TransferOutcome> Capture(LedgerWorld world, AccountId hold, string key, AccountId? payee, long amount) =>
        Traffic.Definite(() => world.Account(hold).Capture(new CaptureRequest { Key = key, Payee = payee, Amount = amount }));
}
