namespace Postmobile.Identity;

/// <summary>One message in the four languages, for a person whose language only their own grain knows.</summary>
[GenerateSerializer, Immutable, Alias("identity.words")]
public sealed record Words(
    [property: Id(0)] string French,
    [property: Id(1)] string Lingala,
    [property: Id(2)] string Kituba,
    [property: Id(3)] string English)
{
    /// <summary>The message in a language: fr, ln, ktu or en; anything else is French.</summary>
    public string In(string language) => language switch
    {
        "ln" => Lingala,
        "ktu" => Kituba,
        "en" => English,
        _ => French,
    };
}
