using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.RateLimiting;
using Postmobile.Api.Commerce;
using Postmobile.Api.Hosting;
using Postmobile.Api.Identity;
using Postmobile.Commerce;
using Postmobile.Logistics;

namespace Postmobile.Api.Pages.Commerce;

using Order = Postmobile.Commerce.Order; // not the sealed order of a payment, which is a page's own

/// <summary>One order as its buyer sees it: where it is, the code, and what can be done.</summary>
[Authorize(Policy = Policies.Buyer), EnableRateLimiting(RateLimits.Money)]
public sealed class PurchaseModel(IGrainFactory grains, TimeProvider time) : PageModel
{
    private const int PhotosMax = 4;

    /// <summary>The order.</summary>
    public Order Order { get; private set; } = null!;

    /// <summary>The buyer's code, while it is worth something.</summary>
    public string? Code { get; private set; }

    /// <summary>Returns of it.</summary>
    public IReadOnlyList<Return> Returns { get; private set; } = [];

    /// <summary>Whether goods can be sent back still.</summary>
    public bool MayReturn(DateTimeOffset now) => Order.Status is OrderStatus.Delivered or OrderStatus.Completed && Order.DeliveredAt is { } at && at.AddDays(Math.Max(3, Order.ReturnDays)) > now
        && !Returns.Any(one => one.IsOpen);

    /// <summary>What may be had in exchange, while goods can be sent back.</summary>
    public IReadOnlyList<ExchangeChoice> Choices { get; private set; } = [];

    /// <summary>Whether it can be disputed.</summary>
    public bool MayDispute => Order is { IsPaid: true, IsEnded: false, Status: not OrderStatus.Disputed };

    /// <summary>Whether it can be called off.</summary>
    public bool MayCancel => Order.Status is OrderStatus.Placed or OrderStatus.Paid || (Order.IsLate && Order.Status is OrderStatus.Accepted or OrderStatus.Packed);

    /// <summary>A key for whatever the form begins.</summary>
    public string Fresh { get; } = Guid.NewGuid().ToString("N");

    /// <summary>Shows it.</summary>
    public async Task<IActionResult> OnGet(string order)
    {
        if (await grains.Bought(order, User) is not { } bought)
        {
            return NotFound();
        }

        Order = bought;
        Code = bought.Delivery is { } delivery ? await grains.GetGrain<IDeliveryGrain>(delivery.Value).Code() : null;
        Returns = await grains.GetGrain<IAfterSaleGrain>(0).Returns(bought.Id);
        Choices = !bought.Placement.Buyer.IsGuest && MayReturn(time.GetUtcNow()) ? (await grains.GetGrain<IAfterSaleGrain>(0).Choices(bought.Id)).Choices : [];
        return Page();
    }

    /// <summary>Calls it off.</summary>
    public Task<IActionResult> OnPostCancel(string order) => Act(order, OrderAct.Cancel);

    /// <summary>All is well.</summary>
    public Task<IActionResult> OnPostConfirm(string order) => Act(order, OrderAct.Confirm);

    /// <summary>Disputes it.</summary>
    public async Task<IActionResult> OnPostDispute(string order, ComplaintReason reason, string? words, string? key, List<IFormFile>? photos)
    {
        if (await grains.Bought(order, User) is not { } bought)
        {
            return NotFound();
        }

        (IReadOnlyList<string> kept, string? wrong) = await Keep(bought, photos);
        string id = AfterSaleKeys.Of("dp-", bought.Id, "page-" + key);
        AfterSaleRefusal? refusal = wrong is null ? (await grains.GetGrain<IDisputeGrain>(id).Open(new Complaint(bought.Id, User.Buyer(), reason, words ?? "", kept))).Refusal : null;
        if (wrong is null && refusal is null)
        {
            return Redirect("/litige/" + id);
        }

        ModelState.Refuse("", Refusals.Words(wrong ?? refusal!.Value.Code()));
        return await OnGet(order);
    }

