using Postmobile.Commerce;

namespace Postmobile.Logistics;

/// <summary>Names one delivery: <c>d-</c> and the id of what is delivered.</summary>
[GenerateSerializer, Immutable, Alias("logistics.delivery-id")]
public readonly record struct DeliveryId([property: Id(0)] string Value)
{
    /// <summary>The delivery of an order: the same at each attempt.</summary>
    public static DeliveryId Of(OrderId order) => new("d-" + order.Value);

    /// <inheritdoc />
    public override string ToString() => Value ?? "";
}

/// <summary>Where goods are given to the buyer.</summary>
public enum DeliveryMethod
{
    /// <summary>At a post office, to be fetched.</summary>
    PostOffice,

    /// <summary>At a pickup point (an agent's shop), to be fetched.</summary>
    PickupPoint,

    /// <summary>At the buyer's door.</summary>
    Home,
}

/// <summary>Where to, how, and what it costs.</summary>
[GenerateSerializer, Immutable, Alias("logistics.delivery-choice")]
public sealed record DeliveryChoice
{
    /// <summary>How.</summary>
    [Id(0)] public required DeliveryMethod Method { get; init; }

    /// <summary>Where to.</summary>
    [Id(1)] public required Place To { get; init; }

    /// <summary>The office's or pickup point's name; empty for home.</summary>
    [Id(2)] public string Point { get; init; } = "";

    /// <summary>Who receives it: a name and a telephone for whoever delivers.</summary>
    [Id(3)] public required Recipient Recipient { get; init; }

    /// <summary>What the parcel costs the buyer, in XAF.</summary>
    [Id(4)] public required long Price { get; init; }

    /// <summary>What the carrier earns with it, in XAF: the price before any free delivery that shop or post grants.</summary>
    [Id(5)] public required long Cost { get; init; }

    /// <summary>The post office or pickup point; null for home, and for orders of the time when only the town was named.</summary>
    [Id(6)] public PointCode? PointCode { get; init; }
}

/// <summary>Who receives a parcel.</summary>
/// <param name="Name">The name.</param>
/// <param name="Phone">The telephone, E.164.</param>
[GenerateSerializer, Immutable, Alias("logistics.recipient")]
public sealed record Recipient([property: Id(0)] string Name, [property: Id(1)] string Phone);

/// <summary>What a delivery has been through.</summary>
public enum DeliveryStage
{
    /// <summary>Announced: the parcel is packed.</summary>
    Announced,

    /// <summary>In the carrier's hands.</summary>
    HandedOver,

    /// <summary>On its way.</summary>
    InTransit,

    /// <summary>At the place where the buyer fetches it.</summary>
    Ready,

    /// <summary>Tried in vain.</summary>
    Failed,

    /// <summary>In the buyer's hands, proved by the buyer's code.</summary>
    Delivered,

    /// <summary>Back at the shop.</summary>
    SentBack,
}

/// <summary>One move of a parcel, told to its order.</summary>
[GenerateSerializer, Immutable, Alias("logistics.delivery-move")]
public sealed record DeliveryMove
{
    /// <summary>Once per key.</summary>
    [Id(0)] public required string Key { get; init; }

    /// <summary>Where it is now.</summary>
    [Id(1)] public required DeliveryStage Stage { get; init; }

    /// <summary>When.</summary>
    [Id(2)] public required DateTimeOffset At { get; init; }

    /// <summary>Whoever moved it: a customer's id.</summary>
    [Id(3)] public required string Actor { get; init; }

    /// <summary>Where, or why it failed; empty without.</summary>
    [Id(4)] public string Note { get; init; } = "";

    /// <summary>The account to which the carrier's part of the money goes; null: the post's own.</summary>
    [Id(5)] public Money.AccountId? Carrier { get; init; }

    /// <summary>For cash on delivery: the transfer from the collector's float into the escrow; it is there when this is told.</summary>
    [Id(6)] public Money.TransferId? Collected { get; init; }
}
