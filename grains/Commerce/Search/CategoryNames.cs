namespace Postmobile.Commerce;

/// <summary>Categories by the words of their names, in both languages of the tree.</summary>
internal static class CategoryNames
{
    private static readonly (string Code, string[] Words)[] s_all =
        [.. Categories.All.Select(category => (category.Code, SearchText.Words(Words(category)).ToArray()))];

    /// <summary>The words that make products of a category found.</summary>
    public static string Words(Category category) => category.Name.Fr + " " + category.Name.En;

    /// <summary>The codes of categories that have all the words, the last of which may be begun only.</summary>
    public static IEnumerable<string> Matching(IReadOnlyList<string> plain) =>
        from category in s_all
        where plain.All(word => category.Words.Any(name => name.StartsWith(SearchText.Singular(word), StringComparison.Ordinal)))
        orderby category.Words.Length
        select category.Code;
}
