using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.RateLimiting;
using Postmobile.Api.Hosting;
using Postmobile.Api.Identity;
using Postmobile.Api.Money;

namespace Postmobile.Api.Pages.Money;

/// <summary>A receipt as a file, for its payer and its payee. To anybody else it does not exist.</summary>
[Authorize(Policy = Policies.Customer)]
[EnableRateLimiting(RateLimits.Money)]
public sealed class ReceiptFileModel(PaperFiles papers) : PageModel
{
    /// <summary>Sends the file.</summary>
    public async Task<IActionResult> OnGet(string id)
    {
        if (await papers.Receipt(id, User.OwnAccounts(), HttpContext) is not { } file)
        {
            return NotFound();
        }

        await file.ExecuteAsync(HttpContext);
        return new EmptyResult();
    }
}
