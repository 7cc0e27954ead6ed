using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Postmobile.Api.Identity;
using Postmobile.Api.Translations;
using Postmobile.Identity;
using Postmobile.Money;

namespace Postmobile.Api.Pages.Money;

/// <summary>E-money for agents who have paid into the trust account: one operator proposes, another approves.</summary>
[Authorize(Policy = Policies.Operator)]
public sealed class FloatsModel(IGrainFactory grains) : PageModel
{
    private const int IssuesPerPage = 20;

    /// <summary>The idempotency key of the proposal in the form.</summary>
    [BindProperty]
    public string Key { get; set; } = Guid.NewGuid().ToString("N");

    /// <summary>The agent's telephone.</summary>
    [BindProperty]
    public string? Phone { get; set; }

    /// <summary>The amount as typed.</summary>
    [BindProperty]
    public string? Amount { get; set; }

    /// <summary>The bank's reference.</summary>
    [BindProperty]
    public string? Reference { get; set; }

    /// <summary>Issues, newest first.</summary>
    public IReadOnlyList<FloatIssue> Issues { get; private set; } = [];

    /// <summary>Where the next page begins, or null.</summary>
    public string? NextCursor { get; private set; }

    private string Me => User.Customer().Value;

    /// <summary>Whoever proposes does not approve.</summary>
    public bool MayApprove(FloatIssue issue) => issue.Proposal.ProposedBy != Me;

    /// <summary>The ledger's refusal in words.</summary>
    public string Why(string code) => Refusals.Words(code);

    /// <summary>Shows the list.</summary>
    public async Task OnGet(string? cursor)
    {
        FloatIssuePage page = await grains.GetGrain<IFloatIssuesGrain>(0).List(null, IssuesPerPage, cursor);
        Issues = page.Issues;
        NextCursor = page.NextCursor;
    }

    /// <summary>Proposes an issue.</summary>
    public async Task<IActionResult> OnPostPropose()
    {
        FloatIssueRefusal? refusal = await Propose();
        if (refusal is null && ModelState.IsValid)
        {
            return RedirectToPage();
        }

        if (refusal is { } code)
        {
            ModelState.Refuse(code is FloatIssueRefusal.UnknownAgent ? nameof(Phone) : code is FloatIssueRefusal.MemoInvalid ? nameof(Reference) : "", Refusals.Words(code));
        }

        await OnGet(cursor: null);
        return Page();
    }

    /// <summary>Approves or rejects an issue.</summary>
    public async Task<IActionResult> OnPostDecide(string? issue, string? decision)
    {
        if (issue is null || !FloatIssues.IsKey(issue))
        {
            return NotFound();
        }

        IFloatIssueGrain grain = grains.GetGrain<IFloatIssueGrain>(issue);
        FloatIssueOutcome outcome = decision == "approve" ? await grain.Approve(Me) : await grain.Reject(Me, reason: null);
        if (outcome.Refusal is { } refusal)
        {
            ModelState.Clear();
            ModelState.Refuse("", Refusals.Words(refusal));
            await OnGet(cursor: null);
            return Page();
        }

        return RedirectToPage();
    }

    private async Task<FloatIssueRefusal?> Propose()
    {
        if (!Say.TryReadAmount(Amount, out long amount))
        {
            ModelState.AddModelError(nameof(Amount), "error.amount");
        }

        if (!PhoneNumber.TryParse(Phone, out PhoneNumber phone))
        {
            ModelState.AddModelError(nameof(Phone), "error.phone");
        }

        if (!ModelState.IsValid)
        {
            return null;
        }

        if (await grains.Phone(phone).Owner() is not { } owner
            || await grains.GetGrain<ICustomerGrain>(owner.Customer.Value).Look() is not { Float: { } agent })
        {
            return FloatIssueRefusal.UnknownAgent;
        }

        FloatProposal proposal = new() { Agent = agent, Amount = amount, Reference = Reference?.Trim(), ProposedBy = Me };
        return (await grains.GetGrain<IFloatIssueGrain>(FloatIssues.Key(Me, Key)).Propose(proposal)).Refusal;
    }
}
