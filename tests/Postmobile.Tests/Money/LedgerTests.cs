using Orleans.Core.Internal;
using Postmobile.Money;
using Xunit;

namespace Postmobile.Tests.Money;

public sealed class LedgerFixture : IAsyncLifetime
{
    public LedgerWorld World { get; private set; } = null!;

    public async Task InitializeAsync() => World = await LedgerWorld.StartAsync();

    public async Task DisposeAsync() => await World.DisposeAsync();
}

/// <summary>What a single silo's ledger promises.</summary>
public sealed class LedgerTests(LedgerFixture fixture) : IClassFixture<LedgerFixture>
{
    private LedgerWorld World => fixture.World;

    [Fact]
    public async Task APaymentMovesMoneyOnceAndARepetitionGetsTheFirstReceipt()
    {
        AccountId a = await World.Open(1_000);
        AccountId b = await World.Open();
        TransferOutcome first = await World.Pay(a, b, 400, "k");
        TransferOutcome again = await World.Pay(a, b, 400, "k");
        Assert.NotNull(first.Receipt);
        Assert.False(first.Replayed);
        Assert.True(again.Replayed);
        Assert.Equal(first.Receipt, again.Receipt);
        Assert.Equal((600, 400), (await World.Balance(a), await World.Balance(b)));
        Assert.Equal(RefusalCode.IdempotencyConflict, (await World.Pay(a, b, 401, "k")).Refusal?.Code);
    }

    [Fact]
    public async Task TheRetryOfAPaymentThatEmptiedAWalletIsNotTold_InsufficientFunds()
    {
        AccountId a = await World.Open(100);
        AccountId b = await World.Open();
        await World.Pay(a, b, 100, "all");
        Assert.True((await World.Pay(a, b, 100, "all")).Replayed);
        Assert.Equal(RefusalCode.InsufficientFunds, (await World.Pay(a, b, 100, "more")).Refusal?.Code);
    }

    [Fact]
    public async Task RefusalsHaveNamesAndMoveNothing()
    {
        AccountId a = await World.Open(1_000);
        AccountId b = await World.Open();
        Assert.Equal(RefusalCode.AmountNotPositive, (await World.Pay(a, b, 0)).Refusal?.Code);
        Assert.Equal(RefusalCode.AmountNotPositive, (await World.Pay(a, b, -1)).Refusal?.Code);
        Assert.Equal(RefusalCode.SameAccount, (await World.Pay(a, a, 1)).Refusal?.Code);
        Assert.Equal(RefusalCode.UnknownPayee, (await World.Pay(a, new AccountId(999_999_999), 1)).Refusal?.Code);
        Assert.Equal(RefusalCode.UnknownAccount, (await World.Pay(new AccountId(999_999_998), a, 1)).Refusal?.Code);
        Assert.Equal(RefusalCode.MemoInvalid, (await World.Pay(a, b, 1, note: "a\0b")).Refusal?.Code);
        Assert.Equal(RefusalCode.MemoInvalid, (await World.Pay(a, b, 1, note: new string('x', 141))).Refusal?.Code);
        Assert.Equal(RefusalCode.InsufficientFunds, (await World.Pay(a, b, 1_001)).Refusal?.Code);
        Assert.Equal(RefusalCode.CurrencyMismatch, (await World.Account(a).Transfer(new TransferRequest { Key = "e", Payee = b, Amount = 1, Currency = Currency.EUR })).Refusal?.Code);
        Assert.Equal(0, await World.Postings(a));
        Assert.Equal("insufficient_funds", new Refusal(RefusalCode.InsufficientFunds).StableCode);
    }

