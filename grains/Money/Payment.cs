using System.Buffers.Binary;
using System.IO.Hashing;
using System.Text;

namespace Postmobile.Money;

/// <summary>A transfer as its payer understands it before deciding: what goes where, and what the request was.</summary>
internal sealed record Payment
{
    public required TransferId Id { get; init; }

    public required long RequestHash { get; init; }

    public required PendingLeg[] Legs { get; init; }

    public required Currency Currency { get; init; }

    public required PostingKind Kind { get; init; }

    public string? Memo { get; init; }

    /// <summary>How much of it counts towards the limits.</summary>
    public long Counted { get; init; }

    /// <summary>Fee and tax of the tariff come on top, when the payer decides.</summary>
    public bool BearsTariff { get; init; }

    /// <summary>A closed or frozen account may still do this: give back what is not its own.</summary>
    public bool EvenClosed { get; init; }

    public long Total
    {
        get
        {
            long total = 0;
            foreach (PendingLeg leg in Legs)
            {
                total = checked(total + leg.Amount);
            }

            return total;
        }
    }

    public long Sum(PostingKind kind)
    {
        long sum = 0;
        foreach (PendingLeg leg in Legs)
        {
            sum += leg.Kind == kind ? leg.Amount : 0;
        }

        return sum;
    }

    /// <summary>
    /// What makes two requests the same: payee, amount, currency, kind, note and further legs; not fee or tax, which may
    /// change between a request and its repetition.
    /// </summary>
    public static long Hash(PostingKind kind, AccountId payee, long amount, Currency currency, string? note, IReadOnlyList<TransferLeg>? more)
    {
        int length = 32 + (more?.Count ?? 0) * 18 + Encoding.UTF8.GetMaxByteCount(note?.Length ?? 0);
        Span<byte> input = length <= 512 ? stackalloc byte[length] : new byte[length];
        BinaryPrimitives.WriteInt64LittleEndian(input, payee.Value);
        BinaryPrimitives.WriteInt64LittleEndian(input[8..], amount);
        BinaryPrimitives.WriteInt16LittleEndian(input[16..], (short)currency);
        BinaryPrimitives.WriteInt16LittleEndian(input[18..], (short)kind);
        int at = 20;
        foreach (TransferLeg leg in more ?? [])
        {
            BinaryPrimitives.WriteInt64LittleEndian(input[at..], leg.Payee.Value);
            BinaryPrimitives.WriteInt64LittleEndian(input[(at + 8)..], leg.Amount);
            BinaryPrimitives.WriteInt16LittleEndian(input[(at + 16)..], (short)leg.Kind);
            at += 18;
        }

        at += note is null ? 0 : Encoding.UTF8.GetBytes(note, input[at..]);
        return unchecked((long)XxHash3.HashToUInt64(input[..at]));
    }
}
