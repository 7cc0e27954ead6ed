using Postmobile.Identity;

namespace Postmobile.Commerce;

/// <summary>What a referral brings, as the post has decided.</summary>
[GenerateSerializer, Immutable, Alias("commerce.referral-terms")]
public sealed record ReferralTerms
{
    /// <summary>What whoever invited gets, in XAF.</summary>
    [Id(0)] public required long Referrer { get; init; }

    /// <summary>What whoever came gets, in XAF.</summary>
    [Id(1)] public required long Invitee { get; init; }

    /// <summary>From which amount of goods on a first purchase counts, in XAF.</summary>
    [Id(2)] public required long Minimum { get; init; }

    /// <summary>For how many one person is rewarded.</summary>
    [Id(3)] public required int PersonMax { get; init; }

    /// <summary>What all rewards together may cost, in XAF; never exceeded.</summary>
    [Id(4)] public required long Budget { get; init; }

    /// <summary>Both rewards.</summary>
    public long Each => Referrer + Invitee;
}

/// <summary>How referrals stand: what is so, and what an operator has proposed.</summary>
[GenerateSerializer, Immutable, Alias("commerce.referral-program")]
public sealed record ReferralProgram
{
    /// <summary>What is so; null while there are no rewards.</summary>
    [Id(0)] public ReferralTerms? Terms { get; init; }

    /// <summary>What waits for another operator.</summary>
    [Id(1)] public ReferralTerms? Proposed { get; init; }

    /// <summary>Who proposed it.</summary>
    [Id(2)] public CustomerId? ProposedBy { get; init; }

    /// <summary>What has been promised so far, in XAF.</summary>
    [Id(3)] public long Promised { get; init; }

    /// <summary>How many referrals that was.</summary>
    [Id(4)] public long Rewarded { get; init; }
}

/// <summary>How a referral stands.</summary>
public enum ReferralStatus
{
    /// <summary>The person has come, and has not received a purchase yet.</summary>
    Claimed,

    /// <summary>Received; the time in which it can be sent back is running.</summary>
    Waiting,

    /// <summary>Promised, and on its way.</summary>
    Paying,

    /// <summary>Both have had their answer.</summary>
    Paid,

    /// <summary>There is no reward; the referral says why.</summary>
    Refused,
}

/// <summary>One person who came by another's code.</summary>
[GenerateSerializer, Immutable, Alias("commerce.referral")]
public sealed record Referral
{
    /// <summary>Who came.</summary>
    [Id(0)] public required CustomerId Invitee { get; init; }

    /// <summary>Who invited.</summary>
    [Id(1)] public required CustomerId Referrer { get; init; }

    /// <summary>By which code.</summary>
    [Id(2)] public required string Code { get; init; }

    /// <summary>When.</summary>
    [Id(3)] public required DateTimeOffset At { get; init; }

    /// <summary>How it stands.</summary>
    [Id(4)] public required ReferralStatus Status { get; init; }

    /// <summary>When it is paid, if the purchase stands; null before there is one.</summary>
    [Id(5)] public DateTimeOffset? DueAt { get; init; }

    /// <summary>What whoever invited got.</summary>
    [Id(6)] public long ReferrerGot { get; init; }

    /// <summary>What whoever came got.</summary>
    [Id(7)] public long InviteeGot { get; init; }

    /// <summary>Why there is no reward: a stable code; null when there may be one.</summary>
    [Id(8)] public string? Why { get; init; }
}

/// <summary>Why nothing changed.</summary>
public enum ReferralRefusal
{
    /// <summary><c>referral_code</c>: nobody has this code.</summary>
    Code,

    /// <summary><c>referral_closed</c>: there are no rewards now.</summary>
    Closed,

    /// <summary><c>referral_own</c>: one's own code.</summary>
    Own,

    /// <summary><c>referral_too_late</c>: not new any more: registered more than seven days ago, or has bought already.</summary>
    TooLate,

    /// <summary><c>referral_taken</c>: came by another code already.</summary>
    Taken,

    /// <summary><c>referral_same_device</c>: the telephone or browser is one of whoever invites.</summary>
    SameDevice,

    /// <summary><c>referral_same_phone</c>: this number has been referred before.</summary>
    SamePhone,

    /// <summary><c>referral_limit</c>: whoever invited has been rewarded as often as one can be.</summary>
    Limit,

    /// <summary><c>referral_budget</c>: the budget is used up.</summary>
    Budget,

    /// <summary><c>referral_no_purchase</c>: half a year without a purchase that counts.</summary>
    NoPurchase,

    /// <summary><c>invalid_field</c>: terms that make no sense.</summary>
    InvalidField,

    /// <summary><c>second_operator_needed</c>: nobody approves what they have proposed.</summary>
    SecondOperator,

    /// <summary><c>not_found</c>: nothing is proposed.</summary>
    NotFound,
}

/// <summary>The referral, or why there is none.</summary>
[GenerateSerializer, Immutable, Alias("commerce.referral-outcome")]
public readonly record struct ReferralOutcome([property: Id(0)] Referral? Referral, [property: Id(1)] ReferralRefusal? Refusal);

/// <summary>The programme, or why it did not change.</summary>
[GenerateSerializer, Immutable, Alias("commerce.referral-program-outcome")]
public readonly record struct ReferralProgramOutcome([property: Id(0)] ReferralProgram Program, [property: Id(1)] ReferralRefusal? Refusal);

/// <summary>Codes and keys of referrals.</summary>
public static class Referrals
{
    /// <summary>The letters of codes: none that looks like another.</summary>
    public const string Letters = "23456789ABCDEFGHJKMNPQRSTUVWXYZ";

    /// <summary>How long a code is.</summary>
    public const int CodeLength = 8;

    /// <summary>The key of the one programme.</summary>
    public const string Program = "program";

    /// <summary>The document of whoever came.</summary>
    public static string Key(CustomerId invitee) => "referral-" + invitee;

    /// <summary>The document of whoever invites.</summary>
    public static string ReferrerKey(CustomerId referrer) => "referrer-" + referrer;

    /// <summary>The document of a code.</summary>
    public static string CodeKey(string code) => "refcode-" + code;

    /// <summary>The name of a code's link where visits are counted.</summary>
    public static string LinkId(string code) => "ref-" + code;

    /// <summary>A code as somebody typed it, in capitals; null when it is none.</summary>
    public static string? Read(string? text)
    {
        string code = string.Concat((text ?? "").Where(letter => !char.IsWhiteSpace(letter) && letter != '-')).ToUpperInvariant();
        return code.Length == CodeLength && code.All(letter => Letters.Contains(letter, StringComparison.Ordinal)) ? code : null;
    }
}
