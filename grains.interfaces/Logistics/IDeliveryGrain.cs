using Orleans.Concurrency;
using Postmobile.Commerce;
using Postmobile.Identity;

namespace Postmobile.Logistics;

/// <summary>
/// The delivery of one order's parcel. Keyed by <see cref="DeliveryId"/>. A small contract that a whole parcel chain can
/// keep in its place: <c>Commerce</c> announces a parcel and hears of its moves (<see cref="IOrderGrain.DeliveryMoved"/>), no more.
/// </summary>
[Alias("logistics.delivery-grain"), GrainInterfaceType("logistics.delivery-grain")]
public interface IDeliveryGrain : IGrainWithStringKey
{
    /// <summary>A parcel is packed. Again changes nothing. The buyer gets a code by SMS that only whoever holds the parcel may ask for.</summary>
    [Alias("announce")]
    Task Announce(DeliveryOrder order);

    /// <summary>The delivery; null when none is announced.</summary>
    [AlwaysInterleave, Alias("look")]
    Task<Delivery?> Look();

    /// <summary>The parcel moved, short of being delivered. Again succeeds.</summary>
    /// <returns>Null; or unknown_delivery, delivery_state, not_carrier.</returns>
    [Alias("move")]
    Task<DeliveryRefusal?> Move(DeliveryStage stage, CustomerId actor, string note);

    /// <summary>
    /// The buyer has it: whoever hands it over types the buyer's code. For cash on delivery, the amount is first paid from the
    /// collector's float into the escrow. Again with the right code succeeds.
    /// </summary>
    /// <returns>Null; or unknown_delivery, delivery_state, code_wrong, code_locked (too many wrong ones: for an hour), float_short (the collector cannot pay the cash in).</returns>
    [Alias("deliver")]
    Task<DeliveryRefusal?> Deliver(string code, CustomerId actor, Money.AccountId? collector);

    /// <summary>
    /// The order is called off: a parcel that nobody has received goes back, and its code is worth nothing. Again succeeds.
    /// </summary>
    /// <returns>False when it has been delivered, or is being delivered at this moment.</returns>
    [Alias("call-off")]
    Task<bool> CallOff();

    /// <summary>The buyer's code, for the buyer's own page; null once delivered.</summary>
    [AlwaysInterleave, Alias("code")]
    Task<string?> Code();

    /// <summary>Between order and parcel only: a guest's order is a customer's now. Again succeeds.</summary>
    /// <returns>False when the parcel is not announced yet.</returns>
    [Alias("inherit")]
    Task<bool> Inherit(CustomerId guest, CustomerId heir);

    /// <summary>A parcel that nobody fetched, or whose order was called off, has left the point again. Again succeeds.</summary>
    /// <returns>Null; or unknown_delivery, delivery_state (it still waits for the buyer), not_carrier.</returns>
    [Alias("leave")]
    Task<DeliveryRefusal?> Leave(CustomerId actor);
}

/// <summary>What is to be delivered.</summary>
[GenerateSerializer, Immutable, Alias("logistics.delivery-order")]
public sealed record DeliveryOrder
{
    /// <summary>For which order.</summary>
    [Id(0)] public required OrderId Order { get; init; }

    /// <summary>From where.</summary>
    [Id(1)] public required Place From { get; init; }

    /// <summary>Where to and how.</summary>
    [Id(2)] public required DeliveryChoice To { get; init; }

    /// <summary>The buyer.</summary>
    [Id(3)] public required CustomerId Buyer { get; init; }

    /// <summary>The shop, whose staff may hand it over too.</summary>
    [Id(4)] public required ShopId Shop { get; init; }

    /// <summary>Grams.</summary>
    [Id(5)] public required int WeightGrams { get; init; }

    /// <summary>Cash to collect at the door, in XAF, and the escrow that it goes into; 0 when it is paid.</summary>
    [Id(6)] public long Collect { get; init; }

    /// <summary>The order's account.</summary>
    [Id(7)] public required Money.AccountId Escrow { get; init; }
}

/// <summary>A delivery as its grain sees it.</summary>
[GenerateSerializer, Immutable, Alias("logistics.delivery")]
public sealed record Delivery
{
    /// <summary>Its id.</summary>
    [Id(0)] public required DeliveryId Id { get; init; }

    /// <summary>What was ordered.</summary>
    [Id(1)] public required DeliveryOrder Order { get; init; }

    /// <summary>Where it is.</summary>
    [Id(2)] public required DeliveryStage Stage { get; init; }

    /// <summary>Every move, oldest first.</summary>
    [Id(3)] public required IReadOnlyList<DeliveryMove> Moves { get; init; }

    /// <summary>Who moved it last: a customer's id; empty before.</summary>
    [Id(4)] public string Holder { get; init; } = "";

    /// <summary>The order was called off: the parcel goes back.</summary>
    [Id(5)] public bool IsCalledOff { get; init; }

    /// <summary>Until when it waits at its point; null when it does not.</summary>
    [Id(6)] public DateTimeOffset? WaitsUntil { get; init; }

    /// <summary>It lies at its point: to be fetched, or to be given back.</summary>
    [Id(7)] public bool IsAtPoint { get; init; }
}

/// <summary>Why a parcel did not move.</summary>
public enum DeliveryRefusal
{
    /// <summary><c>unknown_delivery</c>: none is announced.</summary>
    UnknownDelivery,

    /// <summary><c>delivery_state</c>: not from where it is.</summary>
    State,

    /// <summary><c>not_carrier</c>: this person may not move it.</summary>
    NotCarrier,

    /// <summary><c>code_wrong</c>.</summary>
    CodeWrong,

    /// <summary><c>code_locked</c>: too many wrong codes.</summary>
    CodeLocked,

    /// <summary><c>float_short</c>: the collector's float does not hold the cash to be paid in.</summary>
    FloatShort,
}

/// <summary>What parcels cost. Key 0.</summary>
[Alias("logistics.delivery-prices"), GrainInterfaceType("logistics.delivery-prices")]
public interface IDeliveryPricesGrain : IGrainWithIntegerKey
{
    /// <summary>The price of a parcel, in XAF, by method; a method that cannot be had is left out.</summary>
    [Alias("quote")]
    Task<IReadOnlyDictionary<DeliveryMethod, long>> Quote(Place from, Place to, int weightGrams, long volumeCubicMillimetres);
}
