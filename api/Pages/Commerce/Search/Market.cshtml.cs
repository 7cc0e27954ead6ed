using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.RateLimiting;
using Postmobile.Api.Commerce;
using Postmobile.Api.Hosting;
using Postmobile.Commerce;

namespace Postmobile.Api.Pages.Commerce.Search;

/// <summary>The marketplace's first page, for everybody.</summary>
[AllowAnonymous, EnableRateLimiting(RateLimits.Search)]
public sealed class MarketModel(IGrainFactory grains) : PageModel
{
    private static readonly Dictionary<string, string> s_icons = new()
    {
        ["alimentation"] = "food",
        ["mode"] = "shirt",
        ["telephones-et-informatique"] = "phone",
        ["image-son-et-energie"] = "screen",
        ["beaute-et-hygiene"] = "drop",
        ["maison"] = "home",
        ["materiaux-et-outils"] = "hammer",
        ["agriculture-et-elevage"] = "leaf",
        ["artisanat-et-art"] = "mask",
        ["livres-et-ecole"] = "book",
        ["bebes-jouets-et-sport"] = "ball",
        ["vehicules-et-pieces"] = "car",
    };

    /// <summary>What it shows.</summary>
    public MarketFront Front { get; private set; } = null!;

    /// <summary>The picture of a department.</summary>
    public static string Icon(Category department) => s_icons.GetValueOrDefault(department.Code, "grid");

    /// <summary>Shows the page.</summary>
    public async Task OnGet() => Front = await grains.Search().Front();
}
