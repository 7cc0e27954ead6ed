using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Postmobile.Commerce;

namespace Postmobile.Api.Pages.Commerce;

/// <summary>The open shops.</summary>
[AllowAnonymous]
public sealed class ShopsModel(IGrainFactory grains) : PageModel
{
    private const int PerPage = 30;

    /// <summary>A page of them.</summary>
    public ShopPage Shops { get; private set; } = new([], null);

    /// <summary>The page's own address.</summary>
    public string Canonical => Request.Absolute("/boutiques");

    /// <summary>Shows them.</summary>
    public async Task OnGet(string? cursor) => Shops = await grains.GetGrain<IShopsGrain>(0).List(PerPage, cursor);
}
