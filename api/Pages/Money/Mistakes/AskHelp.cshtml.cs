using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.RateLimiting;
using Postmobile.Api.Hosting;
using Postmobile.Api.Identity;
using Postmobile.Api.Money;
using Postmobile.Money;

namespace Postmobile.Api.Pages.Money;

/// <summary>A problem with one payment, told to the post from its receipt.</summary>
[Authorize(Policy = Policies.Customer), EnableRateLimiting(RateLimits.Money)]
public sealed class AskHelpModel(IGrainFactory grains) : PageModel
{
    /// <summary>The transfer.</summary>
    [BindProperty(SupportsGet = true)]
    public string Id { get; set; } = "";

    /// <summary>The idempotency key of the report in the form.</summary>
    [BindProperty]
    public string Key { get; set; } = Guid.NewGuid().ToString("N");

    /// <summary>What is wrong.</summary>
    [BindProperty]
    public HelpMatter Matter { get; set; } = HelpMatter.Other;

    /// <summary>In the person's words.</summary>
    [BindProperty]
    public string? Words { get; set; }

    /// <summary>The receipt.</summary>
    public Receipt Paid { get; private set; } = null!;

    /// <summary>Shows the form, to the two sides only.</summary>
    public async Task<IActionResult> OnGet()
    {
        if (!TransferId.TryParse(Id, out TransferId transfer)
            || await grains.Account(transfer.Payer).Find(transfer) is not { } receipt
            || !User.OwnAccounts().Any(own => own == transfer.Payer || own == receipt.Payee))
        {
            return NotFound();
        }

        Paid = receipt;
        return Page();
    }

    /// <summary>Reports.</summary>
    public async Task<IActionResult> OnPost()
    {
        if (await OnGet() is not PageResult page || !ModelState.IsValid)
        {
            return NotFound();
        }

        var request = new HelpRequest { By = User.Customer(), Transfer = Paid.Id, Matter = Matter, Words = string.IsNullOrWhiteSpace(Words) ? null : Words.Trim() };
        HelpOutcome outcome = await grains.GetGrain<IHelpReportGrain>(HelpReports.Key(request.By, Key)).Open(request);
        if (outcome.Refusal is { } refusal)
        {
            ModelState.Refuse(nameof(Words), Refusals.Words(MistakeAnswers.Code(refusal)));
            return page;
        }

        return RedirectToPage("/Money/Mistakes/MyReports");
    }
}