    [Fact]
    public async Task FreezingStopsWhatItSays_AndClosingTakesAnEmptyAccountOnly()
    {
        AccountId a = await World.Open(1_000);
        AccountId b = await World.Open();
        Assert.Null(await World.Account(a).SetFreeze(Freeze.Debits, "demande du client"));
        Assert.Equal(RefusalCode.AccountFrozen, (await World.Pay(a, b, 1)).Refusal?.Code);
        Assert.Null(await World.Account(a).SetFreeze(Freeze.Credits, "contrôle"));
        Assert.Null((await World.Pay(a, b, 1)).Refusal);
        Assert.Equal(RefusalCode.PayeeFrozen, (await World.Pay(b, a, 1)).Refusal?.Code);
        Assert.Null(await World.Account(a).SetFreeze(Freeze.None, "fin"));
        Assert.Equal(RefusalCode.NotEmpty, (await World.Account(a).Close("demande"))?.Code);
        await World.Pay(a, b, 999);
        Assert.Null(await World.Account(a).Close("demande"));
        Assert.Equal(RefusalCode.AccountClosed, (await World.Pay(a, b, 1)).Refusal?.Code);
        Assert.Equal(RefusalCode.PayeeClosed, (await World.Pay(b, a, 1)).Refusal?.Code);
    }

    [Fact]
    public async Task TwoHundredEqualRequestsAtOnceAreOneTransfer()
    {
        AccountId a = await World.Open(1_000_000);
        AccountId b = await World.Open();
        TransferOutcome[] outcomes = await Task.WhenAll(Enumerable.Range(0, 200).Select(_ => World.Pay(a, b, 1_000, "once")));
        Assert.All(outcomes, outcome => Assert.True(outcome.Receipt is not null || outcome.Refusal?.Code == RefusalCode.InProgress));
        Assert.Contains(outcomes, outcome => outcome.Receipt is not null);
        Assert.Equal(1, await World.Postings(a));
    }

    [Fact]
    public async Task AHoldIsCapturedInPartAndTheRestComesBack()
    {
        AccountId a = await World.Open(1_000);
        AccountId shop = await World.Open(kind: AccountKind.Merchant);
        HoldOutcome hold = await World.Account(a).Hold(new HoldRequest { Key = "h", Amount = 600 });
        Assert.Equal(hold.Hold, (await World.Account(a).Hold(new HoldRequest { Key = "h", Amount = 600 })).Hold);
        AccountView view = (await World.Account(a).Look())!;
        Assert.Equal((400, 400, 600), (view.Balance, view.Available, view.Held));
        IAccountGrain holding = World.Account(hold.Hold);
        Assert.Equal(RefusalCode.InsufficientFunds, (await holding.Capture(new CaptureRequest { Key = "too much", Payee = shop, Amount = 601 })).Refusal?.Code);
        TransferOutcome[] captures = await Task.WhenAll(
            holding.Capture(new CaptureRequest { Key = "c1", Payee = shop, Amount = 500 }),
            holding.Capture(new CaptureRequest { Key = "c2", Payee = shop, Amount = 500 }));
        Assert.Single(captures, capture => capture.Receipt is not null);
        Assert.Equal((500, 500), (await World.Balance(a), await World.Balance(shop)));
        Assert.Equal(RefusalCode.InsufficientFunds, (await holding.Capture(new CaptureRequest { Key = "r" })).Refusal?.Code);
        Assert.Equal(0, (await World.Account(a).Look())!.Held);
    }

    [Fact]
    public async Task LimitsSayWhichHowMuchIsLeftAndWhenTheyReset_AlsoAfterTheAccountSlept()
    {
        AccountId a = await World.Open(kind: AccountKind.Wallet, tier: 3, amount: 20_000_000);
        AccountId shop = await World.Open(kind: AccountKind.Merchant);
        Assert.Equal(LimitName.Operation, (await World.Pay(a, shop, 5_000_001)).Refusal?.Limit?.Name);
        await World.Pay(a, shop, 5_000_000);
        await World.ClosePeriod();
        await World.Pay(a, shop, 4_000_000);
        await Sleep(a);
        TransferOutcome refused = await World.Pay(a, shop, 1_000_001);
        Assert.Equal((RefusalCode.LimitExceeded, LimitName.Day, 1_000_000L), (refused.Refusal!.Code, refused.Refusal.Limit!.Name, refused.Refusal.Limit.Left));
        Assert.True(refused.Refusal.Limit.ResetsAt > DateTimeOffset.UtcNow);
        Assert.Null((await World.Pay(a, shop, 1_000_000)).Refusal);
    }

