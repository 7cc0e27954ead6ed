using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Postmobile.Api.Commerce;
using Postmobile.Api.Identity;
using Postmobile.Commerce;

namespace Postmobile.Api.Pages.Commerce.Reach;

/// <summary>Messages of shops that wait for the post's review.</summary>
[Authorize(Policy = Policies.Operator)]
public sealed class MessageReviewModel(IGrainFactory grains) : PageModel
{
    /// <summary>What waits, oldest first.</summary>
    public IReadOnlyList<Mailing> Mailings { get; private set; } = [];

    /// <summary>Something was typed that must not be fetched away.</summary>
    public bool IsTyped => !ModelState.IsValid;

    /// <summary>Shows them.</summary>
    public async Task OnGet() => Mailings = await grains.GetGrain<IMailingsGrain>(0).Queue();

    /// <summary>Lets one out.</summary>
    public Task<IActionResult> OnPostApprove(string? mailing) => Decide(mailing, one => one.Approve(User.Customer()));

    /// <summary>Says no.</summary>
    public Task<IActionResult> OnPostRefuse(string? mailing, string? reason) => Decide(mailing, one => one.Refuse(User.Customer(), reason));

    private async Task<IActionResult> Decide(string? id, Func<IMailingGrain, Task<MailingOutcome>> act)
    {
        MailingOutcome outcome = grains.Mailing(id) is { } mailing ? await act(mailing) : MailingRefusal.NotFound;
        if (outcome.Refusal is not { } refusal)
        {
            return RedirectToPage();
        }

        ModelState.AddModelError("", Refusals.Words(refusal.Code()));
        await OnGet();
        return Page();
    }
}
