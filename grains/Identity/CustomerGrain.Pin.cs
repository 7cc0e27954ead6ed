namespace Postmobile.Identity;

internal sealed partial class CustomerGrain
{
    public async Task<SignInOutcome> SignIn(SignInAttempt attempt)
    {
        // A number that has meanwhile become somebody else's opens nothing, whatever the PIN.
        bool mine = State.CreatedAt is not null && (attempt.Phone is not { } phone || phone.E164 == State.Phone);
        if (!mine)
        {
            await pins.Verify("", attempt.Pin);
            return IdentityRefusalCode.WrongCredentials;
        }

        if (await CheckPin(attempt.Pin) is { } refusal)
        {
            return refusal;
        }

        if (State.BlockedAt is not null)
        {
            await Save();
            return IdentityRefusalCode.WalletBlocked;
        }

        string name = CleanDeviceName(attempt.Device.Name);
        (Device device, bool isNew) = CustomerRules.SeeDevice(State, DeviceDigest(attempt.Device.Key), name, Now);
        if (isNew)
        {
            TouchNewDevice(device);
        }

        await Save();
        return new SignInOutcome { Customer = View(), DeviceId = device.Id };
    }

    public async Task<IdentityRefusal?> Prove(Pin pin)
    {
        IdentityRefusal? refusal = await CheckPin(pin);
        await Save();
        return refusal ?? (State.BlockedAt is null ? null : IdentityRefusalCode.WalletBlocked);
    }

    public async Task<IdentityRefusal?> ChangePin(Pin old, Pin fresh, string deviceId)
    {
        if (PinRules.Check(fresh, new PhoneNumber(State.Phone)) is { } bad)
        {
            return bad;
        }

        if (await CheckPin(old) is { } refusal)
        {
            return refusal;
        }

        if (old == fresh)
        {
            await Save();
            return IdentityRefusalCode.SamePin;
        }

        State.PinHash = await pins.Hash(fresh);

        // The device at hand stays signed in; all others are forgotten, and with them their sessions.
        State.Devices.RemoveAll(device => device.Id != deviceId);
        CustomerRules.TouchSessions(State, Now);
        Text(State.Phone, SmsTexts.PinChanged(State.Language));
        await Save();
        LogPinChanged(Key);
        return null;
    }

    public async Task<IdentityRefusal?> ForgotPin()
    {
        if (State.CreatedAt is null || State.Phone.Length == 0 || State.FirstPin)
        {
            return null;
        }

        if (State.PinCode is { } pending && Now < pending.SentAt + PendingCode.ResendPause)
        {
            return new IdentityRefusal(IdentityRefusalCode.ResendTooSoon) { RetryAt = pending.SentAt + PendingCode.ResendPause };
        }

        (OneTimeCode code, State.PinCode) = NewCode();
        Text(State.Phone, SmsTexts.Code(State.Language, code));
        await Save();
        return null;
    }

    public async Task<IdentityRefusal?> ResetPin(OneTimeCode code, Pin fresh, DeviceHello device)
    {
        if (PinRules.Check(fresh, new PhoneNumber(State.Phone)) is { } bad)
        {
            return bad;
        }

        if (State.CreatedAt is null || State.PinCode is not { } pending)
        {
            return IdentityRefusalCode.CodeExpired;
        }

        (State.PinCode, IdentityRefusal? refusal) = pending.Try(keys.Digest("code", code.Digits ?? ""), Now);
        if (refusal is not null)
        {
            await Save();
            return refusal;
        }

        if (!State.FirstPin && !KnowsDevice(device) && !(Now < State.PinResetAllowedUntil))
        {
            // The code stays good, so that the visit at the counter can still use it.
            State.PinCode = pending;
            LogIdentityCheckNeeded(Key);
            return IdentityRefusalCode.IdentityCheckNeeded;
        }

        await SetForgottenPin(fresh);
        return null;
    }

    public async Task<IdentityRefusal?> AllowPinReset(CustomerId byOperator)
    {
        if (State.CreatedAt is null || byOperator.Value == Key)
        {
            return State.CreatedAt is null ? IdentityRefusalCode.UnknownCustomer : IdentityRefusalCode.NotAllowed;
        }

        State.PinResetAllowedUntil = Now + CustomerRules.PinResetAllowance;
        Record(byOperator.Value, "customer.allow-pin-reset");
        await Save();
        LogPinResetAllowed(Key, byOperator);
        return null;
    }

    public async Task AwaitFirstPin(OneTimeCode code)
    {
        if (State.PinHash.Length > 0)
        {
            return;
        }

        State.FirstPin = true;
        State.PinCode = new PendingCode { Digest = keys.Digest("code", code.Digits), ExpiresAt = Now + FirstPinLifetime, SentAt = Now, TriesLeft = FirstPinTries };
        await Save();
    }

    private async Task SetForgottenPin(Pin fresh)
    {
        State.PinHash = await pins.Hash(fresh);
        State.PinCode = null;
        State.FirstPin = false;
        State.PinResetAllowedUntil = null;
        (State.WrongPins, State.LockedUntil) = (0, null);
        CustomerRules.EndSessions(State, Now);
        Text(State.Phone, SmsTexts.PinChanged(State.Language));
        await Save();
        LogPinChanged(Key);
    }

    // The attempt is written as a wrong one before the comparison, which is slow. Calls of this grain do not interleave, so
    // attempts made side by side come here one by one, and find the lock that those before them have left.
    private async Task<IdentityRefusal?> CheckPin(Pin pin)
    {
        if (State.CreatedAt is null)
        {
            await pins.Verify("", pin);
            return IdentityRefusalCode.WrongCredentials;
        }

        if (State.PinHash.Length == 0)
        {
            return IdentityRefusalCode.PinNotSet;
        }

        (PinLock taken, IdentityRefusal? locked) = new PinLock(State.WrongPins, State.LockedUntil).Take(Now);
        if (locked is not null)
        {
            return locked;
        }

        (State.WrongPins, State.LockedUntil) = (taken.Wrong, taken.LockedUntil);
        await Save();
        if (!await pins.Verify(State.PinHash, pin))
        {
            LogWrongPin(Key, taken.Wrong);
            return taken.WrongAnswer();
        }

        // Stored with what the caller saves next; until then the attempt counts as wrong, which is the safe side.
        (State.WrongPins, State.LockedUntil) = (0, null);
        return null;
    }

    private void TouchNewDevice(Device device)
    {
        CustomerRules.TouchSessions(State, Now);

        // Nobody needs to be told of the very first one: it is the telephone they have just registered with.
        if (State.Devices.Count > 1)
        {
            Text(State.Phone, SmsTexts.NewDevice(State.Language, device.Name));
        }
    }

    private bool KnowsDevice(DeviceHello device) =>
        device.Key is { Length: > 0 } && State.Devices.Any(known => known.KeyDigest == DeviceDigest(device.Key));

    private string DeviceDigest(string? key) => string.IsNullOrEmpty(key) ? "" : keys.Digest("device", key);

    private static string CleanDeviceName(string? name)
    {
        string? clean = CustomerRules.CleanName(name is { Length: > 60 } ? name[..60] : name);
        return clean ?? "—";
    }
}
