namespace Postmobile.Commerce;

/// <summary>Finds products. Key 0; as many of it work at once as there is work. It reads rows and changes nothing.</summary>
[Alias("commerce.search"), GrainInterfaceType("commerce.search")]
public interface ISearchGrain : IGrainWithIntegerKey
{
    /// <summary>One page of what matches, and by what it can be narrowed.</summary>
    [Alias("search")]
    Task<SearchResult> Search(SearchQuery query);

    /// <summary>What somebody who has typed this much may want.</summary>
    [Alias("suggest")]
    Task<Suggestions> Suggest(string typed);

    /// <summary>What the marketplace shows to whoever comes in.</summary>
    [Alias("front")]
    Task<MarketFront> Front();

    /// <summary>Products as lists show them, in the order asked for; those that buyers may not see are left out.</summary>
    [Alias("cards")]
    Task<IReadOnlyList<ProductCard>> Cards(IReadOnlyList<ProductId> products);

    /// <summary>Who else sells the same trade item, cheapest first; none without a GTIN.</summary>
    [Alias("offers")]
    Task<IReadOnlyList<ProductCard>> Offers(string gtin);

    /// <summary>Keeps the names of the categories where the words of products are made. Again changes nothing.</summary>
    [Alias("begin")]
    Task Begin();
}
