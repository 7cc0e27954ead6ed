namespace Postmobile.Identity;

/// <summary>What a registration remembers. It is forgotten a day after it began.</summary>
public sealed class RegistrationState
{
    /// <summary>How long a registration is kept.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromDays(1);

    /// <summary>When it began; null when never.</summary>
    public DateTimeOffset? BegunAt { get; set; }

    /// <summary>E.164.</summary>
    public string Phone { get; set; } = "";

    /// <summary>The name in full.</summary>
    public string Name { get; set; } = "";

    /// <summary>fr, ln, ktu or en.</summary>
    public string Language { get; set; } = "fr";

    /// <summary>The PIN's hash.</summary>
    public string PinHash { get; set; } = "";

    /// <summary>The code that proves the number. Its digest is empty when the number was somebody's already.</summary>
    public PendingCode? Code { get; set; }

    /// <summary>Set, durably, when the code was right and before anything is created: a repetition creates the same customer.</summary>
    public string Customer { get; set; } = "";

    /// <summary>Digest of the code that was right, so that only its holder can repeat.</summary>
    public string ConfirmedDigest { get; set; } = "";

    /// <summary>When to go on creating, should this process not come to it; null when all is done.</summary>
    public DateTimeOffset? ResumeAt { get; set; }

    /// <summary>Somebody else confirmed the same number first.</summary>
    public bool NumberTaken { get; set; }
}
