using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Postmobile.Api.Identity;
using Postmobile.Api.Money;
using Postmobile.Money;

namespace Postmobile.Api.Pages.Money;

/// <summary>The call centre's queue of problems with payments.</summary>
[Authorize(Policy = Policies.Support)]
public sealed class ReportsModel(IGrainFactory grains) : PageModel
{
    /// <summary>The reports that wait, oldest first.</summary>
    public IReadOnlyList<HelpReport> Reports { get; private set; } = [];

    /// <summary>Shows the queue.</summary>
    public async Task OnGet() => Reports = await grains.GetGrain<IHelpReportsGrain>(0).Queue(HelpStatus.Open);

    /// <summary>Answers.</summary>
    public async Task<IActionResult> OnPost(string? report, string? words)
    {
        if (!HelpReports.IsKey(report))
        {
            return NotFound();
        }

        if ((await grains.GetGrain<IHelpReportGrain>(report!).Answer(User.Customer(), words)).Refusal is not { } refusal)
        {
            return RedirectToPage();
        }

        ModelState.Clear();
        ModelState.Refuse("", Refusals.Words(MistakeAnswers.Code(refusal)));
        await OnGet();
        return Page();
    }
}