    [Fact]
    public async Task AHundredPayersCannotOverfillACappedWallet()
    {
        AccountId capped = await World.Open(tier: 1);
        AccountId[] payers = await Task.WhenAll(Enumerable.Range(0, 100).Select(_ => World.Open(10_000)));
        TransferOutcome[] outcomes = await Task.WhenAll(payers.Select(payer => World.Pay(payer, capped, 10_000)));
        Assert.Equal(50, outcomes.Count(outcome => outcome.Receipt is not null));
        Assert.All(outcomes.Where(outcome => outcome.Receipt is null), outcome => Assert.Equal(RefusalCode.BalanceCapExceeded, outcome.Refusal!.Code));
        Assert.Equal(500_000, await World.Balance(capped));
    }

    [Fact]
    public async Task AStatementRunsThroughPeriodsAndPages()
    {
        AccountId a = await World.Open(1_000);
        AccountId b = await World.Open(name: "Boutique de démonstration");
        for (int i = 1; i <= 7; i++)
        {
            await World.Pay(a, b, i * 10, note: $"n{i}");
            if (i % 3 == 0)
            {
                await World.ClosePeriod();
            }
        }

        List<StatementLine> lines = [];
        string? cursor = null;
        do
        {
            StatementPage page = await World.Account(a).Statement(new StatementQuery { Limit = 3, Cursor = cursor });
            lines.AddRange(page.Lines);
            cursor = page.NextCursor;
        }
        while (cursor is not null);

        Assert.Equal([-70, -60, -50, -40, -30, -20, -10, 1_000], lines.Select(line => line.Amount));
        Assert.Equal([720, 790, 850, 900, 940, 970, 990, 1_000], lines.Select(line => line.Balance));
        Assert.Equal("Boutique D.", lines[0].CounterpartyName);
        StatementPage months = await World.Account(a).Statement(new StatementQuery());
        Assert.Equal(12, months.Months.Count);
        Assert.Equal((1_000, 280), (months.Months[^1].In, months.Months[^1].Out));
    }

    [Fact]
    public async Task TariffsAreLegsOfTheSameTransferAndTheQuoteIsWhatIsCharged()
    {
        await using LedgerWorld world = await LedgerWorld.StartAsync(tariff:
        [
            new() { Operation = PostingKind.Transfer, Charge = ChargeKind.Fee, BasisPoints = 100, Min = 25, Max = 500 },
            new() { Operation = PostingKind.Transfer, Charge = ChargeKind.TaxOnFee, BasisPoints = 1_890 },
        ]);
        AccountId a = await world.Open(100_000);
        AccountId b = await world.Open();
        TransferRequest request = new() { Key = "q", Payee = b, Amount = 10_000 };
        Quote quote = (await world.Account(a).Quote(request)).Quote!;
        Assert.Equal((100, 19, 10_119), (quote.Fee, quote.Tax, quote.Total));
        Assert.Equal(RefusalCode.QuoteChanged, (await world.Account(a).Transfer(request with { AgreedTotal = 10_118 })).Refusal?.Code);
        TransferOutcome outcome = await world.Account(a).Transfer(request with { AgreedTotal = quote.Total });
        Assert.Equal((quote.Fee, quote.Tax, quote.Total), (outcome.Receipt!.Fee, outcome.Receipt.Tax, outcome.Receipt.Total));
        Assert.Equal((89_881, 10_000, 100, 19), (await world.Balance(a), await world.Balance(b), await world.Balance(PostAccounts.Fees), await world.Balance(PostAccounts.Taxes)));
        Assert.Equal(outcome.Receipt, (await world.Account(a).FindByKey("q"))!);
    }

