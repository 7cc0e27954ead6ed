using System.Collections.Concurrent;
using Postmobile.Api.Translations;
using Postmobile.Commerce;

namespace Postmobile.Api.Commerce;

/// <summary>Counts visits by short links and writes the sums every few seconds. Who followed them is not kept anywhere.</summary>
public sealed partial class LinkCounter(IGrainFactory grains, TimeProvider time, ILogger<LinkCounter> log) : BackgroundService
{
    private static readonly TimeSpan s_every = TimeSpan.FromSeconds(2);

    private readonly ConcurrentDictionary<(string Link, DateOnly Day, ShareChannel Channel), long> _counts = [];

    /// <summary>A link was followed.</summary>
    public void Add(ShareLink link) => _counts.AddOrUpdate((link.Id, Say.Today(time), link.Channel), 1, (_, count) => count + 1);

    /// <inheritdoc />
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using PeriodicTimer timer = new(s_every, time);
        while (await timer.WaitForNextTickAsync(stoppingToken).AsTask().ContinueWith(tick => tick.IsCompletedSuccessfully, TaskScheduler.Default))
        {
            await Write();
        }
    }

    private async Task Write()
    {
        List<LinkVisits> visits = [];
        foreach (var key in _counts.Keys)
        {
            if (_counts.TryRemove(key, out long count))
            {
                visits.Add(new LinkVisits(key.Link, key.Day, key.Channel, count));
            }
        }

        try
        {
            if (visits.Count > 0)
            {
                await grains.GetGrain<ILinksGrain>(0).Followed(visits);
            }
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            LogNotWritten(log, failure, visits.Count);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Visits by {Links} short links were not written.")]
    private static partial void LogNotWritten(ILogger logger, Exception failure, int links);
}
