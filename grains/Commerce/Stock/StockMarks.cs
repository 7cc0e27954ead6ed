using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Postmobile.Commerce;

/// <summary>Something done.</summary>
/// <param name="AtMs">When, to the second.</param>
/// <param name="Hash">Of which lines, so that the same name with others is found.</param>
public readonly record struct MarkState(long AtMs, int Hash);

/// <summary>
/// What was done once and must not be done twice. A hot product has ten thousand of them at the end of a day, and each write of its
/// stock carries them all: so in the document they are one text of sixteen bytes each, and not an object with as many names.
/// </summary>
[JsonConverter(typeof(StockMarksConverter))]
public sealed class StockMarks
{
    /// <summary>None.</summary>
    public static readonly StockMarks Empty = new(ImmutableDictionary<ulong, MarkState>.Empty);

    internal StockMarks(ImmutableDictionary<ulong, MarkState> marks) => All = marks;

    /// <summary>How many.</summary>
    public int Count => All.Count;

    /// <summary>By the first eight bytes of their key's SHA-256.</summary>
    internal ImmutableDictionary<ulong, MarkState> All { get; }

    /// <summary>Whether it was done.</summary>
    public bool Has(string key) => All.ContainsKey(Short(key));

    /// <summary>What was done under a key.</summary>
    public bool TryGet(string key, out MarkState mark) => All.TryGetValue(Short(key), out mark);

    /// <summary>Done now.</summary>
    public StockMarks Set(string key, MarkState mark) => new(All.SetItem(Short(key), mark));

    /// <summary>Without those up to a moment; the same when there are none.</summary>
    public StockMarks Forget(long upToMs)
    {
        ImmutableDictionary<ulong, MarkState> left = All.RemoveRange(All.Where(mark => mark.Value.AtMs <= upToMs).Select(mark => mark.Key));
        return ReferenceEquals(left, All) ? this : new StockMarks(left);
    }

    /// <summary>When the oldest was set; null when there is none.</summary>
    public long? OldestMs() => All.IsEmpty ? null : All.Values.Min(mark => mark.AtMs);

    internal static ulong Short(string key) => BinaryPrimitives.ReadUInt64LittleEndian(SHA256.HashData(Encoding.UTF8.GetBytes(key)));
}

/// <summary>Writes marks as one text; reads that, and the object with a name for each that older documents have.</summary>
internal sealed class StockMarksConverter : JsonConverter<StockMarks>
{
    private const int Size = 16;

    public override StockMarks? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        var marks = ImmutableDictionary.CreateBuilder<ulong, MarkState>();
        if (reader.TokenType == JsonTokenType.String)
        {
            ReadOnlySpan<byte> bytes = reader.GetBytesFromBase64();
            for (; bytes.Length >= Size; bytes = bytes[Size..])
            {
                marks[BinaryPrimitives.ReadUInt64LittleEndian(bytes)] =
                    new MarkState(BinaryPrimitives.ReadUInt32LittleEndian(bytes[8..]) * 1_000L, BinaryPrimitives.ReadInt32LittleEndian(bytes[12..]));
            }
        }
        else
        {
            foreach ((string key, MarkState mark) in JsonSerializer.Deserialize<Dictionary<string, MarkState>>(ref reader, options)!)
            {
                marks[StockMarks.Short(key)] = mark;
            }
        }

        return marks.Count == 0 ? StockMarks.Empty : new StockMarks(marks.ToImmutable());
    }

    public override void Write(Utf8JsonWriter writer, StockMarks value, JsonSerializerOptions options)
    {
        byte[] bytes = new byte[value.Count * Size];
        Span<byte> rest = bytes;
        foreach ((ulong key, MarkState mark) in value.All)
        {
            BinaryPrimitives.WriteUInt64LittleEndian(rest, key);
            BinaryPrimitives.WriteUInt32LittleEndian(rest[8..], (uint)(mark.AtMs / 1_000));
            BinaryPrimitives.WriteInt32LittleEndian(rest[12..], mark.Hash);
            rest = rest[Size..];
        }

        writer.WriteBase64StringValue(bytes);
    }
}
