using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.RateLimiting;
using Postmobile.Api.Commerce;
using Postmobile.Api.Hosting;
using Postmobile.Api.Identity;
using Postmobile.Api.Translations;
using Postmobile.Commerce;

namespace Postmobile.Api.Pages.Commerce;

using Order = Postmobile.Commerce.Order; // not the sealed order of a payment, which is a page's own

/// <summary>One order as the shop sees it, with the slip for the parcel.</summary>
[Authorize(Policy = Policies.Customer), EnableRateLimiting(RateLimits.Money)]
public sealed class ShopOrderModel(IGrainFactory grains) : PageModel
{
    /// <summary>The order.</summary>
    public Order Order { get; private set; } = null!;

    /// <summary>Returns of it.</summary>
    public IReadOnlyList<Return> Returns { get; private set; } = [];

    /// <summary>A key for whatever the form begins.</summary>
    public string Fresh { get; } = Guid.NewGuid().ToString("N");

    /// <summary>What can still go back to the buyer.</summary>
    public long Left => Order is { IsPaid: true, Status: < OrderStatus.Cancelled and not OrderStatus.Disputed } ? Order.Placement.Total - Order.Refunded : 0;

    /// <summary>What a line of a return is.</summary>
    public string TitleOf(ReturnedLine line) => Order.Placement.Lines.FirstOrDefault(one => one.Product == line.Product && one.Sku == line.Sku) is { } bought ? $"{bought.Title} {bought.Label}".Trim() : line.Sku;

    /// <summary>What the goods of a return cost.</summary>
    public long Worth(Return back) => back.Exchange is { } exchange ? Math.Min(Left, exchange.Sum.Value) : Math.Min(Left, back.Wish.Lines.Sum(line => line.Quantity * (Order.Placement.Lines.FirstOrDefault(one => one.Product == line.Product && one.Sku == line.Sku)?.Price ?? 0)));

    /// <summary>Shows it.</summary>
    public async Task<IActionResult> OnGet(string order)
    {
        if (await grains.Sold(order, User) is not { } sold)
        {
            return NotFound();
        }

        (Order, Returns) = (sold, await grains.GetGrain<IAfterSaleGrain>(0).Returns(sold.Id));
        return Page();
    }

    /// <summary>Accepts, refuses, packs or hands over.</summary>
    public async Task<IActionResult> OnPostAct(string order, OrderAct act, string? reason)
    {
        if (await grains.Sold(order, User) is not { } sold || act is OrderAct.Confirm)
        {
            return NotFound();
        }

        return await Answer(order, (await grains.GetGrain<IOrderGrain>(sold.Id.Value).Act(act, User.Customer(), reason)).Refusal?.Code());
    }

    /// <summary>Gives money back.</summary>
    public async Task<IActionResult> OnPostRefund(string order, string? amount, string? reason, string? key)
    {
        if (await grains.Sold(order, User) is not { } sold)
        {
            return NotFound();
        }

        _ = Say.TryReadAmount(amount, out long francs);
        OrderOutcome outcome = await grains.GetGrain<IOrderGrain>(sold.Id.Value).Refund(new OrderRefund { Key = "page-" + key, Amount = francs, Reason = reason ?? "", Actor = User.Customer().Value });
        return await Answer(order, outcome.Refusal?.Code());
    }

    /// <summary>Answers to a return.</summary>
    public async Task<IActionResult> OnPostReturn(string order, string returned, bool accept, string? reason) =>
        await Answer(order, !AfterSaleKeys.Is("r-", returned) ? "unknown_case" : (await grains.GetGrain<IReturnGrain>(returned).Answer(User.Customer(), accept, reason ?? "")).Refusal?.Code());

    /// <summary>The goods are back.</summary>
    public async Task<IActionResult> OnPostReceived(string order, string returned, string? amount, string? reason)
    {
        _ = Say.TryReadAmount(amount, out long francs);
        return await Answer(order, !AfterSaleKeys.Is("r-", returned) ? "unknown_case" : (await grains.GetGrain<IReturnGrain>(returned).Receive(User.Customer(), francs, reason ?? "")).Refusal?.Code());
    }

    private async Task<IActionResult> Answer(string order, string? refusal)
    {
        if (refusal is null)
        {
            return RedirectToPage(new { order });
        }

        ModelState.Clear();
        ModelState.Refuse("", Refusals.Words(refusal));
        return await OnGet(order);
    }
}
