using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.RateLimiting;
using Postmobile.Api.Commerce;
using Postmobile.Api.Hosting;
using Postmobile.Commerce;

namespace Postmobile.Api.Pages.Commerce.Search;

/// <summary>Finds products, for everybody.</summary>
[AllowAnonymous, EnableRateLimiting(RateLimits.Search)]
public sealed class SearchModel(IGrainFactory grains) : ResultsModel(grains)
{
    /// <inheritdoc />
    public override string Path => "/recherche";

    /// <summary>Shows what was found.</summary>
    public Task OnGet() => Load(null);

    /// <summary>The list under the field while somebody types.</summary>
    public async Task<IActionResult> OnGetSuggest(string? q)
    {
        string typed = (q ?? "").Replace("\0", "", StringComparison.Ordinal);
        return Partial("_Suggestions", await Grains.Search().Suggest(typed.Length > SearchQuery.TextMax ? "" : typed));
    }
}
