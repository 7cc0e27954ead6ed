using Postmobile.Api.Money;
using Postmobile.Api.Problems;
using Postmobile.Commerce;

namespace Postmobile.Api.Commerce;

/// <summary>A shop's products, and what became of an import, as files that can be corrected and sent again.</summary>
internal static class CatalogueFiles
{
    private const int AtOnce = 200;
    private const int LinesAtOnce = 1_000;

    /// <summary>All products, a variant a line.</summary>
    public static CsvFile Products(ShopId shop, IGrainFactory grains, string language) => new($"articles-{shop}.csv", () => Rows(shop, grains, language));

    /// <summary>What became of each line.</summary>
    public static CsvFile Report(CatalogueImport import, IGrainFactory grains, string language) => new($"import-{import.Id[^8..]}.csv", () => ReportRows(import.Id, grains, language));

    private static async IAsyncEnumerable<IReadOnlyList<object?>> Rows(ShopId shop, IGrainFactory grains, string language)
    {
        yield return [.. CatalogueReader.Columns.Select(column => language == "en" ? column.Key : column.Value), .. AttributeCodes.Select(code => "attr:" + code)];
        long? before = null;
        while (true)
        {
            IReadOnlyList<ProductLine> page = await grains.GetGrain<IProductsGrain>(0).Of(shop, null, visible: false, AtOnce, before);
            foreach (ProductDetails? product in await Task.WhenAll(page.Select(line => grains.GetGrain<IProductGrain>(line.Id.Value).Details())))
            {
                foreach (Variant variant in product!.Product.Variants)
                {
                    yield return Row(product, variant, await grains.GetGrain<IStockGrain>(product.Product.Id.Value).Look());
                }
            }

            if (page.Count < AtOnce)
            {
                yield break;
            }

            before = long.Parse(page[^1].Id.Value.AsSpan(2), System.Globalization.CultureInfo.InvariantCulture);
        }
    }

    private static IReadOnlyList<string> AttributeCodes { get; } = [.. Categories.All.SelectMany(category => category.Attributes).Select(attribute => attribute.Code).Distinct()];

    private static IReadOnlyList<object?> Row(ProductDetails product, Variant variant, StockView stock)
    {
        ProductDraft draft = product.Draft;
        object?[] options = [.. Enumerable.Range(0, 3).SelectMany(i => i < draft.Options.Count ? new object?[] { draft.Options[i], variant.Options[draft.Options[i]] } : [null, null])];
        return
        [
            variant.Sku, draft.Variants.Count > 1 ? product.Product.Id.Value : null, draft.Title, draft.Description, draft.Brand, draft.Category, variant.Price, variant.CompareAt,
            stock.Skus.FirstOrDefault(line => line.Sku == variant.Sku)?.OnHand, product.Product.Status.ToString().ToLowerInvariant(), string.Join('|', draft.Images), draft.Gtin,
            variant.WeightGrams, variant.LengthMillimetres, variant.WidthMillimetres, variant.HeightMillimetres, .. options, .. AttributeCodes.Select(code => draft.Attributes.GetValueOrDefault(code)),
        ];
    }

    private static async IAsyncEnumerable<IReadOnlyList<object?>> ReportRows(string import, IGrainFactory grains, string language)
    {
        yield return language == "en" ? ["line", "sku", "status", "column", "remark", "code", "product"] : ["ligne", "sku", "etat", "colonne", "remarque", "code", "article"];
        int after = 0;
        while (true)
        {
            IReadOnlyList<ImportLineReport> page = await grains.GetGrain<IImportsGrain>(0).Lines(import, after, LinesAtOnce, failedOnly: false);
            foreach (ImportLineReport line in page)
            {
                string remark = line.Code.Length > 0 ? ProblemCatalog.Find(line.Code).In(language).Title : "";
                yield return [line.Number, line.Sku, line.Status.ToString().ToLowerInvariant(), line.Field, remark, line.Code, line.Product];
            }

            if (page.Count < LinesAtOnce)
            {
                yield break;
            }

            after = page[^1].Number;
        }
    }
}
