using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Postmobile.Identity;

namespace Postmobile.Commerce;

/// <summary>Keys of a shop's own programs: made, rotated, revoked, proved. Pure but for the randomness of a secret, which is given.</summary>
internal static class ShopKeyRules
{
    /// <summary>The most that stand at a time.</summary>
    public const int KeysMax = 10;

    // Revoked ones are shown for a while, so that somebody who wonders why a program stopped finds out.
    private const int RevokedKept = 20;

    private const int NameMax = 60;

    /// <summary>For so long the secret before still opens.</summary>
    public static readonly TimeSpan PreviousLife = TimeSpan.FromHours(24);

    // A document is not written for each token.
    private static readonly TimeSpan s_usedStep = TimeSpan.FromMinutes(1);

    /// <summary>A new secret; 256 bits, so that a plain digest of it keeps it.</summary>
    public static string NewSecret() => "sk_" + Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));

    /// <summary>What is kept of a secret.</summary>
    public static string Digest(string secret) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(secret)));

    /// <summary>The key's id: the same for the same request of the same person.</summary>
    public static ShopKeyId IdOf(ShopId shop, CustomerId by, string request) => ShopKeyId.Of(shop, Digest($"{shop} {by} {request}")[..16]);

    /// <summary>Whether somebody of the shop may give out such a key: webhooks are the owner's own.</summary>
    public static bool MayGive(ShopState state, CustomerId by, IReadOnlyList<string> scopes) =>
        state.Owner == by.Value
        || (!scopes.Contains(ShopScopes.Webhooks) && state.Staff.Any(member => member.Person == by && member.Role is ShopRole.Manager));

    /// <summary>A key is made.</summary>
    public static ShopRules.Decision Make(ShopState state, ShopKeyId id, string name, IReadOnlyList<string> scopes, CustomerId by, string secret, DateTimeOffset now) =>
        state.Status is ShopStatus.Closed ? ShopRefusal.ShopState
        : !ShopRules.IsLine(name, 2, NameMax) ? new(null, ShopRefusal.InvalidField, "name")
        : scopes.Count == 0 || scopes.Any(scope => !ShopScopes.All.Contains(scope)) ? new(null, ShopRefusal.InvalidField, "scopes")
        : !MayGive(state, by, scopes) ? ShopRefusal.NotShopStaff
        : state.Keys.Count(key => key.RevokedAtMs is null) >= KeysMax ? ShopRefusal.ShopKeyLimit
        : state with
        {
            Keys =
            [
                new ShopKeyState
                {
                    Id = id.Value, Name = name.Trim(), Scopes = [.. ShopScopes.All.Where(scopes.Contains)], Hash = Digest(secret), By = by.Value, AtMs = now.ToUnixTimeMilliseconds(),
                },
                .. Kept(state.Keys),
            ],
        };

    /// <summary>It has a new secret; the old one lives a day, the one before that no longer.</summary>
    public static ShopKeyState Rotate(ShopKeyState key, string secret, DateTimeOffset now) =>
        key with { Hash = Digest(secret), PreviousHash = key.Hash, PreviousUntilMs = (now + PreviousLife).ToUnixTimeMilliseconds() };

    /// <summary>It ends.</summary>
    public static ShopKeyState Revoke(ShopKeyState key, DateTimeOffset now) =>
        key.RevokedAtMs is not null ? key : key with { RevokedAtMs = now.ToUnixTimeMilliseconds(), Hash = "", PreviousHash = "", PreviousUntilMs = null };

    /// <summary>Whether this is a secret with which the key opens now.</summary>
    public static bool Opens(ShopKeyState key, string secret, DateTimeOffset now)
    {
        string digest = Digest(secret);
        return key.RevokedAtMs is null
            && (Same(key.Hash, digest) || (key.PreviousUntilMs > now.ToUnixTimeMilliseconds() && Same(key.PreviousHash, digest)));
    }

    /// <summary>It was used; the same key when that was noted within the last minute.</summary>
    public static ShopKeyState Used(ShopKeyState key, DateTimeOffset now) =>
        key.UsedAtMs is { } used && now - DateTimeOffset.FromUnixTimeMilliseconds(used) < s_usedStep ? key : key with { UsedAtMs = now.ToUnixTimeMilliseconds() };

    /// <summary>The state with one key changed.</summary>
    public static ShopState With(ShopState state, ShopKeyState changed) => state with { Keys = [.. state.Keys.Select(key => key.Id == changed.Id ? changed : key)] };

    private static IEnumerable<ShopKeyState> Kept(IReadOnlyList<ShopKeyState> keys) =>
        keys.Where(key => key.RevokedAtMs is null).Concat(keys.Where(key => key.RevokedAtMs is not null).OrderByDescending(key => key.RevokedAtMs).Take(RevokedKept));

    private static bool Same(string known, string digest) =>
        known.Length == digest.Length && CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(known), Encoding.ASCII.GetBytes(digest));
}
