using Postmobile.Logistics;

namespace Postmobile.Commerce;

/// <summary>What lies in an order's document; lists are SQL over it.</summary>
public sealed record OrderState
{
    /// <summary>Null until it is placed.</summary>
    public OrderStatus? Status { get; init; }

    /// <summary>As it was placed.</summary>
    public OrderPlacement? Placement { get; init; }

    /// <summary>The buyer's id, for lists.</summary>
    public string Buyer { get; init; } = "";

    /// <summary>The shop's id, for lists.</summary>
    public string Shop { get; init; } = "";

    /// <summary>What people call it, for the counter.</summary>
    public string Number { get; init; } = "";

    /// <summary>When it was placed, in milliseconds since 1970 UTC.</summary>
    public long PlacedAtMs { get; init; }

    /// <summary>The shop's name when it was placed.</summary>
    public string ShopName { get; init; } = "";

    /// <summary>The shop's account.</summary>
    public long Takings { get; init; }

    /// <summary>The shop's commission when it was placed.</summary>
    public int CommissionBasisPoints { get; init; }

    /// <summary>The tax on it when it was placed.</summary>
    public int TaxBasisPoints { get; init; }

    /// <summary>How long goods may be sent back, as promised when it was placed.</summary>
    public int ReturnDays { get; init; }

    /// <summary>What happened, oldest first.</summary>
    public IReadOnlyList<OrderEvent> Events { get; init; } = [];

    /// <summary>When the state moves on by itself.</summary>
    public long? DeadlineMs { get; init; }

    /// <summary>The shop was too slow and the buyer has been told so.</summary>
    public bool Late { get; init; }

    /// <summary>The buyer's money is in the escrow, or has left it again.</summary>
    public bool Paid { get; init; }

    /// <summary>What has gone back to the buyer.</summary>
    public long Refunded { get; init; }

    /// <summary>The delivery.</summary>
    public string? Delivery { get; init; }

    /// <summary>The parcel has been in a carrier's hands, who has earned the carriage.</summary>
    public bool Carried { get; init; }

    /// <summary>Whose account gets the carriage; null: the post's.</summary>
    public long? Carrier { get; init; }

    /// <summary>When the buyer had it.</summary>
    public long? DeliveredAtMs { get; init; }

    /// <summary>The open dispute.</summary>
    public string? Dispute { get; init; }

    /// <summary>The return that is on its way.</summary>
    public string? Return { get; init; }

    /// <summary>Where the order goes on when the dispute is withdrawn.</summary>
    public OrderStatus? Before { get; init; }

    /// <summary>Keys of what has been done once and must not be done again: moves, refunds, disputes, returns.</summary>
    public IReadOnlyList<string> Seen { get; init; } = [];

    /// <summary>What it asked of the ledger, oldest first.</summary>
    public IReadOnlyList<OrderPayment> Payments { get; init; } = [];

    /// <summary>What it means for the shop's takings.</summary>
    public IReadOnlyList<ShopMoneyLine> Lines { get; init; } = [];

    /// <summary>Exchanges of its goods, oldest first.</summary>
    public IReadOnlyList<OrderExchanged> Exchanges { get; init; } = [];

    /// <summary>What went to orders of exchanged goods in place of the buyer's wallet.</summary>
    internal long Exchanged => Exchanges.Where(one => !one.Undone).Sum(one => one.Sum.Kept);

    /// <summary>What of the post's coupon went with it.</summary>
    internal long CouponMoved => Exchanges.Sum(one => one.Sum.Coupon);

    /// <summary>Counts the changes.</summary>
    public long Version { get; init; }

    /// <summary>The order as others see it; null before it is placed.</summary>
    internal Order? View(string id) => Status is not { } status || Placement is not { } placement || !OrderId.TryParse(id, out OrderId order) ? null : new Order
    {
        Id = order,
        Status = status,
        Placement = placement,
        Events = Events,
        Deadline = DeadlineMs is { } deadline ? DateTimeOffset.FromUnixTimeMilliseconds(deadline) : null,
        Refunded = Refunded,
        Delivery = Delivery is { } delivery ? new DeliveryId(delivery) : null,
        DeliveredAt = DeliveredAtMs is { } delivered ? DateTimeOffset.FromUnixTimeMilliseconds(delivered) : null,
        Dispute = Dispute,
        CommissionBasisPoints = CommissionBasisPoints,
        Version = Version,
        Payments = Payments,
        IsPaid = Paid,
        ShopName = ShopName,
        Return = Return,
        IsLate = Late,
        ReturnDays = ReturnDays,
        ShopLines = Lines,
        Exchanges = Exchanges,
    };
}
