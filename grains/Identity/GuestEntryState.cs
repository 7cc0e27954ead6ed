namespace Postmobile.Identity;

/// <summary>What a guest's entry remembers. It is forgotten a day after it began.</summary>
public sealed record GuestEntryState
{
    /// <summary>When it began; null when never.</summary>
    public DateTimeOffset? BegunAt { get; init; }

    /// <summary>E.164; empty once it is forgotten.</summary>
    public string Phone { get; init; } = "";

    /// <summary>fr, ln, ktu or en.</summary>
    public string Language { get; init; } = "fr";

    /// <summary>The code that proves the number. Its digest is empty when the number has an account.</summary>
    public PendingCode? Code { get; init; }

    /// <summary>Digest of the code that was right, so that only its holder can repeat.</summary>
    public string ConfirmedDigest { get; init; } = "";
}
