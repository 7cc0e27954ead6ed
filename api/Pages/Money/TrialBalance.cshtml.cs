using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Postmobile.Api.Identity;
using Postmobile.Money;

namespace Postmobile.Api.Pages.Money;

/// <summary>Whether the books balance, at a glance, by kind of account, and the button that proves it from the postings alone.</summary>
[Authorize(Policy = Policies.Books)]
public sealed class TrialBalanceModel(IGrainFactory grains) : PageModel
{
    /// <summary>The totals.</summary>
    public TrialBalance Books { get; private set; } = null!;

    /// <summary>How the running or last verification stands. The ledger knows it, so a reload of the page loses nothing.</summary>
    public VerificationStatus? Verification { get; private set; }

    /// <summary>What lies in the trust account at the bank, by our books.</summary>
    public long Trust => -Books.Lines.Where(line => line.Kind == AccountKind.Trust && line.Currency == Currency.XAF).Sum(line => line.Balance);

    /// <summary>Shows the books.</summary>
    public async Task OnGet()
    {
        Task<VerificationStatus?> verification = grains.Ledger().Verification();
        Books = await grains.Ledger().TrialBalance();
        Verification = await verification;
    }

    /// <summary>Only the part about the verification, for the script that asks while it runs.</summary>
    public async Task<IActionResult> OnGetVerification() => Partial("_Verification", await grains.Ledger().Verification());

    /// <summary>Starts a verification, or joins the one that runs.</summary>
    public async Task<IActionResult> OnPostVerify()
    {
        await grains.Ledger().StartVerification();
        return RedirectToPage();
    }
}
