using Orleans.Concurrency;
using Postmobile.Identity;
using Postmobile.Logistics;

namespace Postmobile.Commerce;

/// <summary>
/// One order: one shop's part of one checkout. Keyed by <see cref="OrderId"/>. Its escrow is an account of the ledger; on
/// completion one transfer pays merchant, commission, tax and courier, and after every end the escrow is zero.
/// </summary>
[Alias("commerce.order-grain"), GrainInterfaceType("commerce.order-grain")]
public interface IOrderGrain : IGrainWithStringKey
{
    /// <summary>Places it: paid already, or to be paid in cash; what is sent for exchanged goods is accepted already. Again changes nothing.</summary>
    [Alias("place")]
    Task Place(OrderPlacement placement);

    /// <summary>Tells the shop and its programs that it is placed. May be repeated: each hears of it once.</summary>
    [Alias("tell-placed")]
    Task TellPlaced();

    /// <summary>The order; null when there is none.</summary>
    [AlwaysInterleave, Alias("look")]
    Task<Order?> Look();

    /// <summary>Does what a person of the shop or the buyer wants. The same act again, done already, succeeds.</summary>
    /// <param name="act">What.</param>
    /// <param name="actor">Who; whether they may is decided here: the shop's staff by role, or the buyer.</param>
    /// <param name="note">A reason, where one is needed.</param>
    /// <returns>The order; or unknown_order, order_state, reason_missing, order_disputed, too_late.</returns>
    [Alias("act")]
    Task<OrderOutcome> Act(OrderAct act, CustomerId actor, string? note);

    /// <summary>Between delivery and order only: the parcel moved. Once per move, in any order.</summary>
    [Alias("delivery-moved")]
    Task DeliveryMoved(DeliveryMove move);

    /// <summary>A dispute is open: from now on nothing moves. Again succeeds.</summary>
    /// <param name="dispute">Its id.</param>
    /// <param name="actor">Who opened it.</param>
    /// <returns>The order; or unknown_order, order_state (not paid, or ended), too_late, order_disputed (another one is open).</returns>
    [Alias("open-dispute")]
    Task<OrderOutcome> OpenDispute(string dispute, CustomerId actor);

    /// <summary>The post has decided: so much goes back to the buyer at once, the rest is the shop's sale. Again succeeds.</summary>
    /// <param name="dispute">Which.</param>
    /// <param name="toBuyer">What the buyer gets: from 0 to everything that is still in escrow.</param>
    /// <param name="actor">Who decided.</param>
    /// <param name="reason">Why, for both.</param>
    /// <returns>The order; or unknown_order, order_state, refund_too_large.</returns>
    [Alias("decide-dispute")]
    Task<OrderOutcome> DecideDispute(string dispute, long toBuyer, CustomerId actor, string reason);

    /// <summary>The dispute was withdrawn: the order goes on where it was, with a new deadline.</summary>
    [Alias("withdraw-dispute")]
    Task<OrderOutcome> WithdrawDispute(string dispute, CustomerId actor);

    /// <summary>A return of goods that were delivered is asked for or accepted: the order waits for them, with its money.</summary>
    /// <returns>The order; or unknown_order, order_state, too_late, order_disputed.</returns>
    [Alias("await-return")]
    Task<OrderOutcome> AwaitReturn(string returnId, CustomerId actor);

    /// <summary>
    /// Money goes back to the buyer, once per key: from the escrow before completion, from the shop's takings after it (what these
    /// lack, the post lends and recovers from the shop's next sales). A full refund ends the order as returned or refunded.
    /// </summary>
    /// <returns>The order; or unknown_order, order_state, refund_too_large, order_disputed.</returns>
    [Alias("refund")]
    Task<OrderOutcome> Refund(OrderRefund refund);

    /// <summary>The return came to nothing: the order goes on as delivered, with a new deadline.</summary>
    [Alias("end-return")]
    Task<OrderOutcome> EndReturn(string returnId, CustomerId actor);

    /// <summary>
    /// Goods are back and others go out for them, once per return: what the buyer paid for them moves into the new order's escrow as far
    /// as it is needed there, in one transfer, and the rest to the buyer; from this order's escrow, or after completion as a refund does.
    /// </summary>
    /// <returns>The order, with the exchange; or unknown_order, order_state, order_disputed.</returns>
    [Alias("exchange")]
    Task<OrderOutcome> Exchange(OrderExchange exchange);

    /// <summary>Between return and order only: nothing came of an exchange, and what was kept for it went to the buyer. Again succeeds.</summary>
    [Alias("exchange-undone")]
    Task ExchangeUndone(string returnId);

    /// <summary>Between guest and order only: the guest's number has an account now, and the order is its owner's, refunds to come included.</summary>
    /// <returns>Whether no money is on its way to the guest any more.</returns>
    [Alias("inherit")]
    Task<bool> Inherit(CustomerId guest, PhoneOwner heir);

    /// <summary>Between the order and itself only: the ledger has answered.</summary>
    [Alias("settled")]
    Task Settled(string key, OrderPaid paid);
}
