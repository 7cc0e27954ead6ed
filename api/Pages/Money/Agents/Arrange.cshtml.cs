using System.Globalization;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Postmobile.Api.Identity;
using Postmobile.Api.Money;
using Postmobile.Identity;
using Postmobile.Money;

namespace Postmobile.Api.Pages.Money.Agents;

/// <summary>One agent's place, hours and alarms, as a supervisor sets them.</summary>
[Authorize(Policy = Policies.Supervisor)]
public sealed class ArrangeModel(IGrainFactory grains) : PageModel
{
    /// <summary>What stands over the door.</summary>
    [BindProperty]
    public string? ShopName { get; set; }

    /// <summary>The town.</summary>
    [BindProperty]
    public string? Town { get; set; }

    /// <summary>How to find it.</summary>
    [BindProperty]
    public string? Landmark { get; set; }

    /// <summary>Whether it is an office of the post.</summary>
    [BindProperty]
    public bool Office { get; set; }

    /// <summary>Monday to Friday.</summary>
    [BindProperty]
    public string? Weekdays { get; set; }

    /// <summary>Saturday.</summary>
    [BindProperty]
    public string? Saturday { get; set; }

    /// <summary>Sunday.</summary>
    [BindProperty]
    public string? Sunday { get; set; }

    /// <summary>When the float is short.</summary>
    [BindProperty]
    public string? FloatMin { get; set; }

    /// <summary>When the cash is short.</summary>
    [BindProperty]
    public string? CashMin { get; set; }

    /// <summary>The agent.</summary>
    public AgentView Agent { get; private set; } = null!;

    /// <summary>Shows what holds now.</summary>
    public async Task<IActionResult> OnGet(string id)
    {
        if (!await Find(id))
        {
            return NotFound();
        }

        AgentSettings now = Agent.Settings ?? new AgentSettings { Name = Agent.PersonName, Town = "Brazzaville", Hours = new CounterHours("08:00-17:00", "08:00-12:00") };
        (ShopName, Town, Landmark, Office) = (now.Name, now.Town, now.Landmark, now.Kind == CounterKind.PostOffice);
        (Weekdays, Saturday, Sunday) = (now.Hours.Weekdays, now.Hours.Saturday, now.Hours.Sunday);
        (FloatMin, CashMin) = (now.FloatMin.ToString(CultureInfo.InvariantCulture), now.CashMin.ToString(CultureInfo.InvariantCulture));
        return Page();
    }

    /// <summary>Sets it.</summary>
    public async Task<IActionResult> OnPost(string id)
    {
        if (!await Find(id))
        {
            return NotFound();
        }

        (long? least, long? cash) = (Sum(FloatMin, nameof(FloatMin)), Sum(CashMin, nameof(CashMin)));
        if (least is null || cash is null)
        {
            return Page();
        }

        AgentOutcome outcome = await grains.Agent(Agent.Id).Arrange(
            new AgentSettingsView(
                ShopName ?? "", Office ? CounterKind.PostOffice : CounterKind.Independent, Town ?? "", Landmark, Kept?.Latitude, Kept?.Longitude,
                Weekdays, Saturday, Sunday, least.Value, cash.Value).ToSettings(),
            User.Customer());
        if (outcome.Refusal is not { } refusal)
        {
            return RedirectToPage("/Money/Agents/Board");
        }

        ModelState.Refuse(refusal is AgentRefusal.AgentHoursInvalid ? nameof(Weekdays) : refusal is AgentRefusal.AgentPlaceInvalid ? "" : nameof(ShopName), Refusals.Words(refusal.Code()));
        return Page();
    }

    // Coordinates come by the API; the form keeps them as long as the town stays the same.
    private AgentSettings? Kept => Agent.Settings is { } settings && settings.Town == Town ? settings : null;

    private async Task<bool> Find(string id)
    {
        if (CustomerId.TryParse(id, out CustomerId person) && await grains.Agent(person).Look() is { } agent)
        {
            Agent = agent;
            return true;
        }

        return false;
    }

    private long? Sum(string? text, string field)
    {
        string digits = string.Concat((text ?? "").Where(c => !char.IsWhiteSpace(c)));
        if (digits.Length is > 0 and < 16 && long.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out long sum))
        {
            return sum;
        }

        ModelState.AddModelError(field, "error.amount");
        return null;
    }
}
