using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Postmobile.Api.Commerce;
using Postmobile.Api.Identity;
using Postmobile.Commerce;

namespace Postmobile.Api.Pages.Commerce;

/// <summary>The shops in which a person works, and those that ask them to.</summary>
[Authorize(Policy = Policies.Customer), ResponseCache(NoStore = true)]
public sealed class MineModel(IGrainFactory grains) : PageModel
{
    /// <summary>Where they work.</summary>
    public IReadOnlyList<ShopLine> Own { get; private set; } = [];

    /// <summary>Who asks.</summary>
    public IReadOnlyList<ShopLine> Asked { get; private set; } = [];

    /// <summary>Shows them.</summary>
    public async Task OnGet()
    {
        IReadOnlyList<ShopLine> all = await grains.GetGrain<IShopsGrain>(0).Of(User.Customer());
        (Own, Asked) = ([.. all.Where(one => one.Role is not null)], [.. all.Where(one => one.Role is null)]);
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
        await OnGet();
        return Page();
    }
}
