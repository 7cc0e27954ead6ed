namespace Postmobile.Identity;

/// <summary>What a customer's grain remembers.</summary>
public sealed class CustomerState
{
    /// <summary>How many devices one person can have; the one unseen for longest makes room.</summary>
    public const int DevicesMax = 30;

    /// <summary>When the person was created; null when never.</summary>
    public DateTimeOffset? CreatedAt { get; set; }

    /// <summary>E.164, or empty.</summary>
    public string Phone { get; set; } = "";

    /// <summary>The name in full.</summary>
    public string Name { get; set; } = "";

    /// <summary>fr, ln, ktu or en.</summary>
    public string Language { get; set; } = "fr";

    /// <summary>What they may do.</summary>
    public List<Role> Roles { get; set; } = [];

    /// <summary>A grave role that one operator has proposed.</summary>
    public RoleProposal? Proposal { get; set; }

    /// <summary>The wallet's number; 0 until allocated.</summary>
    public long Wallet { get; set; }

    /// <summary>The float's number, or 0.</summary>
    public long Float { get; set; }

    /// <summary>The merchant account's number, or 0.</summary>
    public long Merchant { get; set; }

    /// <summary>The tier of the wallet.</summary>
    public short Tier { get; set; }

    /// <summary>What the ledger has yet to hear of.</summary>
    public LedgerDebts LedgerDebts { get; set; }

    /// <summary>Raised with every change of <see cref="LedgerDebts"/>, so that settling an older one does not forget a newer.</summary>
    public int LedgerDebtsVersion { get; set; }

    /// <summary>When the ledger is asked again.</summary>
    public DateTimeOffset? LedgerDebtsDueAt { get; set; }

    /// <summary>The PIN's hash; empty until the first is chosen.</summary>
    public string PinHash { get; set; } = "";

    /// <summary>Attempts since the last right one.</summary>
    public int WrongPins { get; set; }

    /// <summary>No attempt is looked at before.</summary>
    public DateTimeOffset? LockedUntil { get; set; }

    /// <summary>Raised to end every session.</summary>
    public int SessionVersion { get; set; } = 1;

    /// <summary>When sessions were last ended, in milliseconds since 1970: front ends ask the database for what is newer than they know.</summary>
    public long SessionChangedAt { get; set; }

    /// <summary>Devices that have signed in.</summary>
    public List<Device> Devices { get; set; } = [];

    /// <summary>When the wallet was blocked; null when it is not.</summary>
    public DateTimeOffset? BlockedAt { get; set; }

    /// <summary>By whom.</summary>
    public BlockedBy? BlockedBy { get; set; }

    /// <summary>Which agent or operator.</summary>
    public string BlockedByWhom { get; set; } = "";

    /// <summary>What operators have stopped.</summary>
    public RestrictionState? Restriction { get; set; }

    /// <summary>Whether credits were stopped by us, and so are ours to allow again.</summary>
    public bool CreditsStopped { get; set; }

    /// <summary>A code with which a new PIN can be set.</summary>
    public PendingCode? PinCode { get; set; }

    /// <summary>The code was handed over by the post itself, for the first PIN: no known device is needed.</summary>
    public bool FirstPin { get; set; }

    /// <summary>Until when an operator's check of identity stands in for a known device.</summary>
    public DateTimeOffset? PinResetAllowedUntil { get; set; }

    /// <summary>A change of number that waits for its code.</summary>
    public NumberChange? NumberChange { get; set; }

    /// <summary>The confirmed e-mail address, or null.</summary>
    public ConfirmedEmail? Email { get; set; }

    /// <summary>An address that waits for its code.</summary>
    public EmailChange? EmailChange { get; set; }

    /// <summary>When codes were sent by e-mail, within the last day.</summary>
    public List<DateTimeOffset> EmailCodes { get; set; } = [];

    /// <summary>No SMS for money that comes in.</summary>
    public bool QuietCredits { get; set; }

    /// <summary>When the person left and closed the wallet; null while they stay.</summary>
    public DateTimeOffset? ClosedAt { get; set; }
}

/// <summary>A device in the list.</summary>
public sealed record Device
{
    /// <summary>Its id in tokens; another one when a removed device comes back.</summary>
    public required string Id { get; init; }

    /// <summary>Digest of the secret it keeps; empty for programs that keep none, which share one entry.</summary>
    public required string KeyDigest { get; init; }

    /// <summary>What the owner knows it by.</summary>
    public required string Name { get; init; }

    /// <summary>First sign-in.</summary>
    public required DateTimeOffset FirstSeenAt { get; init; }

    /// <summary>Last sign-in.</summary>
    public required DateTimeOffset LastSeenAt { get; init; }
}

/// <summary>A change of number under way.</summary>
public sealed record NumberChange
{
    /// <summary>The new number, E.164.</summary>
    public required string Phone { get; init; }

    /// <summary>The code that was sent to it.</summary>
    public required PendingCode Code { get; init; }
}

/// <summary>An e-mail address that its owner has confirmed.</summary>
public sealed record ConfirmedEmail
{
    /// <summary>The address.</summary>
    public required string Address { get; init; }

    /// <summary>When its code was typed.</summary>
    public required DateTimeOffset ConfirmedAt { get; init; }

    /// <summary>Its server has said that there is no such mailbox.</summary>
    public bool Undeliverable { get; init; }
}

/// <summary>An e-mail address that waits for its code.</summary>
public sealed record EmailChange
{
    /// <summary>The address.</summary>
    public required string Address { get; init; }

    /// <summary>The code that was sent to it.</summary>
    public required PendingCode Code { get; init; }

    /// <summary>Its server did not take the mail with the code.</summary>
    public bool Refused { get; init; }
}

/// <summary>A role proposed by one operator, to be approved by another.</summary>
public sealed record RoleProposal(Role Role, string ProposedBy);

/// <summary>What a customer's document owes the ledger. Each is settled by calls that can be repeated.</summary>
[Flags]
public enum LedgerDebts
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>Accounts to be opened.</summary>
    Open = 1,

    /// <summary>Name, number or language to be told.</summary>
    Profile = 2,

    /// <summary>Debits to be stopped.</summary>
    Freeze = 4,

    /// <summary>Debits to be allowed again.</summary>
    Unfreeze = 8,

    /// <summary>A tier to be raised.</summary>
    Tier = 16,

    /// <summary>What operators have stopped, or allowed again.</summary>
    Restriction = 32,
}
