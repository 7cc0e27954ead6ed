using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.RateLimiting;
using Postmobile.Api.Hosting;
using Postmobile.Api.Identity;
using Postmobile.Api.Money;
using Postmobile.Api.Translations;
using Postmobile.Money;

namespace Postmobile.Api.Pages.Money;

/// <summary>A merchant's till: the code on the counter, a code for one sale, and what was paid last. It rings when paid.</summary>
[Authorize(Policy = Policies.Merchant), EnableRateLimiting(RateLimits.Money)]
public sealed class TillModel(IGrainFactory grains, MerchantDesk desk) : PageModel
{
    private const int LinesShown = 8;

    /// <summary>The amount of the sale, as typed.</summary>
    [BindProperty(SupportsGet = true)]
    public string? Amount { get; set; }

    /// <summary>The reference of the sale on the screen.</summary>
    [BindProperty(SupportsGet = true, Name = "ref")]
    public string? Reference { get; set; }

    /// <summary>The merchant; null before the first profile.</summary>
    public Merchant? Merchant { get; private set; }

    /// <summary>The takings.</summary>
    public AccountView Account { get; private set; } = null!;

    /// <summary>What moved last.</summary>
    public IReadOnlyList<StatementLine> Last { get; private set; } = [];

    /// <summary>What the sale on the screen asks; null: none is.</summary>
    public long? Asked { get; private set; }

    /// <summary>The payment of the sale on the screen, once it is there.</summary>
    public StatementLine? Paid { get; private set; }

    /// <summary>The QR code to show.</summary>
    public string Payload => MerchantDesk.Payload(Merchant!, Asked, Asked is null ? null : Reference);

    /// <summary>Shows the till; an amount without a reference gets one, so that a refresh shows the same sale.</summary>
    public async Task<IActionResult> OnGet()
    {
        ModelState.Remove("ref");
        if (!string.IsNullOrWhiteSpace(Amount) && Say.TryReadAmount(Amount, out long amount) && amount is > 0 and <= 999_999_999_999)
        {
            if (!MerchantDesk.IsReference(Reference))
            {
                return RedirectToPage(new { amount, @ref = MerchantDesk.NewReference() });
            }

            Asked = amount;
        }
        else if (!string.IsNullOrWhiteSpace(Amount))
        {
            ModelState.AddModelError(nameof(Amount), "error.amount");
        }

        Merchant = await grains.Merchant(User).Look();
        IAccountGrain takings = grains.Account(User.MerchantAccount()!.Value);
        Account = (await takings.Look())!;
        Last = (await takings.Statement(new StatementQuery { Limit = LinesShown })).Lines;
        Paid = Asked is { } asked ? await desk.FindPaid(Account.Account, asked, Reference!) : null;
        return Page();
    }
}
