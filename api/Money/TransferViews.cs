using System.ComponentModel;
using Postmobile.Money;

namespace Postmobile.Api.Money;

/// <summary>A payment, as a person asks for it.</summary>
public sealed record TransferBody(
    [property: Description("Telephone (E.164 or national) or account number of the payee.")] string To,
    [property: Description("What reaches the payee, in whole minor units.")] long Amount,
    Currency Currency = Currency.XAF,
    [property: Description("A note for the payee, at most 140 characters.")] string? Note = null,
    [property: Description("The total that the person agreed to; refused as quote_changed when it differs.")] long? AgreedTotal = null)
{
    /// <summary>The request to the payer's account.</summary>
    public TransferRequest ToRequest(string key, AccountId payee) => new()
    {
        Key = key,
        Payee = payee,
        Amount = Amount,
        Currency = Currency,
        Note = Note,
        AgreedTotal = AgreedTotal,
    };
}

/// <summary>What a payment would cost, as a person asks for it.</summary>
public sealed record QuoteBody(
    [property: Description("Telephone (E.164 or national) or account number of the payee.")] string To,
    [property: Description("What is to reach the payee, in whole minor units.")] long Amount,
    Currency Currency = Currency.XAF);

/// <summary>E-money for cash.</summary>
public sealed record CashInBody(
    [property: Description("Telephone (E.164 or national) or account number of the customer.")] string Customer,
    [property: Description("The cash received, in whole minor units.")] long Amount,
    Currency Currency = Currency.XAF,
    string? Note = null);

/// <summary>What a person must see before saying yes.</summary>
public sealed record QuoteView(long Amount, long Fee, long Tax, long Total, Currency Currency, string PayeeName, bool StepUpRequired,
    [property: Description("This wallet has never paid that payee: show the name and have it confirmed.")] bool FirstTime)
{
    /// <summary>The outside's view of a quote.</summary>
    public static QuoteView Of(Quote quote, bool stepUpRequired, bool firstTime) =>
        new(quote.Amount, quote.Fee, quote.Tax, quote.Total, quote.Currency, quote.PayeeName, stepUpRequired, firstTime);
}

/// <summary>A transfer that has happened.</summary>
public sealed record ReceiptView(
    string Id,
    PostingKind Kind,
    string PayerName,
    string PayerPhone,
    string PayeeName,
    string PayeePhone,
    long Amount,
    long Fee,
    long Tax,
    long Total,
    Currency Currency,
    string? Note,
    DateTimeOffset At)
{
    /// <summary>The outside's view of a receipt; the same to payer and payee, at first and when replayed.</summary>
    public static ReceiptView Of(Receipt receipt) => new(
        receipt.Id.ToString(),
        receipt.Kind,
        receipt.PayerName,
        receipt.PayerPhone,
        receipt.PayeeName,
        receipt.PayeePhone,
        receipt.Amount,
        receipt.Fee,
        receipt.Tax,
        receipt.Total,
        receipt.Currency,
        receipt.Note,
        receipt.At);
}

/// <summary>A cash-in: the receipt for the customer, and what the agent has left.</summary>
public sealed record CashInView(ReceiptView Receipt, long FloatBalance);
