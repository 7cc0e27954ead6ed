using Microsoft.Extensions.Options;
using Postmobile.Documents;
using Postmobile.Money;

namespace Postmobile.Identity;

/// <inheritdoc cref="IPhoneGrain"/>
[GrainType("identity.phone")]
internal sealed class PhoneGrain(
    [PersistentState("identity.phone")] IPersistentState<Document<PhoneState>> document, PinHasher pins, IOptions<IdentityOptions> options)
    : DurableGrain<PhoneState>(document), IPhoneGrain
{
    // A claim is followed at once by the customer taking the number; one that never was gives way after this time.
    private static readonly TimeSpan ClaimGrace = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan SmsWindow = TimeSpan.FromMinutes(15);
    private const string InheritKind = "inherit";

    private readonly Queue<DateTimeOffset> sent = new();
    private PinLock pretended;
    private Task pretending = Task.CompletedTask;

    private PhoneNumber Phone => PhoneNumber.FromKey(this.GetPrimaryKeyString());

    public Task<PhoneOwner?> Owner() => Task.FromResult(
        State.Customer.Length == 0 ? null : new PhoneOwner(new CustomerId(State.Customer), new AccountId(State.Wallet)));

    public async Task<SignInOutcome> SignIn(SignInAttempt attempt) => State.Customer.Length > 0
        ? await Customer(State.Customer).SignIn(attempt with { Phone = Phone })
        : await Pretend(attempt.Pin);

    public async Task<IdentityRefusal?> Block(Pin pin) => State.Customer.Length > 0
        ? await Customer(State.Customer).BlockByPin(pin, Phone)
        : await Pretend(pin);

    public Task<IdentityRefusal?> AdmitSms()
    {
        DateTimeOffset now = Clock.GetUtcNow();
        while (sent.TryPeek(out DateTimeOffset oldest) && oldest <= now - SmsWindow)
        {
            sent.Dequeue();
        }

        if (sent.Count >= options.Value.SmsPerNumber)
        {
            return Task.FromResult<IdentityRefusal?>(new(IdentityRefusalCode.TooManyRequests) { RetryAt = sent.Peek() + SmsWindow });
        }

        sent.Enqueue(now);
        return Task.FromResult<IdentityRefusal?>(null);
    }

    public async Task<IdentityRefusal?> Claim(PhoneOwner owner)
    {
        if (State.Customer != owner.Customer.Value && await IsHeld())
        {
            return IdentityRefusalCode.NumberTaken;
        }

        State.Customer = owner.Customer.Value;
        State.Wallet = owner.Wallet.Value;
        State.ClaimedAt = Clock.GetUtcNow();
        if (State.Guest.Length > 0)
        {
            Send(InheritKind, new Inheritance(State.Guest, owner));
            State.Guest = "";
        }

        await Save();
        return null;
    }

    public async Task<CustomerId?> Guest()
    {
        if (await IsHeld())
        {
            return null;
        }

        if (State.Guest.Length == 0)
        {
            State.Guest = CustomerId.NewGuest(Clock).Value;
            await Save();
        }

        return new CustomerId(State.Guest);
    }

    public async Task ForgetGuest(CustomerId guest)
    {
        if (State.Guest == guest.Value)
        {
            State.Guest = "";
            await Save();
        }
    }

    public async Task Release(CustomerId customer)
    {
        // A release can arrive late, when the number has come back to the same customer: then they hold it.
        if (State.Customer == customer.Value && !await Customer(State.Customer).Holds(Phone))
        {
            State = new PhoneState();
            await Save();
        }
    }

    protected override Task Deliver(OutboxItem item) => item.Kind switch
    {
        InheritKind => GrainFactory.GetGrain<IGuestGrain>(item.Read<Inheritance>().Guest).Inherit(item.Read<Inheritance>().Heir),
        _ => base.Deliver(item),
    };

    private async Task<bool> IsHeld() =>
        State.Customer.Length > 0 && (Clock.GetUtcNow() < State.ClaimedAt + ClaimGrace || await Customer(State.Customer).Holds(Phone));

    // A number that nobody has counts and locks like one that somebody has, and takes as long, so that trying PINs tells
    // nobody who is a customer. Attempts queue like those of a real customer; nothing of it is stored.
    private async Task<IdentityRefusal> Pretend(Pin pin)
    {
        Task before = pretending;
        var mine = new TaskCompletionSource();
        pretending = mine.Task;
        await before;
        try
        {
            (pretended, IdentityRefusal? locked) = pretended.Take(Clock.GetUtcNow());
            if (locked is not null)
            {
                return locked;
            }

            PinLock taken = pretended;
            await pins.Verify("", pin);
            return taken.WrongAnswer();
        }
        finally
        {
            mine.SetResult();
        }
    }

    private ICustomerGrain Customer(string id) => GrainFactory.GetGrain<ICustomerGrain>(id);

    internal sealed record Inheritance(string Guest, PhoneOwner Heir);
}
