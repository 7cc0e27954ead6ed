namespace Postmobile.Identity;

/// <summary>Why something about a person was not done. Each is a definite no; nothing has changed but what it says.</summary>
public enum IdentityRefusalCode
{
    /// <summary><c>invalid_phone</c>: not a telephone number that exists.</summary>
    InvalidPhone,

    /// <summary><c>invalid_name</c>: empty, longer than 80 characters, or with control characters.</summary>
    InvalidName,

    /// <summary><c>invalid_language</c>: not fr, ln, ktu or en.</summary>
    InvalidLanguage,

    /// <summary><c>pin_format</c>: not four to six digits.</summary>
    PinFormat,

    /// <summary><c>pin_too_common</c>: easy to guess; repeated, a sequence, a year, part of the telephone number, or on the list.</summary>
    PinTooCommon,

    /// <summary><c>same_pin</c>: the new PIN is the old one.</summary>
    SamePin,

    /// <summary><c>wrong_credentials</c>: number or PIN is wrong; it is not said which. <see cref="IdentityRefusal.TriesLeft"/> remain before a lock.</summary>
    WrongCredentials,

    /// <summary><c>locked</c>: too many wrong PINs; not looked at before <see cref="IdentityRefusal.RetryAt"/>.</summary>
    Locked,

    /// <summary><c>too_many_requests</c>: again after <see cref="IdentityRefusal.RetryAt"/>.</summary>
    TooManyRequests,

    /// <summary><c>wallet_blocked</c>: blocked by its owner, an agent or an operator; only an operator unblocks.</summary>
    WalletBlocked,

    /// <summary><c>pin_not_set</c>: this person has yet to choose a PIN with the one-time code they were given.</summary>
    PinNotSet,

    /// <summary><c>code_wrong</c>: the code is wrong; <see cref="IdentityRefusal.TriesLeft"/> remain.</summary>
    CodeWrong,

    /// <summary><c>code_expired</c>: the code is older than ten minutes, was used, or was tried too often; ask for another.</summary>
    CodeExpired,

    /// <summary><c>resend_too_soon</c>: another code after <see cref="IdentityRefusal.RetryAt"/>.</summary>
    ResendTooSoon,

    /// <summary><c>resend_limit</c>: no more codes for this registration; begin again.</summary>
    ResendLimit,

    /// <summary><c>unknown_registration</c>: never begun, or too old.</summary>
    UnknownRegistration,

    /// <summary><c>number_taken</c>: somebody else confirmed this number first.</summary>
    NumberTaken,

    /// <summary><c>same_number</c>: the new number is the present one.</summary>
    SameNumber,

    /// <summary><c>no_change_pending</c>: nothing waits for a code.</summary>
    NoChangePending,

    /// <summary><c>unknown_customer</c>: nobody by that number or id.</summary>
    UnknownCustomer,

    /// <summary><c>unknown_device</c>: not one of this person's devices.</summary>
    UnknownDevice,

    /// <summary>
    /// <c>identity_check_needed</c>: a code by SMS is not enough, since a number can change hands; from a telephone that this
    /// wallet has never seen, an operator must first check who asks.
    /// </summary>
    IdentityCheckNeeded,

    /// <summary><c>second_operator_needed</c>: proposed; another operator must approve.</summary>
    SecondOperatorNeeded,

    /// <summary><c>not_allowed</c>: this cannot be done to this person, or by the one who asks.</summary>
    NotAllowed,

    /// <summary><c>ledger_pending</c>: noted, but the ledger did not answer; it is told by itself as soon as it does.</summary>
    LedgerPending,

    /// <summary><c>invalid_email</c>: not an e-mail address.</summary>
    InvalidEmail,

    /// <summary><c>email_unavailable</c>: this house sends no e-mail yet.</summary>
    EmailUnavailable,
}

/// <summary>A refusal a caller can expect.</summary>
[GenerateSerializer, Immutable, Alias("identity.refusal")]
public sealed record IdentityRefusal([property: Id(0)] IdentityRefusalCode Code)
{
    /// <summary>When to try again, where waiting helps.</summary>
    [Id(1)] public DateTimeOffset? RetryAt { get; init; }

    /// <summary>How many tries remain, where they are counted.</summary>
    [Id(2)] public int? TriesLeft { get; init; }

    /// <summary>The stable code that the outside sees, such as <c>wrong_credentials</c>.</summary>
    public string StableCode => StableCodes[(int)Code];

    /// <summary>A refusal with nothing more to say.</summary>
    public static implicit operator IdentityRefusal(IdentityRefusalCode code) => new(code);

    private static readonly string[] StableCodes = [.. Enum.GetNames<IdentityRefusalCode>().Select(SnakeCase)];

    private static string SnakeCase(string name) =>
        string.Concat(name.Select((c, i) => char.IsUpper(c) && i > 0 ? "_" + char.ToLowerInvariant(c) : char.ToLowerInvariant(c).ToString()));
}
