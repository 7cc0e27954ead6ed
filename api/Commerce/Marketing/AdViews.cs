using System.Collections.Concurrent;
using Postmobile.Api.Translations;
using Postmobile.Commerce;

namespace Postmobile.Api.Commerce;

/// <summary>
/// Counts what was shown and writes the sums every few seconds: a view costs no write. What a front end that dies has not written
/// yet is missing in the plot; nobody pays by views.
/// </summary>
public sealed partial class AdViews(IGrainFactory grains, TimeProvider time, ILogger<AdViews> log) : BackgroundService
{
    private static readonly TimeSpan s_every = TimeSpan.FromSeconds(5);

    private readonly ConcurrentDictionary<(string Campaign, DateOnly Day, ProductId Product), long> _counts = [];

    /// <summary>One product of one campaign was shown.</summary>
    public void Add(string campaign, ProductId product) => _counts.AddOrUpdate((campaign, Say.Today(time), product), 1, (_, count) => count + 1);

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
        List<CampaignViews> views = [];
        foreach (var key in _counts.Keys)
        {
            if (_counts.TryRemove(key, out long count))
            {
                views.Add(new CampaignViews(key.Campaign, key.Day, key.Product, count));
            }
        }

        try
        {
            if (views.Count > 0)
            {
                await grains.GetGrain<ICampaignsGrain>(0).Seen(views);
            }
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            LogNotWritten(log, failure, views.Count);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Counts of what was shown of {Products} sponsored products were not written.")]
    private static partial void LogNotWritten(ILogger logger, Exception failure, int products);
}
