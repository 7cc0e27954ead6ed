using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Postmobile.Api.Commerce;
using Postmobile.Api.Identity;
using Postmobile.Commerce;

namespace Postmobile.Api.Pages.Commerce.Offers;

/// <summary>The flash sales that the post pays for: one operator proposes, another approves.</summary>
[Authorize(Policy = Policies.Operator)]
public sealed class PostFlashSalesModel(IGrainFactory grains) : FlashSalesPage(grains)
{
    /// <summary>Shows them.</summary>
    public Task OnGet() => Load();

    /// <summary>Proposes one.</summary>
    public async Task<IActionResult> OnPost()
    {
        if (await Make())
        {
            return RedirectToPage();
        }

        await Load();
        return Page();
    }

    /// <summary>Approves one, or ends it.</summary>
    public async Task<IActionResult> OnPostDecide(string? offer, bool approve)
    {
        ModelState.Clear();
        FlashSaleOutcome outcome = approve ? await Grains.ApproveFlashSale(offer, User) : await Grains.EndFlashSale(offer, User, null);
        if (outcome.Refusal is not { } no)
        {
            return RedirectToPage();
        }

        ModelState.Refuse("", Refusals.Words(no.Code()));
        await Load();
        return Page();
    }
}
