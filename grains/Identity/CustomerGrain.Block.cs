namespace Postmobile.Identity;

internal sealed partial class CustomerGrain
{
    public async Task<IdentityRefusal?> Block(BlockedBy by, CustomerId? actor)
    {
        if (State.CreatedAt is null)
        {
            return IdentityRefusalCode.UnknownCustomer;
        }

        if (State.BlockedAt is null)
        {
            State.BlockedAt = Now;
            State.BlockedBy = by;
            State.BlockedByWhom = actor?.Value ?? "";
            CustomerRules.EndSessions(State, Now);
            CustomerRules.Owe(State, LedgerDebts.Freeze, Now);
            Text(State.Phone, SmsTexts.Blocked(State.Language));
            if (by != BlockedBy.Owner && actor is { } whom)
            {
                Record(whom.Value, "customer.block", by.ToString());
            }

            await Save();
            LogBlocked(Key, by);
        }

        return await SettleLedger();
    }

    public async Task<IdentityRefusal?> BlockByPin(Pin pin, PhoneNumber phone)
    {
        if (State.CreatedAt is null || State.Phone != phone.E164)
        {
            await pins.Verify("", pin);
            return IdentityRefusalCode.WrongCredentials;
        }

        return await CheckPin(pin) ?? await BlockAfterPin();
    }

    public async Task<IdentityRefusal?> Unblock(CustomerId byOperator)
    {
        if (State.CreatedAt is null || byOperator.Value == Key)
        {
            return State.CreatedAt is null ? IdentityRefusalCode.UnknownCustomer : IdentityRefusalCode.NotAllowed;
        }

        if (State.BlockedAt is not null)
        {
            (State.BlockedAt, State.BlockedBy, State.BlockedByWhom) = (null, null, "");
            CustomerRules.Owe(State, LedgerDebts.Unfreeze, Now);
            Text(State.Phone, SmsTexts.Unblocked(State.Language));
            Record(byOperator.Value, "customer.unblock");
            await Save();
            LogUnblocked(Key, byOperator);
        }

        return await SettleLedger();
    }

    private async Task<IdentityRefusal?> BlockAfterPin()
    {
        await Save();
        return await Block(Identity.BlockedBy.Owner, new CustomerId(Key));
    }
}
