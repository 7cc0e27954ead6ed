using System.Diagnostics;
using System.Text.Json;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using Postmobile.Bench.Money;
using Postmobile.Silo.PostgreSql;

namespace Postmobile.Bench.Search;

/// <summary>
/// The search at the API, over real HTTP, while products and stocks are written; beside it, over the same rows and in the same run,
/// <c>ilike</c> and full text without stemming as other shops have it, asked of the database directly. Then what each of the three
/// finds of a small labelled set.
/// </summary>
internal static class SearchBench
{
    public static async Task<int> RunAsync(string[] args)
    {
        int products = Number(args, "--products", 100_000), seconds = Number(args, "--seconds", 15);
        using var folder = new BenchFolder();
        await using PrivatePostgres server = new(new PrivatePostgresOptions { DataDirectory = folder.Data, Database = "bench" }, NullLogger<PrivatePostgres>.Instance);
        await server.StartAsync();
        string address = server.ConnectionStringFor("bench");
        await using BenchHost host = await BenchHost.StartAsync(address, folder.Keys, first: 0, wallets: 0, CancellationToken.None);
        NpgsqlDataSource database = host.Database;
        Uri api = host.Address;
        TimeSpan filled = await Fill(database, products);
        Console.WriteLine($"{products:N0} products written in {filled.TotalSeconds:N1} s ({products / filled.TotalSeconds:N0}/s, search rows included)");
        await Warm(api);

        var figures = new Dictionary<string, double> { ["products"] = products, ["fill_per_s"] = products / filled.TotalSeconds };
        foreach (int clients in (int[])[1, 4, 16])
        {
            Report(figures, $"api_{clients}_clients", await SearchLoad.OverHttp(api, clients, TimeSpan.FromSeconds(seconds), seed: clients), seconds, null);
        }

        await using (var writing = SearchWriting.Start(database, products, stocksPerSecond: 200, productsPerSecond: 20))
        {
            foreach (int clients in (int[])[1, 4])
            {
                Report(figures, $"api_{clients}_clients_while_selling", await SearchLoad.OverHttp(api, clients, TimeSpan.FromSeconds(seconds), seed: 100 + clients), seconds, writing);
            }
        }

        await SearchReferences.Prepare(database);
        Report(figures, "ilike_4_connections", await SearchLoad.Direct(database, SearchReferences.Ilike, 4, TimeSpan.FromSeconds(seconds)), seconds, null);
        Report(figures, "simple_4_connections", await SearchLoad.Direct(database, SearchReferences.Simple, 4, TimeSpan.FromSeconds(seconds)), seconds, null);
        await SearchQuality.Compare(api, database, figures);
        if (Array.IndexOf(args, "--json") is >= 0 and int at && at + 1 < args.Length)
        {
            await File.WriteAllTextAsync(args[at + 1], JsonSerializer.Serialize(figures));
        }

        return 0;
    }

    private static void Report(Dictionary<string, double> figures, string name, double[] latencies, int seconds, SearchWriting? writing)
    {
        Array.Sort(latencies);
        double At(double share) => latencies.Length == 0 ? double.NaN : latencies[(int)(share * (latencies.Length - 1))];
        double perSecond = latencies.Length / (double)seconds;
        (figures[name + "_p50_ms"], figures[name + "_p95_ms"], figures[name + "_p99_ms"], figures[name + "_per_s"]) = (At(0.5), At(0.95), At(0.99), perSecond);
        Console.WriteLine($"{name,-32} p50 {At(0.5),8:N1} ms   p95 {At(0.95),8:N1} ms   p99 {At(0.99),8:N1} ms   {perSecond,8:N0}/s   of {latencies.Length:N0}"
            + (writing is null ? "" : $"   beside {writing.TakePerSecond():N0} writes/s"));
    }

    private static async Task<TimeSpan> Fill(NpgsqlDataSource database, int products)
    {
        using Stream stream = typeof(SearchBench).Assembly.GetManifestResourceStream("search-fill.sql")!;
        string sql = await new StreamReader(stream).ReadToEndAsync();
        long began = Stopwatch.GetTimestamp();
        for (int first = 1; first <= products; first += 5000)
        {
#pragma warning disable CA2100 // Our own file.
            await using NpgsqlCommand command = database.CreateCommand(sql);
#pragma warning restore CA2100
            command.CommandTimeout = 0;
            command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = Math.Min(5000, products - first + 1) });
            command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = 1000 + first });
            await command.ExecuteNonQueryAsync();
        }

        TimeSpan took = Stopwatch.GetElapsedTime(began);
        await using NpgsqlCommand stock = database.CreateCommand(
            """
            insert into document (type, id, version, body)
            select 'commerce.stock', id, 1, jsonb_build_object('state', jsonb_build_object('left', case when number % 10 = 0 then 0 else 5 end, 'skus', '{}'::jsonb), 'outbox', '[]'::jsonb, 'lastOutboxId', 0)
            from search_product
            """);
        stock.CommandTimeout = 0;
        await stock.ExecuteNonQueryAsync();
        await using NpgsqlCommand settle = database.CreateCommand("vacuum analyze");
        settle.CommandTimeout = 0;
        await settle.ExecuteNonQueryAsync();
        return took;
    }

    // The words of the catalogue are read once, as at the start of a silo.
    private static async Task Warm(Uri api)
    {
        using HttpClient http = new() { BaseAddress = api, Timeout = TimeSpan.FromMinutes(2) };
        await http.GetStringAsync("/api/v1/search/suggestions?q=lam");
        await http.GetStringAsync("/api/v1/search?q=telefone");
    }

    private static int Number(string[] args, string name, int otherwise) =>
        Array.IndexOf(args, name) is >= 0 and int at && at + 1 < args.Length && int.TryParse(args[at + 1], out int value) ? value : otherwise;
}
