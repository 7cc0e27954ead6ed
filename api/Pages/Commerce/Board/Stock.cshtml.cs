using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.RateLimiting;
using Postmobile.Api.Commerce;
using Postmobile.Api.Hosting;
using Postmobile.Api.Identity;
using Postmobile.Commerce;

namespace Postmobile.Api.Pages.Commerce.Board;

/// <summary>How many there are of everything that a shop sells; what comes in, and from how few on the owner wants to hear of it.</summary>
[Authorize(Policy = Policies.Customer), EnableRateLimiting(RateLimits.Money), ResponseCache(NoStore = true)]
public sealed class StockModel(IGrainFactory grains) : PageModel
{
    private const int PerPage = 40;

    /// <summary>The shop.</summary>
    public Shop Shop { get; private set; } = null!;

    /// <summary>A page of its variants.</summary>
    public IReadOnlyList<VariantStock> Lines { get; private set; } = [];

    /// <summary>Whether only what runs out is shown.</summary>
    public bool Low { get; private set; }

    /// <summary>Whether something was done just now.</summary>
    public bool Done { get; private set; }

    /// <summary>The threshold for what has none of its own.</summary>
    public int Usual { get; private set; }

    /// <summary>Where the next page begins.</summary>
    public string? Next => Lines.Count == PerPage ? Lines[^1].Cursor : null;

    private IStockWatchGrain Watch => grains.GetGrain<IStockWatchGrain>(Shop.Id.Value);

    /// <summary>Shows them.</summary>
    public async Task<IActionResult> OnGet(string shop, bool bas, string? apres, bool fait)
    {
        if (!await Enter(shop))
        {
            return NotFound();
        }

        (Low, Done) = (bas, fait);
        Lines = await Watch.List(bas, PerPage, apres);
        Usual = await Watch.Usual();
        return Page();
    }

    /// <summary>So many came in.</summary>
    public async Task<IActionResult> OnPostRefill(string shop, string? product, string? sku, int count, string? key, bool board)
    {
        if (!await Enter(shop) || grains.Product(product) is not { } grain || await grain.Look() is not { } known || known.Shop != Shop.Id)
        {
            return NotFound();
        }

        StockRefusal? refusal = count is < 1 or > IStockWatchGrain.ThresholdMax ? StockRefusal.StockNegative : await grains.GetGrain<IStockGrain>(known.Id.Value).Move(new StockMovement
        {
            Key = $"{User.Customer()}:refill:{key}", Sku = sku ?? "", Quantity = count, Reason = "received", Actor = User.Customer(),
        });
        if (refusal is null)
        {
            return board ? Redirect($"/ma-boutique?boutique={Shop.Id}") : Redirect($"/ma-boutique/{Shop.Id}/stock?fait=true");
        }

        ModelState.Refuse("", count < 1 ? "board.threshold-wrong" : Refusals.Words(System.Text.Json.JsonNamingPolicy.SnakeCaseLower.ConvertName(refusal.ToString()!)));
        return await OnGet(shop, false, null, false);
    }

    /// <summary>From how few on the owner wants to hear of it.</summary>
    public async Task<IActionResult> OnPostThreshold(string shop, string? variant, int? threshold)
    {
        if (!await Enter(shop))
        {
            return NotFound();
        }

        if (ModelState.IsValid && await Watch.Choose(User.Customer(), variant, threshold) is null)
        {
            return Redirect($"/ma-boutique/{Shop.Id}/stock?fait=true");
        }

        ModelState.Clear();
        ModelState.Refuse("", "board.threshold-wrong");
        return await OnGet(shop, false, null, false);
    }

    private async Task<bool> Enter(string? shop)
    {
        if (await grains.ShopFor(shop, User, ShopRole.Manager, ShopRole.Cataloguer) is not { } known)
        {
            return false;
        }

        Shop = known;
        return true;
    }
}
