using Microsoft.AspNetCore.Mvc.RazorPages;
using Postmobile.Api.Commerce;
using Postmobile.Api.Identity;
using Postmobile.Commerce;

namespace Postmobile.Api.Pages.Commerce.Marketing;

/// <summary>A page about a shop's campaigns, for its owner and managers.</summary>
public abstract class CampaignPage(IGrainFactory grains) : PageModel
{
    /// <summary>The shop.</summary>
    public Shop Shop { get; private set; } = null!;

    /// <summary>The grains.</summary>
    protected IGrainFactory Grains => grains;

    /// <summary>Whether this person may see campaigns of that shop.</summary>
    protected async Task<bool> Enter(string? shop)
    {
        if (grains.Shop(shop) is not { } grain || await grain.Look() is not { } found || !found.Employs(User.Customer(), ShopRole.Manager))
        {
            return false;
        }

        Shop = found;
        return true;
    }

    /// <summary>A campaign of that shop, or null.</summary>
    protected async Task<Campaign?> Find(string? id) =>
        Ads.IsCampaign(id) && await grains.GetGrain<ICampaignGrain>(id).Look() is { } campaign && campaign.Shop == Shop.Id ? campaign : null;
}
