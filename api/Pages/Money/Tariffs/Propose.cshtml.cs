using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Postmobile.Api.Identity;
using Postmobile.Api.Money;
using Postmobile.Api.Translations;
using Postmobile.Money;

namespace Postmobile.Api.Pages.Money.Tariffs;

/// <summary>A new table, begun from the one that was approved last, written as a sheet.</summary>
[Authorize(Policy = Policies.Operator)]
public sealed class ProposeModel(IGrainFactory grains) : PageModel
{
    /// <summary>The idempotency key of the proposal in the form.</summary>
    [BindProperty]
    public string Key { get; set; } = Guid.NewGuid().ToString("N");

    /// <summary>The number of the version that the sheet was begun from.</summary>
    [BindProperty]
    public int Base { get; set; }

    /// <summary>The table as typed or pasted.</summary>
    [BindProperty]
    public string? Sheet { get; set; }

    /// <summary>The day from which it is to hold, at midnight in Brazzaville; null: as soon as approved.</summary>
    [BindProperty]
    public DateOnly? From { get; set; }

    /// <summary>Why.</summary>
    [BindProperty]
    public string? Note { get; set; }

    /// <summary>Lines at fault.</summary>
    public IReadOnlyList<SheetFault> Faults { get; private set; } = [];

    /// <summary>The table as people would see it, when it was asked for and is right.</summary>
    public IReadOnlyList<TariffLine>? Preview { get; private set; }

    /// <summary>Begins with the newest approved table.</summary>
    public async Task OnGet()
    {
        TariffVersion? newest = (await grains.Tariffs().List()).Where(version => version.Number is not null).MaxBy(version => version.Number);
        Base = newest?.Number ?? 0;
        Sheet = TariffSheet.Write(newest?.Lines ?? []);
    }

    /// <summary>Checks, or proposes.</summary>
    public async Task<IActionResult> OnPost(string? act)
    {
        SheetRead sheet = TariffSheet.Read(Sheet);
        Faults = sheet.Faults;
        if (Faults.Count > 0 || !ModelState.IsValid)
        {
            return Page();
        }

        string me = User.Customer().Value;
        TariffProposal proposal = new()
        {
            Id = TariffKeys.Of(me, Key),
            Scope = TariffScope.Whole,
            Lines = sheet.Lines,
            EffectiveFrom = From is { } day ? Say.StartOf(day) : null,
            Note = string.IsNullOrWhiteSpace(Note) ? null : Note.Trim(),
            ProposedBy = me,
            Base = Base,
        };
        bool check = act != "propose";
        TariffOutcome outcome = check ? await grains.Tariffs().Check(proposal) : await grains.Tariffs().Propose(proposal);
        if (outcome.Refusal is null && !check)
        {
            return RedirectToPage("/Money/Tariffs/Version", new { id = proposal.Id });
        }

        Preview = outcome.Version?.Lines;
        Refuse(outcome, sheet);
        return Page();
    }

    /// <summary>A row of the sheet, shortened.</summary>
    public string Row(int line)
    {
        string row = (Sheet ?? "").ReplaceLineEndings("\n").Split('\n').ElementAtOrDefault(line - 1) ?? "";
        return row.Length <= 60 ? row : row[..60] + "…";
    }

    private void Refuse(TariffOutcome outcome, SheetRead sheet)
    {
        if (outcome.Errors is { Count: > 0 } errors)
        {
            Faults = [.. errors.Select(error => new SheetFault(sheet.Numbers.ElementAtOrDefault(error.Line), TariffOperatorEndpoints.CodeOf(error.Fault)))];
        }
        else if (outcome.Refusal is { } refusal)
        {
            string field = refusal switch { TariffRefusal.TariffDatePast => nameof(From), TariffRefusal.MemoInvalid => nameof(Note), _ => "" };
            ModelState.Refuse(field, Refusals.Words(TariffOperatorEndpoints.CodeOf(refusal)));
        }
    }
}
