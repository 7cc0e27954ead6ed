using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.Extensions.Localization;
using Postmobile.Api.Hosting;
using Postmobile.Api.Identity;
using Postmobile.Money;

namespace Postmobile.Api.Pages.Money;

/// <summary>The counter's second step: the agent reads the customer's masked name aloud, counts the cash and agrees.</summary>
[Authorize(Policy = Policies.Agent), EnableRateLimiting(RateLimits.Money)]
public sealed class ConfirmCashInModel(IGrainFactory grains, Orders orders, IStringLocalizer texts, TimeProvider time) : PageModel
{
    /// <summary>The sealed order, with the idempotency key in it.</summary>
    [BindProperty(SupportsGet = true, Name = "order")]
    public string? Sealed { get; set; }

    /// <summary>What the agent is asked to agree to.</summary>
    public Order Agreed { get; private set; } = null!;

    /// <summary>This page again, to ask whether it went.</summary>
    public string Address => Url.Page(null, new { order = Sealed })!;

    /// <summary>Shows the order, or its receipt when it has been done already.</summary>
    public async Task<IActionResult> OnGet()
    {
        if (Open() is not { } order)
        {
            return RedirectToPage("/Money/CashIn");
        }

        Agreed = order;
        Receipt? paid = await grains.Account(order.Payer).FindByKey(order.Key);
        return paid is null ? Page() : ToReceipt(paid);
    }

    /// <summary>Gives the e-money.</summary>
    public async Task<IActionResult> OnPost()
    {
        if (Open() is not { } order)
        {
            return RedirectToPage("/Money/CashIn");
        }

        Agreed = order;
        TransferOutcome outcome = await grains.Pay(order, PostingKind.CashIn, time);
        if (outcome.Receipt is { } receipt)
        {
            return ToReceipt(receipt);
        }

        ModelState.Refuse("", texts.Words(outcome.Refusal!));
        return Page();
    }

    private Order? Open() => User.Float() is { } number ? orders.Open(Sealed, number) : null;

    private RedirectToPageResult ToReceipt(Receipt receipt) => RedirectToPage("/Money/Receipt", new { id = receipt.Id.ToString() });
}
