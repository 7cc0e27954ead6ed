using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Postmobile.Api.Identity;
using Postmobile.Api.Money;
using Postmobile.Money;

namespace Postmobile.Api.Pages.Money;

/// <summary>The chart of accounts.</summary>
[Authorize(Policy = Policies.Books)]
public sealed class ChartModel(IGrainFactory grains, AccountingFiles files) : PageModel
{
    /// <summary>By number.</summary>
    public IReadOnlyList<ChartAccount> Accounts { get; private set; } = [];

    /// <summary>Shows it.</summary>
    public async Task OnGet() => Accounts = await grains.GetGrain<IBooksGrain>(0).Chart();

    /// <summary>As a file.</summary>
    public async Task<IActionResult> OnGetCsv()
    {
        await files.Chart().ExecuteAsync(HttpContext);
        return new EmptyResult();
    }

    /// <summary>An account's name in the reader's language.</summary>
    public string NameOf(ChartAccount account) => AccountingFiles.NameOf(account.NameFr, account.NameEn);
}
