using System.Globalization;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.RateLimiting;
using Postmobile.Api.Hosting;
using Postmobile.Api.Identity;
using Postmobile.Api.Money;
using Postmobile.Money;

namespace Postmobile.Api.Pages.Money.Agents;

/// <summary>An agent's drawer: what should be in it, opening, closing, the reports; and e-money that goes back to the post.</summary>
[Authorize(Policy = Policies.Agent), EnableRateLimiting(RateLimits.Money)]
public sealed class TillModel(IGrainFactory grains) : PageModel
{
    /// <summary>The idempotency key of each form.</summary>
    [BindProperty]
    public string Key { get; set; } = Guid.NewGuid().ToString("N");

    /// <summary>What was counted.</summary>
    [BindProperty]
    public string? Counted { get; set; }

    /// <summary>Why it differs.</summary>
    [BindProperty]
    public string? Explanation { get; set; }

    /// <summary>Cash fetched or brought.</summary>
    [BindProperty]
    public string? Moved { get; set; }

    /// <summary>What for.</summary>
    [BindProperty]
    public string? Reason { get; set; }

    /// <summary>E-money to give back.</summary>
    [BindProperty]
    public string? Back { get; set; }

    /// <summary>How the agent wants to be paid.</summary>
    [BindProperty]
    public string? Way { get; set; }

    /// <summary>The counter.</summary>
    public AgentView Agent { get; private set; } = null!;

    /// <summary>Returns of e-money, newest first.</summary>
    public IReadOnlyList<FloatReturn> Returns { get; private set; } = [];

    private IAgentGrain Mine => grains.Agent(User.Customer());

    /// <summary>Shows the till.</summary>
    public async Task<IActionResult> OnGet()
    {
        if (await Mine.Look() is not { } agent)
        {
            return NotFound();
        }

        Agent = agent;
        Returns = await grains.GetGrain<IFloatReturnsGrain>(0).List(User.Customer(), 10);
        return Page();
    }

    /// <summary>Opens the till.</summary>
    public async Task<IActionResult> OnPostOpen() =>
        Sum(Counted, nameof(Counted)) is { } counted ? await Done(await Mine.OpenTill(Key, counted), nameof(Counted)) : await OnGet();

    /// <summary>Closes it.</summary>
    public async Task<IActionResult> OnPostClose() =>
        Sum(Counted, nameof(Counted)) is { } counted ? await Done(await Mine.CloseTill(Key, counted, Explanation), nameof(Explanation)) : await OnGet();

    /// <summary>Cash fetched from the post, or brought there.</summary>
    public async Task<IActionResult> OnPostMove(string? way) =>
        Sum(Moved, nameof(Moved)) is { } moved ? await Done(await Mine.MoveCash(Key, way == "out" ? -moved : moved, Reason?.Trim()), nameof(Moved)) : await OnGet();

    /// <summary>Gives e-money back.</summary>
    public async Task<IActionResult> OnPostReturn()
    {
        if (Sum(Back, nameof(Back)) is not { } amount)
        {
            return await OnGet();
        }

        FloatReturnOutcome outcome = await grains.GetGrain<IFloatReturnGrain>(FloatReturns.Key(User.Customer(), Key)).Ask(CashDesk.AgentOf(User), amount, Way?.Trim());
        string? code = outcome.Refusal?.Code() ?? outcome.Return?.Failure;
        return code is null ? RedirectToPage() : await Refused(nameof(Back), code);
    }

    /// <summary>Takes a return back.</summary>
    public async Task<IActionResult> OnPostTakeBack(string? id)
    {
        if (id is null || !FloatReturns.IsKey(id) || await grains.GetGrain<IFloatReturnGrain>(id).Look() is not { } found || found.Agent.Id != User.Customer())
        {
            return NotFound();
        }

        FloatReturnOutcome outcome = await grains.GetGrain<IFloatReturnGrain>(id).Reject(User.Customer(), null);
        return outcome.Refusal is { } refusal ? await Refused("", refusal.Code()) : RedirectToPage();
    }

    // An empty drawer is counted too: zero is a sum here.
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

    private async Task<IActionResult> Done(AgentOutcome outcome, string field) =>
        outcome.Refusal is { } refusal ? await Refused(field, refusal.Code()) : RedirectToPage();

    private Task<IActionResult> Refused(string field, string code)
    {
        ModelState.Refuse(field, Refusals.Words(code));
        return OnGet();
    }
}
