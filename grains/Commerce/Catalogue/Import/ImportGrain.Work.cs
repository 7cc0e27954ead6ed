using System.Text.Json;
using Postmobile.Identity;
using Postmobile.Live;

namespace Postmobile.Commerce;

/// <content>What an import does with its lines.</content>
internal sealed partial class ImportGrain
{
    private const int ArticlesAtOnce = 64;

    // How far the lines are by this activation's count; null until they were counted once.
    private int[]? _counts;

    // The names of the pictures that came along; null until they were asked for.
    private HashSet<string>? _files;
    private const int ImagesMax = 10;

    private ShopId Shop => new(State.Shop);

    private CustomerId By => new(State.By);

    /// <summary>Takes the next articles, deals with them side by side, and writes down what became of their lines.</summary>
    private async Task Bite()
    {
        _files ??= await pictures.Names(Id);
        List<List<ImportLine>> articles = await lines.Take(Id, ArticlesAtOnce);
        if (articles.Count > 0)
        {
            ProductId[] ids = await Name(articles);
            IReadOnlyList<ImportLines.Answer>[] answers = await Task.WhenAll(articles.Zip(ids, Handle));
            await lines.Settle(Id, [.. answers.SelectMany(some => some)]);
            foreach (ImportLines.Answer answer in answers.SelectMany(some => some))
            {
                if (_counts is { } counts)
                {
                    counts[0]--;
                    counts[(int)answer.Status]++;
                }
            }
        }

        // Counted by the rows at the beginning and at the end, so that what a crash left half-written is counted right.
        _counts = articles.Count > 0 && _counts is not null ? _counts : await lines.Count(Id);
        State = State with
        {
            Status = articles.Count == 0 ? ImportStatus.Done : ImportStatus.Running,
            Created = _counts[1],
            Updated = _counts[2],
            Unchanged = _counts[3],
            Failed = _counts[4],
            WatchedAtMs = Clock.GetUtcNow().Add(s_patience).ToUnixTimeMilliseconds(),
        };
        await Save();
        if (State.Status is ImportStatus.Done && _files.Count > 0)
        {
            await pictures.Clear(Id);
        }

        GrainFactory.Topic(Topics.Of(By)).Tell(new Notice { Kind = "import.moved", Subject = Id, At = Clock.GetUtcNow() }).Ignore();
    }

    /// <summary>The product of each article: found by one of its codes, or a number drawn for its first one.</summary>
    private async Task<ProductId[]> Name(List<List<ImportLine>> articles)
    {
        Dictionary<string, ProductId> known = await lines.Products(Shop, [.. articles.SelectMany(article => article).Select(Sku).Distinct()]);
        List<ImportLine>[] fresh = [.. articles.Where(article => !article.Any(line => known.ContainsKey(Sku(line))))];

        // A number drawn for the same code is the same: a line that a crash left without an answer makes no second product.
        Dictionary<string, ProductId> drawn = await lines.Draw(Shop, [.. fresh.Select(article => Sku(article[0])).Distinct()]);
        return [.. articles.Select(article => article.Find(line => known.ContainsKey(Sku(line))) is { } line ? known[Sku(line)] : drawn[Sku(article[0])])];
    }

    private static string Sku(ImportLine line) => ImportRules.Cell(line, "sku");

    /// <summary>One article: its product is changed or made, then its stock counted.</summary>
    private async Task<IReadOnlyList<ImportLines.Answer>> Handle(List<ImportLine> article, ProductId id)
    {
        IProductGrain product = GrainFactory.GetGrain<IProductGrain>(id.Value);
        ProductDetails? before = await product.Details();
        ImportRules.Meaning meaning = ImportRules.Read(article, before?.Draft);
        if (meaning.Draft is not { } draft)
        {
            return Fail(article, meaning.Code, meaning.Field, meaning.Line);
        }

        (IReadOnlyList<string>? shown, int badLine) = await Pictures(article);
        if (shown is null)
        {
            return Fail(article, "image_not_found", "images", badLine);
        }

        draft = shown.Count > 0 ? draft with { Images = shown } : draft;
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
                if (moved && await stock.Move(new StockMovement { Key = $"import:{Id}:{line.Number}", Sku = sku, Quantity = units, IsCount = true, Reason = "imported", Actor = By }) is { } refusal)
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
        foreach ((ImportLine line, string name) in article.SelectMany(line => ImportRules.ImagesOf(line, _files!).Select(name => (line, name))).DistinctBy(one => one.name).Take(ImagesMax))
        {
            string? id = _files!.Contains(ImportPictures.Key(name)) ? await TakeIn(name)
                : ShopRules.IsPicture(name) ? name
                : await images.Fetch(name) is { } file ? await Keep(file)
                : null;
            if (id is null)
            {
                return (null, line.Number);
            }

            ids.Add(id);
        }

        return ([.. ids.Distinct()], 0);
    }

    // Several lines may name one file: whoever comes first makes the picture, and twice the same file is one picture in any case.
    private async Task<string?> TakeIn(string name)
    {
        (byte[]? content, string? image) = await pictures.Find(Id, name);
        if (content is not null)
        {
            image = await Keep(content);
            await pictures.Settle(Id, name, image);
        }

        return string.IsNullOrEmpty(image) ? null : image;
    }

    private async Task<string?> Keep(byte[] file) => (await GrainFactory.GetGrain<IImagesGrain>(0).Keep(State.Shop, file)).Image?.Id;

    // A fault of one line is every line's of its article: half an article is none. The others say which one it is by having no field.
    private static IReadOnlyList<ImportLines.Answer> Fail(List<ImportLine> article, string code, string field, int at) =>
        [.. article.Select(line => new ImportLines.Answer(line.Number, ImportLineStatus.Failed, code, at == 0 || at == line.Number ? field : "", ""))];
}
