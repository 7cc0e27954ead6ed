using Orleans.Concurrency;
using Postmobile.Identity;

namespace Postmobile.Commerce;

/// <summary>One person and one shop. Keyed by <see cref="Follows.Key"/>. It alone decides whether a message may go to the person.</summary>
[Alias("commerce.follow-grain"), GrainInterfaceType("commerce.follow-grain")]
public interface IFollowGrain : IGrainWithStringKey
{
    /// <summary>Follows the shop. Again succeeds. Says nothing about messages.</summary>
    /// <returns>How it stands; or unknown_shop.</returns>
    [Alias("follow")]
    Task<FollowOutcome> Follow();

    /// <summary>Follows it no more; a consent ends with it. Again succeeds.</summary>
    [Alias("unfollow")]
    Task<FollowOutcome> Unfollow();

    /// <summary>Agrees to the shop's messages by SMS, and follows it. Again succeeds.</summary>
    /// <param name="version">Of the words that were shown.</param>
    /// <returns>How it stands; or unknown_shop, consent_outdated.</returns>
    [Alias("consent")]
    Task<FollowOutcome> Consent(string version);

    /// <summary>Withdraws the consent. Again succeeds.</summary>
    [Alias("withdraw")]
    Task<FollowOutcome> Withdraw(ConsentEnd by);

    /// <summary>Agrees to the shop's messages by one way, and follows it. Again succeeds.</summary>
    /// <param name="channel">By which way.</param>
    /// <param name="version">Of the words that were shown for that way.</param>
    /// <returns>How it stands; or unknown_shop, consent_outdated.</returns>
    [Alias("agree")]
    Task<FollowOutcome> Agree(MessageChannel channel, string version);

    /// <summary>Withdraws the consent to one way. Again succeeds.</summary>
    [Alias("end")]
    Task<FollowOutcome> End(MessageChannel channel, ConsentEnd by);

    /// <summary>How it stands; also when the person has never followed.</summary>
    [AlwaysInterleave, Alias("look")]
    Task<Follow> Look();

    /// <summary>Sends a message of the shop, once: the same again finds that it was sent.</summary>
    /// <param name="mailing">Which mailing.</param>
    /// <param name="text">Its text, to which the way to say no is added.</param>
    [Alias("message")]
    Task<MessageFate> Message(string mailing, string text);

    /// <summary>Sends an e-mail of the shop, once: the same again finds that it was sent, or goes out with the same Message-ID.</summary>
    /// <param name="mailing">Which mailing.</param>
    /// <param name="letter">What it says, to which the ways to say no are added.</param>
    [Alias("mail")]
    Task<MessageFate> Mail(string mailing, Letter letter);

    /// <summary>The gateway never took it: the person has not heard from the shop.</summary>
    [Alias("give-up")]
    Task GiveUp(string mailing);
}

/// <summary>Counts and lists followers. Key 0.</summary>
[Alias("commerce.followers"), GrainInterfaceType("commerce.followers")]
public interface IFollowersGrain : IGrainWithIntegerKey
{
    /// <summary>How many follow a shop.</summary>
    [Alias("count")]
    Task<FollowCount> Count(ShopId shop);

    /// <summary>The shops that a person follows, newest first; the first 200.</summary>
    [Alias("of")]
    Task<IReadOnlyList<Follow>> Of(CustomerId person);

    /// <summary>Whose consent a link's secret ends; null when it is no secret of ours.</summary>
    [Alias("by-token")]
    Task<Follow?> ByToken(string token);

    /// <summary>The shops whose messages a person wants by one way or the other; the first 200.</summary>
    [Alias("wanted-by")]
    Task<IReadOnlyList<Follow>> WantedBy(CustomerId person);
}
