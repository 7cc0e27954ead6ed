using System.Globalization;

namespace Postmobile.Commerce;

/// <summary>What the lines of a file mean: pure. Lines of one article are the variants of one product.</summary>
internal static class ImportRules
{
    /// <summary>A line's words for an attribute begin with this, then comes the attribute's code.</summary>
    public const string AttributePrefix = "attr:";

    private const int OptionsMax = 3;

    /// <summary>What a group of lines asks for.</summary>
    /// <param name="Draft">The product as it will be.</param>
    /// <param name="Status">How it will stand; null: as it does, and a new one is on sale.</param>
    /// <param name="Code">Why it cannot be; empty otherwise.</param>
    /// <param name="Field">The column at fault.</param>
    /// <param name="Line">The line at fault; 0: all of them.</param>
    public readonly record struct Meaning(ProductDraft? Draft, ProductStatus? Status, string Code = "", string Field = "", int Line = 0);

    /// <summary>What groups lines: the article, or the line's own code.</summary>
    public static string GroupOf(ImportLine line) => Cell(line, "article") is { Length: > 0 } article ? "a:" + article : "s:" + Cell(line, "sku");

    /// <summary>The product that the lines of one group make of what there is; images come later, they must be fetched.</summary>
    public static Meaning Read(IReadOnlyList<ImportLine> lines, ProductDraft? before)
    {
        ImportLine first = lines[0];
        string[] options = [.. Enumerable.Range(1, OptionsMax).Select(i => Cell(first, $"option{i}_name")).Where(name => name.Length > 0)];
        if (options.Length == 0 && before is not null)
        {
            options = [.. before.Options];
        }

        List<Variant> variants = [.. before?.Variants ?? []];
        foreach (ImportLine line in lines)
        {
            (Variant? variant, string field) = ReadVariant(line, options, variants.FirstOrDefault(one => one.Sku == Cell(line, "sku")));
            if (variant is null)
            {
                return new Meaning(null, null, "invalid_field", field, line.Number);
            }

            int at = variants.FindIndex(one => one.Sku == variant.Sku);
            if (at < 0)
            {
                variants.Add(variant);
            }
            else
            {
                variants[at] = variant;
            }
        }

        ProductStatus? status = null;
        if (Cell(first, "status") is { Length: > 0 } word && (status = StatusOf(word)) is null)
        {
            return new Meaning(null, null, "invalid_field", "status", first.Number);
        }

        var attributes = new Dictionary<string, string>(before?.Attributes ?? new Dictionary<string, string>());
        foreach ((string column, string value) in first.Cells.Where(cell => cell.Key.StartsWith(AttributePrefix, StringComparison.Ordinal) && cell.Value.Length > 0))
        {
            attributes[column[AttributePrefix.Length..]] = value;
        }

        return new Meaning(new ProductDraft
        {
            Title = Or(first, "title", before?.Title),
            Description = Or(first, "description", before?.Description),
            Brand = Or(first, "brand", before?.Brand),
            Category = Or(first, "category", before?.Category),
            Gtin = Or(first, "gtin", before?.Gtin),
            Attributes = attributes,
            Options = options,
            Variants = variants,
            Images = before?.Images ?? [],
            BuyerCap = before?.BuyerCap,
        }, status);
    }

    /// <summary>The pictures that a line names. A name with blanks or commas in it is one where a file that came along has it, several otherwise.</summary>
    public static IEnumerable<string> ImagesOf(ImportLine line, IReadOnlySet<string> files) =>
        Cell(line, "images").Split(['|', '\n'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .SelectMany(name => files.Contains(ImportPictures.Key(name)) ? [name] : name.Split([' ', ','], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));

    /// <summary>How many there are by a line; null: it says nothing of it. False when it says nonsense.</summary>
    public static bool TryReadStock(ImportLine line, out int? stock)
    {
        string cell = Cell(line, "stock");
        bool read = int.TryParse(cell, NumberStyles.None, CultureInfo.InvariantCulture, out int count) && count <= 1_000_000;
        stock = read ? count : null;
        return read || cell.Length == 0;
    }

    /// <summary>A cell, or nothing.</summary>
    public static string Cell(ImportLine line, string column) => line.Cells.TryGetValue(column, out string? value) ? value.Trim() : "";

    private static (Variant? Variant, string Field) ReadVariant(ImportLine line, IReadOnlyList<string> options, Variant? before)
    {
        string sku = Cell(line, "sku");
        if (sku.Length == 0)
        {
            return (null, "sku");
        }

        if (!TryNumber(line, "price", before?.Price ?? 0, out long price) || price == 0)
        {
            return (null, "price");
        }

        bool says = Cell(line, "compare_at").Length > 0;
        if (!TryNumber(line, "compare_at", before?.CompareAt ?? 0, out long former) || (says && former > 0 && former <= price))
        {
            return (null, "compare_at");
        }

        foreach (string column in (ReadOnlySpan<string>)["weight_g", "length_mm", "width_mm", "height_mm"])
        {
            if (!TryNumber(line, column, 0, out long size) || size > 1_000_000)
            {
                return (null, column);
            }
        }

        var choices = options.Select((option, i) => (option, choice: Cell(line, $"option{i + 1}") is { Length: > 0 } choice ? choice : before?.Options.GetValueOrDefault(option) ?? ""))
            .DistinctBy(one => one.option).ToDictionary(one => one.option, one => one.choice);
        return (new Variant
        {
            Sku = sku,
            Price = price,
            CompareAt = former > price ? former : null,
            WeightGrams = Size(line, "weight_g", before?.WeightGrams),
            LengthMillimetres = Size(line, "length_mm", before?.LengthMillimetres),
            WidthMillimetres = Size(line, "width_mm", before?.WidthMillimetres),
            HeightMillimetres = Size(line, "height_mm", before?.HeightMillimetres),
            Options = choices,
        }, "");
    }

    private static int Size(ImportLine line, string column, int? before) => TryNumber(line, column, before ?? 0, out long size) ? (int)size : 0;

    private static bool TryNumber(ImportLine line, string column, long otherwise, out long number)
    {
        string digits = string.Concat(Cell(line, column).Where(letter => !char.IsWhiteSpace(letter)));
        number = otherwise;
        return digits.Length == 0 || long.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out number);
    }

    private static string Or(ImportLine line, string column, string? before) => Cell(line, column) is { Length: > 0 } value ? value : before ?? "";

    private static ProductStatus? StatusOf(string word) => word.ToLowerInvariant() switch
    {
        "draft" or "brouillon" => ProductStatus.Draft,
        "published" or "en vente" => ProductStatus.Published,
        "archived" or "retiré" or "retire" => ProductStatus.Archived,
        _ => null,
    };
}
