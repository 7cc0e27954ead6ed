using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Postmobile.Api.Identity;
using Postmobile.Commerce;

namespace Postmobile.Api.Pages.Commerce;

/// <summary>A page with the form of a shop's profile.</summary>
public interface IShopFormPage
{
    /// <summary>The form.</summary>
    ShopForm Form { get; }
}

/// <summary>The first step of opening a shop: its name and place. Papers follow on its settings.</summary>
[Authorize(Policy = Policies.Customer), ResponseCache(NoStore = true)]
public sealed class ApplyModel(IGrainFactory grains) : PageModel, IShopFormPage
{
    /// <inheritdoc />
    [BindProperty]
    public ShopForm Form { get; set; } = new();

    /// <summary>One application however often it is sent.</summary>
    [BindProperty]
    public string? Key { get; set; }

    /// <summary>Shows the form.</summary>
    public void OnGet() => Key = Guid.NewGuid().ToString("N");

    /// <summary>Applies.</summary>
    public async Task<IActionResult> OnPost()
    {
        if (Key is not { Length: > 0 and <= 64 })
        {
            return BadRequest();
        }

        long number = await grains.GetGrain<IShopsGrain>(0).Draw(User.Customer().Value + " shop", Key);
        ShopOutcome outcome = await grains.GetGrain<IShopGrain>(ShopId.Of(number).Value).Apply(User.Customer(), Form.Read());
        if (outcome.Shop is { } shop)
        {
            return Redirect($"/ma-boutique/{shop.Shop.Id}");
        }

        ShopForm.Refuse(ModelState, outcome);
        return Page();
    }
}
