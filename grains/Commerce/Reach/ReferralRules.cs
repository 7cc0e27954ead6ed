using Postmobile.Identity;
using Postmobile.Money;

namespace Postmobile.Commerce;

/// <summary>What follows from what in a referral: pure.</summary>
internal static class ReferralRules
{
    public const long RewardMax = 50_000, BudgetMax = 1_000_000_000;
    public const int PersonMax = 1_000;

    /// <summary>Whoever registered longer ago is not new any more.</summary>
    public static readonly TimeSpan New = TimeSpan.FromDays(7);

    /// <summary>Between two looks for a purchase.</summary>
    public static readonly TimeSpan Every = TimeSpan.FromHours(6);

    /// <summary>Within this a first purchase must be received.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromDays(183);

    /// <summary>A purchase that was received.</summary>
    /// <param name="Order">Its id.</param>
    /// <param name="Shop">Where.</param>
    /// <param name="Kept">What the buyer paid for goods and has not got back.</param>
    /// <param name="DeliveredAt">When the buyer had it.</param>
    /// <param name="ReturnDays">How long it can be sent back.</param>
    public readonly record struct Purchase(string Order, string Shop, long Kept, DateTimeOffset DeliveredAt, int ReturnDays);

    /// <summary>What is known of a person who claims.</summary>
    public readonly record struct Claimant(CustomerId Person, DateTimeOffset RegisteredAt, bool HasBought, bool SharesDevice);

    public static bool AreSound(ReferralTerms terms) =>
        terms is { Referrer: >= 0 and <= RewardMax, Invitee: >= 0 and <= RewardMax, Minimum: > 0 and <= 10_000_000, PersonMax: > 0 and <= PersonMax, Budget: > 0 and <= BudgetMax }
        && terms.Each > 0 && terms.Each <= terms.Budget && terms.Each <= terms.Minimum;

    /// <summary>Why this person cannot have come by this code; null when they can.</summary>
    public static ReferralRefusal? Fault(ReferralState state, string code, CustomerId? owner, ReferralTerms? terms, Claimant claimant, DateTimeOffset now) =>
        state.Referrer.Length > 0 ? (state.Code == code ? null : ReferralRefusal.Taken)
        : owner is null ? ReferralRefusal.Code
        : terms is null ? ReferralRefusal.Closed
        : owner == claimant.Person ? ReferralRefusal.Own
        : now - claimant.RegisteredAt > New || claimant.HasBought ? ReferralRefusal.TooLate
        : claimant.SharesDevice ? ReferralRefusal.SameDevice
        : null;

    /// <summary>The first purchase that counts: large enough, and not in a shop of whoever invited.</summary>
    public static Purchase? Counts(IEnumerable<Purchase> purchases, long minimum, Func<string, bool> isReferrers) =>
        purchases.Where(one => one.Kept >= minimum && !isReferrers(one.Shop)).OrderBy(one => one.DeliveredAt).Select(one => (Purchase?)one).FirstOrDefault();

    /// <summary>When a purchase can no longer be sent back.</summary>
    public static DateTimeOffset Due(Purchase purchase) => purchase.DeliveredAt + TimeSpan.FromDays(purchase.ReturnDays);

    /// <summary>What a look brought: nothing yet, a purchase whose time runs, or one that stands, which is the caller's to promise for.</summary>
    public static ReferralState Looked(ReferralState state, Purchase? found, DateTimeOffset now)
    {
        if (state.Status is not (ReferralStatus.Claimed or ReferralStatus.Waiting))
        {
            return state;
        }

        if (found is { } purchase)
        {
            return state with
            {
                Status = ReferralStatus.Waiting,
                Order = purchase.Order,
                DueAtMs = Due(purchase).ToUnixTimeMilliseconds(),
                NextMs = Math.Max(Due(purchase).ToUnixTimeMilliseconds(), (now + TimeSpan.FromMinutes(1)).ToUnixTimeMilliseconds()),
            };
        }

        return now - At(state.ClaimedAtMs) > Patience ? Refuse(state, "referral_no_purchase")
            : state with { Status = ReferralStatus.Claimed, Order = "", DueAtMs = 0, NextMs = (now + Every).ToUnixTimeMilliseconds() };
    }

    /// <summary>It stands, and its time has passed.</summary>
    public static bool IsDue(ReferralState state, DateTimeOffset now) => state.Status is ReferralStatus.Waiting && now >= At(state.DueAtMs);

    public static ReferralState Promise(ReferralState state, ReferralTerms terms) => state with
    {
        Status = ReferralStatus.Paying,
        ReferrerAmount = terms.Referrer,
        InviteeAmount = terms.Invitee,
        ReferrerDone = terms.Referrer == 0,
        InviteeDone = terms.Invitee == 0,
    };

    public static ReferralState Refuse(ReferralState state, string why) => state with { Status = ReferralStatus.Refused, Why = why };

    /// <summary>The ledger has answered for one of the two.</summary>
    public static ReferralState Settled(ReferralState state, bool referrer, TransferOutcome outcome)
    {
        if (state.Status is not ReferralStatus.Paying || (referrer ? state.ReferrerDone : state.InviteeDone))
        {
            return state;
        }

        bool paid = outcome.Receipt is not null;
        ReferralState next = referrer
            ? state with { ReferrerDone = true, ReferrerGot = paid ? state.ReferrerAmount : 0 }
            : state with { InviteeDone = true, InviteeGot = paid ? state.InviteeAmount : 0 };
        next = paid ? next : next with { Why = outcome.Refusal!.StableCode };
        return next is { ReferrerDone: true, InviteeDone: true } ? next with { Status = ReferralStatus.Paid } : next;
    }

    public static DateTimeOffset? NextWake(ReferralState state) => state is { Referrer.Length: > 0, Status: ReferralStatus.Claimed or ReferralStatus.Waiting } ? At(state.NextMs) : null;

    public static Referral? View(ReferralState state, CustomerId invitee) => state.Referrer.Length == 0 ? null : new Referral
    {
        Invitee = invitee,
        Referrer = new CustomerId(state.Referrer),
        Code = state.Code,
        At = At(state.ClaimedAtMs),
        Status = state.Status,
        DueAt = state.DueAtMs == 0 ? null : At(state.DueAtMs),
        ReferrerGot = state.ReferrerGot,
        InviteeGot = state.InviteeGot,
        Why = state.Why,
    };

    private static DateTimeOffset At(long milliseconds) => DateTimeOffset.FromUnixTimeMilliseconds(milliseconds);
}
