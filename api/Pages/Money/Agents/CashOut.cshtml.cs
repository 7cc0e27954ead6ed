using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.Extensions.Localization;
using Postmobile.Api.Hosting;
using Postmobile.Api.Identity;
using Postmobile.Api.Money;
using Postmobile.Api.Translations;
using Postmobile.Money;

namespace Postmobile.Api.Pages.Money.Agents;

/// <summary>A customer's cash: a code to show to any agent, and what agents ask.</summary>
[Authorize(Policy = Policies.Customer), EnableRateLimiting(RateLimits.Money)]
public sealed class CashOutModel(CashDesk desk, SignInService signIn, IStringLocalizer texts, TimeProvider time) : PageModel
{
    /// <summary>The idempotency key, from the first look at the form on.</summary>
    [BindProperty]
    public string Key { get; set; } = Guid.NewGuid().ToString("N");

    /// <summary>The cash, as typed.</summary>
    [BindProperty]
    public string? Amount { get; set; }

    /// <summary>The PIN.</summary>
    [BindProperty]
    public string? Pin { get; set; }

    /// <summary>What it would cost; null before the first step.</summary>
    public Quote? Quoted { get; private set; }

    /// <summary>The withdrawal that is under way, with its code.</summary>
    public CashOut? Open { get; private set; }

    /// <summary>What agents ask, with what it would cost.</summary>
    public List<(CashOut Asked, Quote? Quote)> Asked { get; } = [];

    /// <summary>What is over.</summary>
    public IReadOnlyList<CashOut> Past { get; private set; } = [];

    /// <summary>A stable code in words.</summary>
    public string Why(string code) => Refusals.Words(code);

    /// <summary>Shows everything.</summary>
    public async Task OnGet()
    {
        IReadOnlyList<CashOut> mine = await desk.Mine(User);
        Open = mine.FirstOrDefault(one => !one.IsOver && !one.AskedByAgent) is { } open ? await desk.Find(User, open.Id) : null;
        foreach (CashOut asked in mine.Where(one => one is { AskedByAgent: true, Status: CashOutStatus.Asked } && one.ExpiresAt > time.GetUtcNow()))
        {
            Asked.Add((asked, await desk.QuoteOf(User, asked)));
        }

        Past = [.. mine.Where(one => one.IsOver).Take(10)];
    }

    /// <summary>First step: what it costs. Moves nothing.</summary>
    public async Task<IActionResult> OnPostQuote()
    {
        if (Read() is { } amount)
        {
            await Price(amount);
        }

        return await Again();
    }

    /// <summary>Second step: the money is held.</summary>
    public async Task<IActionResult> OnPostBegin()
    {
        if (Read() is not { } amount)
        {
            return await Again();
        }

        if (await signIn.Prove(HttpContext, Pin) is { } wrong)
        {
            ModelState.Refuse(nameof(Pin), texts.Words(wrong, time.GetUtcNow()));
            await Price(amount);
            return await Again();
        }

        // The proof just made is in a cookie that only the next request brings.
        CashDeskAnswer answer = await desk.Begin(HttpContext, amount, Key, proven: true);
        return answer.Code is null ? RedirectToPage() : await Refused(answer, nameof(Amount));
    }

    /// <summary>Cancels, or declines what an agent asked.</summary>
    public async Task<IActionResult> OnPostStop(string? id)
    {
        CashDeskAnswer answer = await desk.Stop(User, id ?? "");
        return answer.Code is null ? RedirectToPage() : await Refused(answer, "");
    }

    /// <summary>Says yes to what an agent asked.</summary>
    public async Task<IActionResult> OnPostApprove(string? id, long total)
    {
        if (await signIn.Prove(HttpContext, Pin) is { } wrong)
        {
            ModelState.Refuse("", texts.Words(wrong, time.GetUtcNow()));
            return await Again();
        }

        CashDeskAnswer answer = await desk.Approve(User, id ?? "", total);
        return answer.Code is null ? RedirectToPage() : await Refused(answer, "");
    }

    private long? Read()
    {
        if (Say.TryReadAmount(Amount, out long amount))
        {
            return amount;
        }

        ModelState.AddModelError(nameof(Amount), "error.amount");
        return null;
    }

    private async Task Price(long amount)
    {
        QuoteOutcome outcome = await desk.Quote(User, amount);
        Quoted = outcome.Quote;
        if (outcome.Refusal is { } refusal)
        {
            ModelState.Refuse(nameof(Amount), texts.Words(refusal));
        }
    }

    private Task<IActionResult> Refused(CashDeskAnswer answer, string field)
    {
        ModelState.Refuse(field, answer.Ledger is { } ledger ? texts.Words(ledger) : Refusals.Words(answer.Code!));
        return Again();
    }

    private async Task<IActionResult> Again()
    {
        await OnGet();
        return Page();
    }
}
