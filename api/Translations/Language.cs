using System.Globalization;

namespace Postmobile.Api.Translations;

/// <summary>
/// A language of the pages. What is read (<see cref="Reading"/>) and how dates are written (<see cref="Writing"/>) are two cultures,
/// because the machine knows no conventions for Kituba: it is written as French is in Congo.
/// </summary>
/// <param name="Code">The code of our texts and of the <c>lang</c> attribute: fr, en, ln or ktu.</param>
/// <param name="Name">The language's own name for itself.</param>
/// <param name="Writing">The culture of dates.</param>
public sealed record Language(string Code, string Name, CultureInfo Writing)
{
    /// <summary>French, the official language and the default.</summary>
    public static readonly Language French = new("fr", "Français", CultureInfo.GetCultureInfo("fr-CG"));

    /// <summary>All languages, the default first.</summary>
    public static readonly IReadOnlyList<Language> All =
    [
        French,
        new("ln", "Lingála", CultureInfo.GetCultureInfo("ln-CG")),
        new("ktu", "Kituba", CultureInfo.GetCultureInfo("fr-CG")),
        new("en", "English", CultureInfo.GetCultureInfo("en-GB")),
    ];

    /// <summary>The culture that names this language to the localizer. Not asked of the system, which has never heard of <c>ktu</c>.</summary>
    public CultureInfo Reading { get; } = CultureInfo.GetCultureInfo(Code, predefinedOnly: false);

    /// <summary>The language of the request at work.</summary>
    public static Language Current => Find(CultureInfo.CurrentUICulture.Name) ?? French;

    /// <summary>The language of a code, or null.</summary>
    public static Language? Find(string? code) => All.FirstOrDefault(language => language.Code == code);
}
