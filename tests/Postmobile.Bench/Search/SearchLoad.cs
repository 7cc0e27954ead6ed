using System.Diagnostics;
using Npgsql;

namespace Postmobile.Bench.Search;

/// <summary>What people ask: mostly words of goods with a colour or a maker, thousands of different ones; filters, departments, errors, beginnings.</summary>
internal static class SearchLoad
{
    private static readonly string[] s_goods =
    [
        "téléphone", "chaussures de sport", "robe en pagne", "lampe solaire", "écouteurs", "casserole", "matelas", "riz parfumé", "savon", "montre", "vélo", "cartable", "perceuse", "ventilateur",
        "chaise", "huile", "roman", "panier", "poussette", "télévision led", "réfrigérateur", "sac à main", "chemise", "casque moto", "machette", "miel", "crème hydratante", "batterie", "clé usb", "ballon",
    ];

    private static readonly string[] s_more = ["", " rouge", " noir", " bleu", " Samsung", " Philips", " Nasco", " Bata", " pour femme", " pour homme", " lot de 3", " occasion", " étanche", " taille M", " solide", " artisanal"];

    private static readonly string[] s_wrong = ["telefone", "chausure de sport", "ecouteur sans fille", "casserolle", "refrigirateur", "vantilateur", "matela", "machete", "parapluit", "perseuse"];

    private static readonly string[] s_departments = ["maison", "mode", "electronique", "lampes", "robes", "smartphones", "riz", "paniers"];

    private static readonly string[] s_filters = ["&sort=price", "&sort=newest", "&brand=philips", "&department=Niari", "&min=1000&max=20000", "&stock=1", "&a=couleur:rouge", "&sort=-price&stock=1"];

    /// <summary>One question of the mix.</summary>
    public static string Question(Random draw) => draw.Next(100) switch
    {
        < 55 => "/api/v1/search?q=" + Words(draw),
        < 72 => "/api/v1/search?q=" + Words(draw) + s_filters[draw.Next(s_filters.Length)],
        < 80 => "/api/v1/search?category=" + s_departments[draw.Next(s_departments.Length)] + (draw.Next(2) == 0 ? "" : s_filters[draw.Next(s_filters.Length)]),
        < 85 => "/api/v1/search?q=" + Uri.EscapeDataString(s_wrong[draw.Next(s_wrong.Length)] + s_more[draw.Next(s_more.Length)]),
        _ => "/api/v1/search/suggestions?q=" + Uri.EscapeDataString(s_goods[draw.Next(s_goods.Length)][..(2 + draw.Next(3))]),
    };

    /// <summary>Words alone, for those who cannot do more.</summary>
    public static string Plain(Random draw) => s_goods[draw.Next(s_goods.Length)] + s_more[draw.Next(s_more.Length)];

    /// <summary>So many clients, one request at a time each. Milliseconds of each answer.</summary>
    public static async Task<double[]> OverHttp(Uri api, int clients, TimeSpan span, int seed)
    {
        double[][] all = await Task.WhenAll(Enumerable.Range(0, clients).Select(client => Task.Run(async () =>
        {
            var draw = new Random(seed * 1000 + client);
            using HttpClient http = new(new SocketsHttpHandler { UseCookies = false }) { BaseAddress = api };
            var latencies = new List<double>();
            for (long began = Stopwatch.GetTimestamp(); Stopwatch.GetElapsedTime(began) < span;)
            {
                string question = Question(draw);
                long asked = Stopwatch.GetTimestamp();
                using HttpResponseMessage answer = await http.GetAsync(question);
                await answer.Content.ReadAsByteArrayAsync();
                latencies.Add(Stopwatch.GetElapsedTime(asked).TotalMilliseconds);
                answer.EnsureSuccessStatusCode();
            }

            return latencies.ToArray();
        })));
        return [.. all.SelectMany(one => one)];
    }

    /// <summary>A statement asked of the database itself, without any front end.</summary>
    public static async Task<double[]> Direct(NpgsqlDataSource database, Func<NpgsqlDataSource, string, Task<IReadOnlyList<string>>> ask, int connections, TimeSpan span)
    {
        double[][] all = await Task.WhenAll(Enumerable.Range(0, connections).Select(connection => Task.Run(async () =>
        {
            var draw = new Random(connection);
            var latencies = new List<double>();
            for (long began = Stopwatch.GetTimestamp(); Stopwatch.GetElapsedTime(began) < span;)
            {
                long asked = Stopwatch.GetTimestamp();
                await ask(database, Plain(draw));
                latencies.Add(Stopwatch.GetElapsedTime(asked).TotalMilliseconds);
            }

            return latencies.ToArray();
        })));
        return [.. all.SelectMany(one => one)];
    }

    private static string Words(Random draw) => Uri.EscapeDataString(Plain(draw));
}
