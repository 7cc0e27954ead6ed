using System.Collections.Concurrent;
using Postmobile.Api.Translations;

namespace Postmobile.Api.Hosting;

/// <summary>
/// Counts in memory and writes the sums every few seconds: what is counted costs no write of its own. What a front end that dies has
/// not written yet is missing, so nobody may pay by it.
/// </summary>
/// <typeparam name="TKey">What is counted.</typeparam>
public abstract partial class Tally<TKey>(TimeProvider time, ILogger log, TimeSpan every) : BackgroundService
    where TKey : notnull
{
    private readonly ConcurrentDictionary<TKey, long> _counts = [];

    /// <summary>The day to count for.</summary>
    protected DateOnly Today => Say.Today(time);

    /// <summary>One more.</summary>
    protected void Add(TKey key) => _counts.AddOrUpdate(key, 1, (_, count) => count + 1);

    /// <summary>Writes sums; they are not given again.</summary>
    protected abstract Task Write(IReadOnlyList<KeyValuePair<TKey, long>> sums);

    /// <inheritdoc />
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using PeriodicTimer timer = new(every, time);
        while (await timer.WaitForNextTickAsync(stoppingToken).AsTask().ContinueWith(tick => tick.IsCompletedSuccessfully, TaskScheduler.Default))
        {
            await Write();
        }
    }

    private async Task Write()
    {
        List<KeyValuePair<TKey, long>> sums = [];
        foreach (TKey key in _counts.Keys)
        {
            if (_counts.TryRemove(key, out long count))
            {
                sums.Add(new(key, count));
            }
        }

        try
        {
            if (sums.Count > 0)
            {
                await Write(sums);
            }
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            LogNotWritten(log, failure, sums.Count, GetType().Name);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Sums} sums of {Tally} were not written.")]
    private static partial void LogNotWritten(ILogger logger, Exception failure, int sums, string tally);
}
