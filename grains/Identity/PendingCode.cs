using System.Security.Cryptography;

namespace Postmobile.Identity;

/// <summary>A one-time code that was sent and waits to be typed. Only a keyed digest of it is kept.</summary>
public sealed record PendingCode
{
    /// <summary>How long a code by SMS is good.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(10);

    /// <summary>How long one waits before asking for another.</summary>
    public static readonly TimeSpan ResendPause = TimeSpan.FromSeconds(60);

    /// <summary>Tries per code.</summary>
    public const int TriesMax = 5;

    /// <summary>Codes per purpose, the first included.</summary>
    public const int SendsMax = 4;

    /// <summary>HMAC of the code; empty when no code can be right.</summary>
    public required string Digest { get; init; }

    /// <summary>Until when.</summary>
    public required DateTimeOffset ExpiresAt { get; init; }

    /// <summary>When it was sent.</summary>
    public required DateTimeOffset SentAt { get; init; }

    /// <summary>How many were sent, this one included.</summary>
    public int Sends { get; init; } = 1;

    /// <summary>Tries that remain.</summary>
    public int TriesLeft { get; init; } = TriesMax;

    /// <summary>A fresh six-digit code.</summary>
    public static OneTimeCode NewCode() =>
        new(RandomNumberGenerator.GetInt32(1_000_000).ToString("D6", System.Globalization.CultureInfo.InvariantCulture));

    /// <summary>Whether another may be sent: null, or resend_too_soon, resend_limit.</summary>
    public IdentityRefusal? CheckResend(DateTimeOffset now) =>
        now < SentAt + ResendPause ? new IdentityRefusal(IdentityRefusalCode.ResendTooSoon) { RetryAt = SentAt + ResendPause }
        : Sends >= SendsMax ? IdentityRefusalCode.ResendLimit
        : null;

    /// <summary>Takes one try: the code as it must be stored, and null or code_wrong, code_expired.</summary>
    public (PendingCode Taken, IdentityRefusal? Refusal) Try(string digest, DateTimeOffset now)
    {
        if (now >= ExpiresAt || TriesLeft <= 0)
        {
            return (this, IdentityRefusalCode.CodeExpired);
        }

        PendingCode taken = this with { TriesLeft = TriesLeft - 1 };
        bool right = Digest.Length > 0 && CryptographicOperations.FixedTimeEquals(Convert.FromHexString(Digest), Convert.FromHexString(digest));
        return (taken, right ? null : new IdentityRefusal(IdentityRefusalCode.CodeWrong) { TriesLeft = taken.TriesLeft });
    }
}
