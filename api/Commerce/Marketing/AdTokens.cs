using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.AspNetCore.DataProtection;

namespace Postmobile.Api.Commerce;

/// <summary>What a link to a sponsored product means: which campaign pays how much for whose click, and where it leads.</summary>
/// <param name="Campaign">Which campaign.</param>
/// <param name="Product">Which product.</param>
/// <param name="Slug">Its name in addresses.</param>
/// <param name="Price">What the click costs.</param>
/// <param name="Viewer">Whom it was shown to.</param>
/// <param name="At">When, in milliseconds since 1970 UTC.</param>
public sealed record AdToken(string Campaign, string Product, string Slug, long Price, string Viewer, long At)
{
    /// <summary>Where it leads.</summary>
    public string Address => $"/produit/{Slug}-{Product[2..]}";
}

/// <summary>Seals links to sponsored products: nobody can make one, change its price or use another person's.</summary>
public sealed class AdTokens(IDataProtectionProvider protection)
{
    private const int LengthMax = 1_000;

    private readonly IDataProtector _protector = protection.CreateProtector("Postmobile.Commerce.Ad");

    /// <summary>The address of a click.</summary>
    public string Seal(AdToken token) => "/clic/" + _protector.Protect(JsonSerializer.Serialize(token));

    /// <summary>What it means; null when it is not ours. However old: the way to the product stays good.</summary>
    public AdToken? Open(string? text)
    {
        try
        {
            return text is null or { Length: > LengthMax } ? null : JsonSerializer.Deserialize<AdToken>(_protector.Unprotect(text));
        }
        catch (Exception e) when (e is CryptographicException or FormatException or JsonException)
        {
            return null;
        }
    }
}
