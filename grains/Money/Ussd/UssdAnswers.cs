using Postmobile.Identity;

namespace Postmobile.Money;

/// <summary>What the answers of ledger and identity mean for a dialogue. Pure, like the menu.</summary>
internal static class UssdAnswers
{
    /// <summary>After a PIN that was not accepted.</summary>
    public static UssdPlace NotProven(UssdPlace place, IdentityRefusal refusal) => refusal.Code switch
    {
        IdentityRefusalCode.WrongCredentials when refusal.RetryAt is null => place.With(UssdTexts.WrongPin, refusal.TriesLeft ?? 0),
        IdentityRefusalCode.WrongCredentials or IdentityRefusalCode.Locked or IdentityRefusalCode.TooManyRequests =>
            place.End(UssdTexts.Locked, UssdTexts.Hour(refusal.RetryAt.GetValueOrDefault())),
        IdentityRefusalCode.WalletBlocked => place.End(UssdTexts.Blocked),
        IdentityRefusalCode.PinNotSet => place.End(UssdTexts.NoPinYet),
        IdentityRefusalCode.LedgerPending => place.End(UssdTexts.Blocked),
        _ => place.End(UssdTexts.Refused),
    };

    /// <summary>After the question what a payment costs.</summary>
    public static UssdPlace Quoted(UssdPlace place, QuoteOutcome outcome, string key)
    {
        if (outcome.Quote is { } quote)
        {
            return place.At(place.Draft.Kind is PostingKind.CashOut ? UssdNode.CashOutPin : UssdNode.SendPin) with { Draft = Priced(place.Draft, quote) with { Key = key } };
        }

        Refusal refusal = outcome.Refusal!;
        return IsUncertain(refusal) ? place with { Uncertain = true } : Explain(place, refusal);
    }

    /// <summary>After a payment was ordered.</summary>
    public static UssdPlace Paid(UssdPlace place, TransferOutcome outcome) => outcome switch
    {
        { Receipt: { } receipt } => place.End(
            UssdTexts.Paid, UssdScreen.Francs(receipt.Amount), UssdScreen.Short(receipt.PayeeName, 24), UssdScreen.Francs(receipt.Fee + receipt.Tax)),
        { Refusal: { Code: RefusalCode.QuoteChanged, Quote: { } quote } } => (place with { Draft = Priced(place.Draft, quote) }).With(UssdTexts.TariffChanged),
        { Refusal: { } refusal } when IsUncertain(refusal) => place with { Uncertain = true },
        { Refusal: { } refusal } => Ended(Explain(place, refusal)),
        _ => place with { Uncertain = true },
    };

    /// <summary>After a cash-out was asked for.</summary>
    public static UssdPlace CashOut(UssdPlace place, CashOutStart start) => start.Refusal switch
    {
        _ when start.AnotherIsOpen => place.End(UssdTexts.CashOutOpen),
        { Code: RefusalCode.QuoteChanged, Quote: { } quote } => (place with { Draft = Priced(place.Draft, quote) }).With(UssdTexts.TariffChanged),
        null => place.End(UssdTexts.CashOutCode, UssdScreen.Francs(place.Draft.Amount), start.Code, UssdTexts.Hour(start.ExpiresAt)),
        { } refusal when IsUncertain(refusal) => place with { Uncertain = true },
        { } refusal => Ended(Explain(place, refusal)),
    };

    /// <summary>After a new PIN; places that end, end the session, so that what was kept in memory goes.</summary>
    public static UssdPlace PinChanged(UssdPlace place, IdentityRefusal? refusal) => refusal?.Code switch
    {
        null => place.End(UssdTexts.PinChanged),
        IdentityRefusalCode.PinFormat => place.At(UssdNode.PinNew).With(UssdTexts.PinFormat),
        IdentityRefusalCode.PinTooCommon => place.At(UssdNode.PinNew).With(UssdTexts.PinCommon),
        IdentityRefusalCode.SamePin => place.At(UssdNode.PinNew).With(UssdTexts.SamePin),
        IdentityRefusalCode.WrongCredentials => NotProven(place.At(UssdNode.PinOld), refusal),
        _ => NotProven(place, refusal),
    };

    /// <summary>After a registration.</summary>
    public static UssdPlace Registered(UssdPlace place, ConfirmationOutcome outcome) => outcome.Refusal?.Code switch
    {
        null => place.End(UssdTexts.Registered, UssdScreen.Short(place.Draft.Name, 24)),
        IdentityRefusalCode.PinFormat => place.At(UssdNode.RegisterPin).With(UssdTexts.PinFormat),
        IdentityRefusalCode.PinTooCommon => place.At(UssdNode.RegisterPin).With(UssdTexts.PinCommon),
        IdentityRefusalCode.InvalidName => place.At(UssdNode.RegisterName).With(UssdTexts.NotName),
        IdentityRefusalCode.NumberTaken => place.End(UssdTexts.NumberTaken),
        IdentityRefusalCode.LedgerPending => place with { Uncertain = true },
        _ => place.End(UssdTexts.Refused),
    };

    private static UssdDraft Priced(UssdDraft draft, Quote quote) => draft with
    {
        Amount = quote.Amount,
        Charges = quote.Fee + quote.Tax,
        Total = quote.Total,
        PayeeName = quote.PayeeName,
    };

    private static UssdPlace Explain(UssdPlace place, Refusal refusal) => refusal switch
    {
        { Code: RefusalCode.InsufficientFunds } => place.With(UssdTexts.Insufficient),
        { Limit: { } limit } => place.With(UssdTexts.OverLimit, UssdScreen.Francs(limit.Left)),
        { Code: RefusalCode.SameAccount } => place.At(UssdNode.SendTo).With(UssdTexts.OwnNumber),
        { Code: RefusalCode.BalanceCapExceeded or RefusalCode.PayeeClosed or RefusalCode.PayeeFrozen } => place.With(UssdTexts.PayeeCannot),
        { Code: RefusalCode.UnknownPayee } => place.At(UssdNode.SendTo).With(UssdTexts.UnknownNumber),
        { Code: RefusalCode.AccountFrozen or RefusalCode.AccountClosed } => place.End(UssdTexts.Blocked),
        _ => place.With(UssdTexts.Refused),
    };

    private static UssdPlace Ended(UssdPlace place) => place.Last is null ? place with { Last = place.Notice } : place;

    private static bool IsUncertain(Refusal refusal) =>
        refusal.Code is RefusalCode.OutcomeUnknown or RefusalCode.InProgress or RefusalCode.LedgerUnavailable;
}
