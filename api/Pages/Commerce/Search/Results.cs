using Microsoft.AspNetCore.Mvc.RazorPages;
using Postmobile.Api.Commerce;
using Postmobile.Api.Translations;
using Postmobile.Commerce;

namespace Postmobile.Api.Pages.Commerce.Search;

/// <summary>A choice that narrows, with the address of the search that takes it back.</summary>
/// <param name="Words">As one reads it.</param>
/// <param name="Without">Where it is not chosen.</param>
public sealed record Chosen(string Words, string Without);

/// <summary>A page that lists products: of a search, or of a category.</summary>
public abstract class ResultsModel(IGrainFactory grains) : PageModel
{
    /// <summary>The cluster.</summary>
    protected IGrainFactory Grains { get; } = grains;

    /// <summary>The address of the page without what comes after the question mark.</summary>
    public abstract string Path { get; }

    /// <summary>The search as the address says it.</summary>
    public SearchAddress Address { get; private set; } = null!;

    /// <summary>What was found.</summary>
    public SearchResult Found { get; private set; } = null!;

    /// <summary>The category in which one is, or null.</summary>
    public Category? Category { get; protected set; }

    /// <summary>Twelve pictures of eight kilobytes keep a page under what a telephone on 3G is asked to load.</summary>
    private const int GoodsMax = 12;

    /// <summary>The query.</summary>
    public SearchQuery Query => Address.Query;

    /// <summary>The total as one says it.</summary>
    public string Total => Found.TotalIsLeast ? Say.Count(Found.Total) + "+" : Say.Count(Found.Total);

    /// <summary>Searches.</summary>
    protected async Task Load(string? category)
    {
        Address = SearchAddress.Read(Request.Query, category);
        Category ??= Categories.Find(Address.Query.Category);
        Found = await Grains.Search().Search(Address.Query with { Limit = GoodsMax });
    }

    /// <summary>The values of a kind that are worth showing; null when one cannot narrow by it.</summary>
    public FacetGroup? Group(string kind) => Found.Facets.FirstOrDefault(group => group.Kind == kind);

    /// <summary>Attributes and options by which one can narrow, with their names: of two values at least, and none that is a number.</summary>
    public IEnumerable<(FacetGroup Group, string Name)> Attributes() =>
        from one in Found.Facets
        where one.Kind.StartsWith(FacetKind.Attribute, StringComparison.Ordinal) || one.Kind.StartsWith(FacetKind.Option, StringComparison.Ordinal)
        let attribute = Categories.Attribute(one.Kind[2..])
        where one.Values.Count > 1 && one.Values[0].Count > 1 && attribute?.Type is not AttributeType.Number
        let name = attribute?.Name.In(Language.Current.Code) ?? Capital(one.Kind[2..])
        group (one, name) by name into same
        orderby same.Max(pair => pair.one.Values.Sum(value => value.Count)) descending
        select same.First();

    /// <summary>A value as one reads it.</summary>
    public static string Label(string kind, FacetValue value) => kind switch
    {
        FacetKind.Category => Categories.Find(value.Value)?.Name.In(Language.Current.Code) ?? value.Label,
        _ when kind.StartsWith(FacetKind.Attribute, StringComparison.Ordinal) && Categories.Attribute(kind[2..]) is { } attribute => attribute.Show(value.Value, Language.Current.Code),
        _ => value.Label,
    };

    /// <summary>How many, as a facet says it.</summary>
    public string Count(int count) => Found.FacetsAreLeast ? Say.Count(count) + "+" : Say.Count(count);

    /// <summary>What is chosen now.</summary>
    public IEnumerable<Chosen> Choices(Microsoft.Extensions.Localization.IStringLocalizer texts)
    {
        foreach (FacetChoice choice in Query.Facets)
        {
            (string name, string value) = SearchAddress.Parameter(choice.Kind, choice.Value);
            FacetValue known = Group(choice.Kind)?.Values.FirstOrDefault(one => one.Value == choice.Value) ?? new FacetValue(choice.Value, choice.Value, 0, true);
            yield return new Chosen(Label(choice.Kind, known), Address.Without(Path, name, value));
        }

        if (Query.PriceFrom is { } from)
        {
            yield return new Chosen("≥ " + Say.Amount(from), Address.Without(Path, "min"));
        }

        if (Query.PriceTo is { } to)
        {
            yield return new Chosen("≤ " + Say.Amount(to), Address.Without(Path, "max"));
        }

        if (Query.InStock)
        {
            yield return new Chosen(texts["search.in-stock"], Address.Without(Path, "stock"));
        }

        if (Query.RadiusKm is { } km)
        {
            yield return new Chosen(texts["search.within", km], Address.Without(Path, "km"));
        }
    }

    /// <summary>Values that an order or filter form must carry along.</summary>
    public IEnumerable<(string Name, string Value)> Carried(params string[] without) =>
        from pair in Request.Query
        where pair.Key is not "cursor" and not "handler" && !without.Contains(pair.Key)
        from value in pair.Value
        where !string.IsNullOrEmpty(value)
        select (pair.Key, value!);

    private static string Capital(string text) => text.Length == 0 ? text : char.ToUpper(text[0], System.Globalization.CultureInfo.CurrentCulture) + text[1..];
}
