namespace Postmobile.Commerce;

/// <summary>Reads and checks what a message says and shows.</summary>
internal static class MailingShows
{
    private const int SubjectMax = 100, BodyMax = 4_000, ProductsMax = 6;

    /// <summary>The terms as they are kept, and what the e-mail shows; or why not.</summary>
    public static async Task<(MailingTerms? Terms, MailingShow? Show, MailingRefusal? Refusal)> Read(IGrainFactory grains, ShopId shop, MailingTerms terms, bool mailIsOn, DateTimeOffset now)
    {
        string? text = terms.BySms ? MailingText.Read(terms.Text) : "";
        if (text is null)
        {
            return (null, null, MailingRefusal.Text);
        }

        if (!terms.ByEmail)
        {
            // What is for e-mail alone is not kept of an SMS, so that the same SMS stays the same.
            return (new MailingTerms(text, terms.Product), null, null);
        }

        (string subject, string body) = (Line(terms.Subject), Lines(terms.Body));
        MailingRefusal? refusal = !mailIsOn ? MailingRefusal.EmailUnavailable
            : subject.Length is 0 or > SubjectMax ? MailingRefusal.Subject
            : body.Length is 0 or > BodyMax ? MailingRefusal.Body
            : terms.Products.Count > ProductsMax || terms.Products.Distinct().Count() < terms.Products.Count ? MailingRefusal.Products : null;
        if (refusal is not null || await grains.GetGrain<IShopGrain>(shop.Value).Details() is not { } details)
        {
            return (null, null, refusal ?? MailingRefusal.NotFound);
        }

        if (terms.Picture is { } picture && picture != details.Profile.Logo && picture != details.Profile.Banner)
        {
            return (null, null, MailingRefusal.Picture);
        }

        Product?[] products = await Task.WhenAll(terms.Products.Select(product => grains.GetGrain<IProductGrain>(product.Value).Look()));
        return products.All(product => product is { Status: ProductStatus.Published } && product.Shop == shop)
            ? (terms with { Text = text, Subject = subject, Body = body }, new MailingShow(Slugs.PathOf(shop, details.Shop.Slug), [.. products.Select(product => Item(product!))], now), null)
            : (null, null, MailingRefusal.Products);
    }

    private static MailingItem Item(Product product)
    {
        long least = product.Variants.Min(variant => variant.Price);
        return new MailingItem(Slugs.PathOf(product.Id, product.Slug), product.Title, product.Image, least, product.Variants.Any(variant => variant.Price > least));
    }

    private static string Line(string? text) => string.Join(' ', (text ?? "").Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)).Trim();

    // Control characters have no place in a mail; ours that mark where its end goes are among those of private use.
    private static string Lines(string? text) =>
        string.Concat((text ?? "").ReplaceLineEndings("\n").Where(letter => letter == '\n' || (!char.IsControl(letter) && letter is not (>= '\uE000' and <= '\uF8FF')))).Trim();
}
