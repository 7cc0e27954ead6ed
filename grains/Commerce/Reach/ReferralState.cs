namespace Postmobile.Commerce;

/// <summary>What lies in the document of whoever came by a code.</summary>
public sealed record ReferralState
{
    /// <summary>Who invited; empty until the person has claimed.</summary>
    public string Referrer { get; init; } = "";

    /// <summary>By which code.</summary>
    public string Code { get; init; } = "";

    /// <summary>When.</summary>
    public long ClaimedAtMs { get; init; }

    /// <summary>How it stands.</summary>
    public ReferralStatus Status { get; init; }

    /// <summary>The purchase that counts.</summary>
    public string Order { get; init; } = "";

    /// <summary>When it can no longer be sent back; 0 before.</summary>
    public long DueAtMs { get; init; }

    /// <summary>When to look again.</summary>
    public long NextMs { get; init; }

    /// <summary>What was promised to whoever invited.</summary>
    public long ReferrerAmount { get; init; }

    /// <summary>What was promised to whoever came.</summary>
    public long InviteeAmount { get; init; }

    /// <summary>The ledger has answered for whoever invited.</summary>
    public bool ReferrerDone { get; init; }

    /// <summary>The ledger has answered for whoever came.</summary>
    public bool InviteeDone { get; init; }

    /// <summary>What whoever invited got.</summary>
    public long ReferrerGot { get; init; }

    /// <summary>What whoever came got.</summary>
    public long InviteeGot { get; init; }

    /// <summary>Why there is no reward.</summary>
    public string? Why { get; init; }
}

/// <summary>What lies in the document of whoever invites.</summary>
public sealed record ReferrerState
{
    /// <summary>Their code; empty until they asked for it.</summary>
    public string Code { get; init; } = "";
}

/// <summary>What lies in a code's document.</summary>
public sealed record ReferralCodeState
{
    /// <summary>Whose it is; empty while it is nobody's.</summary>
    public string Owner { get; init; } = "";
}

/// <summary>What lies in the programme's document.</summary>
public sealed record ReferralProgramState
{
    /// <summary>What is so.</summary>
    public ReferralTerms? Terms { get; init; }

    /// <summary>What is proposed.</summary>
    public ReferralTerms? Proposed { get; init; }

    /// <summary>By whom.</summary>
    public string ProposedBy { get; init; } = "";
}
