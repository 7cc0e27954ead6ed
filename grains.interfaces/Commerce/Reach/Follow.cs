using System.Diagnostics.CodeAnalysis;
using Postmobile.Identity;

namespace Postmobile.Commerce;

/// <summary>How a consent to messages ended.</summary>
public enum ConsentEnd
{
    /// <summary>On the account's page, or over REST.</summary>
    Account,

    /// <summary>By the link in a message, without signing in.</summary>
    Link,

    /// <summary>The person follows the shop no more.</summary>
    Unfollowed,

    /// <summary>By the keyword STOP in an SMS.</summary>
    Keyword,
}

/// <summary>By which way a shop's messages come. A consent is to one of them.</summary>
public enum MessageChannel
{
    /// <summary>To the telephone.</summary>
    Sms,

    /// <summary>To the confirmed e-mail address.</summary>
    Email,
}

/// <summary>A consent to messages: which words were agreed to, when, and when it was withdrawn.</summary>
/// <param name="Version">Of the words that were shown (<see cref="Consents.Version"/>).</param>
/// <param name="At">When the person agreed.</param>
/// <param name="EndedAt">When they withdrew it; null while it stands.</param>
/// <param name="EndedBy">How.</param>
[GenerateSerializer, Immutable, Alias("commerce.follow-consent")]
public sealed record FollowConsent(
    [property: Id(0)] string Version, [property: Id(1)] DateTimeOffset At, [property: Id(2)] DateTimeOffset? EndedAt, [property: Id(3)] ConsentEnd? EndedBy)
{
    /// <summary>To which way. Those from before there was e-mail are to SMS.</summary>
    [Id(4)] public MessageChannel Channel { get; init; }
}

/// <summary>A person and a shop that they follow.</summary>
[GenerateSerializer, Immutable, Alias("commerce.follow-view")]
public sealed record Follow
{
    /// <summary>Which shop.</summary>
    [Id(0)] public required ShopId Shop { get; init; }

    /// <summary>Who.</summary>
    [Id(1)] public required CustomerId Person { get; init; }

    /// <summary>Whether they follow it now.</summary>
    [Id(2)] public required bool Following { get; init; }

    /// <summary>Since when.</summary>
    [Id(3)] public DateTimeOffset? Since { get; init; }

    /// <summary>Whether they want its messages by SMS: a consent of its own, off until they give it.</summary>
    [Id(4)] public required bool WantsMessages { get; init; }

    /// <summary>All consents, oldest first; the last may still stand.</summary>
    [Id(5)] public IReadOnlyList<FollowConsent> Consents { get; init; } = [];

    /// <summary>The shop's name, in lists.</summary>
    [Id(6)] public string ShopName { get; init; } = "";

    /// <summary>The shop's name in addresses, in lists.</summary>
    [Id(7)] public string ShopSlug { get; init; } = "";

    /// <summary>Whether they want its messages by e-mail: another consent of its own.</summary>
    [Id(8)] public bool WantsEmails { get; init; }

    /// <summary>When it was found by a link's secret: which consent that link ends.</summary>
    [Id(9)] public MessageChannel? Link { get; init; }

    /// <summary>Whether they want its messages that way.</summary>
    public bool Wants(MessageChannel channel) => channel is MessageChannel.Sms ? WantsMessages : WantsEmails;

    /// <summary>The consent that stands for that way; null when none does.</summary>
    public FollowConsent? Standing(MessageChannel channel) => Consents.LastOrDefault(consent => consent.Channel == channel && consent.EndedAt is null);
}

/// <summary>Why nothing changed.</summary>
public enum FollowRefusal
{
    /// <summary><c>unknown_shop</c>: there is none that can be followed.</summary>
    UnknownShop,

    /// <summary><c>consent_outdated</c>: the words that were agreed to are not those of today.</summary>
    ConsentOutdated,
}

/// <summary>What came of it.</summary>
[GenerateSerializer, Immutable, Alias("commerce.follow-outcome")]
public readonly record struct FollowOutcome([property: Id(0)] Follow? Follow, [property: Id(1)] FollowRefusal? Refusal);

/// <summary>How many follow a shop.</summary>
/// <param name="Followers">All.</param>
/// <param name="Agreed">Those who want its messages by SMS.</param>
/// <param name="Reachable">Those of them who have heard nothing from it for seven days.</param>
/// <param name="EmailAgreed">Those who want its messages by e-mail.</param>
/// <param name="EmailReachable">Those of them who have heard nothing from it for seven days and have a confirmed address that is not dead.</param>
/// <param name="SmsAlone">Those whom an SMS reaches and no e-mail.</param>
[GenerateSerializer, Immutable, Alias("commerce.follow-count")]
public readonly record struct FollowCount(
    [property: Id(0)] long Followers, [property: Id(1)] long Agreed, [property: Id(2)] long Reachable, [property: Id(3)] long EmailAgreed, [property: Id(4)] long EmailReachable, [property: Id(5)] long SmsAlone);

/// <summary>What became of one message to one follower.</summary>
public enum MessageFate
{
    /// <summary>The gateway has it, now or since an earlier try.</summary>
    Sent,

    /// <summary>The gateway did not take it; try again.</summary>
    NotTaken,

    /// <summary>The person does not want it any more, has heard from the shop within seven days, or has no telephone or address.</summary>
    Unwanted,

    /// <summary>Refused for good: trying again does not help.</summary>
    Refused,
}

/// <summary>The words to which a person consents, by version. Words that change get a new version; a consent names the one it was given to.</summary>
public static class Consents
{
    /// <summary>The version of the words that pages show today (<c>reach.consent-words</c>).</summary>
    public const string Version = "2026-11";

    /// <summary>The same of e-mail (<c>mail.consent-words</c>).</summary>
    public const string EmailVersion = "2026-11-email";

    /// <summary>The words of today for one way.</summary>
    public static string VersionOf(MessageChannel channel) => channel is MessageChannel.Sms ? Version : EmailVersion;

    /// <summary>At most one message per shop and person in this time.</summary>
    public static readonly TimeSpan Pause = TimeSpan.FromDays(7);
}

/// <summary>Keys of followers' documents.</summary>
public static class Follows
{
    private const string Prefix = "follow-";
    private const int PersonLength = 34;

    /// <summary>The document of a person and a shop.</summary>
    public static string Key(ShopId shop, CustomerId person) => $"{Prefix}{shop}-{person}";

    /// <summary>Whose and which a key is.</summary>
    public static bool TryRead([NotNullWhen(true)] string? key, out ShopId shop, out CustomerId person)
    {
        (shop, person) = (default, default);
        return key is not null && key.StartsWith(Prefix, StringComparison.Ordinal) && key.Length > Prefix.Length + PersonLength + 1
            && ShopId.TryParse(key[Prefix.Length..^(PersonLength + 1)], out shop) && CustomerId.TryParse(key[^PersonLength..], out person);
    }

    /// <summary>How long the secret of a link in an SMS is.</summary>
    public const int TokenLength = 12;

    /// <summary>How long that of a link in an e-mail is: nobody types it.</summary>
    public const int EmailTokenLength = 20;

    /// <summary>Whether a text has the form of a link's secret.</summary>
    public static bool IsToken([NotNullWhen(true)] string? token) => token is { Length: TokenLength or EmailTokenLength } && token.AsSpan().IndexOfAnyExcept("23456789abcdefghjkmnpqrstuvwxyz") < 0;
}
