using System.Text.Json;
using Microsoft.AspNetCore.DataProtection;
using Postmobile.Money;

namespace Postmobile.Api.Pages;

/// <summary>
/// A payment that a person was shown and has not yet agreed to. It carries the idempotency key from the moment of the quote, so that
/// every click, refresh and return to the page means the same payment.
/// </summary>
/// <param name="Key">The idempotency key.</param>
/// <param name="Payer">Whose page it was made for.</param>
/// <param name="Payee">Who is paid.</param>
/// <param name="Phone">The payee's telephone, as it was typed and understood.</param>
/// <param name="Name">The payee's name, masked.</param>
/// <param name="Amount">What reaches the payee.</param>
/// <param name="Fee">The post's fee.</param>
/// <param name="Tax">The tax on it.</param>
/// <param name="Total">What leaves the payer's account.</param>
/// <param name="Note">The note.</param>
public sealed record Order(string Key, AccountId Payer, AccountId Payee, string Phone, string Name, long Amount, long Fee, long Tax, long Total, string? Note)
{
    /// <summary>An order for what a quote said.</summary>
    public static Order From(Quote quote, AccountId payer, AccountId payee, string phone, string? note) =>
        new(Guid.NewGuid().ToString("N"), payer, payee, phone, quote.PayeeName, quote.Amount, quote.Fee, quote.Tax, quote.Total, note);

    /// <summary>What is asked of the ledger.</summary>
    public TransferRequest Request(PostingKind kind) => new()
    {
        Key = Key,
        Payee = Payee,
        Amount = Amount,
        Kind = kind,
        Note = Note,
        AgreedTotal = Total,
    };
}

/// <summary>Paying what was agreed to.</summary>
internal static class OrderPayment
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);
    private const int LooksMax = 60;

    /// <summary>
    /// Pays an order. A second press while the first is at work waits for what comes of it: the person sees the receipt, not that
    /// the machine is busy. The same key makes asking again harmless.
    /// </summary>
    public static async Task<TransferOutcome> Pay(this IGrainFactory grains, Order order, PostingKind kind, TimeProvider time)
    {
        IAccountGrain payer = grains.Account(order.Payer);
        TransferRequest request = order.Request(kind);
        TransferOutcome outcome = await payer.Transfer(request);
        for (int look = 0; look < LooksMax && outcome.Refusal?.Code == RefusalCode.InProgress; look++)
        {
            await Task.Delay(Pause, time);
            outcome = await payer.Transfer(request);
        }

        return outcome;
    }
}

/// <summary>
/// Seals orders so that they can travel in an address and in a form: nobody can change the amount or read the telephone's number there,
/// and one person's order is nothing to another.
/// </summary>
public sealed class Orders(IDataProtectionProvider protection)
{
    /// <summary>Longer than anybody thinks about a payment; afterwards the fee may be another.</summary>
    private static readonly TimeSpan Lifetime = TimeSpan.FromHours(12);

    private readonly ITimeLimitedDataProtector protector = protection.CreateProtector("Postmobile.Pages.Order").ToTimeLimitedDataProtector();

    /// <summary>The order as a token for addresses and forms.</summary>
    public string Seal(Order order) => protector.Protect(JsonSerializer.Serialize(order), Lifetime);

    /// <summary>The order of a token; null when it is old, broken or another payer's.</summary>
    public Order? Open(string? token, AccountId payer)
    {
        try
        {
            Order? order = token is null ? null : JsonSerializer.Deserialize<Order>(protector.Unprotect(token));
            return order?.Payer == payer ? order : null;
        }
        catch (Exception e) when (e is System.Security.Cryptography.CryptographicException or FormatException or JsonException)
        {
            return null;
        }
    }
}
