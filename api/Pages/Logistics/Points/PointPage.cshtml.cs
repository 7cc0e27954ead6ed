using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Postmobile.Api.Logistics;
using Postmobile.Api.Pages.Commerce;
using Postmobile.Logistics;

namespace Postmobile.Api.Pages.Logistics;

/// <summary>One post office or pickup point, for everybody.</summary>
[AllowAnonymous]
public sealed class PointPageModel(IGrainFactory grains) : PageModel
{
    /// <summary>The point.</summary>
    public Point Point { get; private set; } = null!;

    /// <summary>The page's own address.</summary>
    public string Canonical => Request.Absolute("/point/" + Point.Code);

    /// <summary>Shows it.</summary>
    public async Task<IActionResult> OnGet(string code)
    {
        if (grains.Point(code) is not { } grain || await grain.Look() is not { } point)
        {
            return NotFound();
        }

        Point = point;
        return Page();
    }
}
