using Postmobile.Documents;

namespace Postmobile.Identity;

/// <inheritdoc cref="IGuestEntryGrain"/>
[GrainType("identity.guest-entry")]
internal sealed class GuestEntryGrain(
    [PersistentState("identity.guest-entry")] IPersistentState<Document<GuestEntryState>> document, IdentityKeys keys, ISmsGateway sms)
    : DurableGrain<GuestEntryState>(document), IGuestEntryGrain
{
    private DateTimeOffset Now => Clock.GetUtcNow();

    private IPhoneGrain Number => GrainFactory.GetGrain<IPhoneGrain>(new PhoneNumber(State.Phone).Key);

    protected override DateTimeOffset? NextWake => State.Phone.Length > 0 ? State.BegunAt + RegistrationState.Lifetime : null;

    public async Task<RegistrationOutcome> Begin(PhoneNumber phone, string language)
    {
        if (!CustomerRules.KnowsLanguage(language))
        {
            return IdentityRefusalCode.InvalidLanguage;
        }

        if (State.BegunAt is not null)
        {
            return IdentityRefusalCode.NotAllowed;
        }

        if (await GrainFactory.GetGrain<IPhoneGrain>(phone.Key).AdmitSms() is { } wait)
        {
            return wait;
        }

        State = State with { BegunAt = Now, Phone = phone.E164, Language = language };
        return await SendCode(sends: 1);
    }

    public async Task<RegistrationOutcome> Resend()
    {
        if (State.Code is not { } code || State.ConfirmedDigest.Length > 0)
        {
            return IdentityRefusalCode.UnknownRegistration;
        }

        if (code.CheckResend(Now) is { } refusal)
        {
            return refusal;
        }

        return await Number.AdmitSms() is { } wait ? wait : await SendCode(code.Sends + 1);
    }

    public async Task<GuestOutcome> Confirm(OneTimeCode code)
    {
        if (State.Code is not { } pending)
        {
            return IdentityRefusalCode.UnknownRegistration;
        }

        string digest = keys.Digest("code", code.Digits ?? "");
        if (State.ConfirmedDigest.Length > 0)
        {
            return digest == State.ConfirmedDigest ? await Guest() : IdentityRefusalCode.CodeExpired;
        }

        (PendingCode taken, IdentityRefusal? refusal) = pending.Try(digest, Now);
        State = State with { Code = taken, ConfirmedDigest = refusal is null ? digest : "" };
        await Save();
        return refusal is null ? await Guest() : refusal;
    }

    protected override Task Deliver(OutboxItem item) => item.Kind switch
    {
        SmsOutbox.Kind => SmsOutbox.Deliver(item.Read<SealedSms>(), MessageKey(item), sms, keys),
        _ => base.Deliver(item),
    };

    protected override Task OnWake(DateTimeOffset now)
    {
        State = new GuestEntryState { BegunAt = State.BegunAt };
        return Task.CompletedTask;
    }

    // A guest who has lapsed is forgotten, and the number gets another.
    private async Task<GuestOutcome> Guest()
    {
        while (await Number.Guest() is { } guest)
        {
            if (await GrainFactory.GetGrain<IGuestGrain>(guest.Value).Confirmed(new PhoneNumber(State.Phone), State.Language))
            {
                return new GuestOutcome { Guest = guest };
            }

            await Number.ForgetGuest(guest);
        }

        return IdentityRefusalCode.NumberTaken;
    }

    private async Task<RegistrationOutcome> SendCode(int sends)
    {
        OneTimeCode code = PendingCode.NewCode();
        PhoneOwner? owner = await Number.Owner();
        string language = owner is null ? State.Language
            : (await GrainFactory.GetGrain<ICustomerGrain>(owner.Customer.Value).Look())?.Language ?? State.Language;
        State = State with
        {
            Code = new PendingCode
            {
                Digest = owner is null ? keys.Digest("code", code.Digits) : "",
                ExpiresAt = Now + PendingCode.Lifetime,
                SentAt = Now,
                Sends = sends,
            },
        };
        Send(SmsOutbox.Kind, SealedSms.Of(State.Phone, owner is null ? SmsTexts.Code(language, code) : SmsTexts.AccountThere(language), keys));
        await Save();
        return new RegistrationOutcome { ExpiresAt = State.Code.ExpiresAt, ResendAt = State.Code.SentAt + PendingCode.ResendPause };
    }
}
