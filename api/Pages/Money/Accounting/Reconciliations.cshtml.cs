using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Localization;
using Postmobile.Api.Identity;
using Postmobile.Api.Money;
using Postmobile.Money;

namespace Postmobile.Api.Pages.Money;

/// <summary>Reconciliations of the trust account: the list, and the form that begins one.</summary>
[Authorize(Policy = Policies.Books)]
[RequestSizeLimit(2 * BankStatementReader.BytesMax)]
public sealed class ReconciliationsModel(IGrainFactory grains, IStringLocalizer texts) : BankFileForm(texts)
{
    private const int OnePage = 20;

    private readonly IStringLocalizer _texts = texts;

    /// <summary>The idempotency key of the form.</summary>
    [BindProperty]
    public string Key { get; set; } = Guid.NewGuid().ToString("N");

    /// <summary>The latest periods first.</summary>
    public ReconciliationPage Listed { get; private set; } = new([], null);

    /// <summary>A period in words.</summary>
    public string Period(Reconciliation one) => _texts["papers.period", PaperDates.Day(one.From), PaperDates.Day(one.To)];

    /// <summary>Shows the list.</summary>
    public async Task OnGet(string? cursor) => Listed = await grains.GetGrain<IReconciliationsGrain>(0).List(OnePage, cursor);

    /// <summary>Begins one.</summary>
    public async Task<IActionResult> OnPost()
    {
        if (!User.IsAccountant())
        {
            return Forbid();
        }

        string me = User.Customer().Value;
        if (await Read(me) is { } upload)
        {
            string id = Reconciliations.Key(me, Key);
            ReconciliationOutcome outcome = await grains.GetGrain<IReconciliationGrain>(id).Begin(upload);
            if (outcome.Refusal is not { } refusal)
            {
                return Redirect("/operator/reconciliations/" + id);
            }

            Say(refusal);
        }

        await OnGet(cursor: null);
        return Page();
    }
}
