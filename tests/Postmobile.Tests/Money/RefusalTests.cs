using Postmobile.Money;
using Postmobile.Tests.Money.Tariffs;
using Xunit;

namespace Postmobile.Tests.Money;

/// <summary>The named refusals of an account, and what comes before each of them: what was paid stays paid.</summary>
public sealed class RefusalTests(LedgerFixture fixture) : IClassFixture<LedgerFixture>
{
    private LedgerWorld World => fixture.World;

    [Fact]
    public async Task WhatWasPaidIsAnsweredWithItsReceipt_BeforeAnyRefusal()
    {
        AccountId payee = await World.Open(kind: AccountKind.Merchant);
        AccountId payer = await World.Open(450_000, tier: 1);
        TransferRequest request = new() { Key = "K", Payee = payee, Amount = 150_000 };
        Assert.Equal(RefusalCode.StepUpRequired, (await World.Account(payer).Transfer(request with { WithoutProof = true })).Refusal?.Code);
        Receipt receipt = (await World.Account(payer).Transfer(request)).Receipt!;
        await AssertReplayed("step_up_required", request with { WithoutProof = true });
        await AssertReplayed("quote_changed", request with { AgreedTotal = 1 });
        Assert.NotNull((await World.Pay(payer, payee, 150_000)).Receipt);
        Assert.Equal(RefusalCode.LimitExceeded, (await World.Pay(payer, payee, 1)).Refusal?.Code);
        await AssertReplayed("limit_exceeded", request);
        Assert.Null(await World.Account(payee).SetFreeze(Freeze.Credits, "test"));
        await AssertReplayed("payee_frozen", request);
        Assert.Null(await World.Account(payer).SetFreeze(Freeze.Both, "test"));
        await AssertReplayed("account_frozen", request);
        Assert.Null(await World.Account(payer).SetFreeze(Freeze.None, "test"));
        Assert.Null(await World.Account(payer).SetTier(0, "test"));
        Assert.NotNull((await World.Pay(payer, PostAccounts.Suspense, 150_000)).Receipt);
        Assert.Null(await World.Account(payer).Close("test"));
        await AssertReplayed("account_closed", request);
        Assert.Equal(RefusalCode.IdempotencyConflict, (await World.Account(payer).Transfer(request with { Amount = 1 })).Refusal?.Code);

        async Task AssertReplayed(string instead, TransferRequest again)
        {
            TransferOutcome outcome = await World.Account(payer).Transfer(again);
            Assert.True(outcome.Replayed && outcome.Receipt == receipt, $"{instead}: {outcome.Refusal?.StableCode}");
        }
    }

    [Fact]
    public async Task ARepetitionAfterATariffChangedIsTheSameRequestAndAddsNoLeg()
    {
        await using LedgerWorld world = await LedgerWorld.StartAsync(also: TariffSentences.Soon);
        (AccountId payer, AccountId payee) = (await world.Open(10_000), await world.Open());
        Receipt receipt = (await world.Pay(payer, payee, 1_000, "K")).Receipt!;
        await world.Silo.Grains.ChargeAsync(
        [
            TariffSentences.Line(PostingKind.Transfer, ChargeKind.Fee, share: 100, least: 25),
            TariffSentences.Line(PostingKind.Transfer, ChargeKind.TaxOnFee, share: 1_890),
        ]);
        Assert.Equal(1_030, (await world.Account(payer).Quote(new TransferRequest { Key = "q", Payee = payee, Amount = 1_000 })).Quote!.Total);
        TransferOutcome again = await world.Pay(payer, payee, 1_000, "K");
        Assert.Equal((true, receipt), (again.Replayed, again.Receipt!));
        Assert.Equal((1, 9_000), (await world.Postings(payer), await world.SqlBalance(payer)));
    }

    [Fact]
    public async Task ARepetitionHasTheSameReceipt_AlsoWhereThePayeeIsNotAsked()
    {
        AccountId payer = await World.Open(1_000);
        Receipt toPost = (await World.Pay(payer, PostAccounts.Suspense, 10, "K")).Receipt!;
        Assert.Equal(toPost, (await World.Pay(payer, PostAccounts.Suspense, 10, "K")).Receipt!);
        AccountId hold = (await World.Account(payer).Hold(new HoldRequest { Key = "h", Amount = 100 })).Hold;
        CaptureRequest release = new() { Key = "r" };
        Receipt released = (await World.Account(hold).Capture(release)).Receipt!;
        Assert.Equal(released, (await World.Account(hold).Capture(release)).Receipt!);
    }

    [Fact]
    public async Task ACapHoldsForAllLegsToOnePayeeTogether()
    {
        AccountId payer = await World.Open(1_000_000);
        AccountId capped = await World.Open(tier: 1);
        TransferRequest request = new() { Key = "K", Payee = capped, Amount = 300_000, MoreLegs = [new TransferLeg(capped, 300_000, PostingKind.Transfer)] };
        Assert.Equal(RefusalCode.BalanceCapExceeded, (await World.Account(payer).Transfer(request)).Refusal?.Code);
        Assert.NotNull((await World.Account(payer).Transfer(request with { MoreLegs = [new TransferLeg(capped, 200_000, PostingKind.Transfer)] })).Receipt);
        Assert.Equal(500_000, await World.Balance(capped));
    }

