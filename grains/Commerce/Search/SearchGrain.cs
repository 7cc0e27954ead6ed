using Orleans.Concurrency;

namespace Postmobile.Commerce;

/// <summary>Finds products in the rows beside their documents (<c>search_product</c>), and shows them from the documents themselves.</summary>
[StatelessWorker, Reentrant, GrainType("commerce.search")]
internal sealed class SearchGrain(SearchDatabase database, SearchWords words, SearchFacets facets, SearchMemory memory, SearchAsked asked, TimeProvider time) : Grain, ISearchGrain
{
    private const int FacetValuesMax = 12;
    private const int FewHits = 5;
    private const int FrontMax = 4;

    public async Task<SearchResult> Search(SearchQuery query)
    {
        IReadOnlyList<string> typed = SearchText.Words(query.Text.Length > SearchQuery.TextMax ? query.Text[..SearchQuery.TextMax] : query.Text);
        var wish = new Wish(query, await Category(query.Category), await Narrowing(query));
        if (wish.Category is { Length: 0 } || wish.By is null)
        {
            return Nothing;
        }

        string all = string.Join(" & ", typed);
        Hits found = await Find(all, wish);
        (string? corrected, string? better, bool some) = (null, null, false);
        if (typed.Count > 0 && found.Total < FewHits)
        {
            await words.Refresh(urgent: true);
            (found, corrected, better, some) = await Recover(typed, found, wish);
        }

        SearchResult page = await Page(found, wish);
        if (query.Cursor is null && page.Total > 0 && corrected is null && !some)
        {
            asked.Add(typed);
        }

        return page with { Corrected = corrected, DidYouMean = better, SomeWords = some };
    }

    public async Task<Suggestions> Suggest(string typed)
    {
        await words.Refresh();
        IReadOnlyList<string> plain = SearchText.Words(typed.Length > SearchQuery.TextMax ? typed[..SearchQuery.TextMax] : typed);
        if (plain.Count == 0 || plain[^1].Length < 2)
        {
            return new Suggestions { Searches = [.. asked.Popular.Take(6)], Categories = [], Shops = [], Products = [] };
        }

        string begun = string.Join(' ', plain), before = string.Join(' ', plain.SkipLast(1));
        IReadOnlyList<string> ends = words.Complete(plain[^1], 6);
        if (ends.Count == 0 && words.Correct(plain[^1]) is { } meant)
        {
            ends = [meant];
        }

        string[] searches =
        [
            .. asked.Popular.Where(text => text.StartsWith(begun, StringComparison.Ordinal)).Take(4)
                .Concat(ends.Select(end => before.Length > 0 ? before + " " + end : end)).Distinct().Take(6),
        ];
        string question = string.Join(" & ", plain.SkipLast(1).Append(ends.Count > 0 ? $"({string.Join(" | ", ends)} | {plain[^1]}:*)" : plain[^1] + ":*"));
        IReadOnlyList<string> products = await database.Ids(SearchList.Begun, question, 4);
        return new Suggestions
        {
            Searches = searches,
            Categories = [.. CategoryNames.Matching(plain).Take(3)],
            Shops = [.. facets.Matching(FacetKind.Shop, plain).Take(3).Select(shop => new ShopHint(new ShopId(shop.Value), shop.Label))],
            Products = await database.Cards(products),
        };
    }

    public async Task<MarketFront> Front()
    {
        if (memory.Front is { } fresh)
        {
            return fresh with { Newest = await Anew(fresh.Newest), Popular = await Anew(fresh.Popular) };
        }

        Task<IReadOnlyDictionary<string, int>> counts = database.Counts(Categories.Roots.Select(root => root.Code));
        Task<IReadOnlyList<string>> newest = database.Ids(SearchList.Newest, "", FrontMax), best = database.Ids(SearchList.Best, "", FrontMax);
        var front = new MarketFront
        {
            Counts = await counts,
            Newest = await database.Cards(await newest),
            Popular = await database.Cards(await best),
            Searches = [.. asked.Popular.Take(8)],
        };
        memory.Front = front;
        return front;
    }

    public async Task<IReadOnlyList<ProductCard>> Cards(IReadOnlyList<ProductId> products) => await database.Cards([.. products.Select(product => product.Value).Take(200)]);

    public async Task<IReadOnlyList<ProductCard>> Offers(string gtin) =>
        gtin.Length is 0 or > 14 ? [] : await database.Cards(await database.Ids(SearchList.Offers, gtin, 0));

    public async Task Begin()
    {
        await database.SetCategories(Categories.All.Select(category => (category.Code, CategoryNames.Words(category))));
        await words.Refresh();
    }

    // Which they are may be some seconds old; what they cost is not.
    private Task<IReadOnlyList<ProductCard>> Anew(IReadOnlyList<ProductCard> cards) => database.Cards([.. cards.Select(card => card.Id.Value)]);

    private static SearchResult Nothing => new() { Items = [], Total = 0 };

