using System.Globalization;
using Postmobile.Documents;
using Postmobile.Identity;
using Postmobile.Live;

namespace Postmobile.Money;

/// <inheritdoc cref="IBulkPayerGrain"/>
[GrainType("money.bulk-payer")]
internal sealed class BulkPayerGrain([PersistentState("money.bulk-payer")] IPersistentState<Document<BulkPayerState>> document)
    : DurableGrain<BulkPayerState>(document), IBulkPayerGrain
{
    private const string InvitationKind = "invitation";

    private AccountView? _account;

    private AccountId Account => new(long.Parse(this.GetPrimaryKeyString().AsSpan(BulkPayers.Prefix.Length), CultureInfo.InvariantCulture));

    public async Task<BulkPayer?> Look()
    {
        // Owner and kind of an account never change; a name may, and then the next activation has it.
        _account ??= await GrainFactory.Account(Account).Look();
        return _account is not { Kind: AccountKind.Wallet or AccountKind.Merchant, Closed: false, Profile.Owner.Length: > 0 } account ? null : new BulkPayer
        {
            Account = account.Account,
            Kind = account.Kind,
            Name = account.Profile.DisplayName,
            Owner = account.Profile.Owner,
            People = [.. State.People.Select(View)],
        };
    }

    public async Task<BulkPeopleRefusal?> Invite(CustomerId owner, PhoneNumber phone)
    {
        if (await Look() is not { } payer || payer.Owner != owner.Value)
        {
            return BulkPeopleRefusal.NotFound;
        }

        if (await GrainFactory.GetGrain<IPhoneGrain>(phone.Key).Owner() is not { } found
            || await GrainFactory.GetGrain<ICustomerGrain>(found.Customer.Value).Look() is not { } customer)
        {
            return BulkPeopleRefusal.UnknownCustomer;
        }

        if (found.Customer == owner || State.People.Any(person => person.Customer == found.Customer.Value))
        {
            return found.Customer == owner ? BulkPeopleRefusal.SameAccount : null;
        }

        if (State.People.Count >= BulkPayers.PeopleMax)
        {
            return BulkPeopleRefusal.TooManyPeople;
        }

        State.Account = Account.Value;
        State.People.Add(new BulkPayerState.Person(found.Customer.Value, Masking.Name(customer.Name), phone.Masked, Clock.GetUtcNow().ToUnixTimeMilliseconds(), null));
        Send(InvitationKind, new Invitation(found.Customer.Value, payer.Name));
        await Save();
        Announce(found.Customer);
        return null;
    }

    public async Task<BulkPeopleRefusal?> Accept(CustomerId customer)
    {
        int at = State.People.FindIndex(person => person.Customer == customer.Value);
        if (at < 0 || await Look() is not { } payer)
        {
            return BulkPeopleRefusal.NotFound;
        }

        // The list may have changed while the account was looked at, but only by calls that come after this one.
        State.People[at] = State.People[at] with { AcceptedAtMs = State.People[at].AcceptedAtMs ?? Clock.GetUtcNow().ToUnixTimeMilliseconds() };
        await Save();
        Announce(new CustomerId(payer.Owner));
        return null;
    }

    public async Task<BulkPeopleRefusal?> Remove(CustomerId by, CustomerId whom)
    {
        if (await Look() is not { } payer || (by != whom && payer.Owner != by.Value))
        {
            return BulkPeopleRefusal.NotFound;
        }

        if (State.People.RemoveAll(person => person.Customer == whom.Value) == 0)
        {
            return BulkPeopleRefusal.NotFound;
        }

        await Save();
        Announce(whom);
        Announce(new CustomerId(payer.Owner));
        return null;
    }

    protected override Task Deliver(OutboxItem item) => item.Kind switch
    {
        InvitationKind => GrainFactory.GetGrain<ICustomerGrain>(item.Read<Invitation>().To).Tell(MessageKey(item), BulkTexts.Invited(item.Read<Invitation>().Payer)),
        _ => base.Deliver(item),
    };

    private static BulkPerson View(BulkPayerState.Person person) => new(
        new CustomerId(person.Customer),
        person.Name,
        person.Phone,
        DateTimeOffset.FromUnixTimeMilliseconds(person.InvitedAtMs),
        person.AcceptedAtMs is { } at ? DateTimeOffset.FromUnixTimeMilliseconds(at) : null);

    private void Announce(CustomerId customer) => GrainFactory.Topic(Topics.Of(customer))
        .Tell(new Notice { Kind = "bulk.people", Subject = this.GetPrimaryKeyString(), At = Clock.GetUtcNow() }).Ignore();

    /// <summary>A message that somebody is asked to act for an account.</summary>
    internal sealed record Invitation(string To, string Payer);
}
