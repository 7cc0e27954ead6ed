using Postmobile.Api.Hosting;
using Postmobile.Commerce;

namespace Postmobile.Api.Commerce;

/// <summary>Counts what campaigns have shown, for their plots; nobody pays by views.</summary>
public sealed class AdViews(IGrainFactory grains, TimeProvider time, ILogger<AdViews> log)
    : Tally<(string Campaign, DateOnly Day, ProductId Product)>(time, log, TimeSpan.FromSeconds(5))
{
    /// <summary>One product of one campaign was shown.</summary>
    public void Add(string campaign, ProductId product) => Add((campaign, Today, product));

    /// <inheritdoc />
    protected override Task Write(IReadOnlyList<KeyValuePair<(string Campaign, DateOnly Day, ProductId Product), long>> sums) =>
        grains.GetGrain<ICampaignsGrain>(0).Seen([.. sums.Select(sum => new CampaignViews(sum.Key.Campaign, sum.Key.Day, sum.Key.Product, sum.Value))]);
}
