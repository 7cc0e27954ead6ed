using System.Security.Cryptography;
using System.Text;
using Postmobile.Identity;
using Postmobile.Money;

namespace Postmobile.Commerce;

/// <summary>Why a buyer is not content.</summary>
public enum ComplaintReason
{
    /// <summary>It never came.</summary>
    NotReceived,

    /// <summary>Broken or spoilt.</summary>
    Damaged,

    /// <summary>Another thing than was ordered.</summary>
    Wrong,

    /// <summary>Less than was ordered.</summary>
    Incomplete,

    /// <summary>Not what the shop described.</summary>
    NotAsDescribed,

    /// <summary>The buyer has thought again.</summary>
    ChangedMind,
}

/// <summary>Why nothing came of it.</summary>
public enum AfterSaleRefusal
{
    /// <summary><c>unknown_case</c>: there is none, or it is not this person's.</summary>
    UnknownCase,

    /// <summary><c>case_state</c>: not from where it stands.</summary>
    CaseState,

    /// <summary><c>reason_missing</c>: say why.</summary>
    ReasonMissing,

    /// <summary><c>unknown_order</c>.</summary>
    UnknownOrder,

    /// <summary><c>order_state</c>.</summary>
    OrderState,

    /// <summary><c>order_disputed</c>.</summary>
    OrderDisputed,

    /// <summary><c>too_late</c>: the time to complain or to send back has passed.</summary>
    TooLate,

    /// <summary><c>refund_too_large</c>.</summary>
    RefundTooLarge,

    /// <summary><c>return_lines</c>: nothing, or more than was bought, or there is a return of it already.</summary>
    ReturnLines,

    /// <summary><c>exchange_gone</c>: what is wanted instead is not there (any more).</summary>
    ExchangeGone,

    /// <summary><c>exchange_same</c>: the same again is only for goods that were faulty.</summary>
    ExchangeSame,

    /// <summary><c>exchange_lines</c>: one line of goods is exchanged at a time.</summary>
    ExchangeLines,

    /// <summary><c>exchange_account</c>: only people with an account exchange; a guest gets the money.</summary>
    ExchangeAccount,
}

/// <summary>Where a return stands.</summary>
public enum ReturnStatus
{
    /// <summary>The shop has until a time to answer.</summary>
    Asked = 1,

    /// <summary>The shop waits for the goods.</summary>
    Accepted = 2,

    /// <summary>The goods are back and the money on its way.</summary>
    Refunded = 3,

    /// <summary>The goods are back; an order of others is on its way for them.</summary>
    Exchanged = 4,

    /// <summary>The goods are back; the money is on its way to the order of others, or back to the buyer.</summary>
    Exchanging = 5,

    /// <summary>The goods are back; the buyer has until a time to pay what the others cost more, or is refunded.</summary>
    ToPay = 6,

    /// <summary>The shop said no. The buyer can open a dispute.</summary>
    Refused = 10,

    /// <summary>The buyer took it back, or the goods never came.</summary>
    Ended = 11,

    /// <summary>The shop did not answer: the post decides in a dispute.</summary>
    Escalated = 12,
}

/// <summary>What a buyer wants to send back.</summary>
[GenerateSerializer, Immutable, Alias("commerce.return-wish")]
public sealed record ReturnWish
{
    /// <summary>Of which order.</summary>
    [Id(0)] public required OrderId Order { get; init; }

    /// <summary>Who asks.</summary>
    [Id(1)] public required CustomerId Buyer { get; init; }

    /// <summary>Why.</summary>
    [Id(2)] public required ComplaintReason Reason { get; init; }

    /// <summary>In their words.</summary>
    [Id(3)] public string Words { get; init; } = "";

    /// <summary>What.</summary>
    [Id(4)] public required IReadOnlyList<ReturnedLine> Lines { get; init; }

    /// <summary>Photos, by their ids.</summary>
    [Id(5)] public IReadOnlyList<string> Photos { get; init; } = [];

    /// <summary>They want other goods rather than money.</summary>
    [Id(6)] public bool Exchange { get; init; }

    /// <summary>Which variant of the same product; null: the same again.</summary>
    [Id(7)] public string? For { get; init; }
}

/// <summary>A return.</summary>
[GenerateSerializer, Immutable, Alias("commerce.return-view")]
public sealed record Return
{
    /// <summary>Its id.</summary>
    [Id(0)] public required string Id { get; init; }

    /// <summary>What was asked.</summary>
    [Id(1)] public required ReturnWish Wish { get; init; }

    /// <summary>Where it stands.</summary>
    [Id(2)] public required ReturnStatus Status { get; init; }

    /// <summary>When it was asked.</summary>
    [Id(3)] public required DateTimeOffset AskedAt { get; init; }

    /// <summary>Until when the present state may last.</summary>
    [Id(4)] public DateTimeOffset? Until { get; init; }

    /// <summary>What the shop said.</summary>
    [Id(5)] public string Answer { get; init; } = "";

    /// <summary>What went back.</summary>
    [Id(6)] public long Amount { get; init; }

    /// <summary>The shop.</summary>
    [Id(7)] public required ShopId Shop { get; init; }

    /// <summary>What it is to be exchanged for; null when money is wanted.</summary>
    [Id(8)] public Exchange? Exchange { get; init; }

    /// <summary>Whether something may still follow.</summary>
    public bool IsOpen => Status is ReturnStatus.Asked or ReturnStatus.Accepted or ReturnStatus.Exchanging or ReturnStatus.ToPay;
}

