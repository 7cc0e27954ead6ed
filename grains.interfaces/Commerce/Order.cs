using Postmobile.Identity;
using Postmobile.Logistics;
using Postmobile.Money;

namespace Postmobile.Commerce;

/// <summary>How an order stands. The number is stored and never reused.</summary>
public enum OrderStatus
{
    /// <summary>Placed, to be paid in cash at delivery; the shop has not accepted yet.</summary>
    Placed = 1,

    /// <summary>Paid: the money lies in the order's escrow. The shop has until a time to accept.</summary>
    Paid = 2,

    /// <summary>The shop will deliver.</summary>
    Accepted = 3,

    /// <summary>Packed, waiting to be handed over.</summary>
    Packed = 4,

    /// <summary>Handed over to whoever delivers.</summary>
    HandedOver = 5,

    /// <summary>On its way.</summary>
    InTransit = 6,

    /// <summary>The buyer has it. Until it completes, they may complain.</summary>
    Delivered = 7,

    /// <summary>Done: merchant, post, state and courier have been paid and the escrow is empty.</summary>
    Completed = 8,

    /// <summary>The buyer disputes it: nothing moves until the post decides.</summary>
    Disputed = 9,

    /// <summary>Goods are on their way back, or back; when they are, the buyer gets the money.</summary>
    Returning = 10,

    /// <summary>Called off before it was handed over; refunded.</summary>
    Cancelled = 20,

    /// <summary>The shop said no; refunded.</summary>
    Refused = 21,

    /// <summary>The shop did not answer in time; refunded.</summary>
    Expired = 22,

    /// <summary>The goods went back; refunded.</summary>
    Returned = 23,

    /// <summary>Decided or agreed for the buyer: refunded wholly, without the goods coming back.</summary>
    Refunded = 24,
}

/// <summary>How an order is paid.</summary>
public enum PaymentWay
{
    /// <summary>From the wallet, at once, into the order's escrow.</summary>
    Wallet,

    /// <summary>In cash to whoever delivers, who pays the escrow from their float.</summary>
    CashOnDelivery,
}

/// <summary>One line of an order, as it was when it was bought: a later change of the product changes nothing here.</summary>
[GenerateSerializer, Immutable, Alias("commerce.order-line")]
public sealed record OrderLine
{
    /// <summary>Which product.</summary>
    [Id(0)] public required ProductId Product { get; init; }

    /// <summary>Which variant.</summary>
    [Id(1)] public required string Sku { get; init; }

    /// <summary>Its title then.</summary>
    [Id(2)] public required string Title { get; init; }

    /// <summary>Its options then, as one reads them.</summary>
    [Id(3)] public string Label { get; init; } = "";

    /// <summary>Its picture then.</summary>
    [Id(4)] public string? Image { get; init; }

    /// <summary>How many.</summary>
    [Id(5)] public required int Quantity { get; init; }

    /// <summary>Price of one then, in XAF.</summary>
    [Id(6)] public required long Price { get; init; }

    /// <summary>Weight of one with packing, in grams.</summary>
    [Id(7)] public int WeightGrams { get; init; }

    /// <summary>The flash sale at whose price it was bought; null for the ordinary price.</summary>
    [Id(8)] public string? Sale { get; init; }

    /// <summary>What the post takes off one in that sale; 0 in a shop's own.</summary>
    [Id(9)] public long PostOff { get; init; }

    /// <summary>Quantity times price.</summary>
    public long Amount => Quantity * Price;
}

/// <summary>What a checkout makes of one shop's part of a cart.</summary>
[GenerateSerializer, Immutable, Alias("commerce.order-placement")]
public sealed record OrderPlacement
{
    /// <summary>The checkout.</summary>
    [Id(0)] public required CheckoutId Checkout { get; init; }

    /// <summary>Which shop.</summary>
    [Id(1)] public required ShopId Shop { get; init; }

    /// <summary>Who buys: a customer or a guest.</summary>
    [Id(2)] public required CustomerId Buyer { get; init; }

    /// <summary>The wallet that pays and to which refunds go; a guest's account.</summary>
    [Id(3)] public required AccountId BuyerWallet { get; init; }

