using Postmobile.Money;

namespace Postmobile.Logistics;

/// <summary>What lies in a delivery's document.</summary>
public sealed record DeliveryState
{
    /// <summary>What is to be delivered; null until it is announced.</summary>
    public DeliveryOrder? Order { get; init; }

    /// <summary>Where it is.</summary>
    public DeliveryStage Stage { get; init; }

    /// <summary>The order was called off.</summary>
    public bool CalledOff { get; init; }

    /// <summary>The buyer's code.</summary>
    public string Code { get; init; } = "";

    /// <summary>Wrong codes since the last right one or lock.</summary>
    public int Wrong { get; init; }

    /// <summary>Until when no code is looked at.</summary>
    public long? LockedUntilMs { get; init; }

    /// <summary>Who moved it last.</summary>
    public string Holder { get; init; } = "";

    /// <summary>The account of the courier who carried it; null: nobody who is paid apart.</summary>
    public long? Carrier { get; init; }

    /// <summary>Cash that is being paid in: nobody knows yet whether it is there.</summary>
    public PendingCollection? Pending { get; init; }

    /// <summary>How often cash was paid in or tried to be.</summary>
    public int Tries { get; init; }

    /// <summary>Every move, oldest first.</summary>
    public IReadOnlyList<DeliveryMove> Moves { get; init; } = [];

    /// <summary>The code of the point that it goes to, for lists; empty without.</summary>
    public string Point { get; init; } = "";

    /// <summary>It lies at its point.</summary>
    public bool AtPoint { get; init; }

    /// <summary>Until when it waits there, in milliseconds since 1970 UTC.</summary>
    public long? CollectUntilMs { get; init; }

    /// <summary>When the buyer is reminded of it, in milliseconds since 1970 UTC; null: never, or they have been.</summary>
    public long? RemindAtMs { get; init; }

    internal Delivery? View(string id) => Order is not { } order ? null : new Delivery
    {
        Id = new DeliveryId(id),
        Order = order,
        Stage = Stage,
        Moves = Moves,
        Holder = Holder,
        IsCalledOff = CalledOff,
        WaitsUntil = CollectUntilMs is { } until ? DateTimeOffset.FromUnixTimeMilliseconds(until) : null,
        IsAtPoint = AtPoint,
    };
}

/// <summary>Cash on its way into the escrow.</summary>
/// <param name="Collector">From which account.</param>
/// <param name="Actor">Who collected it.</param>
/// <param name="Carrier">Who will have carried it.</param>
public sealed record PendingCollection(AccountId Collector, string Actor, AccountId? Carrier);
