using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Postmobile.Documents;
using Postmobile.Identity;
using Postmobile.Money;

namespace Postmobile.Commerce;

/// <summary>One guest: the number, what they may buy, and (<c>GuestGrain.Heir.cs</c>) who gets it all once the number has an account.</summary>
[GrainType("commerce.guest")]
internal sealed partial class GuestGrain(
    [PersistentState("commerce.guest")] IPersistentState<Document<GuestState>> document, IOptions<GuestOptions> options, ISmsGateway sms, ILogger<GuestGrain> logger)
    : DurableGrain<GuestState>(document), IGuestGrain, IGuestOrdersGrain
{
    private string Key => this.GetPrimaryKeyString();

    private CustomerId Me => new(Key);

    protected override DateTimeOffset? NextWake => State.HeirAccount != 0 ? State.RetryAt : State.ConfirmedAt + options.Value.NumberKnownFor;

    public async Task<bool> Confirmed(PhoneNumber phone, string language)
    {
        if (State.HeirAccount != 0 || State.ConfirmedAt + options.Value.NumberKnownFor <= Clock.GetUtcNow())
        {
            return false;
        }

        State = State with
        {
            Phone = phone.E164,
            Language = language,
            ConfirmedAt = Clock.GetUtcNow(),
            Account = State.Account != 0 ? State.Account : (await GrainFactory.GetGrain<ILedgerGrain>(0).Allocate()).Value,
        };
        await Save();
        Refusal? refusal = await GrainFactory.Account(new AccountId(State.Account)).Open(new AccountOpening { Kind = AccountKind.Escrow, Profile = new AccountProfile { Owner = Key } });
        return refusal is null ? true : throw new LedgerUnavailableException($"The account of {Key} could not be opened ({refusal.StableCode}).");
    }

    public Task<Guest?> Look() => Task.FromResult(State.Stands ? new Guest(Me, new PhoneNumber(State.Phone), new AccountId(State.Account)) : null);

    public async Task Tell(string key, Words words)
    {
        if (State.Heir.Length > 0)
        {
            await GrainFactory.GetGrain<ICustomerGrain>(State.Heir).Tell(key, words);
        }
        else if (State.Stands && (await sms.Send([new SmsMessage(key, State.Phone, words.In(State.Language))], CancellationToken.None)).Count > 0)
        {
            throw new TimeoutException("The SMS gateway did not accept the message.");
        }
    }

    public async Task<CartRefusal?> MayOrder(int orders) =>
        State.Account == 0 ? CartRefusal.UnknownCheckout : GuestRules.Refused(await Settled(), orders, Clock.GetUtcNow(), options.Value);

    public async Task<CartRefusal?> Admit(CheckoutId checkout, IReadOnlyList<OrderId> orders)
    {
        if (State.Account == 0)
        {
            return CartRefusal.UnknownCheckout;
        }

        GuestState settled = await Settled();
        GuestState others = settled with { Open = GuestRules.Others(settled, checkout) };
        CartRefusal? refusal = GuestRules.Refused(others, orders.Count, Clock.GetUtcNow(), options.Value);
        State = refusal is null ? GuestRules.Admit(settled, checkout, orders) : settled;
        await Save();
        return refusal;
    }

    /// <summary>The guest without the orders that are over.</summary>
    private async Task<GuestState> Settled()
    {
        GuestState guest = State;
        GuestRules.Fate[] fates = await Task.WhenAll(guest.Open.Select(async one => GuestRules.Of(
            await GrainFactory.GetGrain<IOrderGrain>(one.Order).Look(), (await GrainFactory.GetGrain<ICheckoutGrain>(one.Checkout).Look())?.Status)));
        return GuestRules.Settle(guest, fates, Clock.GetUtcNow(), options.Value);
    }
}
