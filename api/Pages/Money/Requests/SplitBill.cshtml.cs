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

namespace Postmobile.Api.Pages.Money.Requests;

/// <summary>Divides a bill among several: equal parts, or as they say.</summary>
[Authorize(Policy = Policies.Customer), EnableRateLimiting(RateLimits.Money)]
public sealed class SplitBillModel(RequestDesk desk, IStringLocalizer texts) : PageModel
{
    private const int RowsAtFirst = 3;
    private const int RowsMore = 3;

    /// <summary>The idempotency key, from the first look at the form on.</summary>
    [BindProperty]
    public string Key { get; set; } = Guid.NewGuid().ToString("N");

    /// <summary>The bill, as typed.</summary>
    [BindProperty]
    public string? Total { get; set; }

    /// <summary>What for.</summary>
    [BindProperty]
    public string? Note { get; set; }

    /// <summary>Whether the person pays a part of it as well.</summary>
    [BindProperty]
    public bool Mine { get; set; }

    /// <summary>The telephones of the others.</summary>
    [BindProperty]
    public List<string?> Phones { get; set; } = [];

    /// <summary>Their shares, as typed; empty for an equal part.</summary>
    [BindProperty]
    public List<string?> Amounts { get; set; } = [];

    /// <summary>Shows the empty form.</summary>
    public void OnGet()
    {
        Mine = true;
        Rows(RowsAtFirst);
    }

    /// <summary>Shows some rows more; what was typed stays.</summary>
    public IActionResult OnPostMore()
    {
        ModelState.Clear();
        Rows(Phones.Count + RowsMore);
        return Page();
    }

    /// <summary>Divides and asks.</summary>
    public async Task<IActionResult> OnPost()
    {
        Rows(Math.Max(Phones.Count, RowsAtFirst));
        if (!Say.TryReadAmount(Total, out long total))
        {
            ModelState.AddModelError(nameof(Total), "error.amount");
        }

        List<ShareWish> shares = Read();
        if (!ModelState.IsValid)
        {
            return Page();
        }

        SplitOutcome outcome = await desk.Divide(User, total, Note, shares, Key);
        if (outcome.Refusal is not { } refusal)
        {
            return RedirectToPage("/Money/Requests/OneSplit", new { id = outcome.Split!.Id });
        }

        string words = Refusals.Words(refusal.Code());
        ModelState.Refuse("", outcome.Whom is { } whom ? $"{Say.Phone(whom)}: {words}" : words);
        return Page();
    }

    private List<ShareWish> Read()
    {
        List<ShareWish> shares = Mine ? [new ShareWish(null, null)] : [];
        for (int i = 0; i < Phones.Count; i++)
        {
            if (string.IsNullOrWhiteSpace(Phones[i]))
            {
                continue;
            }

            bool given = !string.IsNullOrWhiteSpace(Amounts[i]);
            if (!Say.TryReadAmount(Amounts[i], out long amount) && given)
            {
                ModelState.Refuse("", $"{Phones[i]}: {texts["error.amount"]}");
            }

            shares.Add(new ShareWish(Phones[i], given ? amount : null));
        }

        return shares;
    }

    private void Rows(int count)
    {
        count = Math.Min(count, RequestDesk.SplitMax - 1);
        Phones = [.. Phones.Take(count), .. Enumerable.Repeat<string?>(null, Math.Max(0, count - Phones.Count))];
        Amounts = [.. Amounts.Take(count), .. Enumerable.Repeat<string?>(null, Math.Max(0, count - Amounts.Count))];
    }
}
