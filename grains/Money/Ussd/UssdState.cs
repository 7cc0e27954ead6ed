namespace Postmobile.Money;

/// <summary>
/// What is remembered of a telephone's dialogue, for some minutes. Never a PIN: what was typed is looked at and dropped, and of what
/// is typed in several steps (a new PIN) the first is kept in memory alone.
/// </summary>
public sealed class UssdState
{
    /// <summary>The gateway and its id of the session; empty when nothing is remembered.</summary>
    public string Session { get; set; } = "";

    /// <summary>When this session began, in milliseconds since 1970: gateways use their ids again.</summary>
    public long StartedAtMs { get; set; }

    /// <summary>When it was last heard of.</summary>
    public long TouchedAtMs { get; set; }

    /// <summary>How many inputs of this session have been taken.</summary>
    public int Step { get; set; }

    /// <summary>The gateway's number of the last request, where it gives one.</summary>
    public string? Request { get; set; }

    /// <summary>What was answered last.</summary>
    public string Reply { get; set; } = "";

    /// <summary>The session is over.</summary>
    public bool Ended { get; set; }

    /// <summary>Whose telephone it is; empty for one that has no wallet.</summary>
    public string Customer { get; set; } = "";

    /// <summary>Their wallet.</summary>
    public long Wallet { get; set; }

    /// <summary>fr, ln, ktu or en.</summary>
    public string Language { get; set; } = "fr";

    /// <summary>Where in the menu.</summary>
    public UssdNode Node { get; set; }

    /// <summary>What was said so far.</summary>
    public UssdDraft Draft { get; set; } = new();

    /// <summary>Names the registration that this dialogue began.</summary>
    public string? Registration { get; set; }
}

/// <summary>What a dialogue has gathered before it asks for the PIN.</summary>
public sealed record UssdDraft
{
    /// <summary>The payee's account.</summary>
    public long Payee { get; init; }

    /// <summary>The payee's name, masked.</summary>
    public string PayeeName { get; init; } = "";

    /// <summary>Minor units.</summary>
    public long Amount { get; init; }

    /// <summary>Fee and tax.</summary>
    public long Charges { get; init; }

    /// <summary>What leaves the wallet.</summary>
    public long Total { get; init; }

    /// <summary>What is paid.</summary>
    public PostingKind Kind { get; init; } = PostingKind.Transfer;

    /// <summary>Names the payment: of this session, at this step.</summary>
    public string Key { get; init; } = "";

    /// <summary>The name of whoever registers.</summary>
    public string Name { get; init; } = "";

    /// <summary>A list, by pages, and which is shown.</summary>
    public IReadOnlyList<string> Pages { get; init; } = [];

    /// <summary>The page shown.</summary>
    public int Page { get; init; }
}

/// <summary>A place in the menu. The number is stored.</summary>
public enum UssdNode
{
    /// <summary>The menu of a customer.</summary>
    Main = 0,

    /// <summary>PIN for the balance.</summary>
    BalancePin = 1,

    /// <summary>Whom to pay.</summary>
    SendTo = 2,

    /// <summary>How much to pay.</summary>
    SendAmount = 3,

    /// <summary>Who gets it, what it costs; PIN.</summary>
    SendPin = 4,

    /// <summary>PIN for the last movements.</summary>
    MovementsPin = 5,

    /// <summary>The last movements, by pages.</summary>
    Movements = 6,

    /// <summary>PIN, language, SMS, block.</summary>
    Account = 7,

    /// <summary>The present PIN, to change it.</summary>
    PinOld = 8,

    /// <summary>The new one.</summary>
    PinNew = 9,

    /// <summary>The new one again.</summary>
    PinAgain = 10,

    /// <summary>Which language.</summary>
    Language = 11,

    /// <summary>PIN to block the wallet.</summary>
    BlockPin = 12,

    /// <summary>How much cash.</summary>
    CashOutAmount = 13,

    /// <summary>PIN for a cash-out.</summary>
    CashOutPin = 14,

    /// <summary>A merchant's code.</summary>
    MerchantCode = 15,

    /// <summary>A parcel's number.</summary>
    Parcel = 16,

    /// <summary>To a number without a wallet.</summary>
    Welcome = 20,

    /// <summary>The name of whoever registers.</summary>
    RegisterName = 21,

    /// <summary>A first PIN.</summary>
    RegisterPin = 22,

    /// <summary>The first PIN again.</summary>
    RegisterAgain = 23,
}
