using SkiaSharp;

namespace Postmobile.Commerce;

/// <summary>What the shop of the demonstration sells, with pictures drawn here.</summary>
internal static class DemonstrationGoods
{
    private const int Side = 800;

    /// <summary>One thing on its shelf.</summary>
    public sealed record Good(string Sku, string Title, string Category, long Price, int Grams, int Hue, int Count, string Description, long? CompareAt = null, params string[] Sizes)
    {
        /// <summary>The product.</summary>
        public ProductDraft Draft(string image) => new()
        {
            Title = Title,
            Description = Description,
            Category = Category,
            Images = [image],
            Options = Sizes.Length > 0 ? ["Taille"] : [],
            Variants = Sizes.Length == 0
                ? [new Variant { Sku = Sku, Price = Price, CompareAt = CompareAt, WeightGrams = Grams }]
                : [.. Sizes.Select(size => new Variant { Sku = $"{Sku}-{size}", Price = Price, CompareAt = CompareAt, WeightGrams = Grams, Options = new Dictionary<string, string> { ["Taille"] = size } })],
        };
    }

    /// <summary>All of it.</summary>
    public static readonly IReadOnlyList<Good> All =
    [
        new("DEMO-01", "Pagne wax à grandes fleurs", "pagne-wax", 9_500, 650, 32, 40, "Six yards de coton imprimé des deux côtés.", 12_000),
        new("DEMO-02", "Robe en pagne", "robes", 18_000, 500, 340, 12, "Coupe droite, manches courtes, doublée.", null, "S", "M", "L", "XL"),
        new("DEMO-03", "Chemise en bazin brodé", "chemises", 15_000, 400, 220, 9, "Bazin riche, broderie à la main.", null, "M", "L", "XL"),
        new("DEMO-04", "Panier en rotin", "vannerie", 6_000, 900, 40, 20, "Tressé à la main, anses renforcées."),
        new("DEMO-05", "Masque sculpté en bois", "masques", 25_000, 1_800, 25, 3, "Bois de limba, patine naturelle, hauteur 38 cm."),
        new("DEMO-06", "Miel de forêt, 500 g", "sucre-et-miel", 4_500, 750, 45, 30, "Récolté en forêt, filtré, sans rien d'ajouté."),
        new("DEMO-07", "Café torréfié en grains, 250 g", "cafe", 3_000, 280, 20, 50, "Torréfaction moyenne, mouture à la maison."),
        new("DEMO-08", "Huile de palme rouge, 1 litre", "huile-de-palme", 1_800, 1_050, 10, 60, "Pressée de la semaine."),
        new("DEMO-09", "Savon noir au beurre de karité", "savons", 1_500, 200, 280, 80, "Pour le corps et les cheveux.", 2_000),
        new("DEMO-10", "Lampe solaire avec chargeur", "lampes-solaires", 14_000, 700, 50, 15, "Douze heures de lumière, prise pour le téléphone."),
        new("DEMO-11", "Marmite en aluminium, 5 litres", "casseroles-et-marmites", 8_000, 1_400, 200, 18, "Fond épais, couvercle compris."),
        new("DEMO-12", "Sac à dos d'écolier", "cartables", 11_000, 600, 150, 25, "Toile solide, bretelles rembourrées, deux poches."),
    ];

    /// <summary>A picture with a title on it, as PNG: the hue makes the ground, the title the pattern.</summary>
    public static byte[] Draw(string title, int hue)
    {
        using SKSurface surface = SKSurface.Create(new SKImageInfo(Side, Side, SKColorType.Rgba8888, SKAlphaType.Opaque));
        SKCanvas canvas = surface.Canvas;
        canvas.Clear(SKColor.FromHsl(hue, 45, 88));
        int seed = title.Sum(letter => letter);
        for (int i = 0; i < 24; i++)
        {
            int at = (seed * (i + 3) * 7919) & 0x7FFFFFFF;
            using var paint = new SKPaint { Color = SKColor.FromHsl((hue + (i % 4 * 22)) % 360, 60, 42 + (i % 3 * 12)).WithAlpha(170), IsAntialias = true };
            float x = at % Side, y = at / Side % Side, radius = 40 + (at % 110);
            for (int petal = 0; petal < 6; petal++)
            {
                (float sin, float cos) = MathF.SinCos(petal * MathF.PI / 3);
                canvas.DrawOval(x + (cos * radius * 0.6f), y + (sin * radius * 0.6f), radius * 0.35f, radius * 0.35f, paint);
            }

            using var heart = new SKPaint { Color = SKColor.FromHsl(hue, 30, 96), IsAntialias = true };
            canvas.DrawCircle(x, y, radius * 0.25f, heart);
        }

        using SKImage drawn = surface.Snapshot();
        using SKData png = drawn.Encode(SKEncodedImageFormat.Png, 90);
        return png.ToArray();
    }
}
