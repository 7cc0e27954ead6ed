using Postmobile.Identity;

namespace Postmobile.Money;

/// <summary>Begins withdrawals for whoever has typed the PIN at a telephone without a browser.</summary>
internal sealed class UssdCashOuts(IGrainFactory grains) : ICashOutDesk
{
    private const int LastLooked = 20;

    public async Task<CashOutStart> Start(CustomerId customer, AccountId wallet, long amount, long total, string key)
    {
        ICashOutGrain grain = grains.CashOut(CashOuts.Key(customer, key));
        return await grain.Look() is { } known ? Tell(known) : await Begin(grain, customer, wallet, amount, total);
    }

    private async Task<CashOutStart> Begin(ICashOutGrain grain, CustomerId customer, AccountId wallet, long amount, long total)
    {
        QuoteOutcome outcome = await grains.Account(wallet).Quote(new TransferRequest { Key = "quote", Payee = PostAccounts.Suspense, Amount = amount, Kind = PostingKind.CashOut });
        if (outcome.Quote is not { } quote)
        {
            return Refuse(outcome.Refusal!);
        }

        if (quote.Total != total)
        {
            return Refuse(new Refusal(RefusalCode.QuoteChanged) { Quote = quote });
        }

        if ((await grains.GetGrain<ICashOutsGrain>(0).OfWallet(wallet, LastLooked)).Any(one => !one.IsOver && !one.AskedByAgent))
        {
            return new CashOutStart("", default, null, AnotherIsOpen: true);
        }

        CustomerView? person = await grains.GetGrain<ICustomerGrain>(customer.Value).Look();
        CashOutOutcome begun = await grain.Begin(new CashOutWish
        {
            Customer = customer, Wallet = wallet, Name = person?.Name ?? "", Amount = amount, Fee = quote.Fee, Tax = quote.Tax, Language = person?.Language ?? "fr",
        });
        return begun.CashOut is { } cashOut ? Tell(cashOut) : Refuse(RefusalCode.OperationNotAllowed);
    }

    // A hold whose answer has not come yet is asked about again: the same session has the same key.
    private static CashOutStart Tell(CashOut cashOut) => cashOut switch
    {
        { Status: CashOutStatus.Ready, Code: { } code } => new CashOutStart(code, cashOut.ExpiresAt, null),
        { Status: CashOutStatus.Holding } => Refuse(RefusalCode.InProgress),
        { Failure: { } failure } => Refuse(Enum.GetValues<RefusalCode>().Select(one => new Refusal(one)).FirstOrDefault(one => one.StableCode == failure) ?? RefusalCode.OperationNotAllowed),
        _ => Refuse(RefusalCode.OperationNotAllowed),
    };

    private static CashOutStart Refuse(Refusal refusal) => new("", default, refusal);
}

/// <summary>Finds merchants by the code at their till.</summary>
internal sealed class UssdMerchants(IGrainFactory grains) : IMerchantCodes
{
    public async Task<AccountId?> Find(string code) =>
        MerchantCode.TryParse(code, out MerchantCode read) && await grains.GetGrain<IMerchantsGrain>(0).Find(read) is { } merchant ? merchant.Account : null;
}
