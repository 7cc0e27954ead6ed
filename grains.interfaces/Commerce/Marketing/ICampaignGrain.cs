using Orleans.Concurrency;
using Postmobile.Identity;
using Postmobile.Money;

namespace Postmobile.Commerce;

/// <summary>
/// One campaign of a shop: products shown in front of searches and categories, paid per click. Keyed by its id. Reentrant: clicks
/// share writes. The money of a day is set aside in the takings before anything is shown, and clicks count only out of it, so
/// the day's budget cannot be exceeded, whatever crashes when.
/// </summary>
[Alias("commerce.campaign-grain"), GrainInterfaceType("commerce.campaign-grain")]
public interface ICampaignGrain : IGrainWithStringKey
{
    /// <summary>Makes it. The same terms again succeed.</summary>
    /// <returns>The campaign; or invalid_field, campaign_products, campaign_no_takings, idempotency_conflict.</returns>
    [Alias("create")]
    Task<CampaignOutcome> Create(ShopId shop, CampaignTerms terms, CustomerId by);

    /// <summary>Changes what is wanted, from now on.</summary>
    /// <param name="shop">Whose campaign it must be.</param>
    /// <param name="terms">All terms, changed or not.</param>
    /// <param name="version">The version that was read; null: whatever it is.</param>
    /// <param name="by">Who.</param>
    /// <returns>The campaign; or not_found, invalid_field, campaign_products, campaign_ended, precondition_failed.</returns>
    [Alias("change")]
    Task<CampaignOutcome> Change(ShopId shop, CampaignTerms terms, long? version, CustomerId by);

    /// <summary>Pauses, resumes or ends. Done already, it succeeds.</summary>
    /// <returns>The campaign; or not_found, campaign_ended.</returns>
    [Alias("act")]
    Task<CampaignOutcome> Act(ShopId shop, CampaignAct act, CustomerId by);

    /// <summary>The campaign; null when there is none.</summary>
    [AlwaysInterleave, Alias("look")]
    Task<Campaign?> Look();

    /// <summary>Somebody followed a product. Answers when a click that counts is durable.</summary>
    [Alias("click")]
    Task<ClickVerdict> Click(AdClick click);

    /// <summary>Between outbox and campaign only: what the ledger answered for a purse.</summary>
    [Alias("settle")]
    Task Settle(CampaignStep step, int purse, TransferOutcome outcome);
}

/// <summary>Lists campaigns and what came of them. Key 0.</summary>
[Alias("commerce.campaigns"), GrainInterfaceType("commerce.campaigns")]
public interface ICampaignsGrain : IGrainWithIntegerKey
{
    /// <summary>A shop's campaigns, newest first; the last 200.</summary>
    [Alias("of")]
    Task<IReadOnlyList<Campaign>> Of(ShopId shop);

    /// <summary>The days of a campaign from one to another, each of them, oldest first.</summary>
    [Alias("days")]
    Task<IReadOnlyList<CampaignDay>> Days(string campaign, DateOnly first, DateOnly last);

    /// <summary>Adds to the counts of what was shown.</summary>
    [Alias("seen")]
    Task Seen(IReadOnlyList<CampaignViews> views);

    /// <summary>The published products of a shop, newest first; the first 200.</summary>
    [Alias("products")]
    Task<IReadOnlyList<CampaignProduct>> Products(ShopId shop);
}

/// <summary>Decides which sponsored products are shown and what a click on each would cost. Key 0; one on each silo, a few seconds old.</summary>
[Alias("commerce.campaign-auction"), GrainInterfaceType("commerce.campaign-auction")]
public interface ICampaignAuctionGrain : IGrainWithIntegerKey
{
    /// <summary>The winners, best first. Moves nothing, counts nothing.</summary>
    [Alias("run")]
    Task<IReadOnlyList<AuctionWin>> Run(AuctionRequest request);
}
