using Postmobile.Api.Hosting;
using Postmobile.Commerce;

namespace Postmobile.Api.Commerce;

/// <summary>Counts visits by short links. Who followed them is not kept anywhere.</summary>
public sealed class LinkCounter(IGrainFactory grains, TimeProvider time, ILogger<LinkCounter> log)
    : Tally<(string Link, DateOnly Day, ShareChannel Channel)>(time, log, TimeSpan.FromSeconds(2))
{
    /// <summary>A link was followed.</summary>
    public void Add(ShareLink link) => Add((link.Id, Today, link.Channel));

    /// <inheritdoc />
    protected override Task Write(IReadOnlyList<KeyValuePair<(string Link, DateOnly Day, ShareChannel Channel), long>> sums) =>
        grains.GetGrain<ILinksGrain>(0).Followed([.. sums.Select(sum => new LinkVisits(sum.Key.Link, sum.Key.Day, sum.Key.Channel, sum.Value))]);
}
