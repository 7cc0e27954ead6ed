using Postmobile.Identity;

namespace Postmobile.Money;

/// <summary>Who may do what with a mandate, and what follows: pure, state in and state out.</summary>
internal static partial class MandateRules
{
    /// <summary>The most periods that a mandate can name.</summary>
    public const int TimesMax = 10_000;

    // Nobody plans further ahead.
    private const int YearsMax = 30;

    public readonly record struct Decision(MandateState? Next, RequestRefusal? Refusal)
    {
        public static readonly Decision Nothing;

        public static implicit operator Decision(MandateState next) => new(next, null);

        public static implicit operator Decision(RequestRefusal refusal) => new(null, refusal);
    }

    /// <summary>What is wrong with a proposal, or null.</summary>
    public static RequestRefusal? Check(MandateWish wish, DateTimeOffset now)
    {
        DateOnly today = BrazzavilleCalendar.Day(now);
        if (wish.Ceiling is <= 0 or > RequestRules.AmountMax || wish.Amount is <= 0)
        {
            return RequestRefusal.AmountNotPositive;
        }

        if (wish.Amount > wish.Ceiling)
        {
            return RequestRefusal.MandateCeiling;
        }

        if (string.IsNullOrWhiteSpace(wish.Reason) || !PaymentRules.ValidNote(wish.Reason))
        {
            return RequestRefusal.MemoInvalid;
        }

        if (wish.Payee.Id == wish.Payer.Id)
        {
            return RequestRefusal.RequestOwn;
        }

        bool fits = Enum.IsDefined(wish.Period) && wish.Start >= today && wish.Start <= today.AddYears(YearsMax)
            && (wish.End is not { } end || (end >= wish.Start && end <= today.AddYears(YearsMax)))
            && (wish.Times is not { } times || times is > 0 and <= TimesMax);
        return fits ? null : RequestRefusal.MandateTerms;
    }

    /// <summary>It is proposed.</summary>
    public static MandateState Begin(MandateWish wish, DateTimeOffset now, RequestOptions options) => new()
    {
        Status = MandateStatus.Proposed,
        Payee = SideState.Of(wish.Payee),
        Merchant = wish.Merchant,
        Payer = SideState.Of(wish.Payer),
        Amount = wish.Amount,
        Proposed = wish.Ceiling,
        Period = wish.Period,
        Start = wish.Start,
        End = wish.End,
        Times = wish.Times,
        Reason = wish.Reason,
        ProposedAtMs = now.ToUnixTimeMilliseconds(),
        AnswerByMs = (now + options.ProposalLife).ToUnixTimeMilliseconds(),
    };

    /// <summary>The payee proposes again with the same key.</summary>
    public static RequestRefusal? Again(MandateState state, MandateWish wish) =>
        state.Wish() is { } before && before with { Payee = wish.Payee, Payer = wish.Payer } == wish
        && before.Payer.Id == wish.Payer.Id && before.Payee.Id == wish.Payee.Id && before.Payee.Account == wish.Payee.Account
            ? null
            : RequestRefusal.IdempotencyConflict;

    /// <summary>The payer agrees. What fell due while they thought about it is not collected.</summary>
    public static Decision Approve(MandateState state, CustomerId by, long ceiling, DateTimeOffset now)
    {
        if (state.Status is null || state.Payer?.Id != by.Value)
        {
            return RequestRefusal.NotFound;
        }

        if (state.Status is not MandateStatus.Proposed)
        {
            bool again = state.Status is MandateStatus.Active && state.Ceiling == ceiling;
            return again ? Decision.Nothing : IsOver(state) ? RequestRefusal.MandateOver : RequestRefusal.MandateNotOpen;
        }

        if (now.ToUnixTimeMilliseconds() >= state.AnswerByMs)
        {
            return RequestRefusal.MandateOver;
        }

        if (ceiling <= 0 || ceiling > state.Proposed || ceiling < state.Amount)
        {
            return RequestRefusal.MandateCeiling;
        }

        // Who agrees on the day of the first collection, or on the eve, was told of it by that: it is collected on time.
        MandateState active = Skip(state with { Status = MandateStatus.Active, Ceiling = ceiling }, BrazzavilleCalendar.Day(now));
        return active is { Status: MandateStatus.Active, Amount: { } amount } && MandateCalendar.Notice(active, active.Next) <= now
            ? active with { Step = CollectionStep.Announced, NextAmount = amount, NextAtMs = Later(MandateCalendar.Moment(active, active.Next), now) }
            : active;
    }

