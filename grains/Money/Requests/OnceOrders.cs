namespace Postmobile.Money;

/// <summary>
/// Orders whose key stays the same from try to try, also after a refusal: the ledger itself sees to it that one of them at the
/// most comes true. When nothing more shall come of them, the key is annulled.
/// </summary>
internal static class OnceOrders
{
    /// <summary>Pays, or says why not. A refusal is of this try only.</summary>
    /// <exception cref="LedgerUnavailableException">Nobody knows yet; it is given again.</exception>
    public static async Task<TransferOutcome> PayOnce(this IGrainFactory grains, OnceOrder order)
    {
        TransferOutcome outcome = await grains.Account(new AccountId(order.Payer)).Transfer(order.Request);
        return FloatIssueRules.IsDefinite(outcome) ? outcome : throw Unknown(order.Request.Key, outcome);
    }

    /// <summary>Makes sure that nothing comes of a key any more: a receipt when it had come true before, else a refusal for ever.</summary>
    /// <exception cref="LedgerUnavailableException">Nobody knows yet; it is given again.</exception>
    public static async Task<TransferOutcome> AnnulOnce(this IGrainFactory grains, AnnulOrder order)
    {
        TransferOutcome outcome = await grains.Account(new AccountId(order.Payer)).Annul(order.Key);
        return outcome.Receipt is not null || outcome.Refusal?.Code is RefusalCode.Annulled ? outcome : throw Unknown(order.Key, outcome);
    }

    private static LedgerUnavailableException Unknown(string key, TransferOutcome outcome) =>
        new($"The ledger does not say what became of {key} ({outcome.Refusal?.StableCode}).");
}

/// <summary>To pay once, word for word the same at each try.</summary>
internal sealed record OnceOrder(long Payer, TransferRequest Request);

/// <summary>To make a transfer impossible for good.</summary>
internal sealed record AnnulOrder(long Payer, string Key);