    [Fact]
    public async Task EventsAreReadBackFromTheLedger()
    {
        AccountId a = await World.Open(1_000);
        AccountId b = await World.Open();
        Receipt receipt = (await World.Pay(a, b, 100, note: "loyer")).Receipt!;
        LiveEvent received = Assert.Single(await World.Account(b).EventsAfter(null, 100));
        Assert.Equal((LiveEventType.PaymentReceived, 100, "loyer", receipt.Id), (received.Type, received.Amount, received.Note, received.Transfer));
        Assert.Equal(2, (await World.Account(a).EventsAfter(received.Cursor, 100)).Count);
    }

    [Fact]
    public async Task EventsAreAllRead_HoweverManyThereAreInAMinute_AndOneThatBecameVisibleLate()
    {
        AccountId a = await World.Open(1_000);
        AccountId b = await World.Open();
        Receipt[] receipts = await Task.WhenAll(Enumerable.Range(0, 50).Select(async _ => (await World.Pay(a, b, 1)).Receipt!));
        HashSet<string> seen = [];
        string? cursor = null;
        int pages = 0;
        while (true)
        {
            IReadOnlyList<LiveEvent> page = await World.Account(b).EventsAfter(cursor, 8);
            Assert.Equal(page.OrderBy(one => one.At).Select(one => one.At), page.Select(one => one.At));
            seen.UnionWith(page.Select(one => one.Id));
            cursor = page[^1].Cursor;
            Assert.True(++pages < 20, "It does not get on.");
            if (page.Count < 8)
            {
                break;
            }
        }

        Assert.Equal(receipts.Select(receipt => $"{receipt.Id}+").Order(), seen.Order());
        Assert.Equal(
            1,
            await World.Scalar($"""
                with late as (
                    insert into posting select {a}, (select max(debit_seq) + 1 from posting where debit_account = {a}), {b}, 1,
                        (select max(created_at) from posting where credit_account = {b}) - interval '1 microsecond', gen_random_uuid(), 0, (select open_period from ledger_clock), 0, 1, 950, 'late'
                    returning 1) select count(*) from late
                """));
        Assert.Contains(await World.Account(b).EventsAfter(cursor, 200), one => one.Note == "late");
        await World.Account(a).Reload();
        await World.Account(b).Reload();
    }

    [Fact]
    public async Task AChangeOfAnAccountIsNoTransfer_AndItsReasonIsToldToNobody()
    {
        AccountId a = await World.Open(1_000);
        Assert.Null(await World.Account(a).SetFreeze(Freeze.Debits, "secret"));
        LiveEvent change = Assert.Single(await World.Account(a).EventsAfter(null, 100), one => one.Type == LiveEventType.AccountChanged);
        Assert.Null(change.Note);
        Assert.Null(await World.Account(a).Find(change.Transfer));
    }

    [Fact]
    public async Task AnAnnulledTransferNeverHappens()
    {
        AccountId a = await World.Open(1_000);
        AccountId b = await World.Open();
        Assert.Equal(RefusalCode.Annulled, (await World.Account(a).Annul("never")).Refusal?.Code);
        Assert.Equal(RefusalCode.Annulled, (await World.Pay(a, b, 10, "never")).Refusal?.Code);
        Receipt receipt = (await World.Pay(a, b, 10, "done")).Receipt!;
        Assert.Equal(receipt, (await World.Account(a).Annul("done")).Receipt);
    }

    private async Task Sleep(AccountId id)
    {
        IGrainManagementExtension management = World.Account(id).AsReference<IGrainManagementExtension>();
        await management.DeactivateOnIdle();
        for (int i = 0; i < 500 && World.Parts.Awake.Find(id) is not null; i++)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(10));
        }

        Assert.Null(World.Parts.Awake.Find(id));
    }
}
