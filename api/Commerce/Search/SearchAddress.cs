using System.Globalization;
using System.Text;
using Microsoft.Extensions.Primitives;
using Postmobile.Commerce;
using Postmobile.Money;

namespace Postmobile.Api.Commerce;

/// <summary>
/// A search as an address says it: the same words for pages and programs, <c>?q=lampe&amp;brand=philips&amp;max=10000&amp;sort=price</c>.
/// </summary>
public sealed class SearchAddress
{
    private const int ChoicesMax = 40;
    private const int ValueMax = 100;
    private const long PriceMax = 1_000_000_000_000;

    private static readonly (string Name, SearchSort Sort)[] s_sorts =
    [
        ("relevance", SearchSort.Relevance), ("price", SearchSort.PriceUp), ("-price", SearchSort.PriceDown), ("newest", SearchSort.Newest),
        ("rating", SearchSort.Rating), ("near", SearchSort.Near),
    ];

    private readonly IQueryCollection _address;

    private SearchAddress(IQueryCollection address, string? category)
    {
        _address = address;
        double? latitude = Number("lat", -90, 90), longitude = Number("lng", -180, 180);
        GeoPoint? near = latitude is { } north && longitude is { } east ? new GeoPoint(north, east)
            : Congo.Find(Text("from")) is { } town ? new GeoPoint(town.Latitude, town.Longitude) : null;
        int? radius = (int?)Number("km", 1, 2000);
        Query = new SearchQuery
        {
            Text = Text("q") is { Length: <= SearchQuery.TextMax } text ? text : Wrong("q", ""),
            Category = category ?? Text("category").OrNull(),
            Facets = Choices(),
            PriceFrom = (long?)Number("min", 0, PriceMax),
            PriceTo = (long?)Number("max", 0, PriceMax),
            InStock = Text("stock") is "1" or "true",
            Sort = Sort(near),
            Near = near,
            RadiusKm = near is null ? null : radius,
            Cursor = Text("cursor") is { Length: > 0 } cursor ? SearchCursor.TryParse(cursor, out _) ? cursor : Wrong<string?>("cursor", null) : null,
            Limit = (int?)Number("limit", 1, SearchQuery.LimitMax) ?? 24,
            WithFacets = Text("facets") is not "0",
        };
    }

    /// <summary>The orders by their names.</summary>
    public static IReadOnlyList<string> Sorts { get; } = [.. s_sorts.Select(pair => pair.Name)];

    /// <summary>What is looked for; without what could not be read.</summary>
    public SearchQuery Query { get; }

    /// <summary>The first thing that could not be read; null when all could.</summary>
    public string? Unreadable { get; private set; }

    /// <summary>An order's name.</summary>
    public static string NameOf(SearchSort sort) => s_sorts.First(pair => pair.Sort == sort).Name;

    /// <summary>Reads an address.</summary>
    /// <param name="address">The part after the question mark.</param>
    /// <param name="category">The category that the path names.</param>
    public static SearchAddress Read(IQueryCollection address, string? category = null) => new(address, category);

    /// <summary>The name of a facet's kind in addresses: attributes and options have one each.</summary>
    public static (string Name, string Value) Parameter(string kind, string value) =>
        kind.StartsWith(FacetKind.Attribute, StringComparison.Ordinal) || kind.StartsWith(FacetKind.Option, StringComparison.Ordinal)
            ? (kind[..1], kind[2..] + ":" + value)
            : (kind, value);

    /// <summary>The address of the next page.</summary>
    public string Next(string path, string cursor) => Write(path, name => name is not "cursor", ("cursor", cursor));

    /// <summary>The same search without one of its choices.</summary>
    public string Without(string path, string name, string? value = null) =>
        Write(path, (one, held) => one is not "cursor" && !(one == name && (value is null || held == value)));

    /// <summary>The same search with something put in the place of what had this name.</summary>
    public string With(string path, string name, string value) => Write(path, one => one != "cursor" && one != name, (name, value));

    private string Write(string path, Func<string, bool> keeps, params ReadOnlySpan<(string Name, string Value)> more) => Write(path, (name, _) => keeps(name), more);

    private string Write(string path, Func<string, string, bool> keeps, params ReadOnlySpan<(string Name, string Value)> more)
    {
        var text = new StringBuilder(path);
        char mark = '?';
        void Add(string name, string value)
        {
            text.Append(mark).Append(Uri.EscapeDataString(name)).Append('=').Append(Uri.EscapeDataString(value));
            mark = '&';
        }

        foreach ((string name, StringValues values) in _address)
        {
            foreach (string? value in values)
            {
                if (!string.IsNullOrEmpty(value) && value.Length <= SearchQuery.TextMax && name is not "handler" && keeps(name, value))
                {
                    Add(name, value);
                }
            }
        }

        foreach ((string name, string value) in more)
        {
            Add(name, value);
        }

        return text.ToString();
    }

    private string Text(string name) => _address[name].ToString().Trim().Replace("\0", "", StringComparison.Ordinal);

    private T Wrong<T>(string name, T instead)
    {
        Unreadable ??= name;
        return instead;
    }

    private double? Number(string name, double from, double to)
    {
        string text = string.Concat(Text(name).Where(c => !char.IsWhiteSpace(c)));
        return text.Length == 0 ? null
            : double.TryParse(text, NumberStyles.AllowDecimalPoint | NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out double value) && value >= from && value <= to ? value
            : Wrong<double?>(name, null);
    }

    private SearchSort Sort(GeoPoint? near)
    {
        string name = Text("sort");
        int at = Array.FindIndex(s_sorts, pair => pair.Name == name);
        return name.Length == 0 ? SearchSort.Relevance
            : at < 0 || (s_sorts[at].Sort is SearchSort.Near && near is null) ? Wrong("sort", SearchSort.Relevance)
            : s_sorts[at].Sort;
    }

    private List<FacetChoice> Choices()
    {
        var choices = new List<FacetChoice>();
        foreach (string kind in (ReadOnlySpan<string>)[FacetKind.Brand, FacetKind.Department, FacetKind.Town, FacetKind.Shop])
        {
            Add(choices, kind, value => new FacetChoice(kind, value));
        }

        Add(choices, "a", value => Pair(FacetKind.Attribute, value));
        Add(choices, "o", value => Pair(FacetKind.Option, value));
        return choices;
    }

    private void Add(List<FacetChoice> choices, string name, Func<string, FacetChoice?> read)
    {
        foreach (string value in _address[name].OfType<string>().Where(value => value.Length > 0))
        {
            if (value.Length > ValueMax || choices.Count == ChoicesMax || value.Contains('\0', StringComparison.Ordinal) || read(value) is not { } choice)
            {
                Unreadable ??= name;
                continue;
            }

            choices.Add(choice);
        }
    }

    private static FacetChoice? Pair(string kind, string value)
    {
        int at = value.IndexOf(':', StringComparison.Ordinal);
        return at > 0 && at < value.Length - 1 ? new FacetChoice(kind + value[..at], value[(at + 1)..]) : null;
    }
}

/// <summary>Empty texts as null.</summary>
internal static class EmptyTexts
{
    /// <summary>Null for an empty text.</summary>
    public static string? OrNull(this string text) => text.Length == 0 ? null : text;
}
