using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Postmobile.Api.Money;
using Postmobile.Api.Translations;
using Postmobile.Money;

namespace Postmobile.Api.Pages.Money.Tariffs;

/// <summary>The whole fee table, for everybody, before registering; and what a given amount would cost.</summary>
[AllowAnonymous]
public sealed class FeesModel(IGrainFactory grains) : PageModel
{
    private const long AmountMax = 1_000_000_000_000;

    /// <summary>The moment that is asked about; null for now.</summary>
    [BindProperty(SupportsGet = true, Name = "at")]
    public DateTimeOffset? At { get; set; }

    /// <summary>The operation to reckon.</summary>
    [BindProperty(SupportsGet = true, Name = "operation")]
    public string? Operation { get; set; }

    /// <summary>The amount as typed.</summary>
    [BindProperty(SupportsGet = true, Name = "amount")]
    public string? Amount { get; set; }

    /// <summary>The payer's tier.</summary>
    [BindProperty(SupportsGet = true, Name = "tier")]
    public short Tier { get; set; } = 1;

    /// <summary>The table.</summary>
    public TariffInForce Tariff { get; private set; } = null!;

    /// <summary>Tiers that have prices of their own, and the first one beside them.</summary>
    public IReadOnlyList<short> Tiers { get; private set; } = [];

    /// <summary>The operation that was chosen, or withdrawals, which people ask about first.</summary>
    public PostingKind Kind { get; private set; } = PostingKind.CashOut;

    /// <summary>The amount that was read.</summary>
    public long Reckoned { get; private set; }

    /// <summary>What it costs; null when nothing was asked.</summary>
    public Charges? Answer { get; private set; }

    /// <summary>Shows the table, and the answer when an amount was given.</summary>
    public async Task OnGet()
    {
        // Somebody else's link with a moment or tier that is none asks about now.
        At = ModelState.TryGetValue("at", out var moment) && moment.Errors.Count > 0 ? null : At;
        ModelState.Remove("at");
        ModelState.Remove("tier");
        Tariff = await grains.Tariff().At(At);
        short[] own = [.. Tariff.Lines.Select(line => line.Tier).OfType<short>().Distinct()];
        Tiers = own.Length == 0 ? [] : [.. own.Append((short)1).Distinct().Order()];
        Kind = TariffEndpoints.TryRead(Operation, out PostingKind kind) && TariffCard.Reckoned(Tariff.Lines).Contains(kind) ? kind : Kind;
        if (Amount is null)
        {
            return;
        }

        if (!Say.TryReadAmount(Amount, out long amount) || amount > AmountMax)
        {
            ModelState.AddModelError("amount", "error.amount");
            return;
        }

        (Reckoned, Answer) = (amount, await grains.Tariff().Charge(Kind, Tier, amount));
    }
}
