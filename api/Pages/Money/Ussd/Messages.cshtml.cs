using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Postmobile.Api.Identity;

namespace Postmobile.Api.Pages.Money.Ussd;

/// <summary>Which SMS a customer wants.</summary>
[Authorize(Policy = Policies.SignedIn)]
public sealed class MessagesModel(IGrainFactory grains) : PageModel
{
    /// <summary>Whether money that comes in is told by SMS.</summary>
    public bool Wanted { get; private set; }

    /// <summary>Shows the choice.</summary>
    public async Task OnGet() => Wanted = await grains.Customer(User).HearsOfCredits();

    /// <summary>Changes it.</summary>
    public async Task<IActionResult> OnPost(bool wanted)
    {
        await grains.Customer(User).HearOfCredits(wanted);
        return RedirectToPage();
    }
}
