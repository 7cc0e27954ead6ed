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

            if (debts.HasFlag(LedgerDebts.Tier) && kind == AccountKind.Wallet && await account.Look() is { } wallet && wallet.Tier != State.Tier)
            {
                Demand(await account.SetTier(State.Tier, "papers were checked"));
            }

            // An account that is opened just now must not be a way around what is stopped.
            bool opened = debts.HasFlag(LedgerDebts.Open) && CustomerRules.Stopped(State) != Money.Freeze.None;
            if (opened || (debts & (LedgerDebts.Freeze | LedgerDebts.Unfreeze | LedgerDebts.Restriction)) != LedgerDebts.None)
            {
                await SetFrozen(account);
            }
        }

        State.CreditsStopped = CustomerRules.Stopped(State).HasFlag(Money.Freeze.Credits);
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

    // A block stops debits only: what others send must still arrive. A freeze of credits that somebody else has ordered stays.
    private async Task SetFrozen(IAccountGrain account)
    {
        Freeze now = (await account.Look())?.Freeze ?? Money.Freeze.None;
        Freeze wanted = CustomerRules.Stop(State, now);
        if (wanted != now)
        {
            string reason = State.Restriction is { } restriction ? $"an operator: {restriction.Reason}"
                : State.BlockedAt is not null ? $"blocked by {State.BlockedBy}"
                : "allowed again by an operator";
            Demand(await account.SetFreeze(wanted, reason.Length <= 140 ? reason : reason[..140]));
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
