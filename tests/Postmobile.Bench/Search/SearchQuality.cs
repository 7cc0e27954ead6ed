using System.Text.Json;
using Npgsql;

namespace Postmobile.Bench.Search;

/// <summary>A small labelled set: what people type, and a word that the title of the first product must have.</summary>
internal static class SearchQuality
{
    private static readonly (string Kind, string Typed, string Meant)[] s_set =
    [
        ("exact", "lampe solaire", "Lampe solaire"), ("exact", "matelas", "Matelas"), ("exact", "Vélo", "Vélo"),
        ("accent", "telephone", "Téléphone"), ("accent", "ecouteurs", "Écouteurs"), ("accent", "refrigerateur", "Réfrigérateur"), ("accent", "velo", "Vélo"), ("accent", "peche", "pêche"), ("accent", "poupee", "Poupée"),
        ("plural", "lampes solaires", "Lampe solaire"), ("plural", "journaux", "Journal"), ("plural", "bijoux", "Bijou"), ("plural", "chapeaux", "Chapeau"), ("plural", "cheveu", "cheveux"), ("plural", "chaussure", "Chaussures"),
        ("typing error", "telefone", "Téléphone"), ("typing error", "chausure", "Chaussures"), ("typing error", "casserolle", "Casserole"), ("typing error", "moustiqaire", "Moustiquaire"), ("typing error", "vantilateur", "Ventilateur"),
        ("typing error", "refrigirateur", "Réfrigérateur"), ("typing error", "imprimente", "Imprimante"), ("typing error", "machete", "Machette"), ("typing error", "poucette", "Poussette"), ("typing error", "tournevi", "Tournevis"),
        ("prefix", "chauss", "Chaussures"), ("prefix", "télé", "Télé"), ("prefix", "ordin", "Ordinateur"), ("prefix", "moust", "Moustiquaire"), ("prefix", "parf", "Parf"),
    ];

    /// <summary>Asks all three and tells how many each found, by kind.</summary>
    public static async Task Compare(Uri api, NpgsqlDataSource database, Dictionary<string, double> figures)
    {
        using HttpClient http = new() { BaseAddress = api };
        foreach (IGrouping<string, (string Kind, string Typed, string Meant)> kind in s_set.GroupBy(one => one.Kind))
        {
            int ours = 0, ilike = 0, simple = 0;
            foreach ((_, string typed, string meant) in kind)
            {
                ours += Finds(await Titles(http, typed), meant);
                ilike += Finds(await SearchReferences.Ilike(database, typed), meant);
                simple += Finds(await SearchReferences.Simple(database, typed), meant);
            }

            string name = kind.Key.Replace(' ', '_');
            (figures["found_" + name], figures["found_" + name + "_ilike"], figures["found_" + name + "_simple"], figures["of_" + name]) = (ours, ilike, simple, kind.Count());
            Console.WriteLine($"{kind.Key,-14} found: search {ours}, ilike {ilike}, simple {simple} of {kind.Count()}");
        }
    }

    // The first of the page, not any of it: what stands below the first is seldom looked at.
    private static int Finds(IReadOnlyList<string> titles, string meant) => titles.Count > 0 && titles[0].Contains(meant, StringComparison.Ordinal) ? 1 : 0;

    private static async Task<IReadOnlyList<string>> Titles(HttpClient http, string typed)
    {
        using JsonDocument found = JsonDocument.Parse(await http.GetStringAsync("/api/v1/search?q=" + Uri.EscapeDataString(typed)));
        return [.. found.RootElement.GetProperty("items").EnumerateArray().Select(item => item.GetProperty("title").GetString()!)];
    }
}
