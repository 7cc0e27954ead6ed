using Orleans.Concurrency;
using Postmobile.Identity;

namespace Postmobile.Commerce;

/// <summary>One return. Keyed by <see cref="AfterSaleKeys.Of"/> with <c>r-</c>.</summary>
[Alias("commerce.return-grain"), GrainInterfaceType("commerce.return-grain")]
public interface IReturnGrain : IGrainWithStringKey
{
    /// <summary>A buyer wants to send goods back; an order whose money is still in escrow waits. Again succeeds.</summary>
    /// <returns>The return; or unknown_order, order_state, order_disputed, too_late, return_lines, exchange_lines, exchange_same, exchange_gone, exchange_account.</returns>
    [Alias("ask")]
    Task<ReturnOutcome> Ask(ReturnWish wish);

    /// <summary>The return; null when there is none.</summary>
    [AlwaysInterleave, Alias("look")]
    Task<Return?> Look();

    /// <summary>The shop answers. Again succeeds. What is wanted in exchange is set aside; if it is gone, the return is one for money, and both hear of it.</summary>
    /// <returns>The return; or unknown_case, case_state, reason_missing (a no needs one).</returns>
    [Alias("answer")]
    Task<ReturnOutcome> Answer(CustomerId actor, bool accept, string words);

    /// <summary>The goods are back: so much goes to the buyer; 0 for the exchange that was asked for. Again succeeds.</summary>
    /// <returns>The return; or unknown_case, case_state, refund_too_large, order_disputed, exchange_gone (refund it instead).</returns>
    [Alias("receive")]
    Task<ReturnOutcome> Receive(CustomerId actor, long amount, string words);

    /// <summary>The buyer keeps the goods after all; or, when a difference is to be paid, has the money rather than the exchange. Again succeeds.</summary>
    [Alias("end")]
    Task<ReturnOutcome> End(CustomerId actor);

    /// <summary>The buyer pays, from the wallet that paid the order, what the wanted goods cost more. Once.</summary>
    /// <returns>The return; or unknown_case, case_state, or what the ledger said.</returns>
    [Alias("pay")]
    Task<ReturnOutcome> Pay(CustomerId actor, bool withoutProof);

    /// <summary>Between order and case only: a guest's order is a customer's now, and so is this. Again succeeds.</summary>
    [Alias("inherit")]
    Task Inherit(CustomerId guest, CustomerId heir);

    /// <summary>Between order and return only: the money of the exchange has moved.</summary>
    [Alias("moved")]
    Task Moved();
}

/// <summary>One dispute. Keyed by <see cref="AfterSaleKeys.Of"/> with <c>dp-</c>. While it is open, the order's money does not move.</summary>
[Alias("commerce.dispute-grain"), GrainInterfaceType("commerce.dispute-grain")]
public interface IDisputeGrain : IGrainWithStringKey
{
    /// <summary>A buyer disputes an order. Again succeeds.</summary>
    /// <returns>The dispute; or unknown_order, order_state, order_disputed, too_late, reason_missing.</returns>
    [Alias("open")]
    Task<DisputeOutcome> Open(Complaint complaint);

    /// <summary>The dispute; null when there is none.</summary>
    [AlwaysInterleave, Alias("look")]
    Task<Dispute?> Look();

    /// <summary>What was said, oldest first.</summary>
    [AlwaysInterleave, Alias("messages")]
    Task<IReadOnlyList<DisputeMessage>> Messages();

    /// <summary>A side, or the post, says something. Once per key.</summary>
    /// <returns>The dispute; or unknown_case, case_state, reason_missing (nothing said).</returns>
    [Alias("say")]
    Task<DisputeOutcome> Say(CustomerId actor, bool post, string key, string words, IReadOnlyList<string> photos);

    /// <summary>One of the sides wants the post to decide. Again succeeds.</summary>
    [Alias("escalate")]
    Task<DisputeOutcome> Escalate(CustomerId actor);

    /// <summary>The buyer takes it back: the order goes on.</summary>
    [Alias("withdraw")]
    Task<DisputeOutcome> Withdraw(CustomerId actor);

    /// <summary>Between order and case only: a guest's order is a customer's now, and so is this. Again succeeds.</summary>
    [Alias("inherit")]
    Task Inherit(CustomerId guest, CustomerId heir);

    /// <summary>The post decides, and the money moves. Again succeeds.</summary>
    /// <returns>The dispute; or unknown_case, case_state, refund_too_large, reason_missing.</returns>
    [Alias("decide")]
    Task<DisputeOutcome> Decide(CustomerId actor, long toBuyer, string reason);
}

/// <summary>Lists and photos of what follows a sale. Key 0.</summary>
[Alias("commerce.after-sale"), GrainInterfaceType("commerce.after-sale")]
public interface IAfterSaleGrain : IGrainWithIntegerKey
{
    /// <summary>Disputes that wait for the post, or all open ones; oldest first.</summary>
    [Alias("disputes")]
    Task<DisputePage> Disputes(bool waiting, int limit, string? cursor);

    /// <summary>Returns of an order, newest first.</summary>
    [Alias("returns")]
    Task<IReadOnlyList<Return>> Returns(OrderId order);

    /// <summary>What may be had in exchange for an order's goods: variants of the same products that are in stock.</summary>
    [Alias("choices")]
    Task<ExchangeChoices> Choices(OrderId order);

    /// <summary>Keeps a photo for an order, made anew from its pixels; the stable code of what is wrong with it if something is.</summary>
    [Alias("keep")]
    Task<PhotoOutcome> Keep(OrderId order, CustomerId owner, byte[] file);

    /// <summary>A photo of an order; null when there is none.</summary>
    [Alias("show")]
    Task<byte[]?> Show(OrderId order, string photo);
}

/// <summary>A photo that was kept, or the stable code of why not.</summary>
[GenerateSerializer, Immutable, Alias("commerce.photo-outcome")]
public readonly record struct PhotoOutcome([property: Id(0)] string? Photo, [property: Id(1)] string? Refusal);

/// <summary>Brings a shop's takings to its owner's wallet. Keyed by <see cref="ShopId"/>.</summary>
[Alias("commerce.payout-grain"), GrainInterfaceType("commerce.payout-grain")]
public interface IPayoutGrain : IGrainWithStringKey
{
    /// <summary>How the shop is paid out.</summary>
    [AlwaysInterleave, Alias("look")]
    Task<Payouts> Look();

    /// <summary>The owner chooses when. False when it is not the owner.</summary>
    [Alias("choose")]
    Task<bool> Choose(CustomerId actor, PayoutSchedule schedule);

    /// <summary>The owner wants what is there, now. Once per key; false when it is not the owner.</summary>
    [Alias("ask")]
    Task<bool> Ask(CustomerId actor, string key);

    /// <summary>Between orders and payouts only: a sale has been paid.</summary>
    [Alias("earned")]
    Task Earned(OrderId order);

    /// <summary>Between the payouts and themselves only: the ledger has answered.</summary>
    [Alias("settled")]
    Task Settled(string key, Money.TransferOutcome outcome);
}
