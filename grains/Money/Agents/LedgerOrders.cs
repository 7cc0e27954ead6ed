namespace Postmobile.Money;

/// <summary>Orders to the ledger that lie in a document's outbox until there is a definite answer.</summary>
internal static class LedgerOrders
{
    /// <summary>
    /// Gives an order and answers with what is true for ever: a receipt, or a refusal after which the order can never come true.
    /// </summary>
    /// <param name="payer">Whose order it is.</param>
    /// <param name="key">Its key.</param>
    /// <param name="order">The order itself, the same at each attempt.</param>
    /// <exception cref="LedgerUnavailableException">Nobody knows yet; it is given again.</exception>
    public static async Task<TransferOutcome> Settle(this IAccountGrain payer, string key, Func<Task<TransferOutcome>> order)
    {
        TransferOutcome outcome = await order();
        if (outcome.Receipt is null && FloatIssueRules.IsDefinite(outcome))
        {
            // An earlier try of unknown fate might still come true: that must end before anybody hears that it failed.
            TransferOutcome last = await payer.Annul(key);
            outcome = last.Refusal?.Code is RefusalCode.Annulled ? outcome : last;
        }

        return FloatIssueRules.IsDefinite(outcome)
            ? outcome
            : throw new LedgerUnavailableException($"The ledger does not say what became of {key} ({outcome.Refusal?.StableCode}).");
    }

    /// <summary>Holds; the receipt's payee is the holding account.</summary>
    public static Task<TransferOutcome> HoldFor(this IGrainFactory grains, HoldOrder order)
    {
        IAccountGrain account = grains.Account(new AccountId(order.Account));
        return account.Settle(order.Key, async () => (await account.Hold(new HoldRequest { Key = order.Key, Amount = order.Amount, Note = order.Note })).Transfer);
    }

    /// <summary>Pays out of what is held.</summary>
    public static Task<TransferOutcome> CaptureFor(this IGrainFactory grains, CaptureOrder order)
    {
        IAccountGrain hold = grains.Account(new AccountId(order.Hold));
        List<TransferLeg> more = [];
        if (order.Fee > 0)
        {
            more.Add(new TransferLeg(PostAccounts.Fees, order.Fee, PostingKind.Fee));
        }

        if (order.Tax > 0)
        {
            more.Add(new TransferLeg(PostAccounts.Taxes, order.Tax, PostingKind.Tax));
        }

        var request = new CaptureRequest
        {
            Key = order.Key, Payee = new AccountId(order.Payee), Amount = order.Amount, Kind = order.Kind, Note = order.Note, MoreLegs = more.Count > 0 ? more : null,
        };
        return hold.Settle(order.Key, () => hold.Capture(request));
    }

    /// <summary>Gives back what is held. There is no refusal: it is repeated until it is done.</summary>
    public static async Task<TransferOutcome> ReleaseFor(this IGrainFactory grains, ReleaseOrder order)
    {
        TransferOutcome outcome = await grains.Account(new AccountId(order.Hold)).Capture(new CaptureRequest { Key = order.Key });
        return outcome.Receipt is not null ? outcome : throw new LedgerUnavailableException($"What {order.Hold} holds has not gone back yet ({outcome.Refusal?.StableCode}).");
    }
}

/// <summary>To hold money of an account.</summary>
internal sealed record HoldOrder(string Key, long Account, long Amount, string? Note);

/// <summary>To pay out of what is held.</summary>
internal sealed record CaptureOrder(string Key, long Hold, long Payee, long Amount, long Fee, long Tax, PostingKind Kind, string? Note);

/// <summary>To give back what is held.</summary>
internal sealed record ReleaseOrder(string Key, long Hold);

/// <summary>To tell a person by SMS and, on what they look at, live.</summary>
internal sealed record TellOrder(string Person, Identity.Words? Words, string Kind, string Subject);
