using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using Postmobile.Api.Identity;
using Postmobile.Commerce;

namespace Postmobile.Api.Commerce;

/// <summary>
/// Seals orders into links by which they can be followed without an account: whoever has the link sees the order, nobody can make one up.
/// A link is short, so that it goes into one SMS with what is said: the order's id in bytes, and ten of an HMAC over them.
/// </summary>
public sealed class OrderLinks(KeyMaterial material) : IHostedService
{
    /// <summary>Where such links lead.</summary>
    public const string Path = "/suivi/";

    private const int GuidBytes = 16, BodyBytes = GuidBytes + 1, SealBytes = 10;

    private byte[] key = [];

    /// <summary>Loads the key, which all front ends share.</summary>
    public async Task StartAsync(CancellationToken cancellationToken) =>
        key = await material.GetOrCreate("order-links", () => RandomNumberGenerator.GetBytes(32), cancellationToken);

    /// <inheritdoc />
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>The path of an order's link.</summary>
    public string For(OrderId order)
    {
        byte[] sealed_ = new byte[BodyBytes + SealBytes];
        Guid.ParseExact(order.Value.AsSpan(2, 32), "N").TryWriteBytes(sealed_, bigEndian: true, out _);
        sealed_[GuidBytes] = byte.Parse(order.Value.AsSpan(35), CultureInfo.InvariantCulture);
        Seal(sealed_).CopyTo(sealed_, BodyBytes);
        return Path + Base64Url.EncodeToString(sealed_);
    }

    /// <summary>The order of a link's last part; null when it is not one of ours.</summary>
    public OrderId? Open(string? token)
    {
        Span<byte> read = stackalloc byte[BodyBytes + SealBytes];
        bool ours = token is { Length: (BodyBytes + SealBytes) / 3 * 4 } && Base64Url.IsValid(token) && Base64Url.TryDecodeFromChars(token, read, out int bytes) && bytes == read.Length
            && CryptographicOperations.FixedTimeEquals(read[BodyBytes..], Seal(read));
        return ours && OrderId.TryParse(string.Create(CultureInfo.InvariantCulture, $"o-{new Guid(read[..GuidBytes], bigEndian: true):N}-{read[GuidBytes]}"), out OrderId order) ? order : null;
    }

    private byte[] Seal(ReadOnlySpan<byte> link) => HMACSHA256.HashData(key, link[..BodyBytes])[..SealBytes];
}
