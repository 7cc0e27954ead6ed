using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.RateLimiting;
using Postmobile.Api.Hosting;
using Postmobile.Api.Identity;
using Postmobile.Api.Logistics;
using Postmobile.Logistics;

namespace Postmobile.Api.Pages.Commerce;

/// <summary>For whoever hands a parcel over: find it by its number, type the buyer's code.</summary>
[Authorize(Policy = Policies.Customer), EnableRateLimiting(RateLimits.Money)]
public sealed class HandOverModel(IGrainFactory grains) : PageModel
{
    /// <summary>The order's number as it was typed.</summary>
    [BindProperty(SupportsGet = true)]
    public string? Number { get; set; }

    /// <summary>The buyer's code.</summary>
    [BindProperty]
    public string? Code { get; set; }

    /// <summary>The parcel.</summary>
    public Delivery? Parcel { get; private set; }

    /// <summary>What the person has in hand.</summary>
    public IReadOnlyList<Delivery> Held { get; private set; } = [];

    /// <summary>Moves that are possible from here.</summary>
    public IEnumerable<DeliveryStage> Possible => Parcel?.Stage switch
    {
        DeliveryStage.Announced => [DeliveryStage.HandedOver],
        DeliveryStage.HandedOver => [DeliveryStage.InTransit, DeliveryStage.Ready, DeliveryStage.Failed],
        DeliveryStage.InTransit => [DeliveryStage.Ready, DeliveryStage.Failed, DeliveryStage.SentBack],
        DeliveryStage.Ready => [DeliveryStage.Failed, DeliveryStage.SentBack],
        DeliveryStage.Failed => [DeliveryStage.InTransit, DeliveryStage.Ready, DeliveryStage.SentBack],
        _ => [],
    };

    /// <summary>Finds a parcel, or lists those in hand.</summary>
    public async Task<IActionResult> OnGet()
    {
        Number = Number?.Trim().ToUpperInvariant();
        Held = await grains.GetGrain<IDeliveriesGrain>(0).HeldBy(User.Customer());
        Parcel = await grains.Parcel(Number, User);
        if (Parcel is null && !string.IsNullOrEmpty(Number) && ModelState.ErrorCount == 0)
        {
            ModelState.Refuse(nameof(Number), Refusals.Words("unknown_delivery"));
        }

        return Page();
    }

    /// <summary>Moves it.</summary>
    public Task<IActionResult> OnPostMove(DeliveryStage stage, string? note) => Do("", parcel => parcel.Move(stage, User.Customer(), note ?? ""));

    /// <summary>Hands it over.</summary>
    public Task<IActionResult> OnPostDeliver() => Do(nameof(Code), parcel => parcel.Deliver(Code ?? "", User.Customer(), User.Float() ?? User.Wallet()));

    private async Task<IActionResult> Do(string field, Func<IDeliveryGrain, Task<DeliveryRefusal?>> what)
    {
        if (await grains.Parcel(Number?.Trim(), User) is not { } parcel)
        {
            return await OnGet();
        }

        if (await what(grains.GetGrain<IDeliveryGrain>(parcel.Id.Value)) is not { } refusal)
        {
            return RedirectToPage(new { number = Number });
        }

        ModelState.Refuse(field, Refusals.Words(refusal.Code()));
        return await OnGet();
    }
}
