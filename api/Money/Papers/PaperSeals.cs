using System.Buffers.Binary;
using System.Buffers.Text;
using System.Security.Cryptography;
using Postmobile.Api.Identity;
using Postmobile.Money;

namespace Postmobile.Api.Money;

/// <summary>The kinds of paper. The number is printed in codes and never reused.</summary>
public enum PaperKind : byte
{
    /// <summary>The receipt of one transfer.</summary>
    Receipt = 1,

    /// <summary>A statement.</summary>
    Statement = 2,

    /// <summary>An account certificate.</summary>
    Certificate = 3,
}

/// <summary>What a paper's code stands for: a transfer, or an account and the moment of issue.</summary>
/// <param name="Kind">The kind.</param>
/// <param name="Account">The payer of the transfer, or the account.</param>
/// <param name="Transfer">The key of the transfer; empty for the other kinds.</param>
/// <param name="IssuedAt">When the paper was issued, to the second; for a receipt the transfer itself says when.</param>
public sealed record PaperStub(PaperKind Kind, AccountId Account, Guid Transfer, DateTimeOffset IssuedAt)
{
    /// <summary>The stub of a receipt.</summary>
    public static PaperStub Of(TransferId transfer) => new(PaperKind.Receipt, transfer.Payer, transfer.Key, default);

    /// <summary>The stub of a paper about an account.</summary>
    public static PaperStub Of(PaperKind kind, AccountId account, DateTimeOffset issuedAt) => new(kind, account, Guid.Empty, issuedAt);
}

/// <summary>
/// Makes and reads the codes on papers. A code is what it stands for, encrypted under its own MAC (the construction of SIV):
/// whoever reads it learns no account, nobody without the key makes one that opens, and nothing has to be stored.
/// The key lies with the other shared secrets.
/// </summary>
public sealed class PaperSeals(KeyMaterial material)
{
    private const int BodyBytes = 25;
    private const int MacBytes = 16;

    private volatile Task<byte[]>? secret;

    /// <summary>The code of a paper, for an address.</summary>
    public async Task<string> Seal(PaperStub stub)
    {
        byte[] key = await Secret();
        byte[] code = new byte[MacBytes + BodyBytes];
        Span<byte> body = code.AsSpan(MacBytes);
        body[0] = (byte)stub.Kind;
        BinaryPrimitives.WriteInt64BigEndian(body[1..], stub.Account.Value);
        if (stub.Kind is PaperKind.Receipt)
        {
            stub.Transfer.TryWriteBytes(body[9..], bigEndian: true, out _);
        }
        else
        {
            BinaryPrimitives.WriteInt64BigEndian(body[9..], stub.IssuedAt.ToUnixTimeSeconds());
        }

        Mac(key, body).CopyTo(code.AsSpan());
        Mask(key, code);
        return Base64Url.EncodeToString(code);
    }

    /// <summary>What a code stands for; null when we did not make it.</summary>
    public async Task<PaperStub?> Open(string code)
    {
        byte[] key = await Secret();
        byte[] bytes = new byte[MacBytes + BodyBytes];
        if (code.Length != Base64Url.GetEncodedLength(bytes.Length)
            || !Base64Url.IsValid(code, out int length) || length != bytes.Length || Base64Url.DecodeFromChars(code, bytes) != bytes.Length)
        {
            return null;
        }

        Mask(key, bytes);
        ReadOnlySpan<byte> body = bytes.AsSpan(MacBytes);
        if (!CryptographicOperations.FixedTimeEquals(Mac(key, body), bytes.AsSpan(0, MacBytes)) || !Enum.IsDefined((PaperKind)body[0]))
        {
            return null;
        }

        PaperKind kind = (PaperKind)body[0];
        AccountId account = new(BinaryPrimitives.ReadInt64BigEndian(body[1..]));
        return kind is PaperKind.Receipt
            ? PaperStub.Of(new TransferId(account, new Guid(body[9..], bigEndian: true)))
            : PaperStub.Of(kind, account, DateTimeOffset.FromUnixTimeSeconds(BinaryPrimitives.ReadInt64BigEndian(body[9..])));
    }

    private static byte[] Mac(byte[] key, ReadOnlySpan<byte> body) => HMACSHA256.HashData(key.AsSpan(0, 32), body)[..MacBytes];

    private static void Mask(byte[] key, byte[] code)
    {
        byte[] mask = HMACSHA256.HashData(key.AsSpan(32), code.AsSpan(0, MacBytes));
        for (int i = 0; i < BodyBytes; i++)
        {
            code[MacBytes + i] ^= mask[i];
        }
    }

    // A failure is not remembered: the database may have been away.
    private async Task<byte[]> Secret()
    {
        Task<byte[]>? reading = secret;
        if (reading is null || reading.IsFaulted || reading.IsCanceled)
        {
            secret = reading = material.GetOrCreate("papers", () => RandomNumberGenerator.GetBytes(64), CancellationToken.None);
        }

        return await reading;
    }
}
