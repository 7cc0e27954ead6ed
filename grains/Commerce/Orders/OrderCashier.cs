using Postmobile.Money;

namespace Postmobile.Commerce;

/// <summary>
/// Carries an order's payments to the ledger. Whatever crashes in between, the same payment asked for again ends in the
/// same transfers, because every choice that it makes follows from what the ledger already has under its keys.
/// </summary>
internal sealed class OrderCashier(IGrainFactory grains)
{
    private const int AttemptsMax = 5;

    /// <summary>Pays, or says that nobody knows yet.</summary>
    /// <exception cref="LedgerUnavailableException">Ask again later.</exception>
    public async Task<OrderPaid> Pay(OrderPayment payment)
    {
        if (payment.MayLend)
        {
            return await PayOrLend(payment);
        }

        TransferOutcome outcome = await Transfer(payment.Payer, payment.Key, payment.Legs, payment.Note);
        if (outcome.Receipt is { } receipt)
        {
            return new OrderPaid { Transfer = receipt.Id };
        }

        if (IsPayees(outcome.Refusal) && await Annulled(payment.Payer, payment.Key) is { } late)
        {
            return new OrderPaid { Transfer = late.Id };
        }

        // An escrow that is short waits for the post's coupon, and the post's own accounts for better days.
        return IsPayees(outcome.Refusal) ? await PayEach(payment) : throw Unknown(payment.Key, outcome);
    }

    /// <summary>One payee takes nothing. Each gets their part in a transfer of its own, and who takes none has it in suspense.</summary>
    private async Task<OrderPaid> PayEach(OrderPayment payment)
    {
        var suspended = new List<AccountId>();
        TransferId? first = null;
        for (int i = 0; i < payment.Legs.Count; i++)
        {
            TransferLeg leg = payment.Legs[i];
            string key = $"{payment.Key}-{i}";
            TransferOutcome outcome = await Transfer(payment.Payer, key, [leg], payment.Note);
            Receipt? receipt = outcome.Receipt;
            if (receipt is null && IsPayees(outcome.Refusal))
            {
                receipt = await Annulled(payment.Payer, key);
                if (receipt is null)
                {
                    suspended.Add(leg.Payee);
                    outcome = await Transfer(payment.Payer, key + "-suspense", [leg with { Payee = PostAccounts.Suspense }], payment.Note);
                    receipt = outcome.Receipt;
                }
            }

            first ??= receipt?.Id ?? throw Unknown(key, outcome);
            _ = receipt ?? throw Unknown(key, outcome);
        }

        return new OrderPaid { Transfer = first, Suspended = suspended };
    }

    /// <summary>Takes of the payer what is there, buyer first, and lends what is missing.</summary>
    private async Task<OrderPaid> PayOrLend(OrderPayment payment)
    {
        (long taken, TransferId? transfer, bool refused) = await Take(payment);
        List<TransferLeg> missing = Missing(payment.Legs, taken);
        OrderPaid lent = new();
        if (missing.Count > 0)
        {
            lent = await Pay(new OrderPayment
            {
                Key = payment.Key + "-lent",
                Payer = PostAccounts.Fees,
                Legs = missing,
                Note = payment.Note,
            });
        }

        return new OrderPaid
        {
            Transfer = transfer ?? lent.Transfer,
            Lent = payment.Total - taken,
            Suspended = refused ? [payment.Legs[0].Payee] : lent.Suspended,
        };
    }

    private async Task<(long Taken, TransferId? Transfer, bool Refused)> Take(OrderPayment payment)
    {
        IAccountGrain payer = grains.Account(payment.Payer);
        string key = payment.Key;
        IReadOnlyList<TransferLeg> legs = payment.Legs;
        TransferOutcome outcome = default;
        bool refused = false;
        if (await payer.FindByKey(key + "-suspense") is { } suspended)
        {
            return (suspended.Total, suspended.Id, true);
        }

        for (int attempt = 0; attempt < AttemptsMax; attempt++)
        {
            if (await payer.FindByKey(key) is { } done)
            {
                return (done.Total, done.Id, refused);
            }

            AccountView? view = await payer.Look();
            long there = view is null || view.Closed || view.Freeze.HasFlag(Freeze.Debits) ? 0 : Math.Clamp(view.Available, 0, payment.Total);
            if (there == 0)
            {
                return await Annulled(payment.Payer, key) is { } late ? (late.Total, late.Id, refused) : (0, null, refused);
            }

            outcome = await Transfer(payment.Payer, key, Cut(legs, there), payment.Note);
            if (outcome.Refusal?.Code is RefusalCode.Annulled && !refused)
            {
                return (0, null, refused);
            }

            if (IsPayees(outcome.Refusal) && await Annulled(payment.Payer, key) is null)
            {
                // The buyer's account takes nothing: their part goes to suspense, out of the same takings.
                (refused, key) = (true, payment.Key + "-suspense");
                legs = [legs[0] with { Payee = PostAccounts.Suspense }, .. legs.Skip(1)];
            }
        }

        throw Unknown(key, outcome);
    }

    /// <summary>What is not taken of legs that go to others than the post, which is owed its own part.</summary>
    private static List<TransferLeg> Missing(IReadOnlyList<TransferLeg> legs, long taken)
    {
        var missing = new List<TransferLeg>();
        foreach (TransferLeg leg in legs)
        {
            long part = Math.Min(leg.Amount, taken);
            taken -= part;
            if (leg.Amount > part && leg.Payee != PostAccounts.Fees)
            {
                missing.Add(new TransferLeg(leg.Payee, leg.Amount - part, PostingKind.RefundAdvance));
            }
        }

        return missing;
    }

    /// <summary>The first legs as far as the money goes.</summary>
    private static List<TransferLeg> Cut(IReadOnlyList<TransferLeg> legs, long amount)
    {
        var cut = new List<TransferLeg>();
        foreach (TransferLeg leg in legs)
        {
            long part = Math.Min(leg.Amount, amount);
            amount -= part;
            if (part > 0)
            {
                cut.Add(leg with { Amount = part });
            }
        }

        return cut;
    }

    private Task<TransferOutcome> Transfer(AccountId payer, string key, IReadOnlyList<TransferLeg> legs, string note) => grains.Account(payer).Transfer(new TransferRequest
    {
        Key = key,
        Payee = legs[0].Payee,
        Amount = legs[0].Amount,
        Kind = legs[0].Kind,
        MoreLegs = legs.Count > 1 ? [.. legs.Skip(1)] : null,
        Note = note,
    });

    /// <summary>Makes sure that a refused transfer never happens; its receipt when it had happened after all.</summary>
    private async Task<Receipt?> Annulled(AccountId payer, string key)
    {
        TransferOutcome last = await grains.Account(payer).Annul(key);
        return last.Receipt ?? (last.Refusal?.Code is RefusalCode.Annulled ? null : throw Unknown(key, last));
    }

    /// <summary>Whether it is the payee who does not take it; a key that was annulled before was so for this reason.</summary>
    private static bool IsPayees(Refusal? refusal) =>
        refusal?.Code is RefusalCode.PayeeFrozen or RefusalCode.PayeeClosed or RefusalCode.UnknownPayee or RefusalCode.BalanceCapExceeded or RefusalCode.Annulled;

    private static LedgerUnavailableException Unknown(string key, TransferOutcome outcome) =>
        new($"The ledger does not say what became of {key} ({outcome.Refusal?.StableCode}).");
}
