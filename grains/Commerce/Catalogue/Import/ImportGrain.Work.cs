using System.Text.Json;
using Postmobile.Identity;
using Postmobile.Live;

namespace Postmobile.Commerce;

/// <content>What an import does with its lines.</content>
internal sealed partial class ImportGrain
{
    private const int ArticlesAtOnce = 64;
    private const int ImagesMax = 10;

    private ShopId Shop => new(State.Shop);

    private CustomerId By => new(State.By);

    /// <summary>Takes the next articles, deals with them side by side, and writes down what became of their lines.</summary>
    private async Task Bite()
    {
        List<List<ImportLine>> articles = await lines.Take(Id, ArticlesAtOnce);
        if (articles.Count > 0)
        {
            IReadOnlyList<ImportLines.Answer>[] answers = await Task.WhenAll(articles.Select(Handle));
            await lines.Settle(Id, [.. answers.SelectMany(some => some)]);
        }

        // Counted anew each time, so that what a crash left half-written is counted right.
        int[] counts = await lines.Count(Id);
        State = State with
        {
            Status = counts[0] == 0 ? ImportStatus.Done : ImportStatus.Running,
            Created = counts[1],
            Updated = counts[2],
            Unchanged = counts[3],
            Failed = counts[4],
            WatchedAtMs = Clock.GetUtcNow().Add(s_patience).ToUnixTimeMilliseconds(),
        };
        await Save();
        GrainFactory.Topic(Topics.Of(By)).Tell(new Notice { Kind = "import.moved", Subject = Id, At = Clock.GetUtcNow() }).Ignore();
    }

    /// <summary>One article: found by its codes or made, then its stock.</summary>
    private async Task<IReadOnlyList<ImportLines.Answer>> Handle(List<ImportLine> article)
    {
        IProductsGrain products = GrainFactory.GetGrain<IProductsGrain>(0);
        string first = ImportRules.Cell(article[0], "sku");
        ProductId? known = null;
        foreach (ImportLine line in article)
        {
            known ??= await products.BySku(Shop, ImportRules.Cell(line, "sku"));
        }

        // A number drawn for the same code is the same: a line that a crash left without an answer makes no second product.
        ProductId id = known ?? ProductId.Of(await GrainFactory.GetGrain<IShopsGrain>(0).Draw($"{Shop} sku", first));
        IProductGrain product = GrainFactory.GetGrain<IProductGrain>(id.Value);
        ProductDetails? before = await product.Details();
        ImportRules.Meaning meaning = ImportRules.Read(article, before?.Draft);
        if (meaning.Draft is not { } draft)
        {
            return Fail(article, meaning.Code, meaning.Field, meaning.Line);
        }

        (IReadOnlyList<string>? pictures, int badLine) = await Pictures(article);
        if (pictures is null)
        {
            return Fail(article, "image_not_found", "images", badLine);
        }

        draft = pictures.Count > 0 ? draft with { Images = pictures } : draft;
        ProductOutcome outcome = before is null
            ? await product.Create(Shop, draft, meaning.Status is null or ProductStatus.Published, By)
            : await product.Edit(draft, By, null);
        if (outcome.Refusal is null && meaning.Status is { } status && outcome.Product!.Product.Status != status)
        {
            outcome = status switch
            {
                ProductStatus.Published => await product.Publish(By),
                ProductStatus.Archived => await product.Archive(By),
                _ => outcome, // what was on sale once is withdrawn, not a draft again
            };
        }

        return outcome.Refusal is { } refusal
            ? Fail(article, JsonNamingPolicy.SnakeCaseLower.ConvertName(refusal.ToString()), outcome.Field ?? "", 0)
            : await CountStock(article, before, outcome.Product!);
    }

    private async Task<IReadOnlyList<ImportLines.Answer>> CountStock(List<ImportLine> article, ProductDetails? before, ProductDetails after)
    {
        IStockGrain stock = GrainFactory.GetGrain<IStockGrain>(after.Product.Id.Value);
        StockView? now = null;
        var answers = new List<ImportLines.Answer>();
        foreach (ImportLine line in article)
        {
            string sku = ImportRules.Cell(line, "sku");
            bool moved = false;
            if (!ImportRules.TryReadStock(line, out int? count))
            {
                answers.Add(new ImportLines.Answer(line.Number, ImportLineStatus.Failed, "invalid_field", "stock", after.Product.Id.Value));
                continue;
            }

            if (count is { } units)
            {
                if (now is null)
                {
                    // The stock may not have heard yet of what the product has just got.
                    await stock.SetSkus(Shop, [.. after.Product.Variants.Select(variant => new SkuRule(variant.Sku, after.Draft.BuyerCap))]);
                    now = await stock.Look();
                }

                moved = now.Skus.FirstOrDefault(one => one.Sku == sku)?.OnHand != units;
                if (await stock.Move(new StockMovement { Key = $"import:{Id}:{line.Number}", Sku = sku, Quantity = units, IsCount = true, Reason = "imported", Actor = By }) is { } refusal)
                {
                    answers.Add(new ImportLines.Answer(
                        line.Number, ImportLineStatus.Failed, JsonNamingPolicy.SnakeCaseLower.ConvertName(refusal.ToString()), "stock", after.Product.Id.Value));
                    continue;
                }
            }

            Variant? old = before?.Product.Find(sku);
            ImportLineStatus status = old is null ? ImportLineStatus.Created
                : moved || before!.Product.Version != after.Product.Version ? ImportLineStatus.Updated
                : ImportLineStatus.Unchanged;
            answers.Add(new ImportLines.Answer(line.Number, status, "", "", after.Product.Id.Value));
        }

        return answers;
    }

    // The pictures that the lines name, in their order and each once; null when one of them cannot be had.
    private async Task<(IReadOnlyList<string>? Ids, int BadLine)> Pictures(List<ImportLine> article)
    {
        var ids = new List<string>();
        foreach ((ImportLine line, string name) in article.SelectMany(line => ImportRules.ImagesOf(line).Select(name => (line, name))).DistinctBy(one => one.name).Take(ImagesMax))
        {
            string? id = ShopRules.IsPicture(name) ? name
                : await images.Fetch(name) is { } file ? (await GrainFactory.GetGrain<IImagesGrain>(0).Keep(State.Shop, file)).Image?.Id
                : null;
            if (id is null)
            {
                return (null, line.Number);
            }

            ids.Add(id);
        }

        return ([.. ids.Distinct()], 0);
    }

    // A fault of one line is every line's of its article: half an article is none. The others say which one it is by having no field.
    private static IReadOnlyList<ImportLines.Answer> Fail(List<ImportLine> article, string code, string field, int at) =>
        [.. article.Select(line => new ImportLines.Answer(line.Number, ImportLineStatus.Failed, code, at == 0 || at == line.Number ? field : "", ""))];
}