    /// <summary>Asks to send goods back.</summary>
    public async Task<IActionResult> OnPostReturn(string order, ComplaintReason reason, string? words, string? key, string?[]? wanted, int[]? quantity, List<IFormFile>? photos)
    {
        if (await grains.Bought(order, User) is not { } bought)
        {
            return NotFound();
        }

        (IReadOnlyList<string> kept, string? wrong) = await Keep(bought, photos);
        ReturnedLine[] lines = [.. bought.Placement.Lines.Zip(quantity ?? []).Where(pair => pair.Second > 0).Select(pair => new ReturnedLine(pair.First.Product, pair.First.Sku, pair.Second))];
        string? exchangeFor = (wanted ?? []).Zip(quantity ?? []).FirstOrDefault(pair => pair.Second > 0 && !string.IsNullOrEmpty(pair.First)).First;
        AfterSaleRefusal? refusal = wrong is null
            ? (await grains.GetGrain<IReturnGrain>(AfterSaleKeys.Of("r-", bought.Id, "page-" + key)).Ask(new ReturnWish
            {
                Order = bought.Id, Buyer = User.Buyer(), Reason = reason, Words = words ?? "", Lines = lines, Photos = kept, Exchange = exchangeFor is not null, For = exchangeFor,
            })).Refusal
            : null;
        if (wrong is null && refusal is null)
        {
            return RedirectToPage(new { order });
        }

        ModelState.Refuse("", Refusals.Words(wrong ?? refusal!.Value.Code()));
        return await OnGet(order);
    }

    /// <summary>Keeps the goods after all.</summary>
    public async Task<IActionResult> OnPostEnd(string order, string returned)
    {
        ReturnOutcome outcome = AfterSaleKeys.Is("r-", returned) ? await grains.GetGrain<IReturnGrain>(returned).End(User.Buyer()) : new ReturnOutcome(null, AfterSaleRefusal.UnknownCase);
        if (outcome.Refusal is not { } refusal)
        {
            return RedirectToPage(new { order });
        }

        ModelState.Refuse("", Refusals.Words(refusal.Code()));
        return await OnGet(order);
    }

    private async Task<IActionResult> Act(string order, OrderAct act)
    {
        if (await grains.Bought(order, User) is not { } bought)
        {
            return NotFound();
        }

        if ((await grains.GetGrain<IOrderGrain>(bought.Id.Value).Act(act, User.Buyer(), null)).Refusal is not { } refusal)
        {
            return RedirectToPage(new { order });
        }

        ModelState.Refuse("", Refusals.Words(refusal.Code()));
        return await OnGet(order);
    }

    private Task<(IReadOnlyList<string> Kept, string? Wrong)> Keep(Order bought, List<IFormFile>? photos) => grains.KeepPhotos(bought.Id, User, photos?.Take(PhotosMax), HttpContext.RequestAborted);
}

/// <summary>Photos that come with a form.</summary>
internal static class FormPhotos
{
    /// <summary>Keeps them; the stable code of what is wrong with the first that is.</summary>
    public static async Task<(IReadOnlyList<string> Kept, string? Wrong)> KeepPhotos(
        this IGrainFactory grains, OrderId order, System.Security.Claims.ClaimsPrincipal user, IEnumerable<IFormFile>? photos, CancellationToken cancellation)
    {
        var kept = new List<string>();
        foreach (IFormFile photo in (photos ?? []).Where(photo => photo.Length > 0))
        {
            using var bytes = new MemoryStream();
            await photo.CopyToAsync(bytes, cancellation);
            PhotoOutcome outcome = await grains.GetGrain<IAfterSaleGrain>(0).Keep(order, user.Buyer(), bytes.ToArray());
            if (outcome.Photo is not { } id)
            {
                return ([], outcome.Refusal);
            }

            kept.Add(id);
        }

        return (kept, null);
    }
}
