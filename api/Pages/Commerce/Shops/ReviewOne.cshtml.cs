using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Postmobile.Api.Commerce;
using Postmobile.Api.Identity;
using Postmobile.Commerce;

namespace Postmobile.Api.Pages.Commerce;

/// <summary>One shop before the post. Clerks review applications; the rest is operators'.</summary>
[Authorize(Policy = Policies.Reviewer), ResponseCache(NoStore = true)]
public sealed class ReviewOneModel(IGrainFactory grains) : PageModel
{
    /// <summary>The shop.</summary>
    public ShopDetails Details { get; private set; } = null!;

    /// <summary>Why.</summary>
    [BindProperty]
    public string? Reason { get; set; }

    /// <summary>Whether the reader may do more than review.</summary>
    public bool IsOperator => User.IsOperator();

    /// <summary>Shows it.</summary>
    public async Task<IActionResult> OnGet(string id)
    {
        if (grains.Shop(id) is not { } grain || await grain.Details() is not { } known)
        {
            return NotFound();
        }

        Details = known;
        return Page();
    }

    /// <summary>A paper, as a file.</summary>
    public async Task<IActionResult> OnGetPaper(string id, string? paper) =>
        grains.Shop(id) is { } grain && await grain.ShowPaper(paper ?? "", User.Customer(), post: true) is { } file
            ? File(file.Bytes, file.Type, paper + (file.Type == "application/pdf" ? ".pdf" : ".jpg")) : NotFound();

    /// <summary>Opens the shop.</summary>
    public Task<IActionResult> OnPostApprove(string id) => Act(id, one => one.Decide(User.Customer(), open: true, null));

    /// <summary>Sends the application back.</summary>
    public Task<IActionResult> OnPostRefuse(string id) => Act(id, one => one.Decide(User.Customer(), open: false, Reason));

    /// <summary>Stops its sales.</summary>
    public Task<IActionResult> OnPostSuspend(string id) => IsOperator ? Act(id, one => one.Suspend(User.Customer(), Reason)) : Task.FromResult<IActionResult>(Forbid());

    /// <summary>Lets it sell again.</summary>
    public Task<IActionResult> OnPostReopen(string id) => IsOperator ? Act(id, one => one.Reopen(User.Customer())) : Task.FromResult<IActionResult>(Forbid());

    /// <summary>Gives it a plan.</summary>
    public Task<IActionResult> OnPostPlan(string id, string? plan) => IsOperator ? Act(id, one => one.SetPlan(User.Customer(), plan ?? "")) : Task.FromResult<IActionResult>(Forbid());

    private async Task<IActionResult> Act(string id, Func<IShopGrain, Task<ShopOutcome>> act)
    {
        ShopOutcome outcome = grains.Shop(id) is { } grain ? await act(grain) : ShopRefusal.UnknownShop;
        if (outcome.Refusal is not { } refusal)
        {
            return RedirectToPage(new { id });
        }

        ModelState.Refuse(refusal is ShopRefusal.ReasonNeeded ? nameof(Reason) : "", Refusals.Words(refusal.Code()));
        return await OnGet(id);
    }
}
