using System.Buffers.Binary;
using System.IO.Compression;
using System.IO.Hashing;
using System.Text;
using SkiaSharp;

namespace Postmobile.Tests.Identity.Kyc;

/// <summary>Pictures, honest and not, made byte by byte.</summary>
internal static class Pictures
{
    /// <summary>A picture of these dimensions: its left half red, its right half blue.</summary>
    public static byte[] Make(int width = 640, int height = 400, SKEncodedImageFormat format = SKEncodedImageFormat.Jpeg)
    {
        using var bitmap = new SKBitmap(new SKImageInfo(width, height, SKColorType.Rgba8888, SKAlphaType.Opaque));
        using (var canvas = new SKCanvas(bitmap))
        {
            canvas.Clear(SKColors.Blue);
            using var red = new SKPaint { Color = SKColors.Red };
            canvas.DrawRect(0, 0, width / 2f, height, red);
        }

        using SKData data = bitmap.Encode(format, 90);
        return data.ToArray();
    }

    /// <summary>A JPEG with the position of the camera in its EXIF, and a note that the picture must be turned.</summary>
    public static byte[] WithGps(byte[] jpeg, ushort orientation = 6)
    {
        byte[] tiff = Tiff(orientation);
        byte[] payload = [.. "Exif\0\0"u8, .. tiff];
        byte[] segment = [0xFF, 0xE1, (byte)((payload.Length + 2) >> 8), (byte)(payload.Length + 2), .. payload];
        return [.. jpeg.AsSpan(0, 2), .. segment, .. jpeg.AsSpan(2)];
    }

    /// <summary>A picture that is also a ZIP, and holds a page with a script in a chunk of text.</summary>
    public static byte[] Polyglot()
    {
        byte[] png = Make(format: SKEncodedImageFormat.Png);
        byte[] text = Chunk("tEXt", [.. "Comment\0"u8, .. "<html><script>alert(1)</script></html>"u8]);
        using var zip = new MemoryStream();
        using (var archive = new ZipArchive(zip, ZipArchiveMode.Create, leaveOpen: true))
        {
            using StreamWriter page = new(archive.CreateEntry("index.html").Open());
            page.Write("<script>alert(2)</script>");
        }

        return [.. png.AsSpan(0, 33), .. text, .. png.AsSpan(33), .. zip.ToArray()];
    }

    /// <summary>A PNG of few bytes whose header says that it is this large.</summary>
    public static byte[] Claims(int width, int height)
    {
        byte[] header = new byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, width);
        BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4), height);
        (header[8], header[9]) = (8, 0);
        using var packed = new MemoryStream();
        using (var zlib = new ZLibStream(packed, CompressionLevel.SmallestSize, leaveOpen: true))
        {
            byte[] row = new byte[width + 1];
            for (int i = 0; i < Math.Min(height, 2_000); i++)
            {
                zlib.Write(row);
            }
        }

        return [0x89, .. "PNG\r\n"u8, 0x1A, 0x0A, .. Chunk("IHDR", header), .. Chunk("IDAT", packed.ToArray()), .. Chunk("IEND", [])];
    }

    /// <summary>The markers of a JPEG's segments, up to the pixels.</summary>
    public static List<byte> Markers(byte[] jpeg)
    {
        List<byte> markers = [];
        for (int at = 2; at < jpeg.Length && jpeg[at] == 0xFF && jpeg[at + 1] != 0xDA; at += 2 + BinaryPrimitives.ReadUInt16BigEndian(jpeg.AsSpan(at + 2)))
        {
            markers.Add(jpeg[at + 1]);
        }

        return markers;
    }

    private static byte[] Tiff(ushort orientation)
    {
        using var stream = new MemoryStream();
        using var writer = new BinaryWriter(stream);
        writer.Write("II*\0"u8);
        writer.Write(8u);
        writer.Write((ushort)2);
        Entry(writer, 0x0112, 3, 1, orientation);
        Entry(writer, 0x8825, 4, 1, 38);
        writer.Write(0u);
        writer.Write((ushort)2); // the camera's position: 4°16′ south
        Entry(writer, 0x0001, 2, 2, 'S');
        Entry(writer, 0x0002, 5, 3, 68);
        writer.Write(0u);
        foreach (uint part in new uint[] { 4, 1, 16, 1, 0, 1 })
        {
            writer.Write(part);
        }

        writer.Write("GPSSECRET-BRAZZAVILLE"u8);
        return stream.ToArray();
    }

    private static void Entry(BinaryWriter writer, ushort tag, ushort type, uint count, uint value)
    {
        writer.Write(tag);
        writer.Write(type);
        writer.Write(count);
        writer.Write(value);
    }

    private static byte[] Chunk(string name, byte[] data)
    {
        byte[] named = [.. Encoding.ASCII.GetBytes(name), .. data];
        byte[] length = new byte[4], check = new byte[4];
        BinaryPrimitives.WriteInt32BigEndian(length, data.Length);
        BinaryPrimitives.WriteUInt32BigEndian(check, Crc32.HashToUInt32(named));
        return [.. length, .. named, .. check];
    }
}
