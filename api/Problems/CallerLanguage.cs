using Microsoft.Extensions.Primitives;

namespace Postmobile.Api.Problems;

/// <summary>In which language a caller is answered: that of the profile, else what <c>Accept-Language</c> prefers, else French.</summary>
public static class CallerLanguage
{
    /// <summary>The language of this request: one of <see cref="ProblemCatalog.Languages"/>.</summary>
    public static string Of(HttpContext http)
    {
        string? profile = http.User.FindFirst("lang")?.Value;
        return profile is not null && ProblemCatalog.Languages.Contains(profile)
            ? profile
            : Preferred(http.Request.Headers.AcceptLanguage);
    }

    /// <summary>The language that <c>Accept-Language</c> prefers among ours.</summary>
    public static string Preferred(StringValues acceptLanguage)
    {
        string best = ProblemCatalog.Languages[0];
        double quality = 0;
        foreach (var item in Microsoft.Net.Http.Headers.StringWithQualityHeaderValue.TryParseList(acceptLanguage.ToArray()!, out var parsed) ? parsed : [])
        {
            string language = Ours(item.Value.Value ?? "");
            double wanted = item.Quality ?? 1;
            if (language.Length > 0 && wanted > quality)
            {
                (best, quality) = (language, wanted);
            }
        }

        return best;
    }

    // Kituba is "ktu" in ISO 639-3; browsers and telephones also say "kg" or "mkw" when they know it at all.
    private static string Ours(string tag)
    {
        string primary = tag.Split('-', 2)[0].ToLowerInvariant();
        return primary is "kg" or "mkw" ? "ktu" : ProblemCatalog.Languages.Contains(primary) ? primary : "";
    }
}
