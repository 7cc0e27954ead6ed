using Postmobile.Identity;

namespace Postmobile.Commerce;

/// <summary>Somebody who wants something of an order.</summary>
/// <param name="Id">A customer's id; empty for the clock.</param>
/// <param name="IsBuyer">Whether they bought it.</param>
/// <param name="IsStaff">Whether they may act for the shop in this matter.</param>
/// <param name="IsPost">Whether they decide for the post.</param>
internal readonly record struct OrderActor(string Id, bool IsBuyer = false, bool IsStaff = false, bool IsPost = false)
{
    public static readonly OrderActor Clock = new("", IsPost: true);

    /// <summary>Everybody whose order it is, and the post.</summary>
    public bool IsParty => IsBuyer || IsStaff || IsPost;
}

/// <summary>What somebody wants with a dispute or a return of an order.</summary>
internal readonly record struct OrderCase(string Id, OrderActor Actor, string Reason = "", long ToBuyer = 0);

/// <summary>What follows from a change, to be done once it is saved.</summary>
internal abstract record OrderEffect
{
    /// <summary>Payments, one after the other.</summary>
    public sealed record Pay(IReadOnlyList<OrderPayment> Payments) : OrderEffect;

    /// <summary>Units go back to the shop's stock.</summary>
    public sealed record PutBack(string Key, IReadOnlyList<ReturnedLine> Lines) : OrderEffect;

    /// <summary>The parcel is announced.</summary>
    public sealed record Announce : OrderEffect;

    /// <summary>The parcel is handed over.</summary>
    public sealed record HandOver(string Actor) : OrderEffect;

    /// <summary>The parcel is called off.</summary>
    public sealed record CallOff : OrderEffect;

    /// <summary>The money of an exchange has moved.</summary>
    public sealed record Exchanged(string Return) : OrderEffect;

    /// <summary>A guest's order is a customer's now.</summary>
    public sealed record Inherited(CustomerId Guest, CustomerId Heir) : OrderEffect;

    /// <summary>The shop has been paid.</summary>
    public sealed record Earned : OrderEffect;

    /// <summary>Buyer and staff are told.</summary>
    public sealed record Tell(string Kind, long Amount, string Note) : OrderEffect;
}

/// <summary>What a decision came to: a new state with what follows, an answer that changes nothing, or a refusal.</summary>
internal sealed record OrderDecision(OrderState? Next, OrderRefusal? Refusal, IReadOnlyList<OrderEffect> Effects)
{
    public static readonly OrderDecision Nothing = new(null, null, []);

    public static OrderDecision Of(OrderState next, params IReadOnlyList<OrderEffect> effects) => new(next, null, effects);

    public static implicit operator OrderDecision(OrderRefusal refusal) => new(null, refusal, []);
}
