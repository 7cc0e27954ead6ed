using System.Globalization;
using Postmobile.Money;

namespace Postmobile.Logistics;

/// <summary>Somebody who has a parcel in hand.</summary>
/// <param name="Id">A customer's id.</param>
/// <param name="IsStaff">Of the shop that sends it.</param>
/// <param name="IsCarrier">A courier or clerk, an agent where the parcel goes to no point, and whoever runs the point that it goes to.</param>
/// <param name="Wallet">A courier's wallet, to which the carriage goes; null for others.</param>
internal readonly record struct DeliveryActor(string Id, bool IsStaff, bool IsCarrier, AccountId? Wallet = null);

/// <summary>How a parcel may move, and what a code is worth: pure, state in and state out.</summary>
internal static class DeliveryRules
{
    public const int TriesMax = 5;

    /// <summary>So many days before a parcel goes back its buyer is reminded.</summary>
    public const int RemindDays = 2;

    public static readonly TimeSpan Lock = TimeSpan.FromHours(1);

    /// <summary>What a decision came to.</summary>
    public readonly record struct Decision(DeliveryState? Next, DeliveryRefusal? Refusal, DeliveryMove? Move = null)
    {
        public static readonly Decision Nothing;

        public static implicit operator Decision(DeliveryState next) => new(next, null);

        public static implicit operator Decision(DeliveryRefusal refusal) => new(null, refusal);
    }

    /// <summary>A move short of delivery.</summary>
    public static Decision Move(DeliveryState state, string id, DeliveryStage stage, DeliveryActor actor, string note, DateTimeOffset now)
    {
        if (state.Order is null)
        {
            return DeliveryRefusal.UnknownDelivery;
        }

        // That a parcel is back is the shop's word alone: it gives up the sale with it.
        if (!(actor.IsStaff || (actor.IsCarrier && stage is not DeliveryStage.SentBack)))
        {
            return DeliveryRefusal.NotCarrier;
        }

        if (state.Stage == stage)
        {
            return Decision.Nothing;
        }

        bool possible = (state.Stage, stage) switch
        {
            (DeliveryStage.Announced, DeliveryStage.HandedOver) => !state.CalledOff,
            (DeliveryStage.HandedOver, DeliveryStage.InTransit or DeliveryStage.Ready or DeliveryStage.Failed) => true,
            (DeliveryStage.InTransit, DeliveryStage.Ready or DeliveryStage.Failed) => true,
            (DeliveryStage.Ready, DeliveryStage.Failed or DeliveryStage.InTransit) => true,
            (DeliveryStage.Failed, DeliveryStage.InTransit or DeliveryStage.Ready) => true,
            (DeliveryStage.HandedOver or DeliveryStage.InTransit or DeliveryStage.Ready or DeliveryStage.Failed, DeliveryStage.SentBack) => true,
            _ => false,
        };
        return possible && state.Pending is null ? Moved(state, id, stage, actor.Id, note, actor.Wallet?.Value ?? state.Carrier, null, now) : DeliveryRefusal.State;
    }

    /// <summary>Whether this code opens the parcel to this person. A wrong one is counted; the answer then bears the state to save.</summary>
    public static Decision Try(DeliveryState state, string code, DeliveryActor actor, DateTimeOffset now)
    {
        if (state.Order is null)
        {
            return DeliveryRefusal.UnknownDelivery;
        }

        if (!actor.IsStaff && !actor.IsCarrier)
        {
            return DeliveryRefusal.NotCarrier;
        }

        if (state.CalledOff || state.Stage is DeliveryStage.SentBack)
        {
            return DeliveryRefusal.State;
        }

        if (state.LockedUntilMs > now.ToUnixTimeMilliseconds())
        {
            return DeliveryRefusal.CodeLocked;
        }

        if (string.Equals(state.Code, code.Trim(), StringComparison.Ordinal))
        {
            return Decision.Nothing;
        }

        int wrong = state.Wrong + 1;
        return wrong >= TriesMax
            ? new Decision(state with { Wrong = 0, LockedUntilMs = (now + Lock).ToUnixTimeMilliseconds() }, DeliveryRefusal.CodeLocked)
            : new Decision(state with { Wrong = wrong, LockedUntilMs = null }, DeliveryRefusal.CodeWrong);
    }

