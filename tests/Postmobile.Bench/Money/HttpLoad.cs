using System.Diagnostics;
using System.Text.Json;

namespace Postmobile.Bench.Money;

/// <summary>What the process that makes the load is to do.</summary>
internal sealed record HttpPlan(
    int Port, string Path, int Connections, double WarmUpSeconds, double Seconds, IReadOnlyList<string> Tokens, IReadOnlyList<string> Payees, string Keys);

/// <summary>What it measured. Acknowledged counts the warm-up too, since those transfers happened as well.</summary>
internal sealed record HttpMeasured(long Acknowledged, double PerSecond, double P50Ms, double P99Ms, double CpuUs);

/// <summary>
/// The other process: connections that stay open, one request at a time on each, and as little work as possible between the
/// requests, because it shares the processors with what it measures.
/// </summary>
internal static class HttpLoad
{
    private const int Threads = 2;

    /// <summary>Reads a plan from standard input, carries it out, and ends; at once when whoever started it has gone.</summary>
    public static int Run()
    {
        if (Console.In.ReadLine() is not { Length: > 0 } line)
        {
            return BenchArguments.ShowUsage();
        }

        HttpPlan plan = JsonSerializer.Deserialize<HttpPlan>(line)!;
        Thread watch = new(static () =>
        {
            while (Console.In.ReadLine() is not null)
            {
            }

            Environment.Exit(1);
        }) { IsBackground = true };
        watch.Start();
        try
        {
            Console.Out.WriteLine(JsonSerializer.Serialize(CarryOut(plan)));
            return 0;
        }
        catch (Exception failure)
        {
            Console.Error.WriteLine(failure.Message);
            return 1;
        }
    }

    private static HttpMeasured CarryOut(HttpPlan plan)
    {
        long start = Stopwatch.GetTimestamp();
        long from = start + (long)(plan.WarmUpSeconds * Stopwatch.Frequency);
        long until = from + (long)(plan.Seconds * Stopwatch.Frequency);
        HttpWorker[] workers = [.. Enumerable.Range(0, Threads).Select(worker => new HttpWorker(plan, worker, Threads, from, until))];
        Thread[] threads = [.. workers.Select(worker => new Thread(worker.Run))];
        Array.ForEach(threads, thread => thread.Start());
        Array.ForEach(threads, thread => thread.Join());
        if (workers.FirstOrDefault(worker => worker.Failure is not null) is { } failed)
        {
            throw new InvalidOperationException(failed.Failure);
        }

        double[] latencies = [.. workers.SelectMany(worker => worker.Latencies)];
        Array.Sort(latencies);
        long acknowledged = workers.Sum(worker => worker.Acknowledged);
        double At(double share) => latencies.Length == 0 ? 0 : latencies[(int)(share * (latencies.Length - 1))];
        using Process self = Process.GetCurrentProcess();
        return new HttpMeasured(
            acknowledged, latencies.Length / plan.Seconds, At(0.50), At(0.99), self.TotalProcessorTime.TotalMicroseconds / Math.Max(1, acknowledged));
    }
}
