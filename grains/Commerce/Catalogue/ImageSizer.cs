using Postmobile.Identity;
using SkiaSharp;

namespace Postmobile.Commerce;

/// <summary>Makes the sizes of a picture, all as WebP and all from its pixels alone.</summary>
internal static class ImageSizer
{
    private const int SideMin = 64;
    private const int Quality = 78;
    private const int QualityMin = 10;

    /// <summary>One size.</summary>
    public sealed record Sized(string Size, byte[] Webp, int Width, int Height);

    /// <summary>All sizes; or why there are none.</summary>
    public static (IReadOnlyList<Sized> Sizes, KycRefusal? Refusal) Make(byte[] file)
    {
        (SKImage? image, KycRefusal? refusal) = PictureCleaner.Read(file, SideMin);
        using (image)
        {
            return image is null ? ([], refusal) : ([.. ImageSizes.All.Select(size => Make(image, size.Key, size.Value))], null);
        }
    }

    private static Sized Make(SKImage image, string size, int side)
    {
        Sized made = Draw(image, size, side, Quality);
        int quality = Quality;

        // A thumbnail must fit: first it loses quality, then, should that not be enough, size.
        while (size == ImageSizes.Thumb && made.Webp.Length > ImageSizes.ThumbMax)
        {
            (quality, side) = quality > QualityMin ? (quality - 12, side) : (quality, side * 3 / 4);
            made = Draw(image, size, side, quality);
        }

        return made;
    }

    private static Sized Draw(SKImage image, string size, int side, int quality)
    {
        float scale = Math.Min(1f, (float)side / Math.Max(image.Width, image.Height));
        int width = Math.Max(1, (int)MathF.Round(image.Width * scale)), height = Math.Max(1, (int)MathF.Round(image.Height * scale));
        using SKSurface surface = SKSurface.Create(new SKImageInfo(width, height, SKColorType.Rgba8888, SKAlphaType.Opaque));
        surface.Canvas.Scale((float)width / image.Width, (float)height / image.Height);
        surface.Canvas.DrawImage(image, 0, 0, new SKSamplingOptions(SKFilterMode.Linear, SKMipmapMode.Linear));
        using SKImage drawn = surface.Snapshot();
        using SKData webp = drawn.Encode(SKEncodedImageFormat.Webp, quality);
        return new Sized(size, webp.ToArray(), width, height);
    }
}
