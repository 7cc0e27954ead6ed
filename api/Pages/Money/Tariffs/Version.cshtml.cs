using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.Localization;
using Postmobile.Api.Identity;
using Postmobile.Api.Money;
using Postmobile.Api.Translations;
using Postmobile.Money;

namespace Postmobile.Api.Pages.Money.Tariffs;

/// <summary>One version: what it changes, what a month would have cost under it, and the decision.</summary>
[Authorize(Policy = Policies.Operator)]
public sealed class VersionModel(IGrainFactory grains, IStringLocalizer texts, TimeProvider time) : PageModel
{
    private const int MonthsOffered = 13;

    private Dictionary<string, string> names = [];

    /// <summary>The version's id.</summary>
    [BindProperty(SupportsGet = true, Name = "id")]
    public string Id { get; set; } = "";

    /// <summary>Why it is rejected.</summary>
    [BindProperty]
    public string? Reason { get; set; }

    /// <summary>The version.</summary>
    public TariffVersion Shown { get; private set; } = null!;

    /// <summary>How far the reckoning is, or its result.</summary>
    public TariffSimulation? Simulation { get; private set; }

    /// <summary>Lines that were not in the table before.</summary>
    public IReadOnlyList<TariffLine> Added { get; private set; } = [];

    /// <summary>Lines of the table before that are not in this one.</summary>
    public IReadOnlyList<TariffLine> Removed { get; private set; } = [];

    /// <summary>Months that can be reckoned, this one first.</summary>
    public IReadOnlyList<DateOnly> Months { get; private set; } = [];

    /// <summary>The month that is offered: the last whole one.</summary>
    public DateOnly Chosen => Simulation?.Month ?? Months[1];

    /// <summary>Whoever proposes does not approve.</summary>
    public bool MayApprove => Shown.ProposedBy != Me;

    private string Me => User.Customer().Value;

    /// <summary>Shows the version.</summary>
    public async Task<IActionResult> OnGet()
    {
        IReadOnlyList<TariffVersion> all = TariffKeys.IsId(Id) ? await grains.Tariffs().List() : [];
        if (all.FirstOrDefault(version => version.Id == Id) is not { } shown)
        {
            return NotFound();
        }

        Shown = shown;
        Simulation = await grains.GetGrain<ITariffSimulationGrain>(Id).Look();
        IReadOnlyList<TariffLine> before = all.FirstOrDefault(version => version.Number is not null && version.Number == shown.Base)?.Lines ?? [];
        (Added, Removed) = ([.. shown.Lines.Except(before)], [.. before.Except(shown.Lines)]);
        DateOnly today = Say.Today(time);
        Months = [.. Enumerable.Range(0, MonthsOffered).Select(back => new DateOnly(today.Year, today.Month, 1).AddMonths(-back))];
        names = await Operators.Names(grains, new[] { shown.ProposedBy, shown.DecidedBy }.OfType<string>());
        return Page();
    }

    /// <summary>Starts the reckoning.</summary>
    public async Task<IActionResult> OnPostSimulate(DateOnly? month)
    {
        if (!TariffKeys.IsId(Id) || await grains.GetGrain<ITariffSimulationGrain>(Id).Start(month, Me) is null)
        {
            return NotFound();
        }

        return RedirectToPage(new { id = Id });
    }

    /// <summary>Approves, rejects or withdraws.</summary>
    public async Task<IActionResult> OnPostDecide(string? decision)
    {
        if (!TariffKeys.IsId(Id))
        {
            return NotFound();
        }

        string? reason = string.IsNullOrWhiteSpace(Reason) ? null : Reason.Trim();
        TariffOutcome outcome = decision == "approve" ? await grains.Tariffs().Approve(Id, Me) : await grains.Tariffs().Reject(Id, Me, reason);
        if (outcome.Refusal is not { } refusal)
        {
            return RedirectToPage(new { id = Id });
        }

        ModelState.Refuse(refusal is TariffRefusal.MemoInvalid ? nameof(Reason) : "", Refusals.Words(TariffOperatorEndpoints.CodeOf(refusal)));
        return await OnGet();
    }

    /// <summary>An operator's name.</summary>
    public string NameOf(string operatorId) => names.GetValueOrDefault(operatorId, operatorId);

    /// <summary>A line in words.</summary>
    public string Words(TariffLine line)
    {
        string tier = line.Tier is { } own ? $", {texts["tariffs.tier", own]}" : "";
        return $"{texts["kind." + line.Operation]}, {texts["tariffs.charge." + line.Charge]}{tier} : {TariffCard.Amounts(texts, line)}, {TariffCard.Price(texts, line)}";
    }
}
