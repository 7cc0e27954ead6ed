using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.RateLimiting;
using Postmobile.Api.Hosting;
using Postmobile.Api.Identity;
using Postmobile.Api.Money;
using Postmobile.Api.Problems;
using Postmobile.Money;

namespace Postmobile.Api.Pages.Money;

/// <summary>Statements and certificates of one's own accounts, as files.</summary>
[Authorize(Policy = Policies.Customer)]
[EnableRateLimiting(RateLimits.Money)]
public sealed class PapersModel(PaperFiles papers) : PageModel
{
    private static readonly string[] Names = ["wallet", "float", "merchant"];

    /// <summary>The first day wanted; none: since the account is there.</summary>
    [BindProperty(SupportsGet = true)]
    public DateOnly? From { get; set; }

    /// <summary>The last day wanted, with it; none: today.</summary>
    [BindProperty(SupportsGet = true)]
    public DateOnly? To { get; set; }

    /// <summary>The day whose closing balance the certificate tells; none: it tells no balance.</summary>
    [BindProperty(SupportsGet = true)]
    public DateOnly? BalanceOn { get; set; }

    /// <summary>Which of one's accounts.</summary>
    [BindProperty(SupportsGet = true)]
    public string Account { get; set; } = "wallet";

    /// <summary>pdf or csv.</summary>
    [BindProperty(SupportsGet = true)]
    public string Format { get; set; } = "pdf";

    /// <summary>The accounts that there are.</summary>
    public IReadOnlyList<string> Accounts => [.. Names.Where(name => User.Account(name) is not null)];

    /// <summary>Shows the forms.</summary>
    public void OnGet()
    {
    }

    /// <summary>The statement.</summary>
    public Task<IActionResult> OnGetStatement() =>
        Give(async own => Format == "csv" ? await papers.StatementCsv(own, From, To) : await papers.StatementPdf(own, From, To, HttpContext));

    /// <summary>The certificate.</summary>
    public Task<IActionResult> OnGetCertificate() => Give(own => papers.Certificate(own, BalanceOn, HttpContext));

    // A refusal is told on the page, in the words of the API; a file goes out as it is.
    private async Task<IActionResult> Give(Func<AccountId, Task<IResult>> make)
    {
        if (User.Account(Account) is not { } own)
        {
            return NotFound();
        }

        if (!ModelState.IsValid)
        {
            return Page();
        }

        IResult file = await make(own);
        if (file is ProblemResult problem)
        {
            ModelState.Refuse("", Refusals.Words(problem.Code));
            return Page();
        }

        await file.ExecuteAsync(HttpContext);
        return new EmptyResult();
    }
}
