using System.Text;
using Postmobile.Identity;
using SkiaSharp;
using Xunit;

namespace Postmobile.Tests.Identity.Kyc;

/// <summary>Of a file only the picture is kept.</summary>
public sealed class PictureCleanerTests
{
    [Theory]
    [InlineData(SKEncodedImageFormat.Jpeg)]
    [InlineData(SKEncodedImageFormat.Png)]
    [InlineData(SKEncodedImageFormat.Webp)]
    public void A_picture_becomes_a_jpeg_of_ours(SKEncodedImageFormat format)
    {
        CleanPicture clean = Clean(Pictures.Make(format: format));
        Assert.Equal((640, 400), (clean.Width, clean.Height));
        using SKBitmap seen = SKBitmap.Decode(clean.Jpeg);
        Assert.True(seen.GetPixel(100, 200) is { Red: > 200, Blue: < 60 });
        Assert.True(seen.GetPixel(540, 200) is { Red: < 60, Blue: > 200 });
    }

    [Fact]
    public void A_picture_with_a_place_loses_it_and_stands_upright()
    {
        byte[] file = Pictures.WithGps(Pictures.Make());
        Assert.Contains((byte)0xE1, Pictures.Markers(file));
        Assert.Contains("GPSSECRET", Encoding.Latin1.GetString(file), StringComparison.Ordinal);

        CleanPicture clean = Clean(file);

        Assert.DoesNotContain((byte)0xE1, Pictures.Markers(clean.Jpeg));
        Assert.DoesNotContain("GPSSECRET", Encoding.Latin1.GetString(clean.Jpeg), StringComparison.Ordinal);
        Assert.DoesNotContain("Exif", Encoding.Latin1.GetString(clean.Jpeg), StringComparison.Ordinal);

        // Turned a quarter clockwise: what was left is above.
        Assert.Equal((400, 640), (clean.Width, clean.Height));
        using SKBitmap seen = SKBitmap.Decode(clean.Jpeg);
        Assert.True(seen.GetPixel(200, 100) is { Red: > 200, Blue: < 60 });
        Assert.True(seen.GetPixel(200, 540) is { Red: < 60, Blue: > 200 });
    }

    [Theory]
    [InlineData(2, 540, 200)]
    [InlineData(3, 540, 200)]
    [InlineData(4, 100, 200)]
    [InlineData(5, 200, 100)]
    [InlineData(7, 200, 540)]
    [InlineData(8, 200, 540)]
    public void However_the_camera_was_held(int orientation, int redX, int redY)
    {
        using SKBitmap seen = SKBitmap.Decode(Clean(Pictures.WithGps(Pictures.Make(), (ushort)orientation)).Jpeg);
        Assert.True(seen.GetPixel(redX, redY) is { Red: > 200, Blue: < 60 }, seen.GetPixel(redX, redY).ToString());
    }

    [Fact]
    public void A_file_that_is_two_things_comes_out_as_one()
    {
        byte[] file = Pictures.Polyglot();
        Assert.Contains("PK\u0003\u0004", Encoding.Latin1.GetString(file), StringComparison.Ordinal);
        string kept = Encoding.Latin1.GetString(Clean(file).Jpeg);
        Assert.DoesNotContain("PK\u0003\u0004", kept, StringComparison.Ordinal);
        Assert.DoesNotContain("script", kept, StringComparison.Ordinal);
        Assert.DoesNotContain("index.html", kept, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_no_picture_is_refused()
    {
        Assert.Equal(KycRefusal.PictureType, Refuse("<html><img src=x onerror=alert(1)></html>"u8.ToArray()));
        Assert.Equal(KycRefusal.PictureType, Refuse("%PDF-1.7"u8.ToArray()));
        Assert.Equal(KycRefusal.PictureType, Refuse("GIF89a"u8.ToArray()));
        Assert.Equal(KycRefusal.PictureType, Refuse([]));
        Assert.Equal(KycRefusal.PictureUnreadable, Refuse([0xFF, 0xD8, 0xFF, 0xE0, 1, 2, 3, 4]));
        byte[] half = Pictures.Make();
        Assert.Equal(KycRefusal.PictureUnreadable, Refuse(half[..(half.Length / 2)]));
    }

    [Fact]
    public void What_is_too_large_or_would_become_so_is_refused_before_it_is_opened()
    {
        Assert.Equal(KycRefusal.PictureTooLarge, Refuse([.. Pictures.Make(), .. new byte[PictureCleaner.FileMax]]));
        long before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Equal(KycRefusal.PictureDimensions, Refuse(Pictures.Claims(60_000, 60_000)));
        Assert.Equal(KycRefusal.PictureDimensions, Refuse(Pictures.Claims(19_999, 19_999)));
        Assert.Equal(KycRefusal.PictureDimensions, Refuse(Pictures.Claims(7_000, 7_000)));
        Assert.True(GC.GetAllocatedBytesForCurrentThread() - before < 200_000_000);
        Assert.Equal(KycRefusal.PictureDimensions, Refuse(Pictures.Make(150, 400)));
    }

    [Fact]
    public void A_telephones_largest_picture_is_brought_down_to_what_a_reviewer_needs()
    {
        CleanPicture clean = Clean(Pictures.Make(8_000, 6_000));
        Assert.Equal((1_800, 1_350), (clean.Width, clean.Height));
    }

    private static CleanPicture Clean(byte[] file)
    {
        (CleanPicture? picture, KycRefusal? refusal) = PictureCleaner.Clean(file);
        Assert.Null(refusal);
        return picture!;
    }

    private static KycRefusal? Refuse(byte[] file)
    {
        (CleanPicture? picture, KycRefusal? refusal) = PictureCleaner.Clean(file);
        Assert.Null(picture);
        return refusal;
    }
}