    // Nothing or almost nothing has these words: begun words go on, errors are mended, and at last some of the words are enough.
    private async Task<(Hits Found, string? Corrected, string? Better, bool Some)> Recover(IReadOnlyList<string> typed, Hits found, Wish wish)
    {
        (string Word, string? Other)[] meant = [.. typed.Select(word => (word, words.Knows(word) || int.TryParse(word, out _) ? null : words.Complete(word, 1) is [_] ? word + ":*" : words.Correct(word)))];
        if (meant.Any(pair => pair.Other is not null))
        {
            string said = string.Join(' ', meant.Select(pair => pair.Other is null || pair.Other.EndsWith('*') ? pair.Word : pair.Other));
            Hits other = await Find(string.Join(" & ", meant.Select(pair => pair.Other is null ? pair.Word : $"({pair.Word} | {pair.Other})")), wish);
            bool isMended = meant.Any(pair => pair.Other is { } word && !word.EndsWith('*') && !SearchText.SameWord(word, pair.Word));
            if (found.Total == 0 && other.Total > 0)
            {
                return (other, isMended ? said : null, null, false);
            }

            if (found.Total > 0 && other.Total > found.Total * 4)
            {
                return (found, null, isMended ? said : null, false);
            }
        }

        if (found.Total > 0 || typed.Count < 2)
        {
            return (found, null, null, false);
        }

        Hits any = await Find(string.Join(" | ", meant.Select(pair => pair.Other ?? pair.Word)), wish);
        return (any, null, null, any.Total > 0);
    }

    // First everything that has the words, so that filters and orders after it need no reading; when that is too much, only what remains.
    private async Task<Hits> Find(string question, Wish wish)
    {
        Hits found = await Read(new HitsQuery(question, wish.Category ?? [], [], null, null, InStock: false, SearchSort.Relevance));
        if (found.IsWhole || !(wish.By!.Narrows || wish.Query.Sort is not SearchSort.Relevance))
        {
            return found;
        }

        Narrowing by = wish.By;
        SearchSort sort = wish.Query.Sort is SearchSort.Near ? SearchSort.Relevance : wish.Query.Sort;
        return await Read(new HitsQuery(
            question, wish.Category ?? [], [.. by.Chosen.Take(SearchDatabase.AnyMax).Select(chosen => chosen.Numbers.Order().ToArray())], by.PriceFrom, by.PriceTo, by.InStock, sort));
    }

    private async Task<Hits> Read(HitsQuery query)
    {
        string key = query.Key;
        if (memory.Find(key) is { } kept)
        {
            return kept;
        }

        Hits found = await database.Find(query, memory.IsBroad(key));
        await facets.Cover(found.All);
        memory.Keep(key, found);
        return found;
    }

    private async Task<SearchResult> Page(Hits found, Wish wish)
    {
        SearchQuery query = wish.Query;
        Narrowed narrowed = SearchRules.Narrow(found.At(time.GetUtcNow().ToUnixTimeMilliseconds()), wish.By!, facets.Find, query.WithFacets);
        SearchCursor? cursor = SearchCursor.TryParse(query.Cursor, out SearchCursor after) ? after : null;
        int from = SearchRules.StartAfter(narrowed.Hits, cursor, query.Sort), limit = Math.Clamp(query.Limit, 1, SearchQuery.LimitMax);
        (Hit Hit, double Key)[] page = [.. narrowed.Hits.Skip(from).Take(limit)];
        bool more = from + page.Length < narrowed.Hits.Count;
        bool pushed = wish.By!.Narrows && !found.IsWhole;
        return new SearchResult
        {
            Items = [.. (await database.Cards([.. page.Select(one => "p-" + one.Hit.Number)])).Where(card => StillFits(card, wish.By!))],
            Total = found.IsWhole ? narrowed.Hits.Count : pushed ? Math.Max(narrowed.Hits.Count, wish.By.RadiusKm is null ? found.Total : 0) : found.Total,
            TotalIsLeast = found.IsLeast || (pushed && wish.By.RadiusKm is not null),
            Facets = query.WithFacets ? SearchRules.Groups(narrowed, wish.By, facets.Find, Shown(query.Category), FacetValuesMax) : [],
            FacetsAreLeast = !found.IsWhole,
            Next = more ? new SearchCursor(query.Sort, page[^1].Key, page[^1].Hit.Number).ToString() : null,
        };
    }

    // A hit may be some seconds old; what is shown is not.
    private static bool StillFits(ProductCard card, Narrowing by) =>
        card.Price >= (by.PriceFrom ?? 0) && card.Price <= (by.PriceTo ?? long.MaxValue) && (!by.InStock || card.Available != false);

    private static HashSet<string> Shown(string? category) =>
        [.. (Categories.Find(category) is { } chosen ? chosen.Children : Categories.Roots).Select(child => child.Code)];

    // Null: none is wanted. Empty: no product ever had it.
    private async Task<int[]?> Category(string? code) =>
        code is null ? null : await facets.Number(FacetKind.Category, code) is { } number ? [number] : [];

    // Null when something is chosen that no product has.
    private async Task<Narrowing?> Narrowing(SearchQuery query)
    {
        var chosen = new List<ChosenFacets>();
        foreach (IGrouping<string, FacetChoice> kind in query.Facets.GroupBy(choice => choice.Kind))
        {
            var numbers = new HashSet<int>();
            foreach (FacetChoice choice in kind)
            {
                if (await facets.Number(choice.Kind, choice.Value) is { } number)
                {
                    numbers.Add(number);
                }
            }

            if (numbers.Count == 0)
            {
                return null;
            }

            chosen.Add(new ChosenFacets(kind.Key, numbers));
        }

        return new Narrowing(chosen, query.PriceFrom, query.PriceTo, query.InStock, query.Sort, query.Near, query.RadiusKm);
    }

    private sealed record Wish(SearchQuery Query, int[]? Category, Narrowing? By);
}
