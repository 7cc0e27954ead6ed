using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Postmobile.Api.Identity;

namespace Postmobile.Api.Pages.Commerce.Offers;

/// <summary>The flash sales that the post pays for: one operator proposes, another approves.</summary>
[Authorize(Policy = Policies.Operator)]
public sealed class PostFlashSalesModel(IGrainFactory grains) : FlashSalesPage(grains)
{
    /// <summary>Shows them.</summary>
    public Task OnGet() => Load();

    /// <summary>Proposes one.</summary>
    public Task<IActionResult> OnPost() => Propose();

    /// <summary>Approves one, or ends it.</summary>
    public Task<IActionResult> OnPostDecide(string? offer, bool approve) => Decide(offer, approve);
}
