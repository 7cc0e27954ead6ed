using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;

namespace Postmobile.Identity;

/// <summary>
/// Hashes PINs slowly, with a pepper. A PIN has at most a million values, so the hash alone could be searched by whoever has the
/// database; with the pepper, which the database has not, it cannot. The work runs beside the grains' threads, a few at a time.
/// </summary>
public sealed class PinHasher : IDisposable
{
    private sealed class Owner;

    private static readonly Owner Nobody = new();
    private readonly IdentityKeys keys;
    private readonly PasswordHasher<Owner> hasher;
    private readonly SemaphoreSlim places;
    private readonly string decoy;
    private long comparisons;

    /// <summary>Reads the number of rounds from the options.</summary>
    public PinHasher(IdentityKeys keys, IOptions<IdentityOptions> options)
    {
        this.keys = keys;
        hasher = new PasswordHasher<Owner>(Options.Create(new PasswordHasherOptions { IterationCount = options.Value.PinIterations }));
        int atOnce = options.Value.PinHashesAtOnce;
        places = new SemaphoreSlim(atOnce > 0 ? atOnce : Math.Max(1, Environment.ProcessorCount - 1));
        decoy = hasher.HashPassword(Nobody, keys.Digest("decoy", Guid.NewGuid().ToString()));
    }

    /// <summary>How many PINs were compared with a hash since the process started.</summary>
    public long Comparisons => Interlocked.Read(ref comparisons);

    /// <summary>The hash to keep.</summary>
    public Task<string> Hash(Pin pin) => Run(() => hasher.HashPassword(Nobody, Peppered(pin)));

    /// <summary>Compares; an empty hash is never right, and takes as long.</summary>
    public Task<bool> Verify(string hash, Pin pin)
    {
        Interlocked.Increment(ref comparisons);
        return Run(() => hasher.VerifyHashedPassword(Nobody, hash.Length > 0 ? hash : decoy, Peppered(pin)) != PasswordVerificationResult.Failed && hash.Length > 0);
    }

    /// <inheritdoc />
    public void Dispose() => places.Dispose();

    private string Peppered(Pin pin) => keys.Digest("pin", pin.Digits ?? "");

    private async Task<T> Run<T>(Func<T> work)
    {
        await places.WaitAsync();
        try
        {
            return await Task.Run(work);
        }
        finally
        {
            places.Release();
        }
    }
}
