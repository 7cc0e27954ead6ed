using System.Globalization;
using System.Reflection;
using System.Security.Cryptography;
using System.Text;
using Postmobile.Commerce;
using SkiaSharp;

namespace Postmobile.Api.Commerce;

/// <summary>What stands on the picture that a shared link shows.</summary>
/// <param name="Id">The product or shop.</param>
/// <param name="Title">The product's title or the shop's name.</param>
/// <param name="Price">The price in words; empty for a shop.</param>
/// <param name="Foot">The shop's name, or its town.</param>
/// <param name="Image">The photo's id, or null.</param>
internal sealed record ShareCard(string Id, string Title, string Price, string Foot, string? Image)
{
    private const int Quality = 84, QualityMin = 24, Photo = 600, Margin = 48;

    private static readonly SKColor Green = new(0x06, 0x43, 0x2a), Sun = new(0xfb, 0xd4, 0x3a), Ink = new(0x16, 0x21, 0x1b), Pale = new(0xf2, 0xf4, 0xee);
    private static readonly SKTypeface Regular = Load("DejaVuSans.ttf"), Bold = Load("DejaVuSans-Bold.ttf");

    /// <summary>Of all that it shows, and of how it is drawn.</summary>
    public string Digest => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"1\0{Id}\0{Title}\0{Price}\0{Foot}\0{Image}")).AsSpan(0, 12));

    /// <summary>Its path; another one when it shows something else, since others keep what they have seen.</summary>
    public string Path => ShareCards.PathOf(Id, Digest[..8]);

    /// <summary>Of a product.</summary>
    public static ShareCard Of(ProductDetails product) => new(
        product.Product.Id.Value, product.Product.Title, product.Product.Variants.Count == 0 ? "" : Francs(product.Product.Variants.Min(variant => variant.Price)), product.ShopName, product.Product.Image);

    /// <summary>Of a shop.</summary>
    public static ShareCard Of(ShopDetails shop) =>
        new(shop.Shop.Id.Value, shop.Shop.Name, "", $"{shop.Shop.Origin.Town}, {shop.Shop.Origin.Department}", shop.Profile.Banner ?? shop.Profile.Logo);

    /// <summary>Draws it, as heavy as it may be at the most.</summary>
    /// <param name="photo">The photo's file, or null.</param>
    public byte[] Draw(byte[]? photo)
    {
        byte[] jpeg = [];

        // A photo with very much detail is drawn softer rather than too heavy.
        foreach (float softness in new[] { 0f, 2, 6, 16 })
        {
            jpeg = Draw(photo, softness);
            if (jpeg.Length <= ShareCards.Max)
            {
                break;
            }
        }

        return jpeg;
    }

    private byte[] Draw(byte[]? photo, float softness)
    {
        using SKSurface surface = SKSurface.Create(new SKImageInfo(ShareCards.Width, ShareCards.Height, SKColorType.Rgba8888, SKAlphaType.Opaque));
        SKCanvas canvas = surface.Canvas;
        canvas.Clear(SKColors.White);
        DrawPhoto(canvas, photo, softness);
        float left = Photo + Margin, width = ShareCards.Width - Photo - (2 * Margin);
        float y = Paragraph(canvas, Title, left, 110, width, 50, Bold, Ink, lines: 4);
        if (Price.Length > 0)
        {
            y = Paragraph(canvas, Price, left, y + 30, width, 58, Bold, Green, lines: 1);
        }

        Paragraph(canvas, Foot, left, y + 14, width, 32, Regular, Ink, lines: 2);
        Fill(canvas, Photo, 542, ShareCards.Width - Photo, 88, Green);
        Fill(canvas, Photo, 536, ShareCards.Width - Photo, 6, Sun);
        Paragraph(canvas, "Shopiposte", left, 600, width, 38, Bold, SKColors.White, lines: 1);
        using SKImage drawn = surface.Snapshot();
        byte[] jpeg = [];
        for (int quality = Quality; quality >= QualityMin; quality -= 12)
        {
            using SKData data = drawn.Encode(SKEncodedImageFormat.Jpeg, quality);
            jpeg = data.ToArray();
            if (jpeg.Length <= ShareCards.Max)
            {
                break;
            }
        }

        return jpeg;
    }

    private static void DrawPhoto(SKCanvas canvas, byte[]? photo, float softness)
    {
        using SKImage? image = photo is null ? null : SKImage.FromEncodedData(photo);
        Fill(canvas, 0, 0, Photo, ShareCards.Height, Pale);
        if (image is null)
        {
            Fill(canvas, Photo / 2 - 90, 225, 180, 180, Sun);
            return;
        }

        // The middle of the photo fills its side.
        float scale = Math.Max((float)Photo / image.Width, (float)ShareCards.Height / image.Height);
        float width = Photo / scale, height = ShareCards.Height / scale;
        SKRect part = SKRect.Create((image.Width - width) / 2, (image.Height - height) / 2, width, height);
        SKRect place = SKRect.Create(0, 0, Photo, ShareCards.Height);
        using SKImageFilter? soft = softness > 0 ? SKImageFilter.CreateBlur(softness, softness) : null;
        using SKPaint paint = new() { ImageFilter = soft };
        canvas.Save();
        canvas.ClipRect(place);
        canvas.DrawImage(image, part, place, new SKSamplingOptions(SKFilterMode.Linear, SKMipmapMode.Linear), paint);
        canvas.Restore();
    }

    private static void Fill(SKCanvas canvas, float x, float y, float width, float height, SKColor color)
    {
        using SKPaint paint = new() { Color = color };
        canvas.DrawRect(x, y, width, height, paint);
    }

    /// <summary>Words in as many lines as they need and may have; answers with where the next one begins.</summary>
    private static float Paragraph(SKCanvas canvas, string text, float x, float y, float width, float size, SKTypeface face, SKColor color, int lines)
    {
        using SKFont font = new(face, size) { Subpixel = true };
        using SKPaint paint = new() { Color = color, IsAntialias = true };
        string line = "";
        List<string> broken = [];
        foreach (string word in text.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            string longer = line.Length == 0 ? word : line + " " + word;
            if (line.Length > 0 && font.MeasureText(longer) > width)
            {
                broken.Add(line);
                longer = word;
            }

            line = longer;
        }

        broken.Add(line);
        for (int i = 0; i < Math.Min(lines, broken.Count); i++)
        {
            bool cut = i == lines - 1 && broken.Count > lines;
            canvas.DrawText(Fit(broken[i] + (cut ? "…" : ""), font, width), x, y, SKTextAlign.Left, font, paint);
            y += size * 1.25f;
        }

        return y;
    }

    private static string Fit(string text, SKFont font, float width)
    {
        while (text.Length > 2 && font.MeasureText(text) > width)
        {
            text = text[..^2].TrimEnd() + "…";
        }

        return text;
    }

    private static string Francs(long amount) => amount.ToString("N0", CultureInfo.GetCultureInfo("fr-FR")).Replace('\u202f', ' ').Replace('\u00a0', ' ') + " FCFA";

    private static SKTypeface Load(string name)
    {
        using Stream stream = Assembly.GetExecutingAssembly().GetManifestResourceStream("fonts/" + name)!;
        using SKData data = SKData.Create(stream);
        return SKTypeface.FromData(data);
    }
}

