using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Postmobile.Api.Commerce;
using Postmobile.Api.Identity;
using Postmobile.Commerce;

namespace Postmobile.Api.Pages.Commerce.Trust;

/// <summary>What people have reported, for those of the post who decide.</summary>
[Authorize(Policy = Policies.Moderator)]
public sealed class ModerationModel(IGrainFactory grains) : PageModel
{
    /// <summary>The queue, oldest first.</summary>
    public IReadOnlyList<FlaggedWords> Found { get; private set; } = [];

    /// <summary>Shows the queue.</summary>
    public async Task OnGet() => Found = await grains.Trust().Queue();

    /// <summary>Decides.</summary>
    public async Task<IActionResult> OnPost(string words, bool withhold, string? reason)
    {
        if (await grains.DecideWords(words, User.Customer(), withhold, reason ?? "") is { } refusal)
        {
            ModelState.AddModelError("", Refusals.Words(TrustEndpoints.CodeOf(refusal)));
            await OnGet();
            return Page();
        }

        return LocalRedirect("/support/moderation");
    }
}
