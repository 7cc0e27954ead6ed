using Postmobile.Documents;

namespace Postmobile.Money;

/// <summary>What lies in the document of a sale.</summary>
public sealed record SaleState
{
    /// <summary>Who pays it, or is about to.</summary>
    public long Payer { get; init; }

    /// <summary>By which key.</summary>
    public string Key { get; init; } = "";
}

/// <inheritdoc cref="ISaleGrain"/>
/// <remarks>The claim is durable before its payment is ordered; whether that was paid the ledger alone says.</remarks>
[GrainType("money.sale")]
internal sealed class SaleGrain([PersistentState("money.sale")] IPersistentState<Document<SaleState>> document) : DurableGrain<SaleState>(document), ISaleGrain
{
    public async Task<SaleClaim> Claim(AccountId payer, string key)
    {
        if (State.Payer == payer.Value && State.Key == key)
        {
            return SaleClaim.Yours;
        }

        if (State.Payer != 0)
        {
            TransferOutcome before = await GrainFactory.Account(new AccountId(State.Payer)).Annul(State.Key);
            if (before.Refusal?.Code is not RefusalCode.Annulled)
            {
                return before.Receipt is null ? SaleClaim.Unknown : SaleClaim.Paid;
            }
        }

        State = new SaleState { Payer = payer.Value, Key = key };
        await Save();
        return SaleClaim.Yours;
    }
}
