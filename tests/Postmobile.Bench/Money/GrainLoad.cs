using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using Postmobile.Money;

namespace Postmobile.Bench.Money;

/// <summary>Who pays whom.</summary>
internal enum Pattern
{
    /// <summary>Anybody pays anybody.</summary>
    Random,

    /// <summary>Everybody pays one account.</summary>
    HotPayee,

    /// <summary>One account pays everybody.</summary>
    HotPayer,
}

/// <summary>What one run measured; processor time and bytes are of one transfer.</summary>
internal sealed record LoadResult(Pattern Pattern, int InFlight, double PerSecond, double P50Ms, double P99Ms, double AllocatedBytes, double OurCpuUs, double ServerCpuUs);

/// <summary>Transfers through the grain method that REST calls, many at a time, with the books checked afterwards.</summary>
internal sealed class GrainLoad(BenchHost host, CpuMeter cpu, Bookkeeper books)
{
    private const int WatchedWallets = 100;
    private static readonly Screen s_screen = new();

    private readonly record struct Measured(double PerSecond, List<double> Latencies, long Acknowledged, double AllocatedBytes);

    private int _runs;

    /// <summary>Pays a while in each pattern and measures nothing.</summary>
    public async Task WarmUp(TimeSpan length, CancellationToken stop)
    {
        foreach (Pattern pattern in Enum.GetValues<Pattern>())
        {
            await books.Check((await Pay(pattern, 1024, length / 3, stop)).Acknowledged, stop);
        }
    }

    public async Task<LoadResult> Run(Pattern pattern, int inFlight, TimeSpan warmUp, TimeSpan length, CancellationToken stop)
    {
        await Watch();
        long warm = (await Pay(pattern, inFlight, warmUp, stop)).Acknowledged;
        GC.Collect();
        (double ours, double server) = cpu.Read();
        Measured measured = await Pay(pattern, inFlight, length, stop);
        (double oursAfter, double serverAfter) = cpu.Read();
        await books.Check(warm + measured.Acknowledged, stop);
        measured.Latencies.Sort();
        return new LoadResult(
            pattern, inFlight, measured.PerSecond, At(measured.Latencies, 0.50), At(measured.Latencies, 0.99), measured.AllocatedBytes,
            (oursAfter - ours) * 1e6 / measured.Acknowledged, (serverAfter - server) * 1e6 / measured.Acknowledged);
    }

    private static double At(List<double> sorted, double share) => sorted.Count == 0 ? 0 : sorted[(int)(share * (sorted.Count - 1))];

    private async Task<Measured> Pay(Pattern pattern, int inFlight, TimeSpan length, CancellationToken stop)
    {
        string keys = string.Create(CultureInfo.InvariantCulture, $"bench-{_runs++}");
        using CancellationTokenSource over = CancellationTokenSource.CreateLinkedTokenSource(stop);
        ConcurrentBag<List<double>> results = [];
        long allocatedBefore = GC.GetTotalAllocatedBytes();
        long start = Stopwatch.GetTimestamp();
        Task[] loops = [.. Enumerable.Range(0, inFlight).Select(loop => Task.Run(async () => results.Add(await PayOn(pattern, keys, loop, over.Token)), stop))];
        over.CancelAfter(length);
        await Task.WhenAll(loops);
        double seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        stop.ThrowIfCancellationRequested();
        long acknowledged = results.Sum(result => (long)result.Count);
        return new Measured(
            acknowledged / seconds, [.. results.SelectMany(result => result)], acknowledged,
            (GC.GetTotalAllocatedBytes() - allocatedBefore) / (double)Math.Max(1, acknowledged));
    }

    /// <summary>One payment after the other; the latencies in milliseconds, one for each acknowledgement.</summary>
    private async Task<List<double>> PayOn(Pattern pattern, string keys, int loop, CancellationToken over)
    {
        Random random = new(HashCode.Combine(loop, keys.Length, _runs));
        List<double> latencies = new(4_096);
        while (!over.IsCancellationRequested)
        {
            (int payer, int payee) = Pick(pattern, random);
            long began = Stopwatch.GetTimestamp();
            TransferOutcome outcome = await host.Account(payer).Transfer(new TransferRequest
            {
                Key = string.Create(CultureInfo.InvariantCulture, $"{keys}-{loop}-{latencies.Count}"),
                Payee = host.Wallet(payee),
                Amount = 100,
            });
            if (outcome.Receipt is null)
            {
                throw new InvalidOperationException($"A transfer was refused: {outcome.Refusal?.StableCode}");
            }

            latencies.Add(Stopwatch.GetElapsedTime(began).TotalMilliseconds);
        }

        return latencies;
    }

    private (int Payer, int Payee) Pick(Pattern pattern, Random random)
    {
        int one = random.Next(1, host.Wallets);
        int other = random.Next(1, host.Wallets - 1);
        return pattern switch
        {
            Pattern.Random => (one, other >= one ? other + 1 : other),
            Pattern.HotPayee => (one, 0),
            Pattern.HotPayer => (0, one),
            _ => throw new ArgumentOutOfRangeException(nameof(pattern)),
        };
    }

    /// <summary>Some people look at their screens, the hot account's owner among them. A watch ends unless it is renewed.</summary>
    private async Task Watch()
    {
        ILiveObserver observer = host.Grains.CreateObjectReference<ILiveObserver>(s_screen);
        for (int i = 0; i < WatchedWallets; i++)
        {
            await host.Account(i).Watch(observer);
        }
    }

    private sealed class Screen : ILiveObserver
    {
        public Task Happened(LiveEvent happening) => Task.CompletedTask;

        public Task Noticed(string topic, Postmobile.Live.Notice notice) => Task.CompletedTask;
    }
}
