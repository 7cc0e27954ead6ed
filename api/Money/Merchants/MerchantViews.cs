using System.ComponentModel;
using Postmobile.Money;

namespace Postmobile.Api.Money;

/// <summary>A payment to a merchant, as a person asks for it.</summary>
public sealed record MerchantPaymentBody(
    [property: Description("The merchant's short code, or the text of the scanned QR code.")] string To,
    [property: Description("In whole francs; may be left out when the QR code bears the amount.")] long? Amount = null,
    [property: Description("The total that the person agreed to; refused as quote_changed when it differs.")] long? AgreedTotal = null);

/// <summary>What the payer must see before saying yes.</summary>
public sealed record MerchantQuoteView(string Code, string TradeName, string Town, string? Reference, long Amount, long Fee, long Tax, long Total, bool StepUpRequired);

/// <summary>Name, place and category.</summary>
public sealed record MerchantProfileBody(string TradeName, string Department, string Town, string Category);

/// <summary>A merchant's public face, and the text of the QR code on the counter.</summary>
public sealed record MerchantView(string Code, string TradeName, string Department, string Town, string Category, string Account, string Qr)
{
    /// <summary>The outside's view.</summary>
    public static MerchantView Of(Merchant merchant) => new(
        merchant.Code.Digits, merchant.Profile.TradeName, merchant.Profile.Department, merchant.Profile.Town, merchant.Profile.Category,
        merchant.Account.Number, MerchantDesk.Payload(merchant));
}

/// <summary>A QR code for one sale.</summary>
public sealed record SaleBody(long Amount);

/// <summary>What a customer scans, and by which reference the till knows the payment.</summary>
public sealed record SaleView(string Reference, long Amount, string Qr, bool Paid, string? Transfer);

/// <summary>Money back to a customer.</summary>
public sealed record RefundBody([property: Description("The receipt's id.")] string Receipt, long Amount, string Reason);

/// <summary>A refund.</summary>
public sealed record RefundView(string Key, long Amount, string Reason, DateTimeOffset At, RefundStatus Status, string? Transfer, string? Failure)
{
    /// <summary>The outside's view.</summary>
    public static RefundView Of(Refund refund) =>
        new(refund.Key, refund.Amount, refund.Reason, DateTimeOffset.FromUnixTimeMilliseconds(refund.AtMs), refund.Status, refund.Transfer, refund.Failure);
}

/// <summary>A sale, what may still go back of it, and what did.</summary>
public sealed record RefundsView(string Receipt, long Paid, long Left, IReadOnlyList<RefundView> Refunds);

/// <summary>One day of a merchant.</summary>
public sealed record MerchantDayView(DateOnly Day, long Payments, long Paid, long Refunds, long Refunded, long Fees, long Net, long Settled)
{
    /// <summary>The outside's view.</summary>
    public static MerchantDayView Of(MerchantDay day) => new(day.Day, day.Payments, day.Paid, day.Refunds, day.Refunded, day.Fees, day.Net, day.Settled);
}

/// <summary>Some days of a merchant, oldest first.</summary>
public sealed record MerchantDaysView(IReadOnlyList<MerchantDayView> Days);

/// <summary>Takings to the merchant's own wallet.</summary>
public sealed record PayoutBody(long Amount);