/// <summary>Draws the pictures of shared links, two at a time, each once for what it shows.</summary>
public sealed class ShareCardPress(IGrainFactory grains) : IDisposable
{
    private readonly SemaphoreSlim _presses = new(2);

    /// <summary>The picture of a product or shop; null when the public may not see it.</summary>
    public async Task<byte[]?> Open(string id, CancellationToken cancellation)
    {
        if (await CardOf(id) is not { } card)
        {
            return null;
        }

        IShareCardsGrain kept = grains.GetGrain<IShareCardsGrain>(0);
        if (await kept.Find(id, card.Digest) is { } known)
        {
            return known;
        }

        byte[]? photo = card.Image is null ? null : await grains.GetGrain<IImagesGrain>(0).Open(card.Image, ImageSizes.Medium);
        await _presses.WaitAsync(cancellation);
        try
        {
            byte[] jpeg = await Task.Run(() => card.Draw(photo), cancellation);
            await kept.Keep(id, card.Digest, jpeg);
            return jpeg;
        }
        finally
        {
            _presses.Release();
        }
    }

    /// <inheritdoc />
    public void Dispose() => _presses.Dispose();

    internal async Task<ShareCard?> CardOf(string id) =>
        ProductId.TryParse(id, out ProductId product) ? await grains.GetGrain<IProductGrain>(product.Value).Details() is { Visible: true } details ? ShareCard.Of(details) : null
        : ShopId.TryParse(id, out ShopId shop) && await grains.GetGrain<IShopGrain>(shop.Value).Details() is { Shop.Status: ShopStatus.Open or ShopStatus.Suspended } open ? ShareCard.Of(open) : null;
}