    /// <summary>The payer says no, or the time to answer is over.</summary>
    public static Decision Decline(MandateState state, CustomerId by) =>
        state.Status is null || state.Payer?.Id != by.Value ? RequestRefusal.NotFound
        : state.Status is MandateStatus.Declined ? Decision.Nothing
        : state.Status is MandateStatus.Proposed ? state with { Status = MandateStatus.Declined }
        : IsOver(state) ? RequestRefusal.MandateOver
        : RequestRefusal.MandateNotOpen;

    /// <summary>The payer stops it for a while.</summary>
    public static Decision Pause(MandateState state, CustomerId by) =>
        state.Status is null || state.Payer?.Id != by.Value ? RequestRefusal.NotFound
        : state.Status is MandateStatus.Paused ? Decision.Nothing
        : state.Status is MandateStatus.Active ? Halt(state with { Status = MandateStatus.Paused })
        : IsOver(state) ? RequestRefusal.MandateOver
        : RequestRefusal.MandateNotOpen;

    /// <summary>The payer lets it go on with what falls due after this day.</summary>
    public static Decision Resume(MandateState state, CustomerId by, DateTimeOffset now)
    {
        if (state.Status is null || state.Payer?.Id != by.Value)
        {
            return RequestRefusal.NotFound;
        }

        if (state.Status is not MandateStatus.Paused)
        {
            return state.Status is MandateStatus.Active ? Decision.Nothing : IsOver(state) ? RequestRefusal.MandateOver : RequestRefusal.MandateNotOpen;
        }

        // What is being annulled comes to its end first; the period that is next then is found as time goes on.
        MandateState active = state with { Status = MandateStatus.Active };
        return active.Step is CollectionStep.Closing ? active : Skip(active, BrazzavilleCalendar.Day(now).AddDays(1));
    }

    /// <summary>Either side ends it. A proposal that the payee takes back was never one.</summary>
    public static Decision Cancel(MandateState state, CustomerId by)
    {
        bool payer = state.Payer?.Id == by.Value, payee = state.Payee?.Id == by.Value;
        return state.Status switch
        {
            null => RequestRefusal.NotFound,
            _ when !payer && !payee => RequestRefusal.NotFound,
            MandateStatus.Proposed => state with { Status = payer ? MandateStatus.Declined : MandateStatus.Withdrawn },
            MandateStatus.Cancelled or MandateStatus.Withdrawn => Decision.Nothing,
            _ when IsOver(state) => RequestRefusal.MandateOver,
            _ => Halt(state with { Status = MandateStatus.Cancelled }),
        };
    }

    /// <summary>The payee says how much the next collection is.</summary>
    public static Decision Collect(MandateState state, CustomerId by, long amount, DateTimeOffset now)
    {
        if (state.Status is null || state.Payee?.Id != by.Value)
        {
            return RequestRefusal.NotFound;
        }

        if (IsOver(state))
        {
            return RequestRefusal.MandateOver;
        }

        if (state.Status is not MandateStatus.Active || state.Amount is not null)
        {
            return RequestRefusal.MandateNotOpen;
        }

        if (amount <= 0)
        {
            return RequestRefusal.AmountNotPositive;
        }

        if (amount > state.Ceiling)
        {
            return RequestRefusal.MandateCeiling;
        }

        MandateState current = Pass(state, now);
        if (current.Step is not CollectionStep.Waiting || current.Status is not MandateStatus.Active)
        {
            return current.NextAmount == amount && current.Step is not CollectionStep.Closing ? Decision.Nothing : RequestRefusal.MandateNotOpen;
        }

        DateTimeOffset at = Max(MandateCalendar.Moment(current, current.Next), now + MandateCalendar.NoticeAhead);
        return at < MandateCalendar.Moment(current, current.Next + 1)
            ? current with { Step = CollectionStep.Announced, NextAmount = amount, NextAtMs = at.ToUnixTimeMilliseconds() }
            : RequestRefusal.MandateNotOpen;
    }

    /// <summary>Whether nothing is collected any more.</summary>
    public static bool IsOver(MandateState state) =>
        state.Status is MandateStatus.Declined or MandateStatus.Withdrawn or MandateStatus.Cancelled or MandateStatus.Ended;

    /// <summary>The first period that falls due on this day or later.</summary>
    private static MandateState Skip(MandateState state, DateOnly from)
    {
        int next = state.Next;
        while (MandateCalendar.Due(state, next) < from)
        {
            next++;
        }

        return Finish(Fresh(state with { Next = next }));
    }

    private static long Later(DateTimeOffset one, DateTimeOffset other) => Max(one, other).ToUnixTimeMilliseconds();

    private static DateTimeOffset Max(DateTimeOffset one, DateTimeOffset other) => one > other ? one : other;
}
