using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Postmobile.Documents;
using Postmobile.Identity;

namespace Postmobile.Money;

/// <summary>
/// Decides refunds of one sale in one place, so that two clerks at two tills cannot together give back more than was paid. The order
/// stays in the outbox until the ledger has said yes or no; only a definite no frees the amount again.
/// </summary>
[GrainType("money.refunds")]
internal sealed class RefundsGrain([PersistentState("money.refunds")] IPersistentState<Document<RefundsState>> document)
    : DurableGrain<RefundsState>(document), IRefundsGrain
{
    private const string OrderKind = "refund";
    private const string TellKind = "tell";

    private TransferId Sale => TransferId.TryParse(this.GetPrimaryKeyString()[2..], out TransferId sale) ? sale : default;

    public async Task<RefundOutcome> Refund(RefundRequest request)
    {
        if (await FindSale(request.Merchant) is not { } sale)
        {
            return MerchantRefusal.NotFound;
        }

        AccountView? takings = await GrainFactory.GetGrain<IAccountGrain>(request.Merchant.Value).Look();
        if (State.All.FirstOrDefault(refund => refund.Key == request.Key) is { } earlier)
        {
            return earlier.Amount == request.Amount && earlier.Reason == request.Reason
                ? new RefundOutcome { Refund = earlier, Replayed = true }
                : MerchantRefusal.IdempotencyConflict;
        }

        RefundsState state = Begun(sale, takings);
        if (MerchantRules.Check(state, request, takings?.Available ?? 0) is { } refusal)
        {
            return refusal;
        }

        var refund = new Refund
        {
            Key = request.Key,
            Amount = request.Amount,
            Reason = request.Reason,
            AtMs = Clock.GetUtcNow().ToUnixTimeMilliseconds(),
            Status = RefundStatus.Approved,
        };
        State = state with { All = [.. state.All, refund] };
        Send(OrderKind, request);
        await Save();
        return new RefundOutcome { Refund = refund };
    }

    public async Task<Refunds?> Look(AccountId merchant) =>
        await FindSale(merchant) is { } sale ? new Refunds(sale, MerchantRules.Left(Begun(sale, null)), State.All) : null;

    public async Task Settle(string key, TransferOutcome outcome)
    {
        Refund? refund = State.All.FirstOrDefault(one => one.Key == key);
        if (refund is not { Status: RefundStatus.Approved })
        {
            return;
        }

        Refund settled = outcome.Receipt is { } receipt
            ? refund with { Status = RefundStatus.Paid, Transfer = receipt.Id.ToString() }
            : refund with { Status = RefundStatus.Failed, Failure = outcome.Refusal?.StableCode };
        State = State with { All = [.. State.All.Select(one => one.Key == key ? settled : one)] };
        if (settled.Status is RefundStatus.Paid)
        {
            Send(TellKind, settled);
        }

        await Save();
    }

    protected override Task Deliver(OutboxItem item) => item.Kind switch
    {
        OrderKind => Pay(item.Read<RefundRequest>()),
        TellKind => Tell(MessageKey(item), item.Read<Refund>()),
        _ => base.Deliver(item),
    };

    private async Task Pay(RefundRequest order)
    {
        var merchant = GrainFactory.GetGrain<IAccountGrain>(order.Merchant.Value);

        // No key of the merchant's own begins so; hashed, because both parts may be as long as a key may be.
        string key = "§refund-" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(this.GetPrimaryKeyString() + "\n" + order.Key)).AsSpan(0, 16));
        TransferOutcome outcome = await merchant.Transfer(new TransferRequest
        {
            Key = key, Payee = new AccountId(State.Customer), Amount = order.Amount, Kind = PostingKind.Refund, Note = order.Reason,
        });
        if (outcome.Receipt is null && FloatIssueRules.IsDefinite(outcome))
        {
            // An earlier try of unknown fate must end before the amount is free again.
            TransferOutcome last = await merchant.Annul(key);
            outcome = last.Refusal?.Code is RefusalCode.Annulled ? outcome : last;
        }

        if (!FloatIssueRules.IsDefinite(outcome))
        {
            throw new LedgerUnavailableException($"The ledger does not say what became of a refund ({outcome.Refusal?.StableCode}).");
        }

        await this.AsReference<IRefundsGrain>().Settle(order.Key, outcome);
    }

    private async Task Tell(string messageKey, Refund refund)
    {
        AccountView? customer = await GrainFactory.GetGrain<IAccountGrain>(State.Customer).Look();
        if (customer is not { Profile.Owner: { Length: > 0 } owner })
        {
            return;
        }

        string amount = refund.Amount.ToString("N0", CultureInfo.GetCultureInfo("fr-FR")).Replace('\u202f', ' ').Replace('\u00a0', ' ');
        await GrainFactory.GetGrain<ICustomerGrain>(owner).Tell(messageKey, new Words(
            $"{State.MerchantName} vous a remboursé {amount} FCFA. Motif : {refund.Reason}",
            $"{State.MerchantName} azongiseli yo {amount} FCFA. Ntina: {refund.Reason}",
            $"{State.MerchantName} me vutudila nge {amount} FCFA. Kikuma: {refund.Reason}",
            $"{State.MerchantName} has refunded you {amount} FCFA. Reason: {refund.Reason}"));
    }

    private async Task<Receipt?> FindSale(AccountId merchant) =>
        await GrainFactory.GetGrain<IAccountGrain>(Sale.Payer.Value).Find(Sale) is { Kind: PostingKind.MerchantPayment } sale && sale.Payee == merchant ? sale : null;

    private RefundsState Begun(Receipt sale, AccountView? takings) => State.Merchant != 0 ? State : new RefundsState
    {
        Merchant = sale.Payee.Value,
        Customer = sale.Id.Payer.Value,
        Amount = sale.Amount,
        MerchantName = takings?.Profile.DisplayName ?? "",
    };
}
