using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Postmobile.Api.Identity;
using Postmobile.Api.Money;
using Postmobile.Money;

namespace Postmobile.Api.Pages.Money.Agents;

/// <summary>E-money that agents give back: an operator pays the agent, then approves.</summary>
[Authorize(Policy = Policies.Operator)]
public sealed class ReturnsModel(IGrainFactory grains) : PageModel
{
    /// <summary>The returns, newest first.</summary>
    public IReadOnlyList<FloatReturn> Returns { get; private set; } = [];

    /// <summary>Whoever asks does not approve.</summary>
    public bool MayApprove(FloatReturn one) => one.Agent.Id != User.Customer();

    /// <summary>A stable code in words.</summary>
    public string Why(string code) => Refusals.Words(code);

    /// <summary>Shows the list.</summary>
    public async Task OnGet() => Returns = await grains.GetGrain<IFloatReturnsGrain>(0).List(null, 50);

    /// <summary>Approves or rejects.</summary>
    public async Task<IActionResult> OnPost(string? id, string? decision, string? reference)
    {
        if (id is null || !FloatReturns.IsKey(id))
        {
            return NotFound();
        }

        IFloatReturnGrain grain = grains.GetGrain<IFloatReturnGrain>(id);
        FloatReturnOutcome outcome = decision == "approve" ? await grain.Approve(User.Customer(), reference?.Trim()) : await grain.Reject(User.Customer(), reference?.Trim());
        if (outcome.Refusal is not { } refusal)
        {
            return RedirectToPage();
        }

        ModelState.Refuse("", Refusals.Words(refusal.Code()));
        await OnGet();
        return Page();
    }
}
