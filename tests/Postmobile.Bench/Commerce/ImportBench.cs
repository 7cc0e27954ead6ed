using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using Postmobile.Bench.Money;
using Postmobile.Commerce;
using Postmobile.Identity;
using Postmobile.Silo.PostgreSql;
using Spectre.Console;

namespace Postmobile.Bench.Commerce;

/// <summary>
/// A file of products is imported while shops sell: lines a second and what checkouts feel of it, beside the same products
/// written by one statement straight into the same tables; then the same file once more, when nothing is new.
/// </summary>
internal static class ImportBench
{
    private const int Shops = 50, Products = 40, Buyers = 8, LinesAtOnce = 1_000;

    private static readonly ShopId s_shop = ShopRows.Shop(Shops + 1);

    public static async Task<int> RunAsync(string[] args)
    {
        bool quick = args.Contains("--quick");
        int rows = Array.IndexOf(args, "--rows") is >= 0 and int place ? int.Parse(args[place + 1], CultureInfo.InvariantCulture) : quick ? 5_000 : 100_000;
        string? json = Array.IndexOf(args, "--json") is >= 0 and int at ? args[at + 1] : null;
        TimeSpan length = TimeSpan.FromSeconds(quick ? 5 : 20);
        using var folder = new BenchFolder();
        await using PrivatePostgres server = new(
            new PrivatePostgresOptions { DataDirectory = folder.Data, Database = "bench", SharedBuffers = "1GB" }, NullLogger<PrivatePostgres>.Instance);
        await server.StartAsync();
        string address = server.ConnectionStringFor("bench"), keys = folder.Keys;
        long first = await BenchWallets.Make(address, keys, 17, default);
        await using BenchHost host = await BenchHost.StartAsync(address, keys, first, 17, default);
        await ShopRows.Make(host.Database, Shops + 1, Products, 100_000_000, default);
        CheckoutLoad load = new(host, new CpuMeter(server.ServerProcessId!.Value), Shops, Products);
        await load.Join(quick ? 100 : 400, default);
        await load.Run("warm-up", hot: false, Buyers, length, default);

        double written = rows / await Written(host, rows);
        ShopRun alone = await load.Run("alone", hot: false, Buyers, length, default);
        (double fresh, ShopRun during) = await Imported(host, load, "import-1", rows);
        double again = rows / await Import(host, "import-2", rows, ImportStatus.Done, unchanged: true);
        Show(rows, written, fresh, again, alone, during);
        if (json is not null)
        {
            await File.WriteAllTextAsync(json, JsonSerializer.Serialize(new { rows, written, fresh, again, alone, during }));
        }

        return 0;
    }

    /// <summary>An import with checkouts beside it from its first line to its last.</summary>
    private static async Task<(double LinesPerSecond, ShopRun Checkouts)> Imported(BenchHost host, CheckoutLoad load, string id, int rows)
    {
        using var over = new CancellationTokenSource();
        Task<ShopRun> selling = load.Run("during the import", hot: false, Buyers, TimeSpan.FromHours(1), default, over.Token);
        double seconds = await Import(host, id, rows, ImportStatus.Done, unchanged: false);
        await over.CancelAsync();
        return (rows / seconds, await selling);
    }

    private static async Task<double> Import(BenchHost host, string id, int rows, ImportStatus wanted, bool unchanged)
    {
        IImportGrain import = host.Grains.GetGrain<IImportGrain>(id);
        var owner = new CustomerId("c-owner");
        long began = Stopwatch.GetTimestamp();
        if ((await import.Begin(s_shop, "articles.csv", owner)).Refusal is { } refusal)
        {
            throw new InvalidOperationException($"The import was refused: {refusal}.");
        }

        foreach (int[] some in Enumerable.Range(1, rows).Chunk(LinesAtOnce))
        {
            await import.Add([.. some.Select(Line)]);
        }

        CatalogueImport? now = await import.Seal();
        while (now!.Status != wanted)
        {
            await Task.Delay(200);
            now = await import.Look();
        }

        double seconds = Stopwatch.GetElapsedTime(began).TotalSeconds;
        return now.Failed == 0 && (unchanged ? now.Unchanged : now.Created) == rows ? seconds
            : throw new InvalidOperationException($"Of {rows} lines {now.Created} were new, {now.Unchanged} unchanged, {now.Failed} failed.");
    }

    private static ImportLine Line(int number) => new(number, new Dictionary<string, string>
    {
        ["sku"] = string.Create(CultureInfo.InvariantCulture, $"IMP-{number}"),
        ["title"] = string.Create(CultureInfo.InvariantCulture, $"Pagne wax numéro {number}"),
        ["category"] = "pagne-wax",
        ["price"] = "9500",
        ["stock"] = "5",
    });

    /// <summary>The same products and stocks, by one statement: what the tables, their indexes and the search alone take.</summary>
    private static async Task<double> Written(BenchHost host, int rows)
    {
        long began = Stopwatch.GetTimestamp();
        await using NpgsqlCommand command = host.Database.CreateCommand(
            """
            with goods as (
                insert into document (type, id, version, body)
                select 'commerce.product', 'p-' || (800000000 + n), 1, jsonb_build_object('state', jsonb_build_object(
                    'shop', 's-1', 'status', 'published', 'visible', true, 'title', 'Pagne wax numéro ' || n, 'slug', 'pagne-wax-numero-' || n, 'category', 'pagne-wax', 'priceFrom', 9500, 'version', 1,
                    'variants', jsonb_build_array(jsonb_build_object('sku', 'IMP-' || n, 'price', 9500, 'weightGrams', 300))), 'outbox', '[]'::jsonb, 'lastOutboxId', 0)
                from generate_series(1, $1::int) n returning 1)
            insert into document (type, id, version, body)
            select 'commerce.stock', 'p-' || (800000000 + n), 1, jsonb_build_object('state', jsonb_build_object(
                'shop', 's-1', 'skus', jsonb_build_object('IMP-' || n, jsonb_build_object('onHand', 5, 'reserved', 0, 'sold', true))), 'outbox', '[]'::jsonb, 'lastOutboxId', 0)
            from generate_series(1, $1::int) n
            """);
        command.Parameters.Add(new() { Value = rows });
        command.CommandTimeout = 600;
        await command.ExecuteNonQueryAsync();
        return Stopwatch.GetElapsedTime(began).TotalSeconds;
    }

    private static void Show(int rows, double written, double fresh, double again, ShopRun alone, ShopRun during)
    {
        AnsiConsole.Profile.Width = Math.Max(AnsiConsole.Profile.Width, 130);
        Table table = new Table().AddColumns("lines of a file", "a second", "of written straight", "in all");
        foreach ((string title, double speed) in new[] { ("written straight (one statement)", written), ("imported, all new, while selling", fresh), ("imported again, nothing new", again) })
        {
            table.AddRow(title, Number(speed), (speed / written).ToString("0.00", CultureInfo.InvariantCulture), TimeSpan.FromSeconds(rows / speed).ToString(@"mm\:ss", CultureInfo.InvariantCulture));
        }

        AnsiConsole.Write(table);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"checkouts of five shops, {Buyers} at once: alone {alone.PerSecond:N0}/s (p50 {alone.P50Ms:N0} ms, p99 {alone.P99Ms:N0} ms), during the import {during.PerSecond:N0}/s (p50 {during.P50Ms:N0} ms, p99 {during.P99Ms:N0} ms): {during.PerSecond / alone.PerSecond:0.00} of it. An import is bound by its writes: each product is a document, a stock, and their messages."));
    }

    private static string Number(double value) => value.ToString("N0", CultureInfo.InvariantCulture);
}
