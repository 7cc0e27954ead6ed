using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Postmobile.Api.Commerce;
using Postmobile.Api.Identity;
using Postmobile.Commerce;
using Postmobile.Identity;

namespace Postmobile.Api.Pages.Commerce;

/// <summary>Who works in a shop.</summary>
[Authorize(Policy = Policies.Customer), ResponseCache(NoStore = true)]
public sealed class StaffModel(IGrainFactory grains) : PageModel
{
    /// <summary>The shop.</summary>
    public ShopDetails Details { get; private set; } = null!;

    /// <summary>Whom to ask.</summary>
    [BindProperty]
    public string? Phone { get; set; }

    /// <summary>As what.</summary>
    [BindProperty]
    public ShopRole Role { get; set; } = ShopRole.Packer;

    /// <summary>Whether the reader owns it.</summary>
    public bool IsOwner => Details.Shop.Owner == User.Customer();

    /// <summary>Shows them.</summary>
    public async Task<IActionResult> OnGet(string shop)
    {
        if (await grains.OwnShop(shop, User, ShopRole.Manager) is not { } known)
        {
            return NotFound();
        }

        Details = known;
        return Page();
    }

    /// <summary>Asks somebody.</summary>
    public async Task<IActionResult> OnPostInvite(string shop)
    {
        if (!PhoneNumber.TryParse(Phone, out PhoneNumber phone))
        {
            ModelState.AddModelError(nameof(Phone), "error.phone");
            return await OnGet(shop);
        }

        return await Act(shop, one => one.Invite(User.Customer(), phone, Role), nameof(Phone));
    }

    /// <summary>Sends somebody away.</summary>
    public Task<IActionResult> OnPostRemove(string shop, string? person) =>
        Act(shop, async one => CustomerId.TryParse(person, out CustomerId whom) ? await one.RemoveStaff(User.Customer(), whom) : ShopRefusal.InvalidField, "");

    private async Task<IActionResult> Act(string shop, Func<IShopGrain, Task<ShopOutcome>> act, string field)
    {
        ShopOutcome outcome = grains.Shop(shop) is { } grain ? await act(grain) : ShopRefusal.UnknownShop;
        if (outcome.Refusal is not { } refusal)
        {
            return RedirectToPage(new { shop });
        }

        ModelState.Refuse(field, Refusals.Words(refusal.Code()));
        return await OnGet(shop);
    }
}
