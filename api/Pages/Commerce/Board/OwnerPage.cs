using Microsoft.AspNetCore.Mvc.RazorPages;
using Postmobile.Api.Commerce;
using Postmobile.Api.Identity;
using Postmobile.Commerce;

namespace Postmobile.Api.Pages.Commerce.Board;

/// <summary>A page about the doors of one of a person's shops: which shops there are, and which one is shown.</summary>
public abstract class OwnerPage(IGrainFactory grains) : PageModel
{
    /// <summary>The shops whose doors this person may see.</summary>
    public IReadOnlyList<ShopLine> Shops { get; private set; } = [];

    /// <summary>The one that is shown; null when there is none.</summary>
    public Shop? Shop { get; private set; }

    /// <summary>The grains.</summary>
    protected IGrainFactory Grains => grains;

    /// <summary>Chooses a shop: the one that is named, or the first. False when the one that is named is not theirs.</summary>
    protected async Task<bool> Enter(string? shop, params ShopRole[] roles)
    {
        Shops = [.. (await grains.GetGrain<IShopsGrain>(0).Of(User.Customer())).Where(line => line.Role is ShopRole.Owner || (line.Role is { } role && roles.Contains(role)))];
        ShopLine? line = shop is null ? Shops.FirstOrDefault() : Shops.FirstOrDefault(one => one.Id.Value == shop);

        // The list is of a moment ago; who may is the shop's to say.
        Shop = line is null ? null : await grains.ShopFor(line.Id.Value, User, roles);
        return shop is null || Shop is not null;
    }
}
