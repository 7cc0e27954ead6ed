using Microsoft.Extensions.Logging;
using Postmobile.Documents;

namespace Postmobile.Identity;

/// <inheritdoc cref="IRegistrationGrain"/>
[GrainType("identity.registration")]
internal sealed partial class RegistrationGrain(
    [PersistentState("identity.registration")] IPersistentState<Document<RegistrationState>> document,
    PinHasher pins,
    IdentityKeys keys,
    ISmsGateway sms,
    ILogger<RegistrationGrain> logger)
    : DurableGrain<RegistrationState>(document), IRegistrationGrain
{
    private DateTimeOffset Now => Clock.GetUtcNow();

    private PhoneNumber Phone => new(State.Phone);

    protected override DateTimeOffset? NextWake =>
        State.BegunAt is not { } begun || State.PinHash.Length == 0 ? null
        : State.Customer.Length > 0 && State.ResumeAt is { } resume ? resume
        : begun + RegistrationState.Lifetime;

    public async Task<RegistrationOutcome> Begin(RegistrationRequest request)
    {
        if (Check(request) is { } refusal)
        {
            return refusal;
        }

        if (State.BegunAt is not null)
        {
            return IdentityRefusalCode.NotAllowed;
        }

        if (await Number(request.Phone).AdmitSms() is { } wait)
        {
            return wait;
        }

        // Hashed whether or not the number is free, so that the time taken tells nothing.
        string hash = await pins.Hash(request.Pin);
        State.BegunAt = Now;
        State.Phone = request.Phone.E164;
        State.Name = CustomerRules.CleanName(request.Name)!;
        State.Language = request.Language;
        State.PinHash = hash;
        await SendCode(sends: 1);
        return Receipt();
    }

    public async Task<RegistrationOutcome> Resend()
    {
        if (State.Code is not { } code || State.Customer.Length > 0)
        {
            return IdentityRefusalCode.UnknownRegistration;
        }

        if (code.CheckResend(Now) is { } refusal)
        {
            return refusal;
        }

        if (await Number(Phone).AdmitSms() is { } wait)
        {
            return wait;
        }

        await SendCode(code.Sends + 1);
        return Receipt();
    }

    public async Task<ConfirmationOutcome> Confirm(OneTimeCode code)
    {
        if (State.Code is not { } pending)
        {
            return IdentityRefusalCode.UnknownRegistration;
        }

        string digest = keys.Digest("code", code.Digits ?? "");
        if (State.Customer.Length > 0)
        {
            return digest == State.ConfirmedDigest ? await Complete() : IdentityRefusalCode.CodeExpired;
        }

        (State.Code, IdentityRefusal? refusal) = pending.Try(digest, Now);
        if (refusal is null)
        {
            // The customer's id is durable before the customer is created: a repetition creates the same one.
            State.Customer = CustomerId.New(Clock).Value;
            State.ConfirmedDigest = digest;
            State.ResumeAt = Now + CustomerRules.LedgerRetry;
        }

        await Save();
        return refusal is null ? await Complete() : refusal;
    }

    protected override Task Deliver(OutboxItem item) => item.Kind switch
    {
        SmsOutbox.Kind => SmsOutbox.Deliver(item.Read<SealedSms>(), MessageKey(item), sms, keys),
        _ => base.Deliver(item),
    };

    protected override async Task OnWake(DateTimeOffset now)
    {
        if (State.Customer.Length > 0 && State.ResumeAt is not null)
        {
            State.ResumeAt = now + CustomerRules.LedgerRetry;
            await Complete();
        }
        else
        {
            // What was typed into a registration that came to nothing is nobody's business any more.
            State = new RegistrationState { BegunAt = State.BegunAt, Customer = State.Customer };
        }
    }

    private async Task<ConfirmationOutcome> Complete()
    {
        if (State.NumberTaken)
        {
            return IdentityRefusalCode.NumberTaken;
        }

        ICustomerGrain customer = GrainFactory.GetGrain<ICustomerGrain>(State.Customer);
        var creation = new CustomerCreation { Phone = Phone, Name = State.Name, Language = State.Language, PinHash = State.PinHash };
        if (await customer.Create(creation) is { } refusal)
        {
            return refusal;
        }

        CustomerView view = (await customer.Look())!;
        State.NumberTaken = await Number(Phone).Claim(new PhoneOwner(view.Id, view.Wallet)) is not null;
        State.ResumeAt = null;
        await Save();
        LogConfirmed(State.Customer, State.NumberTaken);
        return State.NumberTaken ? IdentityRefusalCode.NumberTaken : new ConfirmationOutcome { Customer = view };
    }

    private async Task SendCode(int sends)
    {
        OneTimeCode code = PendingCode.NewCode();
        PhoneOwner? owner = await Number(Phone).Owner();
        string language = owner is null ? State.Language
            : (await GrainFactory.GetGrain<ICustomerGrain>(owner.Customer.Value).Look())?.Language ?? State.Language;
        State.Code = new PendingCode
        {
            Digest = owner is null ? keys.Digest("code", code.Digits) : "",
            ExpiresAt = Now + PendingCode.Lifetime,
            SentAt = Now,
            Sends = sends,
        };
        string text = owner is null ? SmsTexts.Code(language, code) : SmsTexts.NumberWanted(language);
        Send(SmsOutbox.Kind, SealedSms.Of(State.Phone, text, keys));
        await Save();
    }

    private RegistrationOutcome Receipt() => new() { ExpiresAt = State.Code!.ExpiresAt, ResendAt = State.Code.SentAt + PendingCode.ResendPause };

    private IPhoneGrain Number(PhoneNumber phone) => GrainFactory.GetGrain<IPhoneGrain>(phone.Key);

    private static IdentityRefusal? Check(RegistrationRequest request) =>
        CustomerRules.CleanName(request.Name) is null ? IdentityRefusalCode.InvalidName
        : !CustomerRules.KnowsLanguage(request.Language) ? IdentityRefusalCode.InvalidLanguage
        : PinRules.Check(request.Pin, request.Phone) is { } bad ? bad
        : null;

    [LoggerMessage(Level = LogLevel.Information, Message = "A registration became customer {Customer} (number taken meanwhile: {Taken}).")]
    private partial void LogConfirmed(string customer, bool taken);
}
