using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Postmobile.Partners;

/// <summary>Signatures after Standard Webhooks 1.0.0: HMAC-SHA256 over <c>id.timestamp.body</c>, in base64 behind <c>v1,</c>.</summary>
internal static class WebhookSignature
{
    private const string SecretPrefix = "whsec_";

    /// <summary>A new secret of 32 random bytes.</summary>
    public static string NewSecret() => SecretPrefix + Convert.ToBase64String(RandomNumberGenerator.GetBytes(32));

    /// <summary>The header's value: one signature a secret, between spaces.</summary>
    public static string Sign(IEnumerable<string> secrets, string id, DateTimeOffset at, string body)
    {
        byte[] signed = Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{id}.{at.ToUnixTimeSeconds()}.{body}"));
        return string.Join(' ', secrets.Select(secret =>
            "v1," + Convert.ToBase64String(HMACSHA256.HashData(Convert.FromBase64String(secret[SecretPrefix.Length..]), signed))));
    }
}
