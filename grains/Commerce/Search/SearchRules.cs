using Postmobile.Money;

namespace Postmobile.Commerce;

/// <summary>Chosen facets of one kind: any of them may hold.</summary>
internal sealed record ChosenFacets(string Kind, IReadOnlySet<int> Numbers);

/// <summary>What a search narrows by, with facets as numbers.</summary>
internal sealed record Narrowing(
    IReadOnlyList<ChosenFacets> Chosen, long? PriceFrom, long? PriceTo, bool InStock, SearchSort Sort, GeoPoint? Near, int? RadiusKm)
{
    /// <summary>Whether it leaves out anything.</summary>
    public bool Narrows => Chosen.Count > 0 || PriceFrom is not null || PriceTo is not null || InStock || RadiusKm is not null;
}

/// <summary>What remained of the hits, in order, and the counts of facets.</summary>
internal sealed record Narrowed(IReadOnlyList<(Hit Hit, double Key)> Hits, IReadOnlyDictionary<int, int> Counts, int[] Bands, int Stocked);

/// <summary>Narrows hits, orders them and counts facets: pure.</summary>
internal static class SearchRules
{
    private const double Unknown = 100_000;
    private const int PriceGroup = 0, StockGroup = 1, PlaceGroup = 2, FirstChosen = 3;

    /// <summary>The bounds between bands of prices, in XAF.</summary>
    public static readonly long[] Bands = [1_000, 5_000, 10_000, 25_000, 50_000, 100_000, 250_000];

    /// <summary>
    /// What remains. Each kind of facet is counted as if nothing of its own kind were chosen, so that one sees what another
    /// choice would bring.
    /// </summary>
    public static Narrowed Narrow(IReadOnlyList<Hit> hits, Narrowing by, Func<int, Facet?> facet, bool count)
    {
        var kept = new List<(Hit Hit, double Key)>();
        var counts = new Dictionary<int, int>();
        int[] bands = new int[Bands.Length + 1];
        int stocked = 0;
        Dictionary<string, int> groups = by.Chosen.Select((chosen, i) => (chosen.Kind, i)).ToDictionary(pair => pair.Kind, pair => FirstChosen + pair.i);
        foreach (Hit hit in hits)
        {
            double distance = by.Near is { } here ? Distance(hit, here, facet) : 0;
            (int failures, int failed) = Failures(hit, by, distance);
            if (failures == 0)
            {
                kept.Add((hit, Key(hit, by.Sort, distance)));
            }

            if (!count || failures > 1)
            {
                continue;
            }

            bands[BandOf(hit.Price)] += failures == 0 || failed == PriceGroup ? 1 : 0;
            stocked += hit.Available == true && (failures == 0 || failed == StockGroup) ? 1 : 0;
            foreach (int number in hit.Facets)
            {
                if (failures == 0 || (facet(number) is { } one && groups.TryGetValue(one.Kind, out int group) && group == failed))
                {
                    counts[number] = counts.GetValueOrDefault(number) + 1;
                }
            }
        }

        bool ascending = by.Sort is SearchSort.PriceUp;
        kept.Sort((one, other) => one.Key.CompareTo(other.Key) is not 0 and int order ? order
            : ascending ? one.Hit.Number.CompareTo(other.Hit.Number) : other.Hit.Number.CompareTo(one.Hit.Number));
        return new Narrowed(kept, counts, bands, stocked);
    }

    /// <summary>The hits after a cursor.</summary>
    public static int StartAfter(IReadOnlyList<(Hit Hit, double Key)> ordered, SearchCursor? cursor, SearchSort sort)
    {
        if (cursor is not { } after || after.Sort != sort)
        {
            return 0;
        }

        int at = 0;
        while (at < ordered.Count && !IsAfter(ordered[at], after))
        {
            at++;
        }

        return at;
    }

    /// <summary>The bounds of a band as the query knows them, both included: from, and to or null.</summary>
    public static (long From, long? To) Band(int index) => (index == 0 ? 0 : Bands[index - 1], index < Bands.Length ? Bands[index] - 1 : null);

