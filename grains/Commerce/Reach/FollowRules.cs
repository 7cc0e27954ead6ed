using Postmobile.Identity;

namespace Postmobile.Commerce;

/// <summary>What follows from what between a person and a shop: pure.</summary>
internal static class FollowRules
{
    private const int ConsentsMax = 50;

    public static FollowState Follow(FollowState state, ShopId shop, CustomerId person, DateTimeOffset now) => state.Following ? state : state with
    {
        Shop = shop.Value, Person = person.Value, Following = true, SinceMs = now.ToUnixTimeMilliseconds(),
    };

    public static FollowState Unfollow(FollowState state, DateTimeOffset now) => !state.Following ? state : End(state, ConsentEnd.Unfollowed, now) with { Following = false };

    /// <summary>A consent is only ever to words that were shown; whoever agrees follows.</summary>
    public static FollowState Consent(FollowState state, ShopId shop, CustomerId person, string token, DateTimeOffset now)
    {
        FollowState next = Follow(state, shop, person, now);
        return next.Agreed ? next : next with
        {
            Agreed = true,
            Token = next.Token.Length > 0 ? next.Token : token,
            Consents = [.. next.Consents.TakeLast(ConsentsMax - 1), new FollowConsent(Consents.Version, now, null, null)],
            EndedAfter = "",
        };
    }

    public static FollowState End(FollowState state, ConsentEnd by, DateTimeOffset now) => !state.Agreed ? state : state with
    {
        Agreed = false,
        Consents = [.. state.Consents.SkipLast(1), state.Consents[^1] with { EndedAt = now, EndedBy = by }],
        EndedAfter = state.HeardTaken && now - DateTimeOffset.FromUnixTimeMilliseconds(state.HeardAtMs) <= Mailings.Attribution ? state.HeardFrom : "",
    };

    /// <summary>Whether a message of this mailing may go out: wanted, and the only one in its time.</summary>
    public static bool MayHear(FollowState state, string mailing, DateTimeOffset now) =>
        state is { Following: true, Agreed: true } && (state.HeardFrom == mailing || now - DateTimeOffset.FromUnixTimeMilliseconds(state.HeardAtMs) >= Consents.Pause);

    /// <summary>A message is about to go out: nobody else's may until the pause is over.</summary>
    public static FollowState Hear(FollowState state, string mailing, DateTimeOffset now) => state.HeardFrom == mailing ? state : state with
    {
        HeardFrom = mailing, HeardAtMs = now.ToUnixTimeMilliseconds(), HeardTaken = false, BeforeAtMs = state.HeardAtMs,
    };

    /// <summary>It never went out.</summary>
    public static FollowState GiveUp(FollowState state, string mailing) => state.HeardFrom != mailing || state.HeardTaken ? state : state with
    {
        HeardFrom = "", HeardAtMs = state.BeforeAtMs,
    };

    public static Follow View(FollowState state, ShopId shop, CustomerId person) => new()
    {
        Shop = shop,
        Person = person,
        Following = state.Following,
        Since = state.Following ? DateTimeOffset.FromUnixTimeMilliseconds(state.SinceMs) : null,
        WantsMessages = state.Agreed,
        Consents = state.Consents,
    };
}
