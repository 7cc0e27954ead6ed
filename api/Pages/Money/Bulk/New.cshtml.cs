using System.Text;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.Extensions.Localization;
using Postmobile.Api.Hosting;
using Postmobile.Api.Identity;
using Postmobile.Api.Money;
using Postmobile.Api.Problems;
using Postmobile.Money;

namespace Postmobile.Api.Pages.Money.Bulk;

/// <summary>A new bulk payment: from which account, what for, and the file.</summary>
[Authorize(Policy = Policies.Customer), EnableRateLimiting(RateLimits.Money), RequestSizeLimit(BulkCsvReader.FileMax), RequestFormLimits(MultipartBodyLengthLimit = BulkCsvReader.FileMax)]
public sealed class NewModel(IGrainFactory grains, BulkUpload uploads, IStringLocalizer texts) : PageModel
{
    /// <summary>The idempotency key of the form.</summary>
    [BindProperty]
    public string Key { get; set; } = Guid.NewGuid().ToString("N");

    /// <summary>The account that pays.</summary>
    [BindProperty]
    public string? From { get; set; }

    /// <summary>What it is for.</summary>
    [BindProperty]
    public string? Subject { get; set; }

    /// <summary>The file.</summary>
    [BindProperty]
    public IFormFile? Upload { get; set; }

    /// <summary>Accounts to choose from.</summary>
    public IReadOnlyList<(string Value, string Words)> Payers { get; private set; } = [];

    /// <summary>Shows the form.</summary>
    public async Task OnGet()
    {
        IReadOnlyList<BulkPayer> payers = await grains.GetGrain<IBulkPaymentsGrain>(0).Payers(User.Customer());
        Payers =
        [
            .. User.IsOperator() ? new[] { ("trust", texts["bulk.trust"].Value), ("fees", texts["bulk.fees"].Value) } : [],
            .. payers.Where(payer => payer.Has(User.Customer())).OrderBy(payer => payer.Kind == AccountKind.Wallet)
                .Select(payer => (payer.Account.Number, $"{texts["bulk.kind." + payer.Kind]} {payer.Account.Number} · {payer.Name}")),
        ];
    }

    /// <summary>A file to fill in.</summary>
    public FileContentResult OnGetModel() => File(
        Encoding.UTF8.GetBytes("\ufeff" + BulkCsv.Join(["telephone", "montant", "nom", "reference"])), "text/csv", "paiement-groupe.csv");

    /// <summary>Uploads and checks.</summary>
    public async Task<IActionResult> OnPost(CancellationToken cancellation)
    {
        if (Upload is null || User.BulkAccount(From) is not { } payer)
        {
            ModelState.Refuse("", Refusals.Words(Upload is null ? "bulk_no_lines" : "bulk_payer_unknown"));
            return await Again();
        }

        try
        {
            await using Stream file = Upload.OpenReadStream();
            BulkOpening opening = new() { Payer = payer, Title = Subject?.Trim() ?? "", By = User.BulkActor() };
            BulkOutcome outcome = await uploads.Create(BulkPayments.Key(User.Customer(), Key), opening, file, cancellation);
            if (outcome.Refusal is not { } refusal)
            {
                return RedirectToPage("/Money/Bulk/Batch", new { id = outcome.Batch!.Id });
            }

            ModelState.Refuse(refusal is BulkRefusal.MemoInvalid ? nameof(Subject) : "", Refusals.Words(BulkReport.CodeOf(refusal)));
        }
        catch (RefusedRequestException refused)
        {
            ModelState.Refuse("", Refusals.Words(refused.Code));
        }

        return await Again();
    }

    private async Task<IActionResult> Again()
    {
        await OnGet();
        return Page();
    }
}
