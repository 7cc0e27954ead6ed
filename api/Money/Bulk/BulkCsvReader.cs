using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Text;
using System.Text.Unicode;
using Postmobile.Api.Problems;
using Postmobile.Money;

namespace Postmobile.Api.Money;

/// <summary>
/// Reads a payer's file as it comes in, whatever program wrote it: separated by semicolon, comma or tab; UTF-8 with or without
/// mark, or the Latin letters of Windows; with headers in French or English in any order, or without headers in the order telephone,
/// amount, name, reference. A record is one line; a line that cannot be understood is told with the others and stops nothing.
/// </summary>
public sealed class BulkCsvReader(Stream file)
{
    /// <summary>The largest file, in bytes.</summary>
    public const int FileMax = 32 * 1024 * 1024;

    /// <summary>The longest line, in bytes.</summary>
    public const int LineMax = 4_096;

    private const int BufferSize = 64 * 1024;
    private static readonly Encoding Windows = CodePagesEncodingProvider.Instance.GetEncoding(1252)!;

    private readonly IncrementalHash _digest = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private byte _separator;
    private BulkColumns? _columns;

    /// <summary>Digest of what was read; after the last line.</summary>
    public string Digest { get; private set; } = "";

    /// <summary>The lines that say something, numbered as a spreadsheet numbers its rows.</summary>
    /// <exception cref="RefusedRequestException">bulk_not_csv, bulk_columns_missing, body_too_large.</exception>
    public async IAsyncEnumerable<BulkLineInput> Read([EnumeratorCancellation] CancellationToken cancellation = default)
    {
        int number = 0;
        await foreach (ReadOnlyMemory<byte> line in Lines(cancellation))
        {
            number++;
            if (Take(number, line.Span) is { } input)
            {
                yield return input;
            }
        }

        if (_columns is null)
        {
            throw new RefusedRequestException("bulk_no_lines");
        }

        Digest = Convert.ToHexStringLower(_digest.GetHashAndReset());
    }

    /// <summary>Splits a line into fields. False when a quote is opened and not closed, or something follows a closing one.</summary>
    internal static bool TrySplit(ReadOnlySpan<byte> line, byte separator, List<string> fields)
    {
        fields.Clear();
        int at = 0;
        while (true)
        {
            if (at < line.Length && line[at] == '"')
            {
                if (!TryUnquote(line, ref at, out string quoted))
                {
                    return false;
                }

                fields.Add(Clean(quoted));
                while (at < line.Length && line[at] == ' ')
                {
                    at++;
                }

                if (at < line.Length && line[at] != separator)
                {
                    return false;
                }
            }
            else
            {
                int end = line[at..].IndexOf(separator);
                end = end < 0 ? line.Length : at + end;
                fields.Add(Clean(Decode(line[at..end])));
                at = end;
            }

            if (at >= line.Length)
            {
                return true;
            }

            at++;
        }
    }

    private BulkLineInput? Take(int number, ReadOnlySpan<byte> line)
    {
        if (line.Trim(" \t;,"u8).IsEmpty)
        {
            return null;
        }

        if (_columns is null)
        {
            _separator = SeparatorOf(line);
        }

        List<string> fields = [];
        string? fault = line.Length > LineMax || !TrySplit(line, _separator, fields) ? "bulk_line_malformed" : null;
        if (_columns is null)
        {
            _columns = BulkColumns.Of(fault is null ? fields : []) ?? throw new RefusedRequestException("bulk_columns_missing");
            if (_columns.AreNamed)
            {
                return null;
            }
        }

        return fault is null
            ? new BulkLineInput(number, _columns.Phone(fields), _columns.Amount(fields), _columns.Name(fields), _columns.Reference(fields))
            : new BulkLineInput(number, "", "", "", Clean(Decode(line[..Math.Min(line.Length, 60)])), fault);
    }

    private async IAsyncEnumerable<ReadOnlyMemory<byte>> Lines([EnumeratorCancellation] CancellationToken cancellation)
    {
        byte[] buffer = new byte[BufferSize];
        int held = 0;
        long total = 0;
        bool first = true;
        bool skipping = false;
        while (true)
        {
            int read = await file.ReadAsync(buffer.AsMemory(held), cancellation);
            _digest.AppendData(buffer, held, read);
            total += read;
            if (total > FileMax)
            {
                throw new RefusedRequestException("body_too_large");
            }

            held += read;
            int start = first && held > 0 ? AfterMark(buffer.AsSpan(0, held)) : 0;
            first &= held == 0;
            for (int end; (end = buffer.AsSpan(start, held - start).IndexOf((byte)'\n')) >= 0; start += end + 1)
            {
                if (!skipping)
                {
                    yield return WithoutReturn(buffer.AsMemory(start, end));
                }

                skipping = false;
            }

            Array.Copy(buffer, start, buffer, 0, held - start);
            held -= start;
            if (read == 0)
            {
                if (held > 0 && !skipping)
                {
                    yield return WithoutReturn(buffer.AsMemory(0, held));
                }

                yield break;
            }

            if (held > LineMax * 2)
            {
                // No sane line is so long: its beginning is told, the rest passed over.
                if (!skipping)
                {
                    yield return buffer.AsMemory(0, held);
                }

                (skipping, held) = (true, 0);
            }
        }
    }

    /// <summary>Steps over the mark of UTF-8, and refuses what is no text with one byte a letter: spreadsheets, UTF-16.</summary>
    private static int AfterMark(ReadOnlySpan<byte> start) =>
        start.StartsWith((ReadOnlySpan<byte>)[0xEF, 0xBB, 0xBF]) ? 3
        : start.StartsWith("PK\u0003\u0004"u8) || start.StartsWith((ReadOnlySpan<byte>)[0xD0, 0xCF, 0x11, 0xE0]) || start[..Math.Min(start.Length, 512)].Contains((byte)0)
            ? throw new RefusedRequestException("bulk_not_csv")
            : 0;

    private static ReadOnlyMemory<byte> WithoutReturn(ReadOnlyMemory<byte> line) => !line.IsEmpty && line.Span[^1] == '\r' ? line[..^1] : line;

    private static byte SeparatorOf(ReadOnlySpan<byte> line)
    {
        (int Count, byte Separator) best = (0, (byte)';');
        foreach (byte separator in ";,\t"u8)
        {
            int count = line.Count(separator);
            best = count > best.Count ? (count, separator) : best;
        }

        return best.Separator;
    }

    private static bool TryUnquote(ReadOnlySpan<byte> line, ref int at, out string text)
    {
        List<byte> bytes = [];
        for (int i = at + 1; i < line.Length; i++)
        {
            if (line[i] != '"')
            {
                bytes.Add(line[i]);
            }
            else if (i + 1 < line.Length && line[i + 1] == '"')
            {
                bytes.Add((byte)'"');
                i++;
            }
            else
            {
                at = i + 1;
                text = Decode([.. bytes]);
                return true;
            }
        }

        text = "";
        return false;
    }

    private static string Decode(ReadOnlySpan<byte> bytes) => Utf8.IsValid(bytes) ? Encoding.UTF8.GetString(bytes) : Windows.GetString(bytes);

    private static string Clean(string field) => BulkCsv.Unguard(field.Trim().Trim('\u00a0'));
}
