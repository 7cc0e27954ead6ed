using System.Globalization;
using System.Text.Json;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using Postmobile.Bench.Money;
using Postmobile.Silo.PostgreSql;
using Spectre.Console;

namespace Postmobile.Bench.Commerce;

/// <summary>Checkouts over five shops beside the same checkout written straight on PostgreSQL with row locks, and a flash sale; on a server of its own.</summary>
internal static class ShopBench
{
    private const int Shops = 50, Products = 40;

    private static readonly int[] s_inFlight = [16, 64];

    public static async Task<int> RunAsync(string[] args)
    {
        bool quick = args.Contains("--quick");
        string? json = Array.IndexOf(args, "--json") is >= 0 and int at && at + 1 < args.Length ? args[at + 1] : null;
        TimeSpan length = TimeSpan.FromSeconds(quick ? 4 : 15);
        using var folder = new BenchFolder();
        await using PrivatePostgres server = new(
            new PrivatePostgresOptions { DataDirectory = folder.Data, Database = "bench", SharedBuffers = "1GB" }, NullLogger<PrivatePostgres>.Instance);
        await server.StartAsync();
        CpuMeter cpu = new(server.ServerProcessId!.Value);
        ShopRun[] reference = await new ShopReference(server, cpu, Shops, Products).Run(length, default);
        (List<ShopRun> ours, var sale) = await Ours(server, folder, cpu, quick, length);
        Show(ours, reference, sale);
        if (json is not null)
        {
            await File.WriteAllTextAsync(json, JsonSerializer.Serialize(new { ours, reference, flash_sale = new { sale.Answered, sale.Sold, sale.Writes } }));
        }

        return 0;
    }

    private static async Task<(List<ShopRun> Runs, (double Answered, double Sold, long Writes) Sale)> Ours(PrivatePostgres server, BenchFolder folder, CpuMeter cpu, bool quick, TimeSpan length)
    {
        string address = server.ConnectionStringFor("bench"), keys = folder.Keys;
        long first = await BenchWallets.Make(address, keys, 17, default);
        await using BenchHost host = await BenchHost.StartAsync(address, keys, first, 17, default);
        await ShopRows.Make(host.Database, Shops + 1, Products, 100_000_000, default);
        CheckoutLoad load = new(host, cpu, Shops, Products);
        await load.Join(quick ? 100 : 400, default);
        await load.Run("warm-up", hot: false, 32, TimeSpan.FromSeconds(quick ? 3 : 15), default);
        var runs = new List<ShopRun>();
        foreach (bool hot in new[] { false, true })
        {
            foreach (int inFlight in s_inFlight)
            {
                ShopRun run = await load.Run($"{(hot ? "hot" : "random")}, {inFlight} at once", hot, inFlight, length, default);
                Console.WriteLine($"ours    {run.Title,-22} {run.PerSecond,8:N0}/s   p50 {run.P50Ms,6:N1} ms   p99 {run.P99Ms,6:N1} ms   {run.OurCpuMs:N2} + {run.ServerCpuMs:N2} ms of processor (ours + server) each");
                runs.Add(run);
            }
        }

        var sale = await FlashSale.Run(host, ShopRows.Product(Shops + 1, 1).Value, default);
        await CheckBooks(host);
        return (runs, sale);
    }

    private static void Show(List<ShopRun> ours, ShopRun[] reference, (double Answered, double Sold, long Writes) sale)
    {
        AnsiConsole.Profile.Width = Math.Max(AnsiConsole.Profile.Width, 130);
        Table table = new Table().AddColumns("checkouts of five shops", "ours/s", "p99 ms", "row locks/s", "p99 ms", "ratio", "what bounds ours");
        foreach (bool hot in new[] { false, true })
        {
            ShopRun best = ours.Where(run => run.Title.StartsWith("hot", StringComparison.Ordinal) == hot).MaxBy(run => run.PerSecond)!, rows = reference[hot ? 1 : 0];
            table.AddRow(
                best.Title, Number(best.PerSecond), Number(best.P99Ms), $"{Number(rows.PerSecond)} ({rows.Title})", Number(rows.P99Ms), (best.PerSecond / rows.PerSecond).ToString("0.00", CultureInfo.InvariantCulture),
                Bound(best));
        }

        AnsiConsole.Write(table);
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"flash sale: 1,000 pieces, 10,000 buyers at once: everybody answered after {sale.Answered:N2} s, the first 1,000 have bought after {sale.Sold:N2} s, {sale.Writes} writes in all; bound by one grain's turn."));
    }

    private static string Bound(ShopRun run) => run.Busy > Environment.ProcessorCount * 0.8
        ? string.Create(CultureInfo.InvariantCulture, $"processors: {run.Busy:N1} of {Environment.ProcessorCount} busy, {run.OurCpuMs:N1} ms ours + {run.ServerCpuMs:N1} ms server each")
        : string.Create(CultureInfo.InvariantCulture, $"waiting for writes: {run.Busy:N1} of {Environment.ProcessorCount} processors busy");

    /// <summary>What was paid lies in escrows, each order's in its own, and the goods sold are gone from the shelves.</summary>
    private static async Task CheckBooks(BenchHost host)
    {
        long orders = await Scalar(host.Database, "select count(*) from document where type = 'commerce.order'");
        long escrows = await Scalar(host.Database, "select count(distinct credit_account) from posting where kind = 30");
        long sold = await Scalar(host.Database, $"select sum(100000000 - (body #>> '{{state,skus,A,onHand}}')::bigint)::bigint from document where type = 'commerce.stock' and id not like 'p-9000{Shops + 1}%'");
        if (orders != escrows || orders != sold)
        {
            throw new InvalidOperationException($"The books are wrong: {orders} orders, {escrows} escrows, {sold} pieces sold.");
        }
    }

    private static async Task<long> Scalar(NpgsqlDataSource database, string sql)
    {
#pragma warning disable CA2100 // The constants above.
        await using NpgsqlCommand command = database.CreateCommand(sql);
#pragma warning restore CA2100
        return Convert.ToInt64(await command.ExecuteScalarAsync(), CultureInfo.InvariantCulture);
    }

    private static string Number(double value) => value.ToString("N0", CultureInfo.InvariantCulture);
}
