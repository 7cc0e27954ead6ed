using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.RateLimiting;
using Postmobile.Api.Hosting;
using Postmobile.Api.Identity;
using Postmobile.Commerce;

namespace Postmobile.Api.Pages.Commerce.Reach;

/// <summary>The messages of one's shop to its followers.</summary>
[Authorize(Policy = Policies.Customer), EnableRateLimiting(RateLimits.Money)]
public sealed class MessagesModel(IGrainFactory grains, TimeProvider time) : PageModel
{
    private const int DaysShown = 30;

    /// <summary>The shops whose messages this person may see.</summary>
    public IReadOnlyList<ShopLine> Shops { get; private set; } = [];

    /// <summary>The one that is shown; null when there is none.</summary>
    public ShopLine? Shop { get; private set; }

    /// <summary>Its followers.</summary>
    public FollowCount Count { get; private set; }

    /// <summary>Its messages, newest first.</summary>
    public IReadOnlyList<Mailing> Mailings { get; private set; } = [];

    /// <summary>Visits by shared links, by channel.</summary>
    public IReadOnlyDictionary<ShareChannel, long> Visits { get; private set; } = new Dictionary<ShareChannel, long>();

    /// <summary>Shows them.</summary>
    public async Task<IActionResult> OnGet(string? boutique)
    {
        Shops = [.. (await grains.GetGrain<IShopsGrain>(0).Of(User.Customer())).Where(line => line.Role is ShopRole.Owner or ShopRole.Manager)];
        Shop = boutique is null ? Shops.FirstOrDefault() : Shops.FirstOrDefault(line => line.Id.Value == boutique);
        if (Shop is { } shop)
        {
            Count = await grains.GetGrain<IFollowersGrain>(0).Count(shop.Id);
            Mailings = await grains.GetGrain<IMailingsGrain>(0).Of(shop.Id);
            Visits = await grains.GetGrain<ILinksGrain>(0).OfShop(shop.Id, Translations.Say.Today(time).AddDays(1 - DaysShown));
        }

        return boutique is not null && Shop is null ? NotFound() : Page();
    }
}
