using System.Collections.Frozen;
using System.Text.Json;

namespace Postmobile.Api.Problems;

/// <summary>
/// What each stable code means: its HTTP status and its words in every language. Read once from the
/// <c>problems.json</c> that lies in each domain's folder.
/// </summary>
public static class ProblemCatalog
{
    /// <summary>The languages that have words, the default first.</summary>
    public static readonly IReadOnlyList<string> Languages = ["fr", "en", "ln", "ktu"];

    private static readonly FrozenDictionary<string, ProblemKind> Kinds = Load();

    /// <summary>Every code there is.</summary>
    public static IEnumerable<ProblemKind> All => Kinds.Values;

    /// <summary>The entry of a code. A code without one is a fault of ours, and is told as one.</summary>
    public static ProblemKind Find(string code) =>
        Kinds.TryGetValue(code, out ProblemKind? kind) ? kind : Kinds["internal_error"] with { Code = code };

    /// <summary>Whether a code has an entry.</summary>
    public static bool Knows(string code) => Kinds.ContainsKey(code);

    /// <summary>The code that stands for a bare status which nothing has explained.</summary>
    public static string CodeFor(int status) => status switch
    {
        StatusCodes.Status401Unauthorized => "unauthenticated",
        StatusCodes.Status403Forbidden => "forbidden",
        StatusCodes.Status404NotFound => "not_found",
        StatusCodes.Status405MethodNotAllowed => "method_not_allowed",
        StatusCodes.Status409Conflict => "conflict",
        StatusCodes.Status412PreconditionFailed => "precondition_failed",
        StatusCodes.Status413PayloadTooLarge => "body_too_large",
        StatusCodes.Status415UnsupportedMediaType => "unsupported_media_type",
        StatusCodes.Status429TooManyRequests => "too_many_requests",
        StatusCodes.Status503ServiceUnavailable => "unavailable",
        >= 500 => "internal_error",
        _ => "bad_request",
    };

    private static FrozenDictionary<string, ProblemKind> Load()
    {
        var kinds = new Dictionary<string, ProblemKind>();
        var assembly = typeof(ProblemCatalog).Assembly;
        foreach (string name in assembly.GetManifestResourceNames().Where(name => name.StartsWith("problems/", StringComparison.Ordinal)))
        {
            using Stream stream = assembly.GetManifestResourceStream(name)!;
            using JsonDocument file = JsonDocument.Parse(stream);
            foreach (JsonProperty entry in file.RootElement.EnumerateObject())
            {
                kinds.TryAdd(entry.Name, Read(entry));
            }
        }

        return kinds.ToFrozenDictionary();
    }

    private static ProblemKind Read(JsonProperty entry) => new(
        entry.Name,
        entry.Value.GetProperty("status").GetInt32(),
        Languages.ToFrozenDictionary(
            language => language,
            language => ProblemText.Parse(entry.Value.GetProperty(language).GetString()!)));
}

/// <summary>A kind of problem: its stable code, its status, its words by language.</summary>
public sealed record ProblemKind(string Code, int Status, FrozenDictionary<string, ProblemText> Texts)
{
    /// <summary>The words in a language, or in French.</summary>
    public ProblemText In(string language) => Texts.TryGetValue(language, out ProblemText? text) ? text : Texts["fr"];
}

/// <summary>A short title and the sentence that explains it.</summary>
public sealed record ProblemText(string Title, string Detail)
{
    /// <summary>The first sentence is the title; what follows explains it.</summary>
    public static ProblemText Parse(string text)
    {
        int end = text.IndexOf(". ", StringComparison.Ordinal);
        return end < 0 ? new ProblemText(text.TrimEnd('.'), text) : new ProblemText(text[..end], text[(end + 2)..]);
    }
}
