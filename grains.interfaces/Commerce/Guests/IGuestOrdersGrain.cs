using Orleans.Concurrency;

namespace Postmobile.Commerce;

/// <summary>
/// What a guest may buy, to be paid in cash at delivery: so many orders at once, and none after several parcels that they did not take.
/// The same grain as <see cref="Identity.IGuestGrain"/>, with the same key.
/// </summary>
[Alias("commerce.guest-orders"), GrainInterfaceType("commerce.guest-orders")]
public interface IGuestOrdersGrain : IGrainWithStringKey
{
    /// <summary>Whether so many more orders could be placed now; it promises nothing.</summary>
    /// <returns>Null, or guest_open_orders, guest_account_needed, unknown_checkout (no such guest).</returns>
    [AlwaysInterleave, Alias("may-order")]
    Task<CartRefusal?> MayOrder(int orders);

    /// <summary>Notes that a checkout places these orders, unless there are too many. Again for the same checkout succeeds.</summary>
    /// <returns>Null, or guest_open_orders, guest_account_needed, unknown_checkout (no such guest).</returns>
    [Alias("admit")]
    Task<CartRefusal?> Admit(CheckoutId checkout, IReadOnlyList<OrderId> orders);
}
