using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.Extensions.Localization;
using Postmobile.Api.Hosting;
using Postmobile.Api.Identity;
using Postmobile.Api.Money;
using Postmobile.Money;

namespace Postmobile.Api.Pages.Money;

/// <summary>
/// The second step of a payment to a merchant: what it costs and who gets it, then the PIN. The order in the address holds the idempotency key, so
/// the page can be clicked twice, refreshed or come back to after a lost connection: it asks the ledger first and pays once.
/// </summary>
[Authorize(Policy = Policies.Customer), EnableRateLimiting(RateLimits.Money)]
public sealed class ConfirmPayModel(IGrainFactory grains, MerchantDesk desk, Orders orders, PinProof proof, IStringLocalizer texts, TimeProvider time) : PageModel
{
    /// <summary>The sealed order.</summary>
    [BindProperty(SupportsGet = true, Name = "order")]
    public string? Sealed { get; set; }

    /// <summary>The PIN.</summary>
    [BindProperty]
    public string? Pin { get; set; }

    /// <summary>What the person is asked to agree to.</summary>
    public Order Agreed { get; private set; } = null!;

    /// <summary>This page again, to ask whether the payment went.</summary>
    public string Address => Url.Page(null, new { order = Sealed })!;

    /// <summary>Shows the order, or its receipt when it is paid already.</summary>
    public async Task<IActionResult> OnGet()
    {
        if (orders.Open(Sealed, User.Wallet()) is not { } order)
        {
            return RedirectToPage("/Money/Merchants/Pay");
        }

        Agreed = order;
        Receipt? paid = await grains.Account(order.Payer).FindByKey(order.Key);
        return paid is null ? Page() : ToReceipt(paid);
    }

    /// <summary>Pays, once the PIN is right.</summary>
    public async Task<IActionResult> OnPost()
    {
        if (orders.Open(Sealed, User.Wallet()) is not { } order)
        {
            return RedirectToPage("/Money/Merchants/Pay");
        }

        Agreed = order;
        if (!await proof.Given(this, nameof(Pin), Pin))
        {
            return Page();
        }

        (TransferOutcome outcome, string? taken) = await desk.Pay(order.Payer, order.Request(PostingKind.MerchantPayment), () => grains.Pay(order, PostingKind.MerchantPayment, time));
        if (outcome.Receipt is { } receipt)
        {
            return ToReceipt(receipt);
        }

        if (taken is not null)
        {
            ModelState.Refuse("", Refusals.Words(taken));
            return Page();
        }

        Requote(order, outcome.Refusal!);
        ModelState.Refuse("", texts.Words(outcome.Refusal!));
        return Page();
    }

    // The tariff changed while the person was thinking: the same payment, by the same key, at the price of now.
    private void Requote(Order order, Refusal refusal)
    {
        if (refusal.Quote is { } quote)
        {
            Agreed = order with { Fee = quote.Fee, Tax = quote.Tax, Total = quote.Total };
            Sealed = orders.Seal(Agreed);
        }
    }

    private RedirectToPageResult ToReceipt(Receipt receipt) => RedirectToPage("/Money/Receipt", new { id = receipt.Id.ToString(), done = 1 });
}
