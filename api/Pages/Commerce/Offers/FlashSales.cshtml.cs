using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.RateLimiting;
using Postmobile.Api.Hosting;
using Postmobile.Commerce;

namespace Postmobile.Api.Pages.Commerce.Offers;

/// <summary>The flash sales that are on, and those that are coming, for everybody.</summary>
[AllowAnonymous, EnableRateLimiting(RateLimits.Money)]
public sealed class FlashSalesModel(IGrainFactory grains, TimeProvider time) : PageModel
{
    // Pictures of eight kilobytes each: a list of goods stays under what 3G is asked to load.
    private const int Shown = 16;

    /// <summary>When the page was asked for.</summary>
    public DateTimeOffset Now { get; } = time.GetUtcNow();

    /// <summary>What is on.</summary>
    public IReadOnlyList<FlashSaleLine> On { get; private set; } = [];

    /// <summary>What is coming.</summary>
    public IReadOnlyList<FlashSaleLine> Coming { get; private set; } = [];

    /// <summary>Shows them.</summary>
    public async Task OnGet()
    {
        IReadOnlyList<FlashSaleLine> all = await grains.GetGrain<IFlashSalesGrain>(0).Running(Shown);
        On = [.. all.Where(line => line.Sale.From <= Now)];
        Coming = [.. all.Where(line => line.Sale.From > Now)];
    }
}