    /// <summary>The kinds of facets with values, as they are shown.</summary>
    public static IReadOnlyList<FacetGroup> Groups(Narrowed found, Narrowing by, Func<int, Facet?> facet, IReadOnlySet<string> categories, int valuesMax)
    {
        var groups = new Dictionary<string, List<FacetValue>>();
        foreach ((int number, int count) in found.Counts)
        {
            if (facet(number) is { } one && (one.Kind != FacetKind.Category || categories.Contains(one.Value)))
            {
                bool chosen = by.Chosen.Any(some => some.Kind == one.Kind && some.Numbers.Contains(number));
                (groups.TryGetValue(one.Kind, out List<FacetValue>? values) ? values : groups[one.Kind] = []).Add(new FacetValue(one.Value, one.Label, count, chosen));
            }
        }

        List<FacetGroup> shown =
        [
            .. groups.Select(group => new FacetGroup(group.Key,
                [.. group.Value.OrderByDescending(value => value.Chosen).ThenByDescending(value => value.Count).ThenBy(value => value.Label, StringComparer.Ordinal).Take(valuesMax)])),
        ];
        shown.Add(new FacetGroup(FacetKind.Price,
        [
            .. Enumerable.Range(0, found.Bands.Length).Where(i => found.Bands[i] > 0).Select(i => Band(i) is var (from, to)
                ? new FacetValue(from + "-" + to, from + "-" + to, found.Bands[i], by.PriceFrom == from && by.PriceTo == to) : null!),
        ]));
        if (found.Stocked > 0)
        {
            shown.Add(new FacetGroup(FacetKind.Stock, [new FacetValue("true", "true", found.Stocked, by.InStock)]));
        }

        return [.. shown.Where(group => group.Values.Count > 0).OrderBy(group => Place(group.Kind)).ThenBy(group => group.Kind, StringComparer.Ordinal)];
    }

    private static int Place(string kind) => kind switch
    {
        FacetKind.Category => 0,
        FacetKind.Price => 1,
        FacetKind.Stock => 2,
        FacetKind.Brand => 3,
        FacetKind.Department => 4,
        FacetKind.Town => 5,
        FacetKind.Shop => 6,
        _ => 7,
    };

    private static bool IsAfter((Hit Hit, double Key) one, SearchCursor cursor) => one.Key != cursor.Key ? one.Key > cursor.Key
        : cursor.Sort is SearchSort.PriceUp ? one.Hit.Number > cursor.Number : one.Hit.Number < cursor.Number;

    private static int BandOf(long price)
    {
        int at = Array.BinarySearch(Bands, price);
        return at < 0 ? ~at : at + 1;
    }

    private static double Key(Hit hit, SearchSort sort, double distance) => sort switch
    {
        SearchSort.PriceUp => hit.Price,
        SearchSort.PriceDown => -hit.Price,
        SearchSort.Newest => -hit.Published,
        SearchSort.Rating => -hit.Rating,
        SearchSort.Near => distance,
        SearchSort.Relevance => -hit.Score,
        _ => throw new ArgumentOutOfRangeException(nameof(sort)),
    };

    private static (int Failures, int Failed) Failures(Hit hit, Narrowing by, double distance)
    {
        int failures = 0, failed = -1;
        void Fail(int group) => (failures, failed) = (failures + 1, group);

        if (hit.Price < (by.PriceFrom ?? 0) || hit.Price > (by.PriceTo ?? long.MaxValue))
        {
            Fail(PriceGroup);
        }

        if (by.InStock && hit.Available != true)
        {
            Fail(StockGroup);
        }

        if (by.RadiusKm < distance)
        {
            Fail(PlaceGroup);
        }

        for (int i = 0; i < by.Chosen.Count; i++)
        {
            if (!hit.Facets.Any(by.Chosen[i].Numbers.Contains))
            {
                Fail(FirstChosen + i);
            }
        }

        return (failures, failed);
    }

    private static double Distance(Hit hit, GeoPoint here, Func<int, Facet?> facet)
    {
        foreach (int number in hit.Facets)
        {
            if (facet(number) is { Kind: FacetKind.Town } town && Congo.Find(town.Value) is { } place)
            {
                return Congo.Kilometres(here.Latitude, here.Longitude, place.Latitude, place.Longitude);
            }
        }

        return Unknown;
    }
}
