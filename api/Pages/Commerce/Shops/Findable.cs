namespace Postmobile.Api.Pages.Commerce;

/// <summary>What search engines want to know of a page.</summary>
internal static class Findable
{
    private const int SummaryMax = 155;

    /// <summary>An address with its host, as this visitor sees it.</summary>
    public static string Absolute(this HttpRequest request, string path) => $"{request.Scheme}://{request.Host}{path}";

    /// <summary>The beginning of a text in one line.</summary>
    public static string Summary(string text)
    {
        string line = string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        return line.Length <= SummaryMax ? line : line[..(char.IsHighSurrogate(line[SummaryMax - 2]) ? SummaryMax - 2 : SummaryMax - 1)] + "…";
    }
}
