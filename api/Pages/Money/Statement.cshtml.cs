using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Postmobile.Api.Identity;
using Postmobile.Api.Translations;
using Postmobile.Money;

namespace Postmobile.Api.Pages.Money;

/// <summary>What moved on the wallet, newest first, in pages, with what came in and went out by month.</summary>
[Authorize(Policy = Policies.Customer)]
public sealed class StatementModel(IGrainFactory grains) : PageModel
{
    private const int LinesPerPage = 25;

    /// <summary>The first day wanted.</summary>
    [BindProperty(SupportsGet = true)]
    public DateOnly? From { get; set; }

    /// <summary>The last day wanted, with it.</summary>
    [BindProperty(SupportsGet = true)]
    public DateOnly? To { get; set; }

    /// <summary>Where the page before ended.</summary>
    [BindProperty(SupportsGet = true)]
    public string? Cursor { get; set; }

    /// <summary>The lines of this page.</summary>
    public IReadOnlyList<StatementLine> Lines { get; private set; } = [];

    /// <summary>In and out by month, on the first page.</summary>
    public IReadOnlyList<MonthTotal> Months { get; private set; } = [];

    /// <summary>The next page, or null.</summary>
    public string? NextAddress { get; private set; }

    /// <summary>Shows a page.</summary>
    public async Task OnGet()
    {
        StatementPage page = await grains.Account(User.Wallet()).Statement(new StatementQuery
        {
            From = From is { } from ? Say.StartOf(from) : null,
            To = To is { } to ? Say.StartOf(to.AddDays(1)) : null,
            Limit = LinesPerPage,
            Cursor = Cursor,
        });
        Lines = page.Lines;
        Months = page.Months;
        NextAddress = page.NextCursor is { } next ? Url.Page(null, new { From = Day(From), To = Day(To), Cursor = next }) : null;
    }

    private static string? Day(DateOnly? day) => day?.ToString("O", System.Globalization.CultureInfo.InvariantCulture);
}
