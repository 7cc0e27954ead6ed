using System.Text;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.Localization;
using Postmobile.Api.Money;
using Postmobile.Money;

namespace Postmobile.Api.Pages.Money;

/// <summary>The fields that a bank's statement comes with, and how it is read.</summary>
public abstract class BankFileForm(IStringLocalizer texts) : PageModel
{
    /// <summary>The first day.</summary>
    [BindProperty]
    public DateOnly? From { get; set; }

    /// <summary>The last day, with it.</summary>
    [BindProperty]
    public DateOnly? To { get; set; }

    /// <summary>The bank's balance before the first line, as typed.</summary>
    [BindProperty]
    public string? Opening { get; set; }

    /// <summary>The file.</summary>
    [BindProperty]
    public IFormFile? Upload { get; set; }

    /// <summary>What was uploaded; null when something is wrong, which then stands beside its field.</summary>
    protected async Task<BankUpload?> Read(string by)
    {
        long opening = 0;
        if (From is null || To is null)
        {
            ModelState.AddModelError(From is null ? nameof(From) : nameof(To), "error.required");
        }

        if (!BankStatementReader.TryReadAmount(Opening ?? "", out opening))
        {
            ModelState.AddModelError(nameof(Opening), "accounting.error-amount");
        }

        if (Upload is null || Upload.Length is 0 or > BankStatementReader.BytesMax)
        {
            ModelState.Refuse(nameof(Upload), Upload is null ? texts["error.required"] : Refusals.Words("reconciliation_size"));
        }

        if (!ModelState.IsValid)
        {
            return null;
        }

        (IReadOnlyList<BankLine> lines, IReadOnlyList<BankLineFault> faults) = BankStatementReader.Read(await Text(Upload!));
        if (faults.Count == 0)
        {
            return new BankUpload { From = From!.Value, To = To!.Value, Opening = opening, Lines = lines, By = by };
        }

        string where = string.Join(" ; ", faults.Take(8).Select(fault => texts["accounting.fault", fault.Row, texts["accounting.fault." + fault.Field].Value].Value));
        ModelState.Refuse(nameof(Upload), $"{Refusals.Words("bank_statement_invalid")} {where}");
        return null;
    }

    /// <summary>Says a refusal beside the field that it is about.</summary>
    protected void Say(ReconciliationRefusal refusal) =>
        ModelState.Refuse(refusal is ReconciliationRefusal.ReconciliationPeriod ? nameof(To) : "", Refusals.Words(ReconciliationEndpoints.Code(refusal)));

    // Banks send UTF-8, or what Windows in French writes.
    private static async Task<string> Text(IFormFile file)
    {
        using MemoryStream bytes = new();
        await file.CopyToAsync(bytes);
        try
        {
            return new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(bytes.ToArray());
        }
        catch (DecoderFallbackException)
        {
            return Encoding.Latin1.GetString(bytes.ToArray());
        }
    }
}
