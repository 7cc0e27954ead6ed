using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Postmobile.Api.Identity;
using Postmobile.Api.Money;
using Postmobile.Api.Pages.Identity;
using Postmobile.Identity;
using Postmobile.Money;

namespace Postmobile.Api.Pages.Money;

/// <summary>One unusual movement: what was seen, what operators noted, and what they do about it.</summary>
[Authorize(Policy = Policies.Operator), ResponseCache(NoStore = true)]
public sealed class AlertDetailModel(IGrainFactory grains) : PageModel
{
    /// <summary>The alert.</summary>
    public Alert Alert { get; private set; } = null!;

    /// <summary>How the customer stands.</summary>
    public CustomerStanding? Standing { get; private set; }

    /// <summary>Names of operators.</summary>
    public Dictionary<string, string> Names { get; private set; } = [];

    /// <summary>The idempotency key of the note in the form.</summary>
    [BindProperty]
    public string Key { get; set; } = Guid.NewGuid().ToString("N");

    /// <summary>A line for the trail.</summary>
    [BindProperty]
    public string? Text { get; set; }

    /// <summary>Why it is closed.</summary>
    [BindProperty]
    public string? Reason { get; set; }

    /// <summary>What to stop.</summary>
    [BindProperty]
    public Freeze What { get; set; }

    /// <summary>Why.</summary>
    [BindProperty]
    public string? Why { get; set; }

    private string Me => User.Customer().Value;

    /// <summary>Shows the alert.</summary>
    public async Task<IActionResult> OnGet(string id)
    {
        if (!Alerts.IsKey(id) || await grains.GetGrain<IAlertGrain>(id).Look() is not { } alert)
        {
            return NotFound();
        }

        Alert = alert;
        Standing = CustomerId.TryParse(alert.Finding.Owner, out _) ? await grains.GetGrain<ICustomerStandingGrain>(alert.Finding.Owner).Standing() : null;
        Names = await grains.NamesOf(alert.Notes.Select(note => note.By).Append(alert.ClosedBy).Concat(Standing?.Restriction?.By ?? []));
        return Page();
    }

    /// <summary>Adds to the trail.</summary>
    public Task<IActionResult> OnPostNote(string id) => Act(id, nameof(Text), alert => alert.Note(Me, Key, Text ?? ""));

    /// <summary>Closes it.</summary>
    public Task<IActionResult> OnPostClose(string id) => Act(id, nameof(Reason), alert => alert.Close(Me, Reason ?? ""));

    /// <summary>Freezes the customer; the trail says so.</summary>
    public async Task<IActionResult> OnPostFreeze(string id)
    {
        if (!Alerts.IsKey(id) || await grains.GetGrain<IAlertGrain>(id).Look() is not { } alert || !CustomerId.TryParse(alert.Finding.Owner, out _))
        {
            return NotFound();
        }

        Freeze what = What is Freeze.Debits or Freeze.Credits ? What : Freeze.Both;
        KycRefusal? refusal = await grains.GetGrain<ICustomerStandingGrain>(alert.Finding.Owner).Freeze(what, Why ?? "", User.Customer());
        return refusal is null ? RedirectToPage(new { id }) : await Refuse(id, refusal is KycRefusal.ReasonNeeded ? nameof(Why) : "", refusal.Value.Code());
    }

    private async Task<IActionResult> Act(string id, string field, Func<IAlertGrain, Task<AlertOutcome>> act)
    {
        AlertOutcome outcome = Alerts.IsKey(id) ? await act(grains.GetGrain<IAlertGrain>(id)) : AlertRefusal.NotFound;
        return outcome.Refusal switch
        {
            null => RedirectToPage(new { id }),
            AlertRefusal.NotFound => NotFound(),
            AlertRefusal.ReasonNeeded => await Refuse(id, field, "reason_needed"),
            { } refusal => await Refuse(id, "", refusal.Code()),
        };
    }

    private async Task<IActionResult> Refuse(string id, string field, string code)
    {
        ModelState.Refuse(field, Refusals.Words(code));
        return await OnGet(id);
    }
}
