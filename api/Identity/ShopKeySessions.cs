using System.Collections.Concurrent;
using System.Security.Claims;
using Postmobile.Commerce;

namespace Postmobile.Api.Identity;

/// <summary>Which keys of shops' programs stand, in this front end's memory and for a moment only: a revoked key's tokens end with it.</summary>
public sealed class ShopKeySessions(IGrainFactory grains, TimeProvider time)
{
    private static readonly TimeSpan BelievedFor = TimeSpan.FromSeconds(5);
    private const int Remembered = 10_000;

    private readonly ConcurrentDictionary<ShopKeyId, long> standing = new();

    /// <summary>Whether the key of this token stands.</summary>
    public ValueTask<bool> Allows(ShopKeyId key) =>
        standing.TryGetValue(key, out long seen) && time.GetElapsedTime(seen) < BelievedFor ? ValueTask.FromResult(true) : Ask(key);

    private async ValueTask<bool> Ask(ShopKeyId key)
    {
        long now = time.GetTimestamp();
        if (await grains.GetGrain<IShopKeysGrain>(key.Shop.Value).Standing(key) is null)
        {
            standing.TryRemove(key, out _);
            return false;
        }

        if (standing.Count > Remembered)
        {
            standing.Clear();
        }

        standing[key] = now;
        return true;
    }
}

/// <summary>Tokens of shops' own programs: what they say, and which doors take them.</summary>
public static class ShopKeyTokens
{
    /// <summary>Lives less than a person's: nobody has to type anything for the next one.</summary>
    public static readonly TimeSpan Life = TimeSpan.FromMinutes(10);

    /// <summary>The key of the program that asks; null when a person does.</summary>
    public static ShopKeyId? Key(this ClaimsPrincipal user) => ShopKeyId.TryParse(user.FindFirstValue(ClaimNames.Subject), out ShopKeyId id) ? id : null;

    /// <summary>Who acts: a person, or a shop's program by its key. Only doors that take keys may ask; elsewhere nobody but a person comes in.</summary>
    public static Postmobile.Identity.CustomerId Actor(this ClaimsPrincipal user) => user.Key() is { } key ? key.Actor : user.Customer();

    /// <summary>The policy of a door that a person opens, or a key with this scope.</summary>
    public static string PolicyOf(string scope) => "shop-key:" + scope;
}
