using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.RateLimiting;
using Postmobile.Api.Hosting;
using Postmobile.Api.Identity;
using Postmobile.Commerce;

namespace Postmobile.Api.Pages.Commerce.Marketing;

/// <summary>The campaigns of one's shop.</summary>
[Authorize(Policy = Policies.Customer), EnableRateLimiting(RateLimits.Money)]
public sealed class CampaignsModel(IGrainFactory grains) : PageModel
{
    /// <summary>The shops whose campaigns this person may see.</summary>
    public IReadOnlyList<ShopLine> Shops { get; private set; } = [];

    /// <summary>The one that is shown; null when there is none.</summary>
    public ShopLine? Shop { get; private set; }

    /// <summary>Its campaigns, newest first.</summary>
    public IReadOnlyList<Campaign> Campaigns { get; private set; } = [];

    /// <summary>Shows them.</summary>
    public async Task<IActionResult> OnGet(string? boutique)
    {
        Shops = [.. (await grains.GetGrain<IShopsGrain>(0).Of(User.Customer())).Where(line => line.Role is ShopRole.Owner or ShopRole.Manager)];
        Shop = boutique is null ? Shops.FirstOrDefault() : Shops.FirstOrDefault(line => line.Id.Value == boutique);
        if (boutique is not null && Shop is null)
        {
            return NotFound();
        }

        Campaigns = Shop is null ? [] : await grains.GetGrain<ICampaignsGrain>(0).Of(Shop.Id);
        return Page();
    }

    /// <summary>The key of the words for how a campaign stands.</summary>
    public static string StateOf(Campaign campaign) => campaign switch
    {
        { Status: CampaignStatus.Ended } => "marketing.state.ended",
        { Status: CampaignStatus.Paused } => "marketing.state.paused",
        { Halt: "insufficient_funds" } => "marketing.state.empty",
        { Halt: not null } => "marketing.state.halted",
        { Showing: true } => "marketing.state.showing",
        _ when campaign.SpentToday + Ads.PriceFloor > campaign.Terms.DailyBudget => "marketing.state.spent",
        _ => "marketing.state.waiting",
    };
}
