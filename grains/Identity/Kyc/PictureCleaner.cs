using SkiaSharp;

namespace Postmobile.Identity;

/// <summary>
/// Takes a picture out of a file and leaves everything else behind: what comes out is a JPEG that we made from pixels, so no
/// place, no device, no script and no second file can be in it. Nothing is decoded before its size is known.
/// </summary>
internal static class PictureCleaner
{
    /// <summary>The largest file, in bytes.</summary>
    public const int FileMax = 8 * 1024 * 1024;

    // The header's claim; a telephone's largest pictures are within it.
    private const long PixelsMax = 64_000_000;

    // What is really held in memory at once, four bytes each. A JPEG can be decoded at a fraction of its size, others not.
    private const long PixelsDecodedMax = 24_000_000;

    private const int SideMin = 200;
    private const int SideMax = 20_000;
    private const int SideKept = 1_800;
    private const int Quality = 85;

    /// <summary>The picture, upright and no larger than a reviewer needs; or why there is none.</summary>
    public static (CleanPicture? Picture, KycRefusal? Refusal) Clean(byte[] file)
    {
        (SKImage? image, KycRefusal? refusal) = Read(file, SideMin);
        using (image)
        {
            if (image is null)
            {
                return (null, refusal);
            }

            using SKData jpeg = image.Encode(SKEncodedImageFormat.Jpeg, Quality);
            return (new CleanPicture(jpeg.ToArray(), image.Width, image.Height), null);
        }
    }

    /// <summary>The pixels, upright, on white and no larger than <see cref="SideKept"/>; or why there are none.</summary>
    public static (SKImage? Image, KycRefusal? Refusal) Read(byte[] file, int sideMin)
    {
        if (file.Length > FileMax)
        {
            return (null, KycRefusal.PictureTooLarge);
        }

        if (FormatOf(file) is not { } format)
        {
            return (null, KycRefusal.PictureType);
        }

        using SKData data = SKData.CreateCopy(file);
        using SKCodec? codec = SKCodec.Create(data);
        if (codec is null || codec.EncodedFormat != format)
        {
            return (null, KycRefusal.PictureUnreadable);
        }

        (int width, int height) = (codec.Info.Width, codec.Info.Height);
        if (Math.Min(width, height) < sideMin || Math.Max(width, height) > SideMax || (long)width * height > PixelsMax)
        {
            return (null, KycRefusal.PictureDimensions);
        }

        SKSizeI size = codec.GetScaledDimensions(Math.Min(1f, (float)SideKept / Math.Max(width, height)));
        if ((long)size.Width * size.Height > PixelsDecodedMax)
        {
            return (null, KycRefusal.PictureDimensions);
        }

        using var pixels = new SKBitmap(new SKImageInfo(size.Width, size.Height, SKColorType.Rgba8888, SKAlphaType.Premul, SKColorSpace.CreateSrgb()));
        return codec.GetPixels(pixels.Info, pixels.GetPixels()) is SKCodecResult.Success
            ? (Draw(pixels, codec.EncodedOrigin), null)
            : (null, KycRefusal.PictureUnreadable);
    }

    // By what the bytes are, not by what the sender says they are.
    private static SKEncodedImageFormat? FormatOf(ReadOnlySpan<byte> file) =>
        file.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xD8, 0xFF]) ? SKEncodedImageFormat.Jpeg
        : file.StartsWith((ReadOnlySpan<byte>)[0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A]) ? SKEncodedImageFormat.Png
        : file.Length > 12 && file.StartsWith("RIFF"u8) && file[8..].StartsWith("WEBP"u8) ? SKEncodedImageFormat.Webp
        : null;

    private static SKImage Draw(SKBitmap pixels, SKEncodedOrigin origin)
    {
        bool turned = origin is SKEncodedOrigin.LeftTop or SKEncodedOrigin.RightTop or SKEncodedOrigin.RightBottom or SKEncodedOrigin.LeftBottom;
        (int uprightWidth, int uprightHeight) = turned ? (pixels.Height, pixels.Width) : (pixels.Width, pixels.Height);
        float scale = Math.Min(1f, (float)SideKept / Math.Max(uprightWidth, uprightHeight));
        int width = Math.Max(1, (int)MathF.Round(uprightWidth * scale)), height = Math.Max(1, (int)MathF.Round(uprightHeight * scale));
        using SKSurface surface = SKSurface.Create(new SKImageInfo(width, height, SKColorType.Rgba8888, SKAlphaType.Opaque));
        surface.Canvas.Clear(SKColors.White);
        surface.Canvas.Scale((float)width / uprightWidth, (float)height / uprightHeight);
        SKMatrix upright = Upright(origin, pixels.Width, pixels.Height);
        surface.Canvas.Concat(in upright);
        using SKImage image = SKImage.FromBitmap(pixels);
        surface.Canvas.DrawImage(image, 0, 0, new SKSamplingOptions(SKFilterMode.Linear, SKMipmapMode.Linear));
        return surface.Snapshot();
    }

    // Where the file's note on the camera's position said that the picture's corner is; the note itself is not kept.
    private static SKMatrix Upright(SKEncodedOrigin origin, int width, int height) => origin switch
    {
        SKEncodedOrigin.TopRight => new SKMatrix(-1, 0, width, 0, 1, 0, 0, 0, 1),
        SKEncodedOrigin.BottomRight => new SKMatrix(-1, 0, width, 0, -1, height, 0, 0, 1),
        SKEncodedOrigin.BottomLeft => new SKMatrix(1, 0, 0, 0, -1, height, 0, 0, 1),
        SKEncodedOrigin.LeftTop => new SKMatrix(0, 1, 0, 1, 0, 0, 0, 0, 1),
        SKEncodedOrigin.RightTop => new SKMatrix(0, -1, height, 1, 0, 0, 0, 0, 1),
        SKEncodedOrigin.RightBottom => new SKMatrix(0, -1, height, -1, 0, width, 0, 0, 1),
        SKEncodedOrigin.LeftBottom => new SKMatrix(0, 1, 0, -1, 0, width, 0, 0, 1),
        _ => SKMatrix.Identity,
    };
}

/// <summary>A JPEG of our own making.</summary>
internal sealed record CleanPicture(byte[] Jpeg, int Width, int Height);
