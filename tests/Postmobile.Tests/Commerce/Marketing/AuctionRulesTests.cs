using Postmobile.Commerce;
using Xunit;

namespace Postmobile.Tests.Commerce.Marketing;

/// <summary>Who is in front and what a click costs, as tables.</summary>
public sealed class AuctionRulesTests
{
    // bids and relevances of shops A, B, C …, then the winners with what each pays.
    public static TheoryData<string, string, int, string> Auctions => new()
    {
        { "alone pays the floor", "A 100 10000", 4, "A 10" },
        { "just enough to beat the next", "A 100 10000 | B 60 10000", 4, "A 61, B 10" },
        { "relevance counts as much as money", "A 100 5000 | B 60 10000", 4, "B 51, A 10" },
        { "what is dear is divided by what fits", "A 100 10000 | B 80 5000", 4, "A 41, B 10" },
        { "never above the bid", "A 50 10000 | B 50 10000", 4, "A 50, B 10" },
        { "never under the floor", "A 100 10000 | B 10 100", 4, "A 10, B 10" },
        { "a bid under the floor does not play", "A 100 10000 | B 9 10000", 4, "A 10" },
        { "what does not fit does not play", "A 100 0 | B 20 100", 4, "B 10" },
        { "who gets no place still makes the price", "A 100 10000 | B 60 10000", 1, "A 61" },
        { "a shop does not outbid itself", "A 100 10000 | A 90 10000 | B 40 10000", 4, "A 41, A 41, B 10" },
        { "two places a shop, no more", "A 100 10000 | A 90 10000 | A 80 10000 | B 40 10000", 4, "A 41, A 41, B 10" },
        { "nobody", "", 4, "" },
    };

    [Theory]
    [MemberData(nameof(Auctions))]
    public void An_auction(string name, string field, int places, string winners)
    {
        Contender[] contenders = [.. field.Split('|', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select((text, at) =>
        {
            string[] parts = text.Split(' ');
            return new Contender("k-" + at, parts[0], "p-" + at, long.Parse(parts[1], System.Globalization.CultureInfo.InvariantCulture), int.Parse(parts[2], System.Globalization.CultureInfo.InvariantCulture));
        })];
        var won = AuctionRules.Run(contenders, places);
        Assert.True(winners == string.Join(", ", won.Select(place => $"{place.Winner.Shop} {place.Price}")), name);
        Assert.All(won, place => Assert.InRange(place.Price, Ads.PriceFloor, place.Winner.Bid));
    }

    [Fact]
    public void The_price_that_is_paid_would_still_have_won_and_one_franc_less_would_not()
    {
        var random = new Random(7);
        for (int round = 0; round < 500; round++)
        {
            Contender[] field = [.. Enumerable.Range(0, 6).Select(n => new Contender("k-" + n, "s-" + n, "p-" + n, random.Next(10, 500), random.Next(1, 30_000)))];
            foreach ((Contender winner, long price) in AuctionRules.Run(field, 6))
            {
                var next = field.Where(one => one.Score < winner.Score).OrderByDescending(one => one.Score).FirstOrDefault();
                Assert.True(next is null || price == winner.Bid || price * winner.Relevance > next.Score);
                Assert.True(price == Ads.PriceFloor || (price - 1) * winner.Relevance <= (next?.Score ?? 0));
            }
        }
    }

    [Fact]
    public void A_product_plays_once_with_its_best_campaign() =>
        Assert.Equal(["k-2"], AuctionRules.Run([new("k-1", "s-1", "p-1", 50, 100), new("k-2", "s-1", "p-1", 60, 100)], 4).Select(place => place.Winner.Campaign));

    [Theory]
    [InlineData("pagne", "pagne", "Pagne wax à fleurs", 1.0)]
    [InlineData("Pagnes WAX", "pagne wax", "Pagne wax à fleurs", 1.0)]
    [InlineData("pagne bleu", "pagne", "Pagne wax à fleurs", 0.5)]
    [InlineData("pagne", "pagne wax", "Pagne wax", 0.0)]
    [InlineData("téléphone", "telephone", "Étui de cuir", 0.5)]
    [InlineData("des chaussures pour la fête", "chaussure", "Chaussures de ville", 0.5)]
    [InlineData("riz", "pagne", "Riz long", 0.0)]
    [InlineData("", "pagne", "Pagne", 0.0)]
    public void How_well_a_product_fits_a_search(string query, string phrase, string title, double fit) =>
        Assert.Equal(fit, AuctionRules.FitsSearch(AdWords.Of(query), new Placing([AdWords.Of(phrase)], new HashSet<string>()), AdWords.Of(title)), 3);

    [Theory]
    [InlineData("pagne-wax", "pagne-wax", 1.0)]
    [InlineData("tissus", "pagne-wax", 0.7)]
    [InlineData("tissus", "tissus", 1.0)]
    [InlineData("pagne-wax", "tissus", 1.0)]
    [InlineData("pagne-wax", "chaussures", 0.0)]
    [InlineData("chaussures", "chaussures", 0.0)]
    public void How_well_a_product_fits_a_category(string page, string wanted, double fit) =>
        Assert.Equal(fit, AuctionRules.FitsCategory(page, new Placing([], new HashSet<string> { wanted }), ["mode", "tissus", "pagne-wax"]), 3);

    [Theory]
    [InlineData(0, 0, 10_000)]
    [InlineData(1, 1, 19_608 * 1)]
    [InlineData(1_000, 20, 10_000)]
    [InlineData(1_000, 40, 19_524)]
    [InlineData(100_000, 0, 3_000)]
    [InlineData(1_000, 900, 30_000)]
    public void The_click_rate_is_smoothed_and_bounded(long views, long clicks, int relevance) => Assert.InRange(AuctionRules.Relevance(1, views, clicks), relevance - 20_000 / 50, relevance + 20_000 / 50);
}
