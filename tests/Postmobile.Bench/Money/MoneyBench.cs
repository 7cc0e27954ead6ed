using Microsoft.Extensions.Logging.Abstractions;
using Postmobile.Silo.PostgreSql;

namespace Postmobile.Bench.Money;

/// <summary>Measures the ledger beside what a person would write instead, on one server of its own.</summary>
internal static class MoneyBench
{
    public static async Task<int> RunAsync(BenchArguments arguments)
    {
        string folder = Path.Combine(Path.GetTempPath(), "postmobile-bench-" + Guid.NewGuid().ToString("N")[..8]);
        await using PrivatePostgres server = new(
            new PrivatePostgresOptions { DataDirectory = folder, Database = "bench", SharedBuffers = "1GB" }, NullLogger<PrivatePostgres>.Instance);
        await server.StartAsync();
        await using BenchLedger ledger = await BenchLedger.StartAsync(server.ConnectionStringFor("bench"), arguments.Accounts);
        GrainLoad load = new(ledger, new CpuMeter(server.ServerProcessId!.Value));
        foreach (Pattern pattern in Enum.GetValues<Pattern>())
        {
            foreach (int inFlight in new[] { 64, 256, 1024 })
            {
                LoadResult result = await load.Run(pattern, inFlight, arguments.RunLength);
                Console.WriteLine($"{result.Pattern,-10} {result.InFlight,5} {result.PerSecond,10:N0}/s p50 {result.P50Ms:N1} p99 {result.P99Ms:N1} alloc {result.AllocatedBytes:N0} cpu us {result.OurCpuUs:N1} + {result.ServerCpuUs:N1}");
            }
        }

        return 0;
    }
}
