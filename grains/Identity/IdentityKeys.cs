using System.Security.Cryptography;
using System.Text;

namespace Postmobile.Identity;

/// <summary>
/// The secrets that make stored digests useless to whoever has only the database. They come from outside PostgreSQL and
/// are never written to it.
/// </summary>
public sealed class IdentityKeys
{
    private const int NonceBytes = 12;
    private const int TagBytes = 16;

    private readonly byte[] pepper;
    private readonly byte[] sealing;
    private readonly byte[] filing;

    /// <summary>Takes both secrets, 32 bytes each or more.</summary>
    public IdentityKeys(ReadOnlySpan<byte> pepper, ReadOnlySpan<byte> sealing)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(pepper.Length, 32, nameof(pepper));
        ArgumentOutOfRangeException.ThrowIfLessThan(sealing.Length, 32, nameof(sealing));
        this.pepper = pepper.ToArray();
        this.sealing = HKDF.DeriveKey(HashAlgorithmName.SHA256, sealing.ToArray(), 32, info: "postmobile sealed text"u8.ToArray());
        filing = HKDF.DeriveKey(HashAlgorithmName.SHA256, sealing.ToArray(), 32, info: "postmobile sealed file"u8.ToArray());
    }

    /// <summary>A keyed digest in hex. The purpose keeps digests of one use from being good in another.</summary>
    public string Digest(string purpose, string secret) =>
        Convert.ToHexString(HMACSHA256.HashData(pepper, Encoding.UTF8.GetBytes($"{purpose}\0{secret}")));

    /// <summary>Encrypts a text that rests in the database for a while, such as an SMS with a code that waits to be sent.</summary>
    public string Seal(string text)
    {
        byte[] plain = Encoding.UTF8.GetBytes(text);
        byte[] box = new byte[NonceBytes + TagBytes + plain.Length];
        RandomNumberGenerator.Fill(box.AsSpan(0, NonceBytes));
        using var aes = new AesGcm(sealing, TagBytes);
        aes.Encrypt(box.AsSpan(0, NonceBytes), plain, box.AsSpan(NonceBytes + TagBytes), box.AsSpan(NonceBytes, TagBytes));
        return Convert.ToBase64String(box);
    }

    /// <summary>Opens what <see cref="Seal"/> made.</summary>
    /// <exception cref="CryptographicException">It was made with another key, or changed.</exception>
    public string Unseal(string sealedText)
    {
        byte[] box = Convert.FromBase64String(sealedText);
        byte[] plain = new byte[box.Length - NonceBytes - TagBytes];
        using var aes = new AesGcm(sealing, TagBytes);
        aes.Decrypt(box.AsSpan(0, NonceBytes), box.AsSpan(NonceBytes + TagBytes), box.AsSpan(NonceBytes, TagBytes), plain);
        return Encoding.UTF8.GetString(plain);
    }

    /// <summary>Encrypts a file that rests in the database. It opens only under the name it was sealed for.</summary>
    public byte[] SealFile(ReadOnlySpan<byte> plain, string name)
    {
        byte[] box = new byte[NonceBytes + TagBytes + plain.Length];
        RandomNumberGenerator.Fill(box.AsSpan(0, NonceBytes));
        using var aes = new AesGcm(filing, TagBytes);
        aes.Encrypt(box.AsSpan(0, NonceBytes), plain, box.AsSpan(NonceBytes + TagBytes), box.AsSpan(NonceBytes, TagBytes), Encoding.UTF8.GetBytes(name));
        return box;
    }

    /// <summary>Opens what <see cref="SealFile"/> made.</summary>
    /// <exception cref="CryptographicException">It was made with another key or for another name, or changed.</exception>
    public byte[] UnsealFile(ReadOnlySpan<byte> box, string name)
    {
        byte[] plain = new byte[box.Length - NonceBytes - TagBytes];
        using var aes = new AesGcm(filing, TagBytes);
        aes.Decrypt(box[..NonceBytes], box[(NonceBytes + TagBytes)..], box[NonceBytes..(NonceBytes + TagBytes)], plain, Encoding.UTF8.GetBytes(name));
        return plain;
    }
}
