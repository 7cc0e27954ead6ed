using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Postmobile.Api.Identity;
using Postmobile.Api.Money;
using Postmobile.Api.Translations;
using Postmobile.Money;

namespace Postmobile.Api.Pages.Money;

/// <summary>Transfers taken back: one operator proposes, another approves.</summary>
[Authorize(Policy = Policies.Operator)]
public sealed class ReversalsModel(IGrainFactory grains) : PageModel
{
    private const int CasesPerPage = 20;

    /// <summary>The idempotency key of the proposal in the form.</summary>
    [BindProperty]
    public string Key { get; set; } = Guid.NewGuid().ToString("N");

    /// <summary>The transfer's id, from the receipt.</summary>
    [BindProperty]
    public string? Transfer { get; set; }

    /// <summary>How much; empty is all.</summary>
    [BindProperty]
    public string? Amount { get; set; }

    /// <summary>Why.</summary>
    [BindProperty]
    public string? Reason { get; set; }

    /// <summary>Takes what is there, should it be less.</summary>
    [BindProperty]
    public bool WhatIsThere { get; set; }

    /// <summary>The reversals, newest first.</summary>
    public IReadOnlyList<Reversal> Cases { get; private set; } = [];

    /// <summary>Where the next page begins, or null.</summary>
    public string? NextCursor { get; private set; }

    /// <summary>Whoever proposes does not approve.</summary>
    public bool MayApprove(Reversal reversal) => reversal.ProposedBy != User.Customer().Value;

    /// <summary>Shows the list.</summary>
    public async Task OnGet(string? cursor)
    {
        ReversalPage page = await grains.GetGrain<IReversalsGrain>(0).List(CasesPerPage, cursor);
        (Cases, NextCursor) = (page.Reversals, page.NextCursor);
    }

    /// <summary>Proposes.</summary>
    public async Task<IActionResult> OnPostPropose()
    {
        long? amount = null;
        if (!string.IsNullOrWhiteSpace(Amount))
        {
            if (!Say.TryReadAmount(Amount, out long read))
            {
                ModelState.AddModelError(nameof(Amount), "error.amount");
                await OnGet(cursor: null);
                return Page();
            }

            amount = read;
        }

        ReversalOutcome outcome = TransferId.TryParse(Transfer?.Trim(), out TransferId transfer)
            ? await grains.GetGrain<IReversalGrain>(Reversals.Key(transfer)).Propose(
                new ReversalProposal { Key = Key, Amount = amount, WhatIsThere = WhatIsThere, Reason = Reason ?? "", ProposedBy = User.Customer() })
            : MistakeRefusal.NotFound;
        return await After(outcome, clear: false);
    }

    /// <summary>Approves or rejects.</summary>
    public async Task<IActionResult> OnPostDecide(string? reversal, string? decision)
    {
        if (!Reversals.TryRead(reversal, out _))
        {
            return NotFound();
        }

        IReversalGrain grain = grains.GetGrain<IReversalGrain>(reversal!);
        return await After(decision == "approve" ? await grain.Approve(User.Customer()) : await grain.Reject(User.Customer(), reason: null), clear: true);
    }

    private async Task<IActionResult> After(ReversalOutcome outcome, bool clear)
    {
        if (outcome.Refusal is not { } refusal)
        {
            return RedirectToPage();
        }

        if (clear)
        {
            ModelState.Clear();
        }

        string field = refusal switch
        {
            MistakeRefusal.NotFound when !clear => nameof(Transfer),
            MistakeRefusal.WordsMissing or MistakeRefusal.MemoInvalid => nameof(Reason),
            MistakeRefusal.ReversalTooMuch when !clear => nameof(Amount),
            _ => "",
        };
        ModelState.Refuse(field, Refusals.Words(MistakeAnswers.Code(refusal)));
        await OnGet(cursor: null);
        return Page();
    }
}
