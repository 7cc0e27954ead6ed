using System.Security.Cryptography;
using Postmobile.Money;

namespace Postmobile.Api.Money;

/// <summary>A payment to a merchant, understood: to whom, how much, for which sale.</summary>
public sealed record MerchantWish(Merchant Merchant, long Amount, string? Reference)
{
    /// <summary>The request to the payer's account. The reference travels as the note: by it the till knows the sale.</summary>
    public TransferRequest ToRequest(string key) => new()
    {
        Key = key,
        Payee = Merchant.Account,
        Amount = Amount,
        Kind = PostingKind.MerchantPayment,
        Note = Reference,
    };
}

/// <summary>Finds the merchant whom a code or a QR code means, and what the till waits for.</summary>
public sealed class MerchantDesk(IGrainFactory grains)
{
    private const string Letters = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ";
    private const int ReferenceLength = 10;
    private const int LinesLooked = 50;

    /// <summary>Reads what was typed or scanned; the amount of a QR code that has one may not be another.</summary>
    /// <returns>The wish; or the stable code of the refusal: qr_invalid, unknown_merchant, amount_not_positive, qr_amount.</returns>
    public async Task<(MerchantWish? Wish, string? Refusal)> Read(string? text, long? amount)
    {
        text = (text ?? "").Trim();
        MerchantQr? qr = null;
        if (!MerchantCode.TryParse(text, out MerchantCode code))
        {
            if (!EmvQr.TryRead(text, out qr))
            {
                return (null, text.Length > 12 ? "qr_invalid" : "unknown_merchant");
            }

            code = qr.Code;
        }

        if (await grains.GetGrain<IMerchantsGrain>(0).Find(code) is not { } merchant)
        {
            return (null, "unknown_merchant");
        }

        if (qr?.Amount is { } asked && amount is { } typed && typed != asked)
        {
            return (null, "qr_amount");
        }

        return (qr?.Amount ?? amount) is { } sum and > 0
            ? (new MerchantWish(merchant, sum, qr?.Reference), null)
            : (null, "amount_not_positive");
    }

    /// <summary>Pays a merchant. A sale that has a QR code of its own is paid by one customer: whoever comes second is refused.</summary>
    /// <returns>What the ledger says; or the code sale_paid.</returns>
    public async Task<(TransferOutcome Outcome, string? Refusal)> Pay(AccountId payer, TransferRequest request, Func<Task<TransferOutcome>> pay)
    {
        if (!IsReference(request.Note))
        {
            return (await pay(), null);
        }

        return await grains.GetGrain<ISaleGrain>(Merchants.SaleKey(request.Payee, request.Note!)).Claim(payer, request.Key) switch
        {
            SaleClaim.Yours => (await pay(), null),
            SaleClaim.Paid => (default, "sale_paid"),
            _ => (RefusalCode.InProgress, null),
        };
    }

    /// <summary>The receipt of the sale with this reference, once it is paid in full; null before. The ledger alone says so.</summary>
    public async Task<StatementLine?> FindPaid(AccountId takings, long amount, string reference)
    {
        StatementPage page = await grains.Account(takings).Statement(new StatementQuery { Limit = LinesLooked });
        return page.Lines.FirstOrDefault(line => line.Kind is PostingKind.MerchantPayment && line.Amount >= amount && line.Note == reference);
    }

    /// <summary>A reference that nobody has used.</summary>
    public static string NewReference() => RandomNumberGenerator.GetString(Letters, ReferenceLength);

    /// <summary>Whether a text has the form of a reference.</summary>
    public static bool IsReference(string? text) => text is { Length: > 0 and <= EmvQr.ReferenceMax } && text.All(char.IsAsciiLetterOrDigit);

    /// <summary>The payload of a merchant's code, with an amount or without.</summary>
    public static string Payload(Merchant merchant, long? amount = null, string? reference = null) =>
        EmvQr.Write(new MerchantQr(merchant.Code, merchant.Profile.TradeName, merchant.Profile.Town, merchant.Profile.Category, amount, reference));
}
