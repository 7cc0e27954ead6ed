using System.Globalization;
using System.Text;
using Xunit;

namespace Postmobile.Tests.Money.Merchants;

/// <summary>
/// Reads a merchant-presented payload as a stranger would, from the tables of the EMV specification alone: objects of id, length
/// and value at the root, templates 26 to 51, 62 and 64 inside; the checksum by a table instead of by shifting.
/// </summary>
internal static class EmvReader
{
    private static readonly ushort[] Table = [.. Enumerable.Range(0, 256).Select(Entry)];

    /// <summary>The objects; those of a template as "26.00".</summary>
    public static Dictionary<string, string> Read(string payload)
    {
        var found = new Dictionary<string, string>();
        Walk(payload, "", found);
        Assert.Equal("63", payload[^8..^6]);
        Assert.Equal("01", found["00"]);
        Assert.StartsWith("000201", payload, StringComparison.Ordinal);
        Assert.Equal(Crc(payload[..^4]).ToString("X4", CultureInfo.InvariantCulture), found["63"]);
        Assert.All(["52", "53", "58", "59", "60"], id => Assert.Contains(id, found.Keys));
        Assert.InRange(found["59"].Length, 1, 25);
        Assert.InRange(found["60"].Length, 1, 15);
        Assert.All(found["59"] + found["60"], c => Assert.InRange(c, ' ', '~'));
        return found;
    }

    /// <summary>CRC-16/CCITT-FALSE.</summary>
    public static ushort Crc(string text)
    {
        ushort crc = 0xFFFF;
        foreach (byte one in Encoding.UTF8.GetBytes(text))
        {
            crc = (ushort)((crc << 8) ^ Table[(crc >> 8) ^ one]);
        }

        return crc;
    }

    private static void Walk(string text, string prefix, Dictionary<string, string> found)
    {
        for (int at = 0; at < text.Length;)
        {
            string id = text.Substring(at, 2);
            string value = text.Substring(at + 4, int.Parse(text.AsSpan(at + 2, 2), NumberStyles.None, CultureInfo.InvariantCulture));
            found.Add(prefix + id, value);
            if (prefix.Length == 0 && int.Parse(id, CultureInfo.InvariantCulture) is (>= 26 and <= 51) or 62 or 64)
            {
                Walk(value, id + ".", found);
            }

            at += 4 + value.Length;
        }
    }

    private static ushort Entry(int index)
    {
        int value = index << 8;
        for (int bit = 0; bit < 8; bit++)
        {
            value = (value & 0x8000) != 0 ? (value << 1) ^ 0x1021 : value << 1;
        }

        return (ushort)value;
    }
}
