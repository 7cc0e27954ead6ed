using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.IO.Hashing;
using System.Text;

namespace Postmobile.Money;

/// <summary>
/// Names one transfer: the payer's account and a key that is unique within it. It is derived from the payer and the
/// caller's <c>Idempotency-Key</c>, so that a repeated request names the same transfer and one payer's key never
/// finds another's receipt.
/// </summary>
[GenerateSerializer, Immutable, Alias("money.transfer-id")]
public readonly record struct TransferId([property: Id(0)] AccountId Payer, [property: Id(1)] Guid Key)
{
    /// <summary>
    /// The transfer that this payer means by this idempotency key. The hash need not resist an enemy: keys meet only those of
    /// the same payer, who could as well repeat a key.
    /// </summary>
    public static TransferId From(AccountId payer, string idempotencyKey)
    {
        int length = Encoding.UTF8.GetByteCount(idempotencyKey);
        Span<byte> input = length <= 256 ? stackalloc byte[8 + length] : new byte[8 + length];
        BinaryPrimitives.WriteInt64BigEndian(input, payer.Value);
        Encoding.UTF8.GetBytes(idempotencyKey, input[8..]);
        Span<byte> digest = stackalloc byte[16];
        XxHash128.Hash(input, digest);
        return new TransferId(payer, new Guid(digest, bigEndian: true));
    }

    /// <summary>Reads what <see cref="ToString"/> wrote.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, out TransferId id)
    {
        id = default;
        int dash = text?.IndexOf('-', StringComparison.Ordinal) ?? -1;
        if (dash <= 0
            || !long.TryParse(text.AsSpan(0, dash), NumberStyles.None, CultureInfo.InvariantCulture, out long payer)
            || !Guid.TryParseExact(text.AsSpan(dash + 1), "N", out Guid key))
        {
            return false;
        }

        id = new TransferId(new AccountId(payer), key);
        return true;
    }

    /// <inheritdoc />
    public override string ToString() => $"{Payer}-{Key:N}";
}
