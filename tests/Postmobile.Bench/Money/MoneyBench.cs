using System.Diagnostics;
using System.Runtime.InteropServices;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using Postmobile.Silo.PostgreSql;

namespace Postmobile.Bench.Money;

/// <summary>Measures the ledger beside what a person would write instead, on one server of its own.</summary>
internal static class MoneyBench
{
    private const string DatabaseName = "bench";
    private const int People = 64;

    private static readonly int[] s_inFlight = [64, 256, 1024];
    private static readonly int[] s_connections = [64, 256];

    public static async Task<int> RunAsync(BenchArguments arguments)
    {
        using CancellationTokenSource stop = new();
        void Interrupt(PosixSignalContext signal)
        {
            signal.Cancel = true;
            stop.Cancel();
        }

        using PosixSignalRegistration interrupted = PosixSignalRegistration.Create(PosixSignal.SIGINT, Interrupt);
        using PosixSignalRegistration terminated = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Interrupt);
        using PosixSignalRegistration hungUp = PosixSignalRegistration.Create(PosixSignal.SIGHUP, Interrupt);
        BenchReport report = new();
        long start = Stopwatch.GetTimestamp();
        try
        {
            await Measure(arguments, report, stop.Token);
            report.Show();
            Console.WriteLine($"{Stopwatch.GetElapsedTime(start).TotalSeconds:N0} s altogether");
            if (arguments.JsonFile is { } file)
            {
                await File.WriteAllTextAsync(file, report.ToJson(), stop.Token);
            }

            return 0;
        }
        catch (Exception) when (stop.IsCancellationRequested)
        {
            // Whatever was under way fails in its own manner when it is cut short.
            Console.Error.WriteLine("Stopped.");
            return 130;
        }
        catch (Exception failure)
        {
            Console.Error.WriteLine(failure);
            return 1;
        }
    }

    /// <summary>Everything in a folder of its own, which goes when it is over, however it ends.</summary>
    private static async Task Measure(BenchArguments arguments, BenchReport report, CancellationToken stop)
    {
        using var folder = new BenchFolder();
        PrivatePostgresOptions options = new() { DataDirectory = folder.Data, Database = DatabaseName, SharedBuffers = "1GB" };
        await using PrivatePostgres server = new(options, NullLogger<PrivatePostgres>.Instance);
        await server.StartAsync(stop);
        await ShowServer(server, stop);
        if (arguments.Wants(BenchArguments.Pgbench))
        {
            await RunReference(server, arguments, report, stop);
        }

        if (arguments.Only is not BenchArguments.Pgbench)
        {
            await RunOurs(server, folder.Keys, arguments, report, stop);
        }
    }

    private static async Task RunReference(PrivatePostgres server, BenchArguments arguments, BenchReport report, CancellationToken stop)
    {
        PgbenchReference reference = new(server, arguments.Accounts);
        Console.WriteLine(PgbenchReference.Describe(arguments.Accounts));
        await reference.Prepare(stop);
        foreach (Pattern pattern in Enum.GetValues<Pattern>())
        {
            report.Reference[pattern] = await reference.Best(pattern, arguments.ReferenceLength, stop);
        }
    }

    private static async Task RunOurs(PrivatePostgres server, string keys, BenchArguments arguments, BenchReport report, CancellationToken stop)
    {
        string address = server.ConnectionStringFor(DatabaseName);
        Console.WriteLine($"Opening {arguments.Accounts:N0} wallets and paying in, through the ledger …");
        long first = await BenchWallets.Make(address, keys, arguments.Accounts, stop);

        // A fresh host, in which everybody sleeps.
        await using BenchHost host = await BenchHost.StartAsync(address, keys, first, arguments.Accounts, stop);
        CpuMeter cpu = new(server.ServerProcessId!.Value);

        // Always: payments are to be measured among wallets that are awake.
        WakeResult woken = await WakeLoad.Run(host, stop);
        Console.WriteLine($"wake            {woken.PerSecond,10:N0}/s   {woken.IdleBytes:N0} bytes a wallet");
        report.Wake = arguments.Wants(BenchArguments.Wake) ? woken : null;

        if (arguments.Wants(BenchArguments.Grains))
        {
            await RunGrains(new GrainLoad(host, cpu, await Bookkeeper.Open(host.Database, stop)), arguments, report, stop);
        }

        if (arguments.Wants(BenchArguments.Rest))
        {
            await RunRest(host, cpu, arguments, report, stop);
        }
    }

    private static async Task RunGrains(GrainLoad load, BenchArguments arguments, BenchReport report, CancellationToken stop)
    {
        await load.WarmUp(arguments.FirstWarmUp, stop);
        foreach (Pattern pattern in Enum.GetValues<Pattern>())
        {
            foreach (int inFlight in s_inFlight)
            {
                LoadResult result = await load.Run(pattern, inFlight, arguments.WarmUp, arguments.RunLength, stop);
                report.Grains.Add(result);
                Console.WriteLine(
                    $"{result.Pattern,-9} {result.InFlight,5} {result.PerSecond,10:N0}/s   p50 {result.P50Ms,5:N1} ms   p99 {result.P99Ms,5:N1} ms   "
                    + $"{result.AllocatedBytes:N0} bytes allocated, {result.OurCpuUs:N1} + {result.ServerCpuUs:N1} µs of processor (ours + server) each");
            }
        }
    }

    private static async Task RunRest(BenchHost host, CpuMeter cpu, BenchArguments arguments, BenchReport report, CancellationToken stop)
    {
        BenchPeople people = await BenchPeople.Make(host, People, stop);
        RestLoad load = new(host, cpu, await Bookkeeper.Open(host.Database, stop), people);
        foreach (RestKind kind in Enum.GetValues<RestKind>())
        {
            await load.Run(kind, s_connections[0], arguments.FirstWarmUp, arguments.WarmUp, stop);
        }

        // In turn, so that neither has always the warmer process.
        RestKind[] kinds = Enum.GetValues<RestKind>();
        foreach (int connections in s_connections)
        {
            foreach (RestKind kind in kinds)
            {
                RestResult result = await load.Run(kind, connections, arguments.WarmUp, arguments.RunLength, stop);
                report.Rest.Add(result);
                Console.WriteLine(
                    $"{result.Kind,-9} {result.Connections,5} {result.PerSecond,10:N0}/s   p50 {result.P50Ms,5:N1} ms   p99 {result.P99Ms,5:N1} ms   "
                    + $"{result.OurCpuUs:N1} + {result.ServerCpuUs:N1} + {result.ClientCpuUs:N1} µs of processor (ours + server + load) each");
            }

            Array.Reverse(kinds);
        }
    }

    /// <summary>The settings that a measurement of a database is worth nothing without.</summary>
    private static async Task ShowServer(PrivatePostgres server, CancellationToken stop)
    {
        await using NpgsqlDataSource database = NpgsqlDataSource.Create(server.ConnectionStringFor(DatabaseName));
        await using NpgsqlCommand command = database.CreateCommand(
            """
            select name || ' = ' || current_setting(name) from unnest(array[
                'server_version', 'fsync', 'synchronous_commit', 'full_page_writes', 'wal_sync_method', 'wal_compression', 'commit_delay',
                'shared_buffers', 'max_wal_size', 'checkpoint_timeout']) name
            """);
        await using NpgsqlDataReader reader = await command.ExecuteReaderAsync(stop);
        List<string> settings = [];
        while (await reader.ReadAsync(stop))
        {
            settings.Add(reader.GetString(0));
        }

        Console.WriteLine($"{Environment.ProcessorCount} processors, .NET {Environment.Version}, one PostgreSQL for everything: {string.Join(", ", settings)}");
    }
}
