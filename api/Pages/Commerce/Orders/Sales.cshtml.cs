using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.RateLimiting;
using Postmobile.Api.Commerce;
using Postmobile.Api.Hosting;
using Postmobile.Api.Identity;
using Postmobile.Commerce;
using Postmobile.Money;

namespace Postmobile.Api.Pages.Commerce;

/// <summary>What a shop has sold and is paid, for its owner.</summary>
[Authorize(Policy = Policies.Customer), EnableRateLimiting(RateLimits.Money)]
public sealed class SalesModel(IGrainFactory grains, TimeProvider time) : PageModel
{
    /// <summary>The shop; null when the person owns none.</summary>
    public Shop? Shop { get; private set; }

    /// <summary>The statement.</summary>
    public ShopSalesView Sales { get; private set; } = null!;

    /// <summary>How it is paid out.</summary>
    public PayoutsView Payouts { get; private set; } = null!;

    /// <summary>What can be paid out now.</summary>
    public long Available { get; private set; }

    /// <summary>A key for a payout.</summary>
    public string Fresh { get; } = Guid.NewGuid().ToString("N");

    /// <summary>Shows them.</summary>
    public async Task<IActionResult> OnGet(string? shop, DateOnly? from, DateOnly? to)
    {
        shop ??= (await grains.GetGrain<IShopsGrain>(0).Of(User.Customer())).FirstOrDefault(one => one.Role is ShopRole.Owner)?.Id.Value;
        Shop = await grains.ShopFor(shop, User);
        if (Shop is { } known)
        {
            Sales = (await ShopSales.Read(grains, known.Id.Value, User, time, from, to))!;
            Payouts = await PayoutsView.Of(grains, known.Id.Value);
            Available = known.Account.Value > 0 ? (await grains.Account(known.Account).Look())?.Available ?? 0 : 0;
        }

        return Page();
    }

    /// <summary>The statement as a file.</summary>
    public async Task<IActionResult> OnGetFile(string shop, DateOnly? from, DateOnly? to) =>
        await ShopSales.Read(grains, shop, User, time, from, to) is { } sales ? File(ShopSales.Csv(sales), "text/csv; charset=utf-8", $"ventes-{sales.From:yyyy-MM-dd}.csv") : NotFound();

    /// <summary>Chooses when takings are paid out.</summary>
    public async Task<IActionResult> OnPostChoose(string shop, PayoutSchedule schedule) =>
        ShopId.TryParse(shop, out _) && await grains.GetGrain<IPayoutGrain>(shop).Choose(User.Customer(), schedule) ? RedirectToPage(new { shop }) : NotFound();

    /// <summary>Pays out now.</summary>
    public async Task<IActionResult> OnPostPay(string shop, string? key) =>
        ShopId.TryParse(shop, out _) && await grains.GetGrain<IPayoutGrain>(shop).Ask(User.Customer(), "page-" + key) ? RedirectToPage(new { shop }) : NotFound();
}
