namespace Postmobile.Money;

/// <summary>
/// What a posting is for. The number is stored and never reused. Kinds from 100 on carry no money: they are changes of
/// the account itself, in its own sequence, so that a second activation meets the fence.
/// </summary>
public enum PostingKind : short
{
    /// <summary>One person pays another.</summary>
    Transfer = 1,

    /// <summary>The post's fee for a transfer.</summary>
    Fee = 2,

    /// <summary>The tax on that fee.</summary>
    Tax = 3,

    /// <summary>A customer pays a merchant.</summary>
    MerchantPayment = 4,

    /// <summary>A merchant gives back what a customer paid, wholly or in part.</summary>
    Refund = 5,

    /// <summary>One line of a bulk payment: a salary, a pension, a subsidy.</summary>
    BulkPayment = 6,

    /// <summary>Collected under a mandate that the payer approved.</summary>
    Mandate = 7,

    /// <summary>Paid because the payee asked for it.</summary>
    RequestPaid = 8,

    /// <summary>An earlier transfer taken back by two operators.</summary>
    Reversal = 9,

    /// <summary>An agent gives e-money for cash.</summary>
    CashIn = 10,

    /// <summary>A customer gives e-money for cash.</summary>
    CashOut = 11,

    /// <summary>E-money issued to an agent's float against the trust account.</summary>
    FloatIssue = 12,

    /// <summary>Demonstration money issued at first start of a development database.</summary>
    Demonstration = 13,

    /// <summary>An agent's earnings for a cash-in or a cash-out.</summary>
    Commission = 14,

    /// <summary>E-money that an agent gives back to the post for cash or a bank transfer.</summary>
    FloatReturn = 15,

    /// <summary>What was left of a transfer to a wrong number, given back.</summary>
    Recall = 16,

    /// <summary>What was missing or too much when a till was counted.</summary>
    TillDifference = 17,

    /// <summary>A merchant's takings moved to the merchant's own wallet.</summary>
    Settlement = 18,

    /// <summary>An accountant's correction between two of the post's own accounts.</summary>
    Correction = 19,

    /// <summary>Money set aside in a holding account.</summary>
    Hold = 20,

    /// <summary>Held money paid to whom it was held for.</summary>
    Capture = 21,

    /// <summary>Held money given back.</summary>
    Release = 22,

    /// <summary>A buyer pays an order into its escrow; or, for cash on delivery, whoever collected the cash does.</summary>
    Purchase = 30,

    /// <summary>An order's escrow pays the merchant for what the buyer received.</summary>
    Sale = 31,

    /// <summary>An order's escrow pays the post's commission on the sale.</summary>
    SaleCommission = 32,

    /// <summary>An order's escrow pays whoever carried the parcel.</summary>
    Carriage = 33,

    /// <summary>A shop pays for clicks on what it had shown in front.</summary>
    Advertising = 34,

    /// <summary>The post pays its part of a price: a coupon or promotion of its own.</summary>
    Coupon = 35,

    /// <summary>The post refunds a buyer in place of a shop whose takings do not suffice.</summary>
    RefundAdvance = 36,

    /// <summary>The shop gives back what the post refunded in its place.</summary>
    RefundRecovered = 37,

    /// <summary>A shop pays for messages to its followers.</summary>
    Messages = 38,

    /// <summary>The post thanks somebody for having invited somebody, or for having come.</summary>
    Referral = 39,

    /// <summary>The account's freeze changed.</summary>
    FreezeChanged = 100,

    /// <summary>The account's floor changed.</summary>
    FloorChanged = 101,

    /// <summary>The account's tier, and so its limits, changed.</summary>
    TierChanged = 102,

    /// <summary>The account takes no more money and pays none.</summary>
    Closed = 103,

    /// <summary>The account's owner, display name, telephone or language changed.</summary>
    ProfileChanged = 104,

    /// <summary>Takes the place of a transfer of unknown fate so that it can never happen.</summary>
    Annulled = 110,
}
