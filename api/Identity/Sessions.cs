using System.Collections.Concurrent;
using System.Globalization;
using System.Security.Claims;
using Postmobile.Identity;

namespace Postmobile.Api.Identity;

/// <summary>
/// Which sessions are good, in this front end's memory. What ends elsewhere arrives within a second (<see cref="SessionFeed"/>); while
/// that feed is silent nothing remembered is believed, and the customer's grain is asked each time.
/// </summary>
public sealed class Sessions(IGrainFactory grains, ShopKeySessions keys, TimeProvider time)
{
    // Should a change have been missed all the same (a silo's clock far off), it holds after this time at the latest.
    private static readonly TimeSpan BelievedFor = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan FeedSilentAfter = TimeSpan.FromSeconds(3);

    private sealed record Known(SessionState State, long At);

    private readonly ConcurrentDictionary<string, Known> known = new();
    private volatile HashSet<string> revoked = [];
    private long heard;

    /// <summary>Whether a token or cookie with these claims may still be used.</summary>
    public ValueTask<bool> Allows(ClaimsPrincipal user)
    {
        if (user.Key() is { } key)
        {
            return keys.Allows(key);
        }

        string? subject = user.FindFirstValue(ClaimNames.Subject);
        if (!int.TryParse(user.FindFirstValue(ClaimNames.SessionVersion), NumberStyles.None, CultureInfo.InvariantCulture, out int version))
        {
            // A partner's program has no session: its token lives for minutes, and its client can be removed.
            return ValueTask.FromResult(user.HasClaim(ClaimNames.Role, Principals.Word(Role.Partner)));
        }

        if (subject is null || (user.FindFirstValue(OpenIddict.Abstractions.OpenIddictConstants.Claims.Private.AuthorizationId) is { } chain && revoked.Contains(chain)))
        {
            return ValueTask.FromResult(false);
        }

        string device = user.FindFirstValue(ClaimNames.Device) ?? "";
        bool believed = known.TryGetValue(subject, out Known? seen) && seen.State.Allows(version, device) && IsFresh(seen);
        return believed ? ValueTask.FromResult(true) : Ask(subject, version, device);
    }

    /// <summary>The feed has been read, and says that these have changed.</summary>
    internal void Heard(IEnumerable<(string Customer, SessionState State)> changes, IEnumerable<string> revokedChains)
    {
        foreach ((string customer, SessionState state) in changes)
        {
            // What this front end has not looked at it need not remember.
            known.AddOrUpdate(customer, static (_, state) => new Known(state, 0), static (_, old, state) => new Known(state, old.At), state);
        }

        revoked = [.. revokedChains];
        Interlocked.Exchange(ref heard, time.GetTimestamp());
    }

    /// <summary>Forgets who has not been asked about.</summary>
    internal void Sweep()
    {
        foreach ((string customer, Known seen) in known)
        {
            if (time.GetElapsedTime(seen.At) > BelievedFor)
            {
                known.TryRemove(customer, out _);
            }
        }
    }

    private bool IsFresh(Known seen) =>
        time.GetElapsedTime(seen.At) < BelievedFor && time.GetElapsedTime(Interlocked.Read(ref heard)) < FeedSilentAfter;

    // Also when memory says no: a device that has just signed in elsewhere may not have come through yet.
    private async ValueTask<bool> Ask(string subject, int version, string device)
    {
        long now = time.GetTimestamp();
        SessionState state = await grains.GetGrain<ICustomerGrain>(subject).Session();
        known[subject] = new Known(state, now);
        return state.Allows(version, device);
    }
}
