using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Postmobile.Api.Identity;

namespace Postmobile.Api.Pages.Identity;

/// <summary>Signs this browser out.</summary>
[AllowAnonymous]
public sealed class SignOutModel(SignInService signIn) : PageModel
{
    /// <summary>Nothing to see here.</summary>
    public IActionResult OnGet() => LocalRedirect("/");

    /// <summary>Signs out.</summary>
    public async Task<IActionResult> OnPost()
    {
        await signIn.SignOut(HttpContext);
        return LocalRedirect("/");
    }
}