/// <summary>What came of it.</summary>
/// <param name="Return">The return as it is now.</param>
/// <param name="Refusal">Why nothing changed.</param>
/// <param name="Money">What the ledger said to a payment.</param>
[GenerateSerializer, Immutable, Alias("commerce.return-outcome")]
public readonly record struct ReturnOutcome([property: Id(0)] Return? Return, [property: Id(1)] AfterSaleRefusal? Refusal, [property: Id(2)] Refusal? Money = null);

/// <summary>Where a dispute stands.</summary>
public enum DisputeStatus
{
    /// <summary>The shop has until a time to answer.</summary>
    Open = 1,

    /// <summary>The post decides.</summary>
    WithPost = 2,

    /// <summary>The post has decided.</summary>
    Decided = 10,

    /// <summary>The buyer took it back.</summary>
    Withdrawn = 11,

    /// <summary>The post did not decide in time: the buyer has all money back.</summary>
    Expired = 12,
}

/// <summary>What a buyer complains of.</summary>
[GenerateSerializer, Immutable, Alias("commerce.complaint")]
public sealed record Complaint(
    [property: Id(0)] OrderId Order,
    [property: Id(1)] CustomerId Buyer,
    [property: Id(2)] ComplaintReason Reason,
    [property: Id(3)] string Words,
    [property: Id(4)] IReadOnlyList<string> Photos);

/// <summary>One message of a dispute.</summary>
/// <param name="At">When.</param>
/// <param name="Who"><c>buyer</c>, <c>shop</c> or <c>post</c>.</param>
/// <param name="Words">What.</param>
/// <param name="Photos">Pictures, by their ids.</param>
[GenerateSerializer, Immutable, Alias("commerce.dispute-message")]
public sealed record DisputeMessage([property: Id(0)] DateTimeOffset At, [property: Id(1)] string Who, [property: Id(2)] string Words, [property: Id(3)] IReadOnlyList<string> Photos);

/// <summary>A dispute.</summary>
[GenerateSerializer, Immutable, Alias("commerce.dispute-view")]
public sealed record Dispute
{
    /// <summary>Its id.</summary>
    [Id(0)] public required string Id { get; init; }

    /// <summary>What it is about.</summary>
    [Id(1)] public required Complaint Complaint { get; init; }

    /// <summary>Where it stands.</summary>
    [Id(2)] public required DisputeStatus Status { get; init; }

    /// <summary>When it was opened.</summary>
    [Id(3)] public required DateTimeOffset OpenedAt { get; init; }

    /// <summary>Until when the shop answers, or the post decides.</summary>
    [Id(4)] public required DateTimeOffset Until { get; init; }

    /// <summary>The shop.</summary>
    [Id(5)] public required ShopId Shop { get; init; }

    /// <summary>What the buyer got.</summary>
    [Id(6)] public long? ToBuyer { get; init; }

    /// <summary>Why.</summary>
    [Id(7)] public string Reason { get; init; } = "";

    /// <summary>The shop's name.</summary>
    [Id(8)] public string ShopName { get; init; } = "";
}

/// <summary>What came of it.</summary>
[GenerateSerializer, Immutable, Alias("commerce.dispute-outcome")]
public readonly record struct DisputeOutcome([property: Id(0)] Dispute? Dispute, [property: Id(1)] AfterSaleRefusal? Refusal);

/// <summary>Some disputes, oldest first.</summary>
[GenerateSerializer, Immutable, Alias("commerce.dispute-page")]
public sealed record DisputePage([property: Id(0)] IReadOnlyList<Dispute> Disputes, [property: Id(1)] string? NextCursor);

/// <summary>When a shop's takings go to its owner's wallet.</summary>
public enum PayoutSchedule
{
    /// <summary>When the owner asks.</summary>
    ByHand,

    /// <summary>At each sale's completion.</summary>
    AtCompletion,

    /// <summary>Every day of Brazzaville.</summary>
    Daily,

    /// <summary>Every Monday of Brazzaville.</summary>
    Weekly,
}

/// <summary>One payout.</summary>
/// <param name="Key">Names it.</param>
/// <param name="At">When it was decided.</param>
/// <param name="Amount">In XAF.</param>
/// <param name="Transfer">The transfer, once it is there.</param>
/// <param name="Failure">Why the ledger refused it; the takings stay where they are.</param>
[GenerateSerializer, Immutable, Alias("commerce.payout-view")]
public sealed record Payout(
    [property: Id(0)] string Key,
    [property: Id(1)] DateTimeOffset At,
    [property: Id(2)] long Amount,
    [property: Id(3)] TransferId? Transfer,
    [property: Id(4)] string? Failure);

/// <summary>How a shop is paid out.</summary>
/// <param name="Schedule">When.</param>
/// <param name="Last">The latest payouts, newest first.</param>
/// <param name="NextAt">When the next is due.</param>
[GenerateSerializer, Immutable, Alias("commerce.payouts")]
public sealed record Payouts([property: Id(0)] PayoutSchedule Schedule, [property: Id(1)] IReadOnlyList<Payout> Last, [property: Id(2)] DateTimeOffset? NextAt);

/// <summary>Names of returns and disputes.</summary>
public static class AfterSaleKeys
{
    /// <summary>The return or dispute of an order that somebody means by this idempotency key.</summary>
    /// <param name="prefix"><c>r-</c> or <c>dp-</c>.</param>
    /// <param name="order">The order.</param>
    /// <param name="key">The caller's key.</param>
    public static string Of(string prefix, OrderId order, string key) =>
        prefix + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(order.Value + "\n" + key)).AsSpan(0, 16));

    /// <summary>Whether a text has the form of such a name.</summary>
    public static bool Is(string prefix, string? text) =>
        text is not null && text.Length == prefix.Length + 32 && text.StartsWith(prefix, StringComparison.Ordinal) && !text.AsSpan(prefix.Length).ContainsAnyExcept("0123456789abcdef");
}
