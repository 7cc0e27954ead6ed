namespace Postmobile.Commerce;

/// <summary>What a product may be: pure.</summary>
internal static class ProductRules
{
    /// <summary>The most variants.</summary>
    public const int VariantsMax = 100;

    private const long PriceMax = 1_000_000_000;
    private const int GramsMax = 1_000_000;
    private const int MillimetresMax = 10_000;

    /// <summary>What is wrong with a product, or null; and which field.</summary>
    public static (ProductRefusal Refusal, string Field)? Check(ProductDraft draft) =>
        !ShopRules.IsLine(draft.Title, 2, 140) ? (ProductRefusal.InvalidField, "title")
        : !ShopRules.IsText(draft.Description, 8_000) ? (ProductRefusal.InvalidField, "description")
        : !ShopRules.IsLine(draft.Brand, 0, 60) ? (ProductRefusal.InvalidField, "brand")
        : Categories.Find(draft.Category) is not { Children.Count: 0 } category ? (ProductRefusal.UnknownCategory, "category")
        : WrongAttribute(category, draft) is { } attribute ? (ProductRefusal.AttributeInvalid, attribute)
        : draft.Options.Count > 3 || draft.Options.Distinct().Count() != draft.Options.Count || !draft.Options.All(name => ShopRules.IsLine(name, 1, 30)) ? (ProductRefusal.InvalidField, "options")
        : !AreVariants(draft) ? (ProductRefusal.VariantsInvalid, "variants")
        : draft.Images.Count > 10 || draft.Images.Any(image => image is null || !ShopRules.IsPicture(image)) ? (ProductRefusal.InvalidField, "images")
        : draft.Gtin.Length > 0 && !IsGtin(draft.Gtin) ? (ProductRefusal.GtinInvalid, "gtin")
        : draft.BuyerCap is < 1 or > 10_000 ? (ProductRefusal.InvalidField, "buyerCap")
        : null;

    /// <summary>The state with what the shop says now; the draft was checked.</summary>
    public static ProductState Write(ProductState state, ProductDraft draft, DateTimeOffset now)
    {
        Category category = Categories.Find(draft.Category)!;
        return state with
        {
            Title = draft.Title.Trim(),
            Slug = Slugs.Of(draft.Title),
            Description = draft.Description.Trim(),
            Brand = draft.Brand.Trim(),
            Category = category.Code,
            Path = category.Path,
            Attributes = draft.Attributes.ToDictionary(one => one.Key, one => category.Attributes.First(attribute => attribute.Code == one.Key).Read(one.Value)!),
            Options = draft.Options,
            Variants = draft.Variants,
            PriceFrom = draft.Variants.Min(variant => variant.Price),
            Images = draft.Images,
            Gtin = draft.Gtin,
            BuyerCap = draft.BuyerCap,
            Version = state.Version + 1,
            ChangedAtMs = now.ToUnixTimeMilliseconds(),
        };
    }

    /// <summary>The state in another status.</summary>
    public static ProductState Move(ProductState state, ProductStatus status, DateTimeOffset now) => See(state with
    {
        Status = status,
        PublishedAtMs = status is ProductStatus.Published && state.PublishedAtMs == 0 ? now.ToUnixTimeMilliseconds() : state.PublishedAtMs,
        Version = state.Version + 1,
        ChangedAtMs = now.ToUnixTimeMilliseconds(),
    });

    /// <summary>The state with what it repeats of its shop.</summary>
    public static ProductState Repeat(ProductState state, ShopFacts facts) => facts.Version <= state.ShopVersion ? state : See(state with
    {
        ShopVersion = facts.Version, ShopOpen = facts.Open, ShopName = facts.Name, Department = facts.Department, Town = facts.Town,
    });

    /// <summary>What the shop says of it.</summary>
    public static ProductDraft DraftOf(ProductState state) => new()
    {
        Title = state.Title,
        Description = state.Description,
        Brand = state.Brand,
        Category = state.Category,
        Attributes = state.Attributes,
        Options = state.Options,
        Variants = state.Variants,
        Images = state.Images,
        Gtin = state.Gtin,
        BuyerCap = state.BuyerCap,
    };

    /// <summary>Whether a trade item's number is one: 8, 12, 13 or 14 digits, the last of which proves the others (GS1 General Specifications, 7.9).</summary>
    public static bool IsGtin(string text)
    {
        if (text.Length is not (8 or 12 or 13 or 14) || !text.All(char.IsAsciiDigit))
        {
            return false;
        }

        int sum = 0;
        for (int i = 0; i < text.Length - 1; i++)
        {
            int fromRight = text.Length - 2 - i;
            sum += (text[i] - '0') * (fromRight % 2 == 0 ? 3 : 1);
        }

        return (10 - (sum % 10)) % 10 == text[^1] - '0';
    }

    private static ProductState See(ProductState state) => state with { Visible = state.Status is ProductStatus.Published && state.ShopOpen };

    private static string? WrongAttribute(Category category, ProductDraft draft) => draft.Attributes
        .FirstOrDefault(one => one.Value is null || category.Attributes.FirstOrDefault(attribute => attribute.Code == one.Key)?.Read(one.Value) is null).Key;

    private static bool AreVariants(ProductDraft draft) =>
        draft.Variants.Count is > 0 and <= VariantsMax
        && draft.Variants.All(variant => IsVariant(variant, draft.Options))
        && draft.Variants.Select(variant => variant.Sku).Distinct().Count() == draft.Variants.Count
        && draft.Variants.Select(variant => string.Join('\n', draft.Options.Select(option => variant.Options[option]))).Distinct().Count() == draft.Variants.Count;

    private static bool IsVariant(Variant variant, IReadOnlyList<string> options) =>
        ShopRules.IsLine(variant.Sku, 1, 64) && variant.Sku == variant.Sku.Trim()
        && variant.Price is > 0 and <= PriceMax
        && (variant.CompareAt is not { } before || (before > variant.Price && before <= PriceMax))
        && variant.WeightGrams is >= 0 and <= GramsMax
        && variant.LengthMillimetres is >= 0 and <= MillimetresMax && variant.WidthMillimetres is >= 0 and <= MillimetresMax && variant.HeightMillimetres is >= 0 and <= MillimetresMax
        && variant.Options.Count == options.Count && options.All(option => variant.Options.TryGetValue(option, out string? choice) && ShopRules.IsLine(choice, 1, 40));
}
