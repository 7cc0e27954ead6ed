namespace Postmobile.Identity;

/// <summary>
/// How wrong PINs lock. Five in a row lock for a minute; each further one for longer, up to a day. An attempt counts as wrong
/// from the moment it is taken until it proves right, so that a crash or a race never gives one away.
/// </summary>
/// <param name="Wrong">Attempts since the last right one.</param>
/// <param name="LockedUntil">No attempt is looked at before.</param>
public readonly record struct PinLock(int Wrong, DateTimeOffset? LockedUntil)
{
    /// <summary>Wrong attempts before the first lock.</summary>
    public const int FreeTries = 5;

    private static readonly TimeSpan[] Locks =
        [TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(15), TimeSpan.FromHours(1), TimeSpan.FromHours(24)];

    /// <summary>Takes an attempt: the lock as it must be stored before the PIN is compared, or a refusal.</summary>
    public (PinLock Taken, IdentityRefusal? Refusal) Take(DateTimeOffset now)
    {
        if (LockedUntil is { } until && now < until)
        {
            return (this, new IdentityRefusal(IdentityRefusalCode.Locked) { RetryAt = until });
        }

        int wrong = Wrong + 1;
        DateTimeOffset? locked = wrong < FreeTries ? null : now + Locks[Math.Min(wrong - FreeTries, Locks.Length - 1)];
        return (new PinLock(wrong, locked), null);
    }

    /// <summary>What a wrong PIN is told, after it was taken.</summary>
    public IdentityRefusal WrongAnswer() => LockedUntil is { } until
        ? new IdentityRefusal(IdentityRefusalCode.Locked) { RetryAt = until }
        : new IdentityRefusal(IdentityRefusalCode.WrongCredentials) { TriesLeft = FreeTries - Wrong };
}
