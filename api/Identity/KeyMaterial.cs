using System.Security.Cryptography;
using Npgsql;
using Postmobile.Silo.Keys;

namespace Postmobile.Api.Identity;

/// <summary>Secrets that all front ends share: they lie in the database, wrapped (AES-256-GCM) by a key that does not.</summary>
public sealed class KeyMaterial(NpgsqlDataSource database, OutsideKeys outside)
{
    private const int NonceBytes = 12;
    private const int TagBytes = 16;

    private readonly byte[] wrapping = HKDF.DeriveKey(HashAlgorithmName.SHA256, outside.Wrapping, 32, info: "postmobile key material"u8.ToArray());

    /// <summary>The secret of that name; made by whoever asks first, even when several front ends ask at once.</summary>
    public async Task<byte[]> GetOrCreate(string name, Func<byte[]> create, CancellationToken cancellation)
    {
        if (await Read(name, cancellation) is { } known)
        {
            return known;
        }

        await using NpgsqlCommand insert = database.CreateCommand(
            "insert into key_material (name, id, material) values ($1, '1', $2) on conflict do nothing");
        insert.Parameters.Add(new() { Value = name });
        insert.Parameters.Add(new() { Value = Wrap(create()) });
        await insert.ExecuteNonQueryAsync(cancellation);
        return await Read(name, cancellation) ?? throw new InvalidOperationException($"The key {name} has gone from the database.");
    }

    /// <summary>Encrypts a secret.</summary>
    public byte[] Wrap(ReadOnlySpan<byte> secret)
    {
        byte[] box = new byte[NonceBytes + TagBytes + secret.Length];
        RandomNumberGenerator.Fill(box.AsSpan(0, NonceBytes));
        using var aes = new AesGcm(wrapping, TagBytes);
        aes.Encrypt(box.AsSpan(0, NonceBytes), secret, box.AsSpan(NonceBytes + TagBytes), box.AsSpan(NonceBytes, TagBytes));
        return box;
    }

    /// <summary>Decrypts what <see cref="Wrap"/> made.</summary>
    /// <exception cref="CryptographicException">The wrapping key is another one, or the secret was changed.</exception>
    public byte[] Unwrap(ReadOnlySpan<byte> box)
    {
        byte[] secret = new byte[box.Length - NonceBytes - TagBytes];
        using var aes = new AesGcm(wrapping, TagBytes);
        aes.Decrypt(box[..NonceBytes], box[(NonceBytes + TagBytes)..], box[NonceBytes..(NonceBytes + TagBytes)], secret);
        return secret;
    }

    private async Task<byte[]?> Read(string name, CancellationToken cancellation)
    {
        await using NpgsqlCommand select = database.CreateCommand("select material from key_material where name = $1 and id = '1'");
        select.Parameters.Add(new() { Value = name });
        return await select.ExecuteScalarAsync(cancellation) is byte[] box ? Unwrap(box) : null;
    }
}