    /// <summary>What.</summary>
    [Id(4)] public required IReadOnlyList<OrderLine> Lines { get; init; }

    /// <summary>Taken off the goods at the shop's cost (its coupon or promotion); 0 or more.</summary>
    [Id(5)] public long ShopDiscount { get; init; }

    /// <summary>Taken off at the post's cost; the post pays it into the escrow. 0 or more.</summary>
    [Id(6)] public long PostDiscount { get; init; }

    /// <summary>Where to and how, and what that costs the buyer.</summary>
    [Id(7)] public required DeliveryChoice Delivery { get; init; }

    /// <summary>How it is paid.</summary>
    [Id(8)] public required PaymentWay Payment { get; init; }

    /// <summary>The order's account, opened by the checkout before it pays.</summary>
    [Id(9)] public required AccountId Escrow { get; init; }

    /// <summary>The receipt of the buyer's payment; null for cash on delivery.</summary>
    [Id(10)] public TransferId? PaidBy { get; init; }

    /// <summary>A note of the buyer to the shop, or null.</summary>
    [Id(11)] public string? Note { get; init; }

    /// <summary>When it was placed.</summary>
    [Id(12)] public required DateTimeOffset At { get; init; }

    /// <summary>The order for whose goods this one is sent; null for an order of its own.</summary>
    [Id(13)] public ExchangeOf? Exchange { get; init; }

    /// <summary>The sum of its lines.</summary>
    public long Goods => Lines.Sum(line => line.Amount);

    /// <summary>What the buyer pays: goods less discounts, and delivery.</summary>
    public long Total => Goods - ShopDiscount - PostDiscount + Delivery.Price;
}

/// <summary>An order as its grain sees it.</summary>
[GenerateSerializer, Immutable, Alias("commerce.order-view")]
public sealed record Order
{
    /// <summary>Its id.</summary>
    [Id(0)] public required OrderId Id { get; init; }

    /// <summary>How it stands.</summary>
    [Id(1)] public required OrderStatus Status { get; init; }

    /// <summary>As it was placed.</summary>
    [Id(2)] public required OrderPlacement Placement { get; init; }

    /// <summary>What happened to it, oldest first.</summary>
    [Id(3)] public required IReadOnlyList<OrderEvent> Events { get; init; }

    /// <summary>Until when the present state may last before it moves on by itself; null: no limit.</summary>
    [Id(4)] public DateTimeOffset? Deadline { get; init; }

    /// <summary>What has gone back to the buyer so far, in XAF.</summary>
    [Id(5)] public long Refunded { get; init; }

    /// <summary>The delivery; null until it is packed.</summary>
    [Id(6)] public DeliveryId? Delivery { get; init; }

    /// <summary>When the buyer had it in hand; null before.</summary>
    [Id(7)] public DateTimeOffset? DeliveredAt { get; init; }

    /// <summary>The open dispute's id; null without.</summary>
    [Id(8)] public string? Dispute { get; init; }

    /// <summary>The shop's commission plan when it was placed, in basis points.</summary>
    [Id(9)] public int CommissionBasisPoints { get; init; }

    /// <summary>The document's version, for <c>ETag</c>.</summary>
    [Id(10)] public long Version { get; init; }

    /// <summary>The money that moved or is to move because of it, oldest first.</summary>
    [Id(11)] public IReadOnlyList<OrderPayment> Payments { get; init; } = [];

    /// <summary>Whether the buyer's money is in: paid from the wallet, or collected.</summary>
    [Id(12)] public bool IsPaid { get; init; }

    /// <summary>The shop's name when it was placed.</summary>
    [Id(13)] public string ShopName { get; init; } = "";

    /// <summary>The return for which it waits; null without.</summary>
    [Id(14)] public string? Return { get; init; }

    /// <summary>The present state has lasted longer than the shop had for it: the buyer may call it off.</summary>
    [Id(15)] public bool IsLate { get; init; }

    /// <summary>Days after delivery during which goods may be sent back, as the shop promised when it was placed.</summary>
    [Id(16)] public int ReturnDays { get; init; }

