using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Postmobile.Api.Identity;
using Postmobile.Money;

namespace Postmobile.Api.Pages.Money;

/// <summary>The receipt of one transfer, for its payer and its payee. To anybody else it does not exist.</summary>
[Authorize(Policy = Policies.Customer)]
public sealed class ReceiptModel(IGrainFactory grains) : PageModel
{
    /// <summary>The transfer as the ledger has it.</summary>
    public Receipt Paid { get; private set; } = null!;

    /// <summary>Whether the one who looks is the one who paid.</summary>
    public bool Outgoing { get; private set; }

    /// <summary>Whether the payer could ask for it back; whether it is still in time is said when they do.</summary>
    public bool MayRecall => Outgoing && (Paid.Kind is PostingKind.Transfer or PostingKind.RequestPaid);

    /// <summary>Shows the receipt.</summary>
    public async Task<IActionResult> OnGet(string id)
    {
        if (!TransferId.TryParse(id, out TransferId transfer) || await grains.Account(transfer.Payer).Find(transfer) is not { } receipt)
        {
            return NotFound();
        }

        AccountId[] own = [.. User.OwnAccounts()];
        Outgoing = own.Contains(transfer.Payer);
        if (!Outgoing && !own.Contains(receipt.Payee))
        {
            return NotFound();
        }

        Paid = receipt;
        return Page();
    }
}
