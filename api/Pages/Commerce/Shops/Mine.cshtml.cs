using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Postmobile.Api.Commerce;
using Postmobile.Api.Identity;
using Postmobile.Commerce;

namespace Postmobile.Api.Pages.Commerce;

/// <summary>The shops in which a person works, and those that ask them to; and of one of them what is to be seen at a glance.</summary>
[Authorize(Policy = Policies.Customer), ResponseCache(NoStore = true)]
public sealed class MineModel(IGrainFactory grains, TimeProvider time) : PageModel
{
    /// <summary>Where they work.</summary>
    public IReadOnlyList<ShopLine> Own { get; private set; } = [];

    /// <summary>Who asks.</summary>
    public IReadOnlyList<ShopLine> Asked { get; private set; } = [];

    /// <summary>The board of one of them; null without any.</summary>
    public ShopBoard? Board { get; private set; }

    /// <summary>Shows them.</summary>
    public async Task<IActionResult> OnGet(string? boutique)
    {
        IReadOnlyList<ShopLine> all = await grains.GetGrain<IShopsGrain>(0).Of(User.Customer());
        (Own, Asked) = ([.. all.Where(one => one.Role is not null)], [.. all.Where(one => one.Role is null)]);
        ShopLine? shown = boutique is null ? Own.FirstOrDefault(one => one.Status is not ShopStatus.Closed) ?? Own.FirstOrDefault() : Own.FirstOrDefault(one => one.Id.Value == boutique);
        if (boutique is not null && shown is null)
        {
            return NotFound();
        }

        // The list may be a moment older than the shop; what somebody sees is decided by the shop.
        Board = shown is not null && await grains.GetGrain<IShopGrain>(shown.Id.Value).Look() is { } shop ? await ShopBoard.Look(grains, shop, User, time) : null;
        return Page();
    }

    /// <summary>Accepts.</summary>
    public Task<IActionResult> OnPostAccept(string? shop) => Act(shop, one => one.AcceptInvitation(User.Customer()));

    /// <summary>Declines.</summary>
    public Task<IActionResult> OnPostLeave(string? shop) => Act(shop, one => one.RemoveStaff(User.Customer(), User.Customer()));

    private async Task<IActionResult> Act(string? shop, Func<IShopGrain, Task<ShopOutcome>> act)
    {
        ShopOutcome outcome = grains.Shop(shop) is { } grain ? await act(grain) : ShopRefusal.UnknownShop;
        if (outcome.Refusal is not { } refusal)
        {
            return RedirectToPage();
        }

        ModelState.Refuse("", Refusals.Words(refusal.Code()));
        return await OnGet(null);
    }
}
