using Microsoft.Extensions.Logging;
using Postmobile.Documents;

namespace Postmobile.Identity;

/// <inheritdoc cref="ICustomerGrain"/>
[GrainType("identity.customer")]
internal sealed partial class CustomerGrain(
    [PersistentState("identity.customer")] IPersistentState<Document<CustomerState>> document,
    PinHasher pins,
    IdentityKeys keys,
    ISmsGateway sms,
    IMailGateway mail,
    ILogger<CustomerGrain> logger)
    : DurableGrain<CustomerState>(document), ICustomerGrain
{
    // A first PIN is chosen when the operator comes to the machine, not within ten minutes.
    private static readonly TimeSpan FirstPinLifetime = TimeSpan.FromDays(30);

    // Its code has twelve digits: nobody guesses it, and nobody may use it up for the operator.
    private const int FirstPinTries = 100_000;

    private string Key => this.GetPrimaryKeyString();

    private DateTimeOffset Now => Clock.GetUtcNow();

    protected override DateTimeOffset? NextWake => State.LedgerDebts == LedgerDebts.None ? null : State.LedgerDebtsDueAt;

    public async Task<IdentityRefusal?> Create(CustomerCreation creation)
    {
        if (State.CreatedAt is null)
        {
            State.CreatedAt = Now;
            State.Phone = creation.Phone.E164;
            State.Name = creation.Name;
            State.Language = creation.Language;
            State.PinHash = creation.PinHash;
            State.Tier = creation.Tier;
            State.Roles = [.. creation.Roles];
            CustomerRules.Owe(State, LedgerDebts.Open, Now);
            AskForScreening(ScreeningOccasion.Registration);
            await Save();
            LogCreated(Key);
        }

        return await SettleLedger();
    }

    public Task<CustomerView?> Look() => Task.FromResult(State.CreatedAt is null ? null : View());

    public async Task<IdentityRefusal?> SetProfile(string name, string language)
    {
        if (CustomerRules.CleanName(name) is not { } clean)
        {
            return IdentityRefusalCode.InvalidName;
        }

        if (!CustomerRules.KnowsLanguage(language))
        {
            return IdentityRefusalCode.InvalidLanguage;
        }

        if (State.CreatedAt is null)
        {
            return IdentityRefusalCode.UnknownCustomer;
        }

        if (clean != State.Name)
        {
            State.Name = clean;
            AskForScreening(ScreeningOccasion.Papers);
        }

        State.Language = language;
        CustomerRules.Owe(State, LedgerDebts.Profile, Now);
        await Save();
        return await SettleLedger();
    }

    public async Task Tell(string key, Words words)
    {
        if (State.Phone.Length > 0 && (await sms.Send([new SmsMessage(key, State.Phone, words.In(State.Language))], CancellationToken.None)).Count > 0)
        {
            throw new TimeoutException("The SMS gateway did not accept the message.");
        }
    }

    protected override Task Deliver(OutboxItem item) => item.Kind switch
    {
        SmsOutbox.Kind => SmsOutbox.Deliver(item.Read<SealedSms>(), MessageKey(item), sms, keys),
        MailOutbox.Kind => DeliverMail(item),
        MailboxRead => Mailbox(new EmailAddress(item.Read<string>())).Revive(),
        NumberReleased => GrainFactory.GetGrain<IPhoneGrain>(item.Read<PhoneNumber>().Key).Release(new CustomerId(Key)),
        ScreeningKind => Screen(item.Read<ScreeningOrder>()),
        StandingKind => TellStanding(MessageKey(item), item.Read<StandingChange>()),
        _ => base.Deliver(item),
    };

    protected override Task OnWake(DateTimeOffset now) => SettleLedger();

    private const string NumberReleased = "number-released", MailboxRead = "mailbox-read";

    private void ReleaseNumber()
    {
        if (State.Phone.Length > 0)
        {
            Send(NumberReleased, new PhoneNumber(State.Phone));
        }
    }

    private void Text(string phone, string text)
    {
        if (phone.Length > 0)
        {
            Send(SmsOutbox.Kind, SealedSms.Of(phone, text, keys));
        }
    }

    private (OneTimeCode Code, PendingCode Pending) NewCode()
    {
        OneTimeCode code = PendingCode.NewCode();
        return (code, new PendingCode { Digest = keys.Digest("code", code.Digits), ExpiresAt = Now + PendingCode.Lifetime, SentAt = Now });
    }

    private CustomerView View() => CustomerRules.View(Key, State);
}
