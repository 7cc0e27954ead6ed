using Postmobile.Money;

namespace Postmobile.Identity;

internal sealed partial class CustomerGrain
{
    // Tells the ledger what it has yet to hear. Each call can be repeated, so a crash in the midst is mended by waking again.
    private async Task<IdentityRefusal?> SettleLedger()
    {
        (LedgerDebts debts, int version) = (State.LedgerDebts, State.LedgerDebtsVersion);
        if (debts == LedgerDebts.None)
        {
            return null;
        }

        try
        {
            await Settle(debts);
        }
        catch (Exception failure) when (failure is not Documents.DocumentNotSavedException)
        {
            LogLedgerUnavailable(Key, failure.GetType().Name);
            State.LedgerDebtsDueAt = Now + CustomerRules.LedgerRetry;
            await Save();
            return IdentityRefusalCode.LedgerPending;
        }

        if (version == State.LedgerDebtsVersion)
        {
            State.LedgerDebts = LedgerDebts.None;
            await Save();
        }

        return null;
    }

    private async Task Settle(LedgerDebts debts)
    {
        await AllocateAccounts();
        AccountProfile profile = CustomerRules.Profile(Key, State);
        foreach ((AccountId id, AccountKind kind) in CustomerRules.Accounts(State).ToList())
        {
            IAccountGrain account = GrainFactory.GetGrain<IAccountGrain>(id.Value);
            if (debts.HasFlag(LedgerDebts.Open))
            {
                Demand(await account.Open(new AccountOpening { Kind = kind, Tier = CustomerRules.TierOf(kind, State), Profile = profile }));
            }

            if (debts.HasFlag(LedgerDebts.Profile))
            {
                Demand(await account.SetProfile(profile));
            }

            if ((debts & (LedgerDebts.Freeze | LedgerDebts.Unfreeze)) != LedgerDebts.None)
            {
                await SetDebitsFrozen(account, debts.HasFlag(LedgerDebts.Freeze));
            }
        }
    }

    // An account's number is remembered before the account is opened, so that a crash in between opens no second one.
    private async Task AllocateAccounts()
    {
        ILedgerGrain ledger = GrainFactory.GetGrain<ILedgerGrain>(0);
        long before = State.Wallet + State.Float + State.Merchant;
        State.Wallet = State.Wallet > 0 ? State.Wallet : (await ledger.Allocate()).Value;
        if (State.Float == 0 && State.Roles.Contains(Role.Agent))
        {
            State.Float = (await ledger.Allocate()).Value;
        }

        if (State.Merchant == 0 && State.Roles.Contains(Role.Merchant))
        {
            State.Merchant = (await ledger.Allocate()).Value;
        }

        if (State.Wallet + State.Float + State.Merchant != before)
        {
            await Save();
        }
    }

    // Only debits: what others send must still arrive. A freeze of credits that somebody else has ordered stays.
    private async Task SetDebitsFrozen(IAccountGrain account, bool frozen)
    {
        Freeze now = (await account.Look())?.Freeze ?? Freeze.None;
        Freeze wanted = frozen ? now | Freeze.Debits : now & ~Freeze.Debits;
        if (wanted != now)
        {
            Demand(await account.SetFreeze(wanted, frozen ? $"blocked by {State.BlockedBy}" : "unblocked by an operator"));
        }
    }

    private static void Demand(Refusal? refusal)
    {
        if (refusal is not null)
        {
            throw new InvalidOperationException($"The ledger refused: {refusal.StableCode}.");
        }
    }
}
