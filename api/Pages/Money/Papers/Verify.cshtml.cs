using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.RateLimiting;
using Postmobile.Api.Hosting;
using Postmobile.Api.Money;

namespace Postmobile.Api.Pages.Money;

/// <summary>What the QR code of a paper opens: whether the post issued it, for anybody, and nothing more.</summary>
[AllowAnonymous]
[EnableRateLimiting(RateLimits.Money)]
public sealed class VerifyModel(PaperFiles papers) : PageModel
{
    /// <summary>Its kind and day; null when it is not genuine.</summary>
    public (PaperKind Kind, DateOnly Day)? Paper { get; private set; }

    /// <summary>A day as this reader writes it.</summary>
    public string DayInWords(DateOnly day) => PaperDates.Day(day);

    /// <summary>Opens the code.</summary>
    public async Task OnGet(string code) => Paper = await papers.Verify(code);
}
