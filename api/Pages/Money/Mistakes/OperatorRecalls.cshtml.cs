using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Postmobile.Api.Identity;
using Postmobile.Api.Money;
using Postmobile.Money;

namespace Postmobile.Api.Pages.Money;

/// <summary>Recalls that were contested or not answered: an operator decides, with a reason.</summary>
[Authorize(Policy = Policies.Operator)]
public sealed class OperatorRecallsModel(IGrainFactory grains) : PageModel
{
    private const int CasesPerPage = 30;

    /// <summary>All, not only those that wait.</summary>
    [BindProperty(SupportsGet = true)]
    public bool All { get; set; }

    /// <summary>The recalls, newest first.</summary>
    public IReadOnlyList<Recall> Cases { get; private set; } = [];

    /// <summary>Where the next page begins, or null.</summary>
    public string? NextCursor { get; private set; }

    /// <summary>Shows the queue.</summary>
    public async Task OnGet(string? cursor)
    {
        RecallPage page = await grains.GetGrain<IRecallsGrain>(0).List(!All, CasesPerPage, cursor);
        (Cases, NextCursor) = (page.Recalls, page.NextCursor);
    }

    /// <summary>Decides.</summary>
    public async Task<IActionResult> OnPost(string? recall, string? decision, string? reason)
    {
        if (!Recalls.TryRead(recall, out _) || decision is not ("return" or "release"))
        {
            return NotFound();
        }

        RecallOutcome outcome = await grains.GetGrain<IRecallGrain>(recall!).Decide(User.Customer(), decision == "return", reason);
        if (outcome.Refusal is not { } refusal)
        {
            return RedirectToPage();
        }

        ModelState.Clear();
        ModelState.Refuse("", Refusals.Words(MistakeAnswers.Code(refusal)));
        await OnGet(cursor: null);
        return Page();
    }
}