    [Fact]
    public async Task HoldsAndCapturesRefuseByName()
    {
        AccountId payer = await World.Open(1_000);
        AccountId never = new(999_999_997);
        Assert.Equal(RefusalCode.UnknownAccount, await HoldOf(never, "a", 10));
        Assert.Equal(RefusalCode.AmountNotPositive, await HoldOf(payer, "a", 0));
        Assert.Equal(RefusalCode.OperationNotAllowed, await HoldOf(payer, "a", long.MaxValue));
        Assert.Equal(RefusalCode.OperationNotAllowed, await HoldOf(payer, "", 10));
        Assert.Equal(RefusalCode.InsufficientFunds, await HoldOf(payer, "a", 1_001));
        Assert.Equal(RefusalCode.MemoInvalid, (await World.Account(payer).Hold(new HoldRequest { Key = "a", Amount = 1, Note = "a\0" })).Transfer.Refusal?.Code);
        Assert.Equal(RefusalCode.CurrencyMismatch, (await World.Account(payer).Hold(new HoldRequest { Key = "a", Amount = 1, Currency = Currency.EUR })).Transfer.Refusal?.Code);
        Assert.Equal(0, (await World.Account(payer).Look())!.Held);

        AccountId hold = (await World.Account(payer).Hold(new HoldRequest { Key = "h", Amount = 100 })).Hold;
        Assert.Equal(RefusalCode.UnknownAccount, await Captured(never, payer, 10));
        Assert.Equal(RefusalCode.OperationNotAllowed, await Captured(payer, hold, 10));
        Assert.Equal(RefusalCode.SameAccount, await Captured(hold, hold, 10));
        Assert.Equal(RefusalCode.AmountNotPositive, await Captured(hold, payer, -1));
        Assert.Equal(RefusalCode.UnknownPayee, await Captured(hold, never, 10));
        Assert.Equal(RefusalCode.InsufficientFunds, await Captured(hold, payer, 101));
        Assert.Equal(RefusalCode.NotEmpty, (await World.Account(payer).Close("test"))?.Code);
        Assert.Equal((900, 100), (await World.SqlBalance(payer), await World.SqlBalance(hold)));

        async Task<RefusalCode?> HoldOf(AccountId account, string key, long amount) =>
            (await World.Account(account).Hold(new HoldRequest { Key = key, Amount = amount })).Transfer.Refusal?.Code;
        async Task<RefusalCode?> Captured(AccountId account, AccountId payee, long amount) =>
            (await World.Account(account).Capture(new CaptureRequest { Key = $"c{payee}{amount}", Payee = payee, Amount = amount })).Refusal?.Code;
    }

    [Fact]
    public async Task ChangesRefuseByName()
    {
        AccountId never = new(999_999_996);
        AccountId account = await World.Open();
        Assert.Equal(RefusalCode.UnknownAccount, (await World.Account(never).SetFreeze(Freeze.Both, "test"))?.Code);
        Assert.Equal(RefusalCode.UnknownAccount, (await World.Account(never).Close("test"))?.Code);
        Assert.Equal(RefusalCode.UnknownAccount, (await World.Account(never).Annul("k")).Refusal?.Code);
        Assert.Equal(RefusalCode.MemoInvalid, (await World.Account(account).SetTier(1, new string('x', 141)))?.Code);
        Assert.Equal(RefusalCode.OperationNotAllowed, (await World.Account(account).SetFloor(1, "test"))?.Code);
        Assert.Equal(RefusalCode.OperationNotAllowed, (await World.Account(PostAccounts.Trust).SetFloor(0, "test"))?.Code);
        Assert.Equal(RefusalCode.OperationNotAllowed, (await World.Account(PostAccounts.Fees).Close("test"))?.Code);
        Assert.Equal(RefusalCode.OperationNotAllowed, (await World.Account(account).Open(new AccountOpening { Kind = AccountKind.Merchant }))?.Code);
        Assert.Equal(RefusalCode.OperationNotAllowed, (await World.Account(account).Open(new AccountOpening { Kind = AccountKind.Trust }))?.Code);
        Assert.Equal(RefusalCode.CurrencyMismatch, (await World.Account(account).Open(new AccountOpening { Kind = AccountKind.Wallet, Currency = Currency.EUR }))?.Code);
        Assert.Null(await World.Account(account).Close("test"));
        Assert.Null(await World.Account(account).Close("test"));
        Assert.Equal(RefusalCode.AccountClosed, (await World.Account(account).SetFreeze(Freeze.None, "test"))?.Code);
    }
}
