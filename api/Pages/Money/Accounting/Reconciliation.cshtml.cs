using System.Globalization;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Localization;
using Postmobile.Api.Identity;
using Postmobile.Api.Money;
using Postmobile.Money;

namespace Postmobile.Api.Pages.Money;

/// <summary>One reconciliation: what stands alone, what belongs together, the difference, and its closing by two accountants.</summary>
[Authorize(Policy = Policies.Books)]
[RequestSizeLimit(2 * BankStatementReader.BytesMax)]
public sealed class ReconciliationModel(IGrainFactory grains, AccountingFiles files, IStringLocalizer texts) : BankFileForm(texts)
{
    /// <summary>As it stands, or as an earlier version was left.</summary>
    public Reconciliation It { get; private set; } = null!;

    /// <summary>Whether it is an earlier version.</summary>
    public bool Old { get; private set; }

    /// <summary>The lines that were picked.</summary>
    [BindProperty]
    public string[] Lines { get; set; } = [];

    /// <summary>Why.</summary>
    [BindProperty]
    public string? Note { get; set; }

    /// <summary>Whoever proposes does not approve.</summary>
    public bool MayApprove => It.ProposedBy != Me;

    /// <summary>Whatever stands on one side only.</summary>
    public IEnumerable<LineAlone> Alone =>
        (It.DifferenceBefore == 0 ? [] : new[] { new LineAlone(ReconciliationLines.Opening, "accounting.before", It.From, "", "", It.DifferenceBefore, Why(ReconciliationLines.Opening)) })
        .Concat(It.UnmatchedBank.Select(line => new LineAlone(ReconciliationLines.Of(line), "accounting.bank", line.Date, line.Label, line.Reference, line.Amount, Why(ReconciliationLines.Of(line)))))
        .Concat(It.UnmatchedBook.Select(line => new LineAlone(ReconciliationLines.Of(line), "accounting.books", line.Date, line.Counterparty, line.Reference, line.Amount, Why(ReconciliationLines.Of(line)))));

    private string Me => User.Customer().Value;

    /// <summary>The bank's side of a match.</summary>
    public IEnumerable<BankLine> BankOf(LineMatch match) => It.Bank.Where(line => match.Bank.Contains(line.Number));

    /// <summary>Our side of a match.</summary>
    public IEnumerable<BookLine> BookOf(LineMatch match) => It.Book.Where(line => match.Book.Contains(line.Id));

    /// <summary>A day in words.</summary>
    public string Day(DateOnly day) => PaperDates.Day(day);

    /// <summary>A day in figures.</summary>
    public string Short(DateOnly day) => day.ToString("dd/MM/yyyy", CultureInfo.InvariantCulture);

    /// <summary>Shows it.</summary>
    public async Task<IActionResult> OnGet(string id, int? version) => await Load(id, version) ? Page() : NotFound();

    /// <summary>As a file.</summary>
    public async Task<IActionResult> OnGetCsv(string id, int? version)
    {
        if (!await Load(id, version))
        {
            return NotFound();
        }

        await files.Lines(It).ExecuteAsync(HttpContext);
        return new EmptyResult();
    }

    /// <summary>The picked lines are the same money, or stand alone for a reason.</summary>
    public Task<IActionResult> OnPostLines(string id, string? decision)
    {
        int[] bank = [.. Lines.Where(line => line.StartsWith("bank:", StringComparison.Ordinal)).Select(line => int.TryParse(line.AsSpan(5), CultureInfo.InvariantCulture, out int number) ? number : -1)];
        string[] book = [.. Lines.Where(line => line.StartsWith("book:", StringComparison.Ordinal)).Select(line => line[5..])];
        return Do(id, it => decision == "match" ? it.Match(Me, bank, book, Note ?? "") : it.Explain(Me, Lines, Note ?? ""));
    }

    /// <summary>A match is taken apart.</summary>
    public Task<IActionResult> OnPostUnmatch(string id, int match) => Do(id, it => it.Unmatch(Me, match));

    /// <summary>Proposes, approves or reopens.</summary>
    public Task<IActionResult> OnPostClose(string id, string? decision) => Do(id, it => decision switch
    {
        "approve" => it.Approve(Me),
        "reopen" => it.Reopen(Me, reason: null),
        _ => it.Propose(Me),
    });

    /// <summary>A corrected statement.</summary>
    public async Task<IActionResult> OnPostReplace(string id)
    {
        if (!User.IsAccountant())
        {
            return Forbid();
        }

        BankUpload? upload = await Read(Me);
        return upload is not null ? await Do(id, it => it.Replace(upload)) : await Load(id, null) ? Page() : NotFound();
    }

    private async Task<IActionResult> Do(string id, Func<IReconciliationGrain, Task<ReconciliationOutcome>> act)
    {
        if (!User.IsAccountant())
        {
            return Forbid();
        }

        if (!Reconciliations.IsKey(id))
        {
            return NotFound();
        }

        ReconciliationOutcome outcome = await act(grains.GetGrain<IReconciliationGrain>(id));
        if (outcome.Refusal is null)
        {
            return Redirect("/operator/reconciliations/" + id);
        }

        string? note = Note;
        ModelState.Clear();
        Note = note;
        Say(outcome.Refusal.Value);
        return await Load(id, null) ? Page() : NotFound();
    }

    private async Task<bool> Load(string id, int? version)
    {
        if (!Reconciliations.IsKey(id))
        {
            return false;
        }

        IReconciliationGrain grain = grains.GetGrain<IReconciliationGrain>(id);
        if (await grain.Look() is not { } now || (version is { } wanted && wanted != now.Version ? await grain.Version(wanted) : now) is not { } shown)
        {
            return false;
        }

        (It, Old) = (shown, shown.Version != now.Version);
        (From, To) = (From ?? now.From, To ?? now.To);
        Opening ??= now.BankOpening.ToString(CultureInfo.InvariantCulture);
        return true;
    }

    private string? Why(string line) => It.Explanations.FirstOrDefault(explanation => explanation.Line == line)?.Note;
}

/// <summary>One line that stands alone, of whichever side.</summary>
public sealed record LineAlone(string Name, string Side, DateOnly Date, string Label, string Reference, long Amount, string? Why);
