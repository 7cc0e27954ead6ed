using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Postmobile.Api.Identity;
using Postmobile.Identity;

namespace Postmobile.Api.Pages.Identity;

/// <summary>One person's papers before a reviewer. The pictures are shown to whoever has taken the case, and each view is on record.</summary>
[Authorize(Policy = Policies.Reviewer), ResponseCache(NoStore = true)]
public sealed class CaseModel(IGrainFactory grains) : PageModel
{
    /// <summary>The case.</summary>
    public IdentityCase Case { get; private set; } = null!;

    /// <summary>The name that the person goes by.</summary>
    public string ProfileName { get; private set; } = "";

    /// <summary>Names of reviewers.</summary>
    public Dictionary<string, string> Names { get; private set; } = [];

    /// <summary>Why it is sent back.</summary>
    [BindProperty]
    public RejectionReason Reason { get; set; }

    /// <summary>What the clerk adds.</summary>
    [BindProperty]
    public string? Note { get; set; }

    /// <summary>Whether the reader has taken the case.</summary>
    public bool Mine => Case.Status is CaseStatus.Submitted && Case.Claim?.By == User.Customer().Value;

    /// <summary>Shows the case.</summary>
    public async Task<IActionResult> OnGet(string id)
    {
        if (!CustomerId.TryParse(id, out CustomerId customer) || await grains.GetGrain<ICustomerGrain>(customer.Value).Look() is not { } person)
        {
            return NotFound();
        }

        ProfileName = person.Name;
        Case = await grains.GetGrain<IIdentityCaseGrain>(id).Look();
        Names = await grains.NamesOf(Case.Decisions.Select(decision => decision.By).Append(Case.Claim?.By));
        return Page();
    }

    /// <summary>A picture, for the eyes of this moment only.</summary>
    public async Task<IActionResult> OnGetPicture(string id, string? picture)
    {
        PictureOutcome outcome = CustomerId.TryParse(id, out _)
            ? await grains.GetGrain<IIdentityCaseGrain>(id).Show(picture ?? "", User.Customer())
            : new PictureOutcome { Refusal = KycRefusal.NotFound };
        return outcome.Jpeg is { } jpeg ? File(jpeg, "image/jpeg") : outcome.Refusal is KycRefusal.OwnCase ? Forbid() : NotFound();
    }

    /// <summary>Takes the case.</summary>
    public Task<IActionResult> OnPostClaim(string id) => Act(id, one => one.Claim(User.Customer()), stay: true);

    /// <summary>Gives it back.</summary>
    public Task<IActionResult> OnPostRelease(string id) => Act(id, one => one.Release(User.Customer()), stay: false);

    /// <summary>Approves.</summary>
    public Task<IActionResult> OnPostApprove(string id) => Act(id, one => one.Approve(User.Customer()), stay: false);

    /// <summary>Sends back.</summary>
    public Task<IActionResult> OnPostReject(string id) => Act(id, one => one.Reject(User.Customer(), Reason, Note), stay: false);

    private async Task<IActionResult> Act(string id, Func<IIdentityCaseGrain, Task<CaseOutcome>> act, bool stay)
    {
        if (!CustomerId.TryParse(id, out _))
        {
            return NotFound();
        }

        CaseOutcome outcome = await act(grains.GetGrain<IIdentityCaseGrain>(id));
        if (outcome.Refusal is { } refusal)
        {
            ModelState.Refuse(refusal is KycRefusal.ReasonNeeded ? nameof(Note) : "", Refusals.Words(refusal.Code()));
            return await OnGet(id);
        }

        return stay ? RedirectToPage(new { id }) : RedirectToPage("/Identity/Kyc/Cases");
    }
}