    /// <summary>When a parcel that lies at its point goes back unless it is fetched; null: it does not wait there.</summary>
    public static DateTimeOffset? GoesBackAt(DeliveryState state) =>
        state is { AtPoint: true, CalledOff: false, Stage: DeliveryStage.Ready or DeliveryStage.Failed, CollectUntilMs: { } until } ? DateTimeOffset.FromUnixTimeMilliseconds(until) : null;

    /// <summary>When the document of a parcel that waits at its point has something to do: remind, or send back.</summary>
    public static DateTimeOffset? WaitsFor(DeliveryState state) =>
        GoesBackAt(state) is { } back && state.RemindAtMs is { } remind && remind < back.ToUnixTimeMilliseconds() ? DateTimeOffset.FromUnixTimeMilliseconds(remind) : GoesBackAt(state);

    /// <summary>A parcel that has just come to its point, with the time that it waits there; the buyer is reminded two days before the end, when that is not at once.</summary>
    public static DeliveryState Wait(DeliveryState state, int days, TimeSpan day, DateTimeOffset now) => state with
    {
        CollectUntilMs = (now + (days * day)).ToUnixTimeMilliseconds(),
        RemindAtMs = days > RemindDays + 1 ? (now + ((days - RemindDays) * day)).ToUnixTimeMilliseconds() : null,
    };

    /// <summary>Whether the buyer is to be reminded now.</summary>
    public static bool Reminds(DeliveryState state, DateTimeOffset now) =>
        GoesBackAt(state) is { } back && now < back && state.RemindAtMs is { } remind && remind <= now.ToUnixTimeMilliseconds();

    /// <summary>Nobody has fetched it in time: it goes back to the shop.</summary>
    public static Decision Uncollected(DeliveryState state, string id, DateTimeOffset now) =>
        GoesBackAt(state) is { } due && due <= now && state.Pending is null ? Moved(state, id, DeliveryStage.SentBack, "", "", state.Carrier, null, now) : Decision.Nothing;

    /// <summary>It has left the point for the shop.</summary>
    public static Decision Leave(DeliveryState state, DeliveryActor actor) =>
        state.Order is null ? DeliveryRefusal.UnknownDelivery
        : !actor.IsStaff && !actor.IsCarrier ? DeliveryRefusal.NotCarrier
        : !state.AtPoint ? Decision.Nothing
        : state.CalledOff || state.Stage is DeliveryStage.SentBack ? state with { AtPoint = false }
        : DeliveryRefusal.State;

    /// <summary>It is in the buyer's hands.</summary>
    public static Decision Delivered(DeliveryState state, string id, string actor, AccountId? carrier, TransferId? collected, DateTimeOffset now) =>
        Moved(state with { Pending = null, Wrong = 0, LockedUntilMs = null }, id, DeliveryStage.Delivered, actor, "", carrier?.Value, collected, now);

    private static Decision Moved(DeliveryState state, string id, DeliveryStage stage, string actor, string note, long? carrier, TransferId? collected, DateTimeOffset now)
    {
        var move = new DeliveryMove
        {
            Key = $"{id}#{(state.Moves.Count + 1).ToString(CultureInfo.InvariantCulture)}",
            Stage = stage,
            At = now,
            Actor = actor,
            Note = note,
            Carrier = carrier is { } account ? new AccountId(account) : null,
            Collected = collected,
        };
        // What nobody has fetched lies at the point until it is given back; on the road, in the buyer's hands or at the shop it does not.
        bool there = state.Point.Length > 0 && (stage is DeliveryStage.Ready || (state.AtPoint && (stage is DeliveryStage.Failed || (stage is DeliveryStage.SentBack && actor.Length == 0))));
        return new Decision(
            state with { Stage = stage, Holder = actor, Carrier = carrier, Moves = [.. state.Moves, move], AtPoint = there, CollectUntilMs = there && stage is not DeliveryStage.SentBack ? state.CollectUntilMs : null },
            null, move);
    }
}
