using Postmobile.Money;

namespace Postmobile.Identity;

internal sealed partial class CustomerGrain
{
    public async Task<ClosingOutcome> Close()
    {
        if (State.CreatedAt is null || State.Roles.Any(role => role is not Role.Customer) || State.Float > 0 || State.Merchant > 0)
        {
            // Who works for the post or holds other accounts ends that first.
            return new ClosingOutcome { Identity = State.CreatedAt is null ? IdentityRefusalCode.UnknownCustomer : IdentityRefusalCode.NotAllowed };
        }

        if (State.BlockedAt is not null)
        {
            return new ClosingOutcome { Identity = IdentityRefusalCode.WalletBlocked };
        }

        // What is being asked back comes to its end while there is a wallet for it to come to.
        if (State.ClosedAt is null && (await GrainFactory.GetGrain<IRecallsGrain>(0).Of(new CustomerId(Key))).Any(recall => recall.Open))
        {
            return new ClosingOutcome { Mistake = MistakeRefusal.RecallOpen };
        }

        // The ledger first: once it has closed, repeating this after a crash does the rest.
        if (State.ClosedAt is null && await GrainFactory.Account(new AccountId(State.Wallet)).Close("closed by its owner") is { } refusal)
        {
            return new ClosingOutcome { Ledger = refusal };
        }

        if (State.ClosedAt is null)
        {
            Text(State.Phone, SmsTexts.Closed(State.Language));
            ReleaseNumber();
            (State.ClosedAt, State.Phone, State.PinHash, State.PinCode, State.NumberChange) = (Now, "", "", null, null);
            (State.Email, State.EmailChange) = (null, null);
            State.LedgerDebts = LedgerDebts.None; // a closed account hears nothing more
            State.Devices.Clear();
            CustomerRules.EndSessions(State, Now);
            await Save();
            LogClosed(Key);
        }

        return new ClosingOutcome();
    }
}
