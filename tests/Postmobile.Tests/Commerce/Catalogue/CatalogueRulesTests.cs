using Postmobile.Commerce;
using SkiaSharp;
using Xunit;

namespace Postmobile.Tests.Commerce.Catalogue;

/// <summary>What needs no cluster: the tree, names in addresses, bar codes, thumbnails.</summary>
public sealed class CatalogueRulesTests
{
    [Fact]
    public void The_tree_has_hundreds_of_categories_each_with_two_names_and_a_way_to_it()
    {
        Assert.True(Categories.All.Count >= 200, $"{Categories.All.Count}");
        Assert.All(Categories.All, category =>
        {
            Assert.Matches("^[a-z0-9]+(-[a-z0-9]+)*$", category.Code);
            Assert.True(category.Name.Fr.Length > 1 && category.Name.En.Length > 1, category.Code);
            Assert.Equal(category.Code, category.Path[^1]);
            Assert.All(category.Path, code => Assert.NotNull(Categories.Find(code)));
        });
        Assert.Equal(Categories.All.Count, Categories.All.Select(category => category.Code).Distinct().Count());
        Assert.All(Categories.All.SelectMany(category => category.Attributes).Where(attribute => attribute.Type is AttributeType.Choice), attribute => Assert.True(attribute.Choices.Count > 1));
        Assert.Equal(4, Categories.All.SelectMany(category => category.Attributes).Select(attribute => attribute.Type).Distinct().Count());
    }

    [Theory]
    [InlineData("couleur", "bleu", "bleu")]
    [InlineData("couleur", "Bleu", null)]
    [InlineData("poids-net", "1,50", "1.5")]
    [InlineData("poids-net", "-1", null)]
    [InlineData("poids-net", "lourd", null)]
    [InlineData("double-sim", "true", "true")]
    [InlineData("double-sim", "oui", null)]
    [InlineData("auteur", "  Sony Labou Tansi ", "Sony Labou Tansi")]
    [InlineData("auteur", "", null)]
    public void An_attributes_value_is_of_its_type(string attribute, string value, string? kept) => Assert.Equal(kept, Categories.Attribute(attribute)!.Read(value));

    [Theory]
    [InlineData("Pagne à fleurs", "pagne-a-fleurs")]
    [InlineData("  Œufs & cœurs !", "oeufs-coeurs")]
    [InlineData("日本", "x")]
    public void A_title_has_a_name_in_addresses(string title, string slug) => Assert.Equal(slug, Slugs.Of(title));

    [Theory]
    [InlineData("pagne-a-fleurs-1012", 1012L)]
    [InlineData("-12", 12L)]
    [InlineData("pagne", null)]
    [InlineData("pagne-0", null)]
    [InlineData("pagne-99999999999999999999", null)]
    public void An_address_ends_with_a_number(string name, long? number) => Assert.Equal(number, Slugs.NumberIn(name));

    [Theory]
    [InlineData("4006381333931", true)]
    [InlineData("4006381333930", false)]
    [InlineData("96385074", true)]
    [InlineData("036000291452", true)]
    [InlineData("00012345600012", true)]
    [InlineData("123", false)]
    [InlineData("40063813339३1", false)]
    public void A_bar_code_proves_itself(string text, bool proved) => Assert.Equal(proved, ProductRules.IsGtin(text));

    [Fact]
    public void A_thumbnail_fits_whatever_the_picture_is()
    {
        var random = new Random(7);
        using var bitmap = new SKBitmap(new SKImageInfo(1_200, 1_200, SKColorType.Rgba8888, SKAlphaType.Opaque));
        byte[] noise = new byte[bitmap.ByteCount];
        random.NextBytes(noise);
        System.Runtime.InteropServices.Marshal.Copy(noise, 0, bitmap.GetPixels(), noise.Length);
        using SKData png = bitmap.Encode(SKEncodedImageFormat.Jpeg, 95);
        (IReadOnlyList<ImageSizer.Sized> sizes, _) = ImageSizer.Make(png.ToArray());
        Assert.True(sizes.Single(one => one.Size == ImageSizes.Thumb).Webp.Length <= ImageSizes.ThumbMax);
        Assert.Equal(3, sizes.Count);
    }

    [Fact]
    public void Every_refusal_has_words()
    {
        Assert.All(Enum.GetValues<ShopRefusal>(), refusal => Assert.True(Api.Problems.ProblemCatalog.Knows(Api.Commerce.ShopSentences.Code(refusal)), $"{refusal}"));
        Assert.All(Enum.GetValues<ProductRefusal>(), refusal => Assert.True(Api.Problems.ProblemCatalog.Knows(Api.Commerce.ProductSentences.Code(refusal)), $"{refusal}"));
    }
}
