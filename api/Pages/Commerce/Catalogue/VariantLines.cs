using System.Globalization;
using System.Text;
using Postmobile.Api.Translations;
using Postmobile.Commerce;

namespace Postmobile.Api.Pages.Commerce;

/// <summary>
/// Variants as lines of a text, which a person can write without a script: code; price; former price; grams; then the choice of each option.
/// </summary>
internal static class VariantLines
{
    private const int Fixed = 4;

    /// <summary>The lines of a product's variants.</summary>
    public static string Write(ProductDraft draft)
    {
        StringBuilder lines = new();
        foreach (Variant variant in draft.Variants)
        {
            lines.AppendJoin("; ", [variant.Sku, Number(variant.Price), Number(variant.CompareAt), Number(variant.WeightGrams), .. draft.Options.Select(option => variant.Options[option])]).Append('\n');
        }

        return lines.ToString();
    }

    /// <summary>The variants of lines, each with the size that it had before; null when a line is none.</summary>
    public static IReadOnlyList<Variant>? Read(string? text, IReadOnlyList<string> options, IReadOnlyList<Variant> before)
    {
        List<Variant> variants = [];
        foreach (string line in (text ?? "").Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            string[] cells = [.. line.Split(';').Select(cell => cell.Trim())];
            int grams = 0;
            if (cells.Length < 2 || cells.Length > Fixed + options.Count || !Say.TryReadAmount(cells[1], out long price)
                || !TryReadOptional(cells.ElementAtOrDefault(2), out long? former)
                || (cells.ElementAtOrDefault(3) is { Length: > 0 } weight && !int.TryParse(weight, NumberStyles.None, CultureInfo.InvariantCulture, out grams)))
            {
                return null;
            }

            Variant known = before.FirstOrDefault(variant => variant.Sku == cells[0]) ?? new Variant { Sku = cells[0], Price = price };
            variants.Add(known with
            {
                Price = price,
                CompareAt = former,
                WeightGrams = grams,
                Options = options.Select((option, i) => (option, choice: cells.ElementAtOrDefault(Fixed + i) ?? "")).DistinctBy(one => one.option).ToDictionary(one => one.option, one => one.choice),
            });
        }

        return variants;
    }

    private static bool TryReadOptional(string? cell, out long? amount)
    {
        amount = null;
        if (string.IsNullOrEmpty(cell))
        {
            return true;
        }

        bool read = Say.TryReadAmount(cell, out long minor);
        amount = minor;
        return read;
    }

    private static string Number(long? number) => number is { } known and not 0 ? known.ToString(CultureInfo.InvariantCulture) : "";
}