    /// <summary>What this order means for the shop's takings, a line each; refunds are lines of their own.</summary>
    [Id(17)] public IReadOnlyList<ShopMoneyLine> ShopLines { get; init; } = [];

    /// <summary>Exchanges of its goods, oldest first.</summary>
    [Id(18)] public IReadOnlyList<OrderExchanged> Exchanges { get; init; } = [];

    /// <summary>What of <see cref="Refunded"/> did not reach the buyer's wallet but the orders of exchanged goods.</summary>
    public long Exchanged => Exchanges.Where(one => !one.Undone).Sum(one => one.Sum.Kept);

    /// <summary>Whether nothing follows any more.</summary>
    public bool IsEnded => Status is OrderStatus.Completed or >= OrderStatus.Cancelled;
}

/// <summary>One thing that happened to an order.</summary>
/// <param name="At">When.</param>
/// <param name="Status">How it stood afterwards.</param>
/// <param name="Kind">What: <c>paid</c>, <c>accepted</c>, <c>refunded</c> …</param>
/// <param name="Actor">Who: a customer's id; empty for the clock or the ledger.</param>
/// <param name="Note">A reason or a note; empty without.</param>
/// <param name="Amount">Money that moved with it, in XAF; 0 without.</param>
[GenerateSerializer, Immutable, Alias("commerce.order-event")]
public sealed record OrderEvent(
    [property: Id(0)] DateTimeOffset At,
    [property: Id(1)] OrderStatus Status,
    [property: Id(2)] string Kind,
    [property: Id(3)] string Actor,
    [property: Id(4)] string Note,
    [property: Id(5)] long Amount);

/// <summary>What somebody wants to do with an order.</summary>
public enum OrderAct
{
    /// <summary>The shop will deliver.</summary>
    Accept,

    /// <summary>The shop says no; a reason is needed.</summary>
    Refuse,

    /// <summary>The shop has packed it; this creates the delivery.</summary>
    Pack,

    /// <summary>The shop gives the parcel to whoever delivers.</summary>
    HandOver,

    /// <summary>The buyer, or before acceptance the shop, calls it off.</summary>
    Cancel,

    /// <summary>The buyer says that all is well: completes before its time.</summary>
    Confirm,
}

/// <summary>Why an order did not do it.</summary>
public enum OrderRefusal
{
    /// <summary><c>unknown_order</c>: there is none, or it is not this person's.</summary>
    UnknownOrder,

    /// <summary><c>order_state</c>: not from the state that it is in.</summary>
    State,

    /// <summary><c>reason_missing</c>: a reason is needed.</summary>
    ReasonMissing,

    /// <summary><c>refund_too_large</c>: more than the buyer paid less what went back.</summary>
    RefundTooLarge,

    /// <summary><c>order_disputed</c>: nothing moves until the post has decided.</summary>
    Disputed,

    /// <summary><c>too_late</c>: the time for it has passed.</summary>
    TooLate,
}

/// <summary>What came of it: the order as it is now, and why nothing changed if nothing did.</summary>
[GenerateSerializer, Immutable, Alias("commerce.order-outcome")]
public readonly record struct OrderOutcome([property: Id(0)] Order? Order, [property: Id(1)] OrderRefusal? Refusal);

/// <summary>Money of an order that goes back to the buyer.</summary>
[GenerateSerializer, Immutable, Alias("commerce.order-refund")]
public sealed record OrderRefund
{
    /// <summary>Once per key.</summary>
    [Id(0)] public required string Key { get; init; }

    /// <summary>How much, in XAF.</summary>
    [Id(1)] public required long Amount { get; init; }

    /// <summary>Why.</summary>
    [Id(2)] public required string Reason { get; init; }

    /// <summary>Who decided: a customer's id.</summary>
    [Id(3)] public required string Actor { get; init; }

    /// <summary>Units that come back into the shop's stock.</summary>
    [Id(4)] public IReadOnlyList<ReturnedLine> Back { get; init; } = [];
}

/// <summary>Units that came back.</summary>
[GenerateSerializer, Immutable, Alias("commerce.returned-line")]
public readonly record struct ReturnedLine([property: Id(0)] ProductId Product, [property: Id(1)] string Sku, [property: Id(2)] int Quantity);
