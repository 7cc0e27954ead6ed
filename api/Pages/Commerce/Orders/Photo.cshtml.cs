using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Postmobile.Api.Commerce;
using Postmobile.Api.Identity;
using Postmobile.Commerce;

namespace Postmobile.Api.Pages.Commerce;

/// <summary>A photo of a return or a dispute, for the two sides and the post's operators.</summary>
[Authorize(Policy = Policies.Buyer)]
public sealed class PhotoModel(IGrainFactory grains) : PageModel
{
    /// <summary>The picture itself.</summary>
    public async Task<IActionResult> OnGet(string order, string photo)
    {
        bool may = User.IsOperator() ? OrderId.TryParse(order, out _) : await grains.PartyTo(order, User) is not null;
        if (!may || !OrderId.TryParse(order, out OrderId id) || await grains.GetGrain<IAfterSaleGrain>(0).Show(id, photo) is not { } picture)
        {
            return NotFound();
        }

        Response.Headers.CacheControl = "private, max-age=86400";
        return File(picture, "image/jpeg");
    }
}
