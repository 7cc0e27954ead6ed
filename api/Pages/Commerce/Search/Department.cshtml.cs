using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.RateLimiting;
using Postmobile.Api.Hosting;
using Postmobile.Commerce;

namespace Postmobile.Api.Pages.Commerce.Search;

/// <summary>A category of the shop tree, for everybody.</summary>
[AllowAnonymous, EnableRateLimiting(RateLimits.Search)]
public sealed class DepartmentModel(IGrainFactory grains) : ResultsModel(grains)
{
    /// <inheritdoc />
    public override string Path => "/rayon/" + Category!.Code;

    /// <summary>Shows the category.</summary>
    public async Task<IActionResult> OnGet(string category)
    {
        if (Categories.Find(category) is not { } found)
        {
            return NotFound();
        }

        Category = found;
        await Load(found.Code);
        return Page();
    }
}
