using Postmobile.Commerce;
using Xunit;

namespace Postmobile.Tests.Commerce.Search;

/// <summary>Narrowing, counting, ordering and paging of what was found.</summary>
public sealed class SearchRulesTests
{
    private const int Red = 1, Blue = 2, Nike = 3, Bata = 4;

    private static readonly Dictionary<int, Facet> s_facets = new()
    {
        [Red] = new Facet("a.couleur", "rouge", "Rouge"),
        [Blue] = new Facet("a.couleur", "bleu", "Bleu"),
        [Nike] = new Facet(FacetKind.Brand, "nike", "Nike"),
        [Bata] = new Facet(FacetKind.Brand, "bata", "Bata"),
    };

    private static readonly Hit[] s_hits =
    [
        new(1, 900, 10, 4, true, [Red, Nike], 5), new(2, 3_000, 30, 5, false, [Blue, Nike], 4), new(3, 3_000, 20, 3, true, [Red, Bata], 3), new(4, 60_000, 40, 2, null, [Blue, Bata], 2),
    ];

    private static Narrowing By(params ChosenFacets[] chosen) => new(chosen, null, null, false, SearchSort.Relevance, null, null);

    [Fact]
    public void A_kind_is_counted_as_if_nothing_of_it_were_chosen_and_the_others_as_they_would_remain()
    {
        Narrowed found = SearchRules.Narrow(s_hits, By(new ChosenFacets(FacetKind.Brand, new HashSet<int> { Nike })), s_facets.GetValueOrDefault, count: true);
        Assert.Equal([1, 2], found.Hits.Select(one => one.Hit.Number));
        Assert.Equal(2, found.Counts[Nike]);
        Assert.Equal(2, found.Counts[Bata]);
        Assert.Equal(1, found.Counts[Red]);
        Assert.Equal(1, found.Counts[Blue]);
    }

    [Fact]
    public void Prices_and_stock_are_kinds_of_their_own()
    {
        Narrowed found = SearchRules.Narrow(s_hits, By() with { PriceFrom = 1_000, PriceTo = 4_999, InStock = true }, s_facets.GetValueOrDefault, count: true);
        Assert.Equal([3], found.Hits.Select(one => one.Hit.Number));
        Assert.Equal([1, 1, 0, 0, 0, 0, 0, 0], found.Bands);
        Assert.Equal(1, found.Stocked);
        Assert.Equal((1_000, 4_999L), SearchRules.Band(1));
    }

    [Theory]
    [InlineData(SearchSort.Relevance, new long[] { 1, 2, 3, 4 })]
    [InlineData(SearchSort.PriceUp, new long[] { 1, 2, 3, 4 })]
    [InlineData(SearchSort.PriceDown, new long[] { 4, 3, 2, 1 })]
    [InlineData(SearchSort.Newest, new long[] { 4, 2, 3, 1 })]
    [InlineData(SearchSort.Rating, new long[] { 2, 1, 3, 4 })]
    public void Each_order_is_total_and_its_pages_join_without_a_gap(SearchSort sort, long[] expected)
    {
        Narrowed found = SearchRules.Narrow(s_hits, By() with { Sort = sort }, s_facets.GetValueOrDefault, count: false);
        var read = new List<long>();
        string? cursor = null;
        do
        {
            int from = SearchRules.StartAfter(found.Hits, SearchCursor.TryParse(cursor, out SearchCursor after) ? after : null, sort);
            if (from == found.Hits.Count)
            {
                break;
            }

            read.Add(found.Hits[from].Hit.Number);
            cursor = new SearchCursor(sort, found.Hits[from].Key, found.Hits[from].Hit.Number).ToString();
        }
        while (read.Count < 10);

        Assert.Equal(expected, read);
    }

    [Theory]
    [InlineData("")]
    [InlineData("0-7ff0000000000000-1")]
    [InlineData("9-0000000000000000-1")]
    [InlineData("0-000000000000000-1")]
    [InlineData("0-0000000000000000--1")]
    public void A_cursor_that_nobody_gave_is_none(string text) => Assert.False(SearchCursor.TryParse(text, out _));
}
