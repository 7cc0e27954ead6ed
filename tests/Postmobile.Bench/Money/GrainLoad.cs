using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using Npgsql;
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

/// <summary>What one run measured.</summary>
internal sealed record LoadResult(Pattern Pattern, int InFlight, double PerSecond, double P50Ms, double P99Ms, double AllocatedBytes, double OurCpuUs, double ServerCpuUs);

/// <summary>Transfers through the grain method that REST calls, many at a time, with the books checked afterwards.</summary>
internal sealed class GrainLoad(BenchLedger ledger, CpuMeter cpu)
{
    private static int s_run;

    public async Task<LoadResult> Run(Pattern pattern, int inFlight, TimeSpan length)
    {
        await Watch();
        int run = Interlocked.Increment(ref s_run);
        await Measure(pattern, inFlight, length / 3, $"w{run}");
        long before = await Postings();
        GC.Collect();
        (double ours, double server) = cpu.Read();
        (double perSecond, List<double> latencies, long acknowledged, double allocated) = await Measure(pattern, inFlight, length, $"r{run}");
        (double oursAfter, double serverAfter) = cpu.Read();
        await CheckBooks(before, acknowledged);
        latencies.Sort();
        return new LoadResult(pattern, inFlight, perSecond, At(latencies, 0.50), At(latencies, 0.99), allocated,
            (oursAfter - ours) * 1e6 / acknowledged, (serverAfter - server) * 1e6 / acknowledged);
    }

    private static double At(List<double> sorted, double share) => sorted.Count == 0 ? 0 : sorted[(int)(share * (sorted.Count - 1))];

    private async Task<(double PerSecond, List<double> Latencies, long Acknowledged, double Allocated)> Measure(Pattern pattern, int inFlight, TimeSpan length, string keys)
    {
        using CancellationTokenSource stop = new();
        ConcurrentBag<(long Count, List<double> Latencies)> results = [];
        long allocatedBefore = GC.GetTotalAllocatedBytes();
        long start = Stopwatch.GetTimestamp();
        Task[] loops = [.. Enumerable.Range(0, inFlight).Select(loop => Task.Run(async () =>
        {
            Random random = new(loop * 7919 + keys.Length);
            List<double> latencies = new(8_192);
            long count = 0;
            while (!stop.IsCancellationRequested)
            {
                (int payer, int payee) = Pick(pattern, random);
                long began = Stopwatch.GetTimestamp();
                TransferOutcome outcome = await ledger.Account(payer).Transfer(new TransferRequest
                {
                    Key = string.Create(CultureInfo.InvariantCulture, $"{keys}-{loop}-{count}"),
                    Payee = new AccountId(ledger.First + payee),
                    Amount = 100,
                });
                if (outcome.Receipt is null)
                {
                    throw new InvalidOperationException($"A transfer was refused: {outcome.Refusal?.StableCode}");
                }

                latencies.Add(Stopwatch.GetElapsedTime(began).TotalMilliseconds);
                count++;
            }

            results.Add((count, latencies));
        }))];
        await Task.Delay(length);
        await stop.CancelAsync();
        await Task.WhenAll(loops);
        double seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        long total = results.Sum(result => result.Count);
        return (total / seconds, [.. results.SelectMany(result => result.Latencies)], total, (GC.GetTotalAllocatedBytes() - allocatedBefore) / (double)Math.Max(1, total));
    }

    private (int Payer, int Payee) Pick(Pattern pattern, Random random)
    {
        int one = random.Next(1, ledger.Accounts);
        int other = random.Next(1, ledger.Accounts - 1);
        return pattern switch
        {
            Pattern.Random => (one, other >= one ? other + 1 : other),
            Pattern.HotPayee => (one, 0),
            Pattern.HotPayer => (0, one),
            _ => throw new ArgumentOutOfRangeException(nameof(pattern)),
        };
    }

    /// <summary>Some people look at their screens.</summary>
    private async Task Watch()
    {
        ILiveObserver observer = ledger.Grains.CreateObjectReference<ILiveObserver>(s_screen);
        for (int i = 0; i < 100; i++)
        {
            await ledger.Account(i).Watch(observer);
        }
    }

    private static readonly Screen s_screen = new();

    private async Task<long> Postings() => await Scalar("select count(*) from posting where kind = 1");

    private async Task CheckBooks(long before, long acknowledged)
    {
        long written = await Postings() - before;
        long sum = await Scalar("select coalesce(sum(amount), 0)::bigint from (select p.amount from posting p join account a on a.id = p.credit_account union all select -p.amount from posting p join account a on a.id = p.debit_account) m");
        long negative = await Scalar("select count(*) from (select account, sum(amount) as balance from (select credit_account as account, amount from posting union all select debit_account, -amount from posting) m where account <> 1 group by account) b where balance < 0");
        if (written != acknowledged || sum != 0 || negative != 0)
        {
            throw new InvalidOperationException($"The books are wrong: {written} rows for {acknowledged} acknowledgements, sum {sum}, {negative} accounts under zero.");
        }
    }

    private async Task<long> Scalar(string sql)
    {
#pragma warning disable CA2100 // The constants above.
        await using NpgsqlCommand command = ledger.Database.CreateCommand(sql);
#pragma warning restore CA2100
        command.CommandTimeout = 0;
        return (long)(await command.ExecuteScalarAsync())!;
    }

    private sealed class Screen : ILiveObserver
    {
        public Task Happened(LiveEvent happening) => Task.CompletedTask;

        public Task Noticed(string topic, Postmobile.Live.Notice notice) => Task.CompletedTask;
    }
}
