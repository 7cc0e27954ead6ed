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

/// <summary>A dispute, for its two sides and for the operator who decides it.</summary>
[Authorize(Policy = Policies.Buyer), EnableRateLimiting(RateLimits.Money)]
public sealed class DisputeModel(IGrainFactory grains) : PageModel
{
    /// <summary>The dispute.</summary>
    public Dispute Dispute { get; private set; } = null!;

    /// <summary>What was said.</summary>
    public IReadOnlyList<DisputeMessage> Messages { get; private set; } = [];

    /// <summary>The order.</summary>
    public Order Order { get; private set; } = null!;

    /// <summary>Whether the visitor is the buyer.</summary>
    public bool IsBuyer => Dispute.Complaint.Buyer == User.Buyer();

    /// <summary>Whether the visitor is one of the two sides.</summary>
    public bool IsParty { get; private set; }

    /// <summary>Whether the visitor decides for the post.</summary>
    public bool Decides => !IsParty && User.IsOperator();

    /// <summary>A key for a message.</summary>
    public string Fresh { get; } = Guid.NewGuid().ToString("N");

    /// <summary>Shows it.</summary>
    public async Task<IActionResult> OnGet(string id)
    {
        if (!AfterSaleKeys.Is("dp-", id) || await grains.GetGrain<IDisputeGrain>(id).Look() is not { } dispute)
        {
            return NotFound();
        }

        (Dispute, IsParty) = (dispute, await grains.DisputeOf(id, User) is not null);
        Messages = await grains.GetGrain<IDisputeGrain>(id).Messages();
        Order = (await grains.GetGrain<IOrderGrain>(dispute.Complaint.Order.Value).Look())!;
        return IsParty || User.IsOperator() ? Page() : NotFound();
    }

    /// <summary>Says something.</summary>
    public async Task<IActionResult> OnPostSay(string id, string? words, string? key, List<IFormFile>? photos)
    {
        if (await OnGet(id) is not PageResult)
        {
            return NotFound();
        }

        (IReadOnlyList<string> kept, string? wrong) = await grains.KeepPhotos(Dispute.Complaint.Order, User, photos?.Take(4), HttpContext.RequestAborted);
        return await Answer(id, wrong ?? (await grains.GetGrain<IDisputeGrain>(id).Say(User.Buyer(), Decides, "page-" + key, words ?? "", kept)).Refusal?.Code());
    }

    /// <summary>The post is to decide.</summary>
    public Task<IActionResult> OnPostEscalate(string id) => Do(id, one => one.Escalate(User.Buyer()));

    /// <summary>The buyer takes it back.</summary>
    public Task<IActionResult> OnPostWithdraw(string id) => Do(id, one => one.Withdraw(User.Buyer()));

    /// <summary>The post decides.</summary>
    public async Task<IActionResult> OnPostDecide(string id, string? amount, string? reason)
    {
        if (await OnGet(id) is not PageResult || !Decides)
        {
            return NotFound();
        }

        bool nothing = amount?.Trim() == "0";
        return !Say.TryReadAmount(amount, out long francs) && !nothing
            ? await Answer(id, "refund_too_large")
            : await Do(id, one => one.Decide(User.Customer(), nothing ? 0 : francs, reason ?? ""));
    }

    private async Task<IActionResult> Do(string id, Func<IDisputeGrain, Task<DisputeOutcome>> what) =>
        await Answer(id, AfterSaleKeys.Is("dp-", id) ? (await what(grains.GetGrain<IDisputeGrain>(id))).Refusal?.Code() : "unknown_case");

    private async Task<IActionResult> Answer(string id, string? refusal)
    {
        if (refusal is null)
        {
            return RedirectToPage(new { id });
        }

        ModelState.Clear();
        ModelState.Refuse("", Refusals.Words(refusal));
        return await OnGet(id);
    }
}
