using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Postmobile.Api.Identity;
using Postmobile.Identity;

namespace Postmobile.Api.Pages.Identity;

/// <summary>Blocks one's own wallet from within a session. No PIN is asked: a thief gains nothing by it, an owner in a hurry time.</summary>
[Authorize(Policy = Policies.SignedIn)]
public sealed class BlockMineModel(IGrainFactory grains, SignInService signIn) : PageModel
{
    /// <summary>Asks whether it is meant.</summary>
    public void OnGet()
    {
    }

    /// <summary>Blocks; the session ends with it.</summary>
    public async Task<IActionResult> OnPost()
    {
        await grains.Customer(User).Block(BlockedBy.Owner, User.Customer());
        await signIn.SignOut(HttpContext);
        return RedirectToPage("/Identity/Block", new { done = true });
    }
}
