using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Postmobile.Api.Pages.Shell;

/// <summary>What a stranger sees first; who is signed in goes on to their own first page.</summary>
[AllowAnonymous]
public sealed class IndexModel : PageModel
{
    /// <summary>Shows the page.</summary>
    public IActionResult OnGet() => User.Identity?.IsAuthenticated == true ? LocalRedirect(User.Home()) : Page();
}
