namespace Postmobile.Commerce;

/// <summary>A product that wants to be in front.</summary>
/// <param name="Campaign">Which campaign pays.</param>
/// <param name="Shop">Whose.</param>
/// <param name="Product">Which product.</param>
/// <param name="Bid">The most that a click may cost.</param>
/// <param name="Relevance">How well it fits, in ten-thousandths; more than 0.</param>
internal sealed record Contender(string Campaign, string Shop, string Product, long Bid, int Relevance)
{
    public long Score => Bid * Relevance;
}

/// <summary>Where a campaign wants its products to be shown, in the form in which it is compared.</summary>
internal sealed record Placing(IReadOnlyList<IReadOnlySet<string>> Phrases, IReadOnlySet<string> Categories);

/// <summary>The second-price auction: who is in front, and what a click costs. Pure.</summary>
internal static class AuctionRules
{
    /// <summary>The most places that one shop gets: a search is not one shop's shelf.</summary>
    public const int PerShop = 2;

    private const int Full = 10_000;

    // What is known of a product before anybody has seen it: one click in fifty.
    private const double PriorClicks = 1, PriorViews = 50;

    /// <summary>
    /// The best by bid × relevance. Each pays just enough to beat the next one of another shop (a shop does not outbid itself), at
    /// least the floor, never more than it bid.
    /// </summary>
    public static IReadOnlyList<(Contender Winner, long Price)> Run(IEnumerable<Contender> contenders, int count)
    {
        List<Contender> ranked = [.. contenders
            .Where(one => one.Bid >= Ads.PriceFloor && one.Relevance > 0)
            .OrderByDescending(one => one.Score).ThenBy(one => one.Campaign, StringComparer.Ordinal).ThenBy(one => one.Product, StringComparer.Ordinal)
            .DistinctBy(one => one.Product)];
        List<(Contender, long)> winners = [];
        Dictionary<string, int> places = [];
        for (int at = 0; at < ranked.Count && winners.Count < count; at++)
        {
            Contender winner = ranked[at];
            int had = places.GetValueOrDefault(winner.Shop);
            if (had == PerShop)
            {
                continue;
            }

            places[winner.Shop] = had + 1;
            long next = ranked.Skip(at + 1).FirstOrDefault(other => other.Shop != winner.Shop)?.Score ?? 0;
            winners.Add((winner, Math.Clamp((next / winner.Relevance) + 1, Ads.PriceFloor, winner.Bid)));
        }

        return winners;
    }

    /// <summary>
    /// How well a product fits a search, 0 to 1: half for how much of the search one of the campaign's phrases says, half for how
    /// much of it the title says. 0 when no phrase of the campaign is in the search.
    /// </summary>
    public static double FitsSearch(IReadOnlySet<string> query, Placing placing, IReadOnlySet<string> title)
    {
        int said = placing.Phrases.Where(phrase => phrase.Count > 0 && phrase.IsSubsetOf(query)).Select(phrase => phrase.Count).DefaultIfEmpty(0).Max();
        return said == 0 || query.Count == 0 ? 0 : ((double)said / query.Count / 2) + ((double)title.Count(query.Contains) / query.Count / 2);
    }

    /// <summary>How well a product fits a category's page, 0 to 1: wholly when it is the product's own or the one the campaign names.</summary>
    /// <param name="category">The page's.</param>
    /// <param name="placing">What the campaign names.</param>
    /// <param name="path">The product's categories from the root.</param>
    public static double FitsCategory(string category, Placing placing, IReadOnlyList<string> path) =>
        !path.Contains(category) || !path.Any(placing.Categories.Contains) ? 0
        : path[^1] == category || placing.Categories.Contains(category) ? 1
        : 0.7;

    /// <summary>Fit and click rate in one figure. The rate is smoothed: a few clicks of the first viewers say little.</summary>
    public static int Relevance(double fit, long views, long clicks)
    {
        double rate = (clicks + PriorClicks) / (views + PriorViews) / (PriorClicks / PriorViews);
        return fit <= 0 ? 0 : Math.Max(1, (int)Math.Round(fit * Math.Clamp(rate, 0.3, 3) * Full));
    }
}
