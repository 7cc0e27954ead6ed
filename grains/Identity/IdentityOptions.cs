namespace Postmobile.Identity;

/// <summary>Settings of identity, section <c>Identity</c>.</summary>
public sealed class IdentityOptions
{
    /// <summary>Rounds of PBKDF2 (HMAC-SHA-512) over a PIN; OWASP's figure. Production refuses to start with fewer than <see cref="PinIterationsFloor"/>.</summary>
    public int PinIterations { get; set; } = 210_000;

    /// <summary>The fewest rounds that Production accepts.</summary>
    public const int PinIterationsFloor = 100_000;

    /// <summary>PINs hashed at the same time on one silo; 0 means one less than the processors, so that payments keep one.</summary>
    public int PinHashesAtOnce { get; set; }

    /// <summary>Code SMS to one number in a quarter of an hour.</summary>
    public int SmsPerNumber { get; set; } = 6;
}
