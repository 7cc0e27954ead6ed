namespace Postmobile.Money;

/// <summary>What a screen shows of a posting.</summary>
internal static class LiveEvents
{
    public static LiveEvent Received(AccountId payee, Credit credit, long balance) => new()
    {
        Id = $"{credit.Transfer}+",
        Type = LiveEventType.PaymentReceived,
        Account = payee,
        Transfer = credit.Transfer,
        Kind = credit.Kind,
        Amount = credit.Amount,
        Balance = balance,
        CounterpartyName = credit.PayerName,
        CounterpartyPhone = credit.PayerPhone,
        Note = credit.Note,
        At = credit.At,
        Cursor = new EventCursor(credit.At, credit.Transfer, Incoming: true).ToString(),
    };

    public static LiveEvent Sent(Receipt receipt, long balance) => new()
    {
        Id = $"{receipt.Id}-",
        Type = LiveEventType.PaymentSent,
        Account = receipt.Id.Payer,
        Transfer = receipt.Id,
        Kind = receipt.Kind,
        Amount = receipt.Total,
        Balance = balance,
        CounterpartyName = receipt.PayeeName,
        CounterpartyPhone = receipt.PayeePhone,
        Note = receipt.Note,
        At = receipt.At,
        Cursor = new EventCursor(receipt.At, receipt.Id).ToString(),
    };

    public static LiveEvent Changed(TransferId change, PostingKind kind, long balance, DateTimeOffset at) => new()
    {
        Id = $"{change}-",
        Type = LiveEventType.AccountChanged,
        Account = change.Payer,
        Transfer = change,
        Kind = kind,
        Amount = 0,
        Balance = balance,
        CounterpartyName = "",
        CounterpartyPhone = "",
        At = at,
        Cursor = new EventCursor(at, change).ToString(),
    };
}
