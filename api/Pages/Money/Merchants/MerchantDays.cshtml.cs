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

namespace Postmobile.Api.Pages.Money;

/// <summary>A merchant's days: what was paid, given back and kept; and the takings' way to the merchant's own wallet.</summary>
[Authorize(Policy = Policies.Merchant), EnableRateLimiting(RateLimits.Money)]
public sealed class MerchantDaysModel(IGrainFactory grains, SignInService signIn, IStringLocalizer texts, TimeProvider time) : PageModel
{
    private const int DaysShown = 31;

    /// <summary>The idempotency key of the payout in the form.</summary>
    [BindProperty]
    public string Key { get; set; } = Guid.NewGuid().ToString("N");

    /// <summary>What is to go to the wallet, as typed.</summary>
    [BindProperty]
    public string? Amount { get; set; }

    /// <summary>The PIN.</summary>
    [BindProperty]
    public string? Pin { get; set; }

    /// <summary>The days on which money moved, newest first.</summary>
    public IReadOnlyList<MerchantDay> Days { get; private set; } = [];

    /// <summary>The takings.</summary>
    public AccountView Account { get; private set; } = null!;

    /// <summary>Shows a month.</summary>
    public async Task OnGet()
    {
        DateOnly today = Say.Today(time);
        AccountId takings = User.MerchantAccount()!.Value;
        Days = [.. (await grains.GetGrain<IMerchantsGrain>(0).Days(takings, today.AddDays(1 - DaysShown), today)).Reverse()];
        Account = (await grains.Account(takings).Look())!;
    }

    /// <summary>The same as a file.</summary>
    public async Task<IActionResult> OnGetFile()
    {
        DateOnly today = Say.Today(time);
        IReadOnlyList<MerchantDay> days = await grains.GetGrain<IMerchantsGrain>(0).Days(User.MerchantAccount()!.Value, today.AddDays(1 - DaysShown), today);
        await MerchantFiles.Days(days).ExecuteAsync(HttpContext);
        return new EmptyResult();
    }

    /// <summary>Moves takings to the wallet, once the PIN is right.</summary>
    public async Task<IActionResult> OnPost()
    {
        if (!Say.TryReadAmount(Amount, out long amount))
        {
            ModelState.AddModelError(nameof(Amount), "error.amount");
        }
        else if (await signIn.Prove(HttpContext, Pin) is { } wrong)
        {
            ModelState.Refuse(nameof(Pin), texts.Words(wrong, time.GetUtcNow()));
        }
        else
        {
            TransferRequest request = new() { Key = Key, Payee = User.Wallet(), Amount = amount, Kind = PostingKind.Settlement };
            TransferOutcome outcome = await grains.Account(User.MerchantAccount()!.Value).Transfer(request);
            if (outcome.Receipt is { } receipt)
            {
                return RedirectToPage("/Money/Receipt", new { id = receipt.Id.ToString(), done = 1 });
            }

            ModelState.Refuse(nameof(Amount), texts.Words(outcome.Refusal!));
        }

        await OnGet();
        return Page();
    }
}
