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

    public static FollowState Unfollow(FollowState state, DateTimeOffset now) => !state.Following ? state : End(End(state, MessageChannel.Sms, ConsentEnd.Unfollowed, now), MessageChannel.Email, ConsentEnd.Unfollowed, now) with { Following = false };

    /// <summary>A consent is only ever to words that were shown; whoever agrees follows.</summary>
    public static FollowState Consent(FollowState state, MessageChannel channel, ShopId shop, CustomerId person, string token, DateTimeOffset now)
    {
        FollowState next = Follow(state, shop, person, now);
        if (Agreed(next, channel))
        {
            return next;
        }

        next = next with { Consents = [.. Room(next.Consents), new FollowConsent(Consents.VersionOf(channel), now, null, null) { Channel = channel }], EndedAfter = "" };
        return channel is MessageChannel.Sms
            ? next with { Agreed = true, Token = next.Token.Length > 0 ? next.Token : token }
            : next with { EmailAgreed = true, EmailToken = next.EmailToken.Length > 0 ? next.EmailToken : token };
    }

    public static FollowState End(FollowState state, MessageChannel channel, ConsentEnd by, DateTimeOffset now)
    {
        if (!Agreed(state, channel))
        {
            return state;
        }

        FollowState next = state with
        {
            Consents = [.. state.Consents.Select(consent => consent.Channel == channel && consent.EndedAt is null ? consent with { EndedAt = now, EndedBy = by } : consent)],
            EndedAfter = state.HeardTaken && now - DateTimeOffset.FromUnixTimeMilliseconds(state.HeardAtMs) <= Mailings.Attribution ? state.HeardFrom : "",
        };
        return channel is MessageChannel.Sms ? next with { Agreed = false } : next with { EmailAgreed = false };
    }

    public static bool Agreed(FollowState state, MessageChannel channel) => channel is MessageChannel.Sms ? state.Agreed : state.EmailAgreed;

    /// <summary>Which consent a link's secret ends: that of an e-mail is longer than that of an SMS.</summary>
    public static MessageChannel ChannelOf(string token) => token.Length == Follows.EmailTokenLength ? MessageChannel.Email : MessageChannel.Sms;

    /// <summary>Whether a message of this mailing may go out: wanted, and the only one in its time.</summary>
    public static bool MayHear(FollowState state, MessageChannel channel, string mailing, DateTimeOffset now) =>
        state.Following && Agreed(state, channel) && (state.HeardFrom == mailing || now - DateTimeOffset.FromUnixTimeMilliseconds(state.HeardAtMs) >= Consents.Pause);

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
        WantsEmails = state.EmailAgreed,
        Consents = state.Consents,
    };

    // Of a long history the oldest that has ended goes; one that stands stays.
    private static IEnumerable<FollowConsent> Room(IReadOnlyList<FollowConsent> consents) => consents.Count < ConsentsMax
        ? consents : consents.Where(consent => consent.EndedAt is null || consent != consents.First(one => one.EndedAt is not null));
}
