using System.Globalization;
using System.Text;

namespace Postmobile.Commerce;

/// <summary>Names in addresses: small letters of the alphabet, digits and hyphens. They decorate; the number after them decides.</summary>
public static class Slugs
{
    private const int LengthMax = 60;

    /// <summary>The name that a title has in an address: <c>Pagne à fleurs</c> is <c>pagne-a-fleurs</c>.</summary>
    public static string Of(string title)
    {
        var slug = new StringBuilder();
        foreach (char letter in title.Replace("œ", "oe", StringComparison.OrdinalIgnoreCase).Replace("æ", "ae", StringComparison.OrdinalIgnoreCase).Normalize(NormalizationForm.FormD))
        {
            char small = char.ToLowerInvariant(letter);
            if (char.IsAsciiLetterOrDigit(small))
            {
                slug.Append(small);
            }
            else if (CharUnicodeInfo.GetUnicodeCategory(letter) is not UnicodeCategory.NonSpacingMark && slug.Length > 0 && slug[^1] != '-')
            {
                slug.Append('-');
            }
        }

        string cut = slug.Length > LengthMax ? slug.ToString(0, LengthMax) : slug.ToString();
        return cut.Trim('-') is { Length: > 0 } name ? name : "x";
    }

    /// <summary>The address of a shop's page.</summary>
    public static string PathOf(ShopId shop, string slug) => $"/boutique/{slug}-{shop.Value[2..]}";

    /// <summary>The address of a product's page.</summary>
    public static string PathOf(ProductId product, string slug) => $"/produit/{slug}-{product.Value[2..]}";

    /// <summary>The number at the end of an address's last part; null when there is none.</summary>
    public static long? NumberIn(string? name) =>
        name is not null && name.LastIndexOf('-') is var dash && long.TryParse(name.AsSpan(dash + 1), NumberStyles.None, CultureInfo.InvariantCulture, out long number) && number > 0
            ? number : null;
}
