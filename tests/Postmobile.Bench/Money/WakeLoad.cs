using System.Diagnostics;
using Postmobile.Money;

namespace Postmobile.Bench.Money;

/// <summary>Wallets woken per second, and the bytes that each takes from then on.</summary>
internal sealed record WakeResult(double PerSecond, double IdleBytes);

/// <summary>Asks sleeping wallets what a payer asks them: may this come in? Each wakes, and is loaded together with others.</summary>
internal static class WakeLoad
{
    private const int InFlight = 2_000;

    public static async Task<WakeResult> Run(BenchHost host, CancellationToken stop)
    {
        PermitRequest question = new(TransferId.From(PostAccounts.Trust, "wake"), 100, Currency.XAF, Reserve: false);
        long before = GC.GetTotalMemory(forceFullCollection: true);
        long start = Stopwatch.GetTimestamp();
        await Parallel.ForEachAsync(
            Enumerable.Range(0, host.Wallets),
            new ParallelOptions { MaxDegreeOfParallelism = InFlight, CancellationToken = stop },
            async (number, _) =>
            {
                if ((await host.Account(number).Permit(question)).Refusal is { } refusal)
                {
                    throw new InvalidOperationException($"A wallet woke and refused: {refusal}");
                }
            });
        double seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        long after = GC.GetTotalMemory(forceFullCollection: true);
        return new WakeResult(host.Wallets / seconds, (after - before) / (double)host.Wallets);
    }
}
