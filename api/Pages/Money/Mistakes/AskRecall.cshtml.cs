using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.RateLimiting;
using Postmobile.Api.Hosting;
using Postmobile.Api.Identity;
using Postmobile.Api.Money;
using Postmobile.Money;

namespace Postmobile.Api.Pages.Money;

/// <summary>A payer asks back a transfer to a wrong number, from its receipt.</summary>
[Authorize(Policy = Policies.Customer), EnableRateLimiting(RateLimits.Money)]
public sealed class AskRecallModel(IGrainFactory grains) : PageModel
{
    /// <summary>The transfer.</summary>
    [BindProperty(SupportsGet = true)]
    public string Id { get; set; } = "";

    /// <summary>What happened.</summary>
    [BindProperty]
    public string? Words { get; set; }

    /// <summary>Its receipt.</summary>
    public Receipt Paid { get; private set; } = null!;

    /// <summary>Asks whether it is meant; shows the recall when there is one.</summary>
    public async Task<IActionResult> OnGet()
    {
        if (!TransferId.TryParse(Id, out TransferId transfer) || transfer.Payer != User.Wallet() || await grains.Account(transfer.Payer).Find(transfer) is not { } receipt)
        {
            return NotFound();
        }

        Paid = receipt;
        return await grains.GetGrain<IRecallGrain>(Recalls.Key(transfer)).Look() is null ? Page() : RedirectToPage("/Money/Mistakes/MyRecalls");
    }

    /// <summary>Recalls. A transfer has one recall, so pressing twice is pressing once.</summary>
    public async Task<IActionResult> OnPost()
    {
        if (await OnGet() is not PageResult page)
        {
            return RedirectToPage("/Money/Mistakes/MyRecalls");
        }

        var request = new RecallRequest { By = User.Customer(), Key = "page-" + Id, Words = string.IsNullOrWhiteSpace(Words) ? null : Words.Trim() };
        RecallOutcome outcome = await grains.GetGrain<IRecallGrain>(Recalls.Key(Paid.Id)).Ask(request);
        if (outcome.Refusal is { } refusal)
        {
            ModelState.Refuse(refusal is MistakeRefusal.MemoInvalid ? nameof(Words) : "", Refusals.Words(MistakeAnswers.Code(refusal)));
            return page;
        }

        return RedirectToPage("/Money/Mistakes/MyRecalls");
    }
}
