namespace Postmobile.Identity;

internal sealed partial class CustomerGrain
{
    public Task<bool> Holds(PhoneNumber phone) => Task.FromResult(State.CreatedAt is not null && State.Phone == phone.E164);

    public async Task<IdentityRefusal?> ChangeNumber(PhoneNumber fresh, Pin pin)
    {
        if (fresh.E164 == State.Phone)
        {
            return IdentityRefusalCode.SameNumber;
        }

        if (await CheckPin(pin) is { } refusal)
        {
            return refusal;
        }

        if (State.NumberChange is { } pending && Now < pending.Code.SentAt + PendingCode.ResendPause)
        {
            await Save();
            return new IdentityRefusal(IdentityRefusalCode.ResendTooSoon) { RetryAt = pending.Code.SentAt + PendingCode.ResendPause };
        }

        // Whether the number is somebody's is told to that somebody, not to the one who asks.
        IPhoneGrain number = GrainFactory.GetGrain<IPhoneGrain>(fresh.Key);
        (OneTimeCode code, PendingCode wait) = NewCode();
        if (await number.Owner() is { } owner && owner.Customer.Value != Key)
        {
            wait = wait with { Digest = "" };
            string language = (await GrainFactory.GetGrain<ICustomerGrain>(owner.Customer.Value).Look())?.Language ?? State.Language;
            Text(fresh.E164, SmsTexts.NumberWanted(language));
        }
        else
        {
            Text(fresh.E164, SmsTexts.Code(State.Language, code));
        }

        State.NumberChange = new NumberChange { Phone = fresh.E164, Code = wait };
        await Save();
        return null;
    }

    public async Task<IdentityRefusal?> ConfirmNumber(OneTimeCode code)
    {
        if (State.NumberChange is not { } change)
        {
            return IdentityRefusalCode.NoChangePending;
        }

        (PendingCode taken, IdentityRefusal? refusal) = change.Code.Try(keys.Digest("code", code.Digits ?? ""), Now);
        State.NumberChange = change with { Code = taken };
        if (refusal is not null)
        {
            await Save();
            return refusal;
        }

        // The new number is bound first: a crash after it leaves the old one working, and a claim that this customer does not
        // hold gives way to the next.
        var fresh = new PhoneNumber(change.Phone);
        if (await Number(fresh).Claim(new PhoneOwner(new CustomerId(Key), new Money.AccountId(State.Wallet))) is { } taken2)
        {
            await Save();
            return taken2;
        }

        await MoveTo(fresh);
        return null;
    }

    public async Task<IdentityRefusal?> DetachNumber(CustomerId byOperator)
    {
        if (State.CreatedAt is null || byOperator.Value == Key)
        {
            return State.CreatedAt is null ? IdentityRefusalCode.UnknownCustomer : IdentityRefusalCode.NotAllowed;
        }

        ReleaseNumber();
        State.Phone = "";
        State.PinCode = null;
        CustomerRules.Owe(State, LedgerDebts.Profile, Now);
        Record(byOperator.Value, "customer.detach-number");
        await Save();
        LogNumberDetached(Key, byOperator);
        await SettleLedger();
        return null;
    }

    private async Task MoveTo(PhoneNumber fresh)
    {
        if (State.Phone.Length > 0)
        {
            Text(State.Phone, SmsTexts.NumberLeft(State.Language, fresh));
            ReleaseNumber();
        }

        State.Phone = fresh.E164;
        State.NumberChange = null;
        State.PinCode = null;
        Text(fresh.E164, SmsTexts.NumberJoined(State.Language));
        CustomerRules.Owe(State, LedgerDebts.Profile, Now);
        await Save();
        LogNumberChanged(Key);
        await SettleLedger();
    }

    private IPhoneGrain Number(PhoneNumber phone) => GrainFactory.GetGrain<IPhoneGrain>(phone.Key);
}
