using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Postmobile.Api.Pages.Shell;

/// <summary>
/// What a person sees when something went wrong, in their language. Asks nothing of any grain, since those may be what is wrong.
/// Also where a refused form ends, so it takes no form itself.
/// </summary>
[AllowAnonymous, IgnoreAntiforgeryToken, ResponseCache(NoStore = true)]
public sealed class ErrorModel : PageModel
{
    /// <summary>The status of the answer.</summary>
    public int Status => Response.StatusCode < 400 ? StatusCodes.Status404NotFound : Response.StatusCode;

    /// <summary>The beginning of the keys of its words.</summary>
    public string Text => Status switch
    {
        400 => "error.400",
        401 or 403 => "error.403",
        404 or 405 => "error.404",
        429 => "error.429",
        503 => "error.503",
        _ => "error.500",
    };

    /// <summary>Shows the page; asked for directly, it does not exist.</summary>
    public void OnGet() => Response.StatusCode = Status;

    /// <summary>Shows the page after a form.</summary>
    public void OnPost() => Response.StatusCode = Status;
}
