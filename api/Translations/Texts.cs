using System.Collections.Frozen;
using System.Globalization;
using System.Reflection;
using System.Text.Json;
using Microsoft.Extensions.Localization;

namespace Postmobile.Api.Translations;

/// <summary>
/// The words of the pages: one JSON file a language, a flat map of key to text with <c>{0}</c> where something is put in;
/// those of everything beside this class, those of a part of the product in a folder of its own. A text missing in one
/// language is shown in French rather than as a key.
/// </summary>
public sealed class Texts : IStringLocalizer
{
    private static readonly FrozenDictionary<string, FrozenDictionary<string, string>> ByLanguage =
        Language.All.ToFrozenDictionary(language => language.Code, language => Load(language.Code));

    /// <inheritdoc />
    public LocalizedString this[string name] => Find(name, Language.Current.Code);

    /// <inheritdoc />
    public LocalizedString this[string name, params object[] arguments]
    {
        get
        {
            LocalizedString text = this[name];
            return new LocalizedString(name, string.Format(CultureInfo.CurrentCulture, text.Value, arguments), text.ResourceNotFound);
        }
    }

    /// <summary>All keys and texts of one language.</summary>
    public static IReadOnlyDictionary<string, string> In(string language) => ByLanguage[language];

    /// <inheritdoc />
    public IEnumerable<LocalizedString> GetAllStrings(bool includeParentCultures) =>
        ByLanguage[Language.French.Code].Keys.Select(key => this[key]);

    private static LocalizedString Find(string key, string language) =>
        ByLanguage[language].TryGetValue(key, out string? text) || ByLanguage[Language.French.Code].TryGetValue(key, out text)
            ? new LocalizedString(key, text)
            : new LocalizedString(key, key, resourceNotFound: true);

    private static FrozenDictionary<string, string> Load(string language)
    {
        Assembly assembly = typeof(Texts).Assembly;
        return assembly.GetManifestResourceNames()
            .Where(name => name.StartsWith("texts/", StringComparison.Ordinal) && Path.GetFileName(name) == language + ".json")
            .SelectMany(name => Read(assembly, name))
            .ToDictionary(StringComparer.Ordinal) // says so when two files have the same key
            .ToFrozenDictionary(StringComparer.Ordinal);
    }

    private static Dictionary<string, string> Read(Assembly assembly, string name)
    {
        using Stream stream = assembly.GetManifestResourceStream(name)!;
        return JsonSerializer.Deserialize<Dictionary<string, string>>(stream)!;
    }
}
