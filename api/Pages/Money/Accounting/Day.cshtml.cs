using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.Localization;
using Postmobile.Api.Identity;
using Postmobile.Api.Money;
using Postmobile.Api.Translations;
using Postmobile.Money;

namespace Postmobile.Api.Pages.Money;

/// <summary>The trial balance of a day by the chart of accounts, and the day's files.</summary>
[Authorize(Policy = Policies.Books)]
public sealed class DayModel(IGrainFactory grains, AccountingFiles files, IStringLocalizer texts, TimeProvider time) : PageModel
{
    /// <summary>Which day; none: today.</summary>
    [BindProperty(SupportsGet = true)]
    public DateOnly? Day { get; set; }

    /// <summary>The figures.</summary>
    public DayBooks Books { get; private set; } = null!;

    /// <summary>The day as addresses have it.</summary>
    public string DayText => Wanted.ToString("O", System.Globalization.CultureInfo.InvariantCulture);

    private DateOnly Wanted => Day is { Year: >= 2000 and <= 2200 } day ? day : Say.Today(time);

    /// <summary>Shows the day.</summary>
    public async Task OnGet()
    {
        Day = Wanted;
        Books = await grains.GetGrain<IBooksGrain>(0).Day(Wanted);
    }

    /// <summary>The trial balance as a file.</summary>
    public Task<IActionResult> OnGetTrialBalance() => Send(files.TrialBalance(Wanted));

    /// <summary>The journal as a file.</summary>
    public Task<IActionResult> OnGetJournal() => Send(files.Journal(Wanted));

    /// <summary>An account's name in the reader's language.</summary>
    public string NameOf(DayBooksLine line) => AccountingFiles.NameOf(line.NameFr, line.NameEn);

    /// <summary>A balance with the side that it is on.</summary>
    public string Balance(long balance, Currency currency) =>
        balance == 0 ? Say.Digits(0, currency) : $"{Say.Digits(Math.Abs(balance), currency)} {texts[balance > 0 ? "accounting.d" : "accounting.c"].Value}";

    private async Task<IActionResult> Send(CsvFile file)
    {
        await file.ExecuteAsync(HttpContext);
        return new EmptyResult();
    }
}
