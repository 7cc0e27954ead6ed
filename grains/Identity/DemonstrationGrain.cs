using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Postmobile.Money;

namespace Postmobile.Identity;

/// <inheritdoc cref="IDemonstrationGrain"/>
[GrainType("identity.demonstration")]
internal sealed partial class DemonstrationGrain(PinHasher pins, IHostEnvironment host, ILogger<DemonstrationGrain> logger) : Grain, IDemonstrationGrain
{
    public async Task<bool> Seed()
    {
        if (!host.IsDevelopment())
        {
            throw new InvalidOperationException("There are no demonstration accounts outside of Development.");
        }

        string hash = await pins.Hash(new Pin(DemonstrationPeople.Pin));
        bool done = true;
        foreach (DemonstrationPeople.Person person in DemonstrationPeople.All)
        {
            done &= await Make(person, hash);
        }

        return done && await Arrange();
    }

    public async Task<IReadOnlyList<DemonstrationAccount>> List() =>
        await Task.WhenAll(DemonstrationPeople.All.Select(async person =>
            new DemonstrationAccount(person.Role, person.Name, person.Phone, DemonstrationPeople.Pin, await Balance(person))));

    private async Task<bool> Make(DemonstrationPeople.Person person, string pinHash)
    {
        ICustomerGrain customer = GrainFactory.GetGrain<ICustomerGrain>(person.Id.Value);
        IdentityRefusal? refusal = await customer.Create(new CustomerCreation
        {
            Phone = person.Phone, Name = person.Name, Language = "fr", PinHash = pinHash, Roles = person.Roles,
        });
        if (refusal is not null || await customer.Look() is not { } view)
        {
            return false;
        }

        // Whoever has taken the number since keeps it; then this person is simply not to be reached by it.
        await GrainFactory.GetGrain<IPhoneGrain>(person.Phone.Key).Claim(new PhoneOwner(view.Id, view.Wallet));
        return await Give(person, "wallet", view.Wallet, person.Wallet)
            && (view.Float is not { } agentFloat || await Give(person, "float", agentFloat, person.Float));
    }

    // A counter that nobody has arranged is in no list of places. What a supervisor has said since stays.
    private async Task<bool> Arrange()
    {
        CustomerId supervisor = DemonstrationPeople.All.First(person => person.Role is Role.Supervisor).Id;
        foreach (DemonstrationPeople.Person person in DemonstrationPeople.All.Where(person => person.Role is Role.Agent))
        {
            IAgentGrain agent = GrainFactory.Agent(person.Id);
            if (await agent.Look() is { Settings: null }
                && (await agent.Arrange(DemonstrationPeople.Counter, supervisor)).Refusal is null
                && (await agent.OpenTill("demonstration", DemonstrationPeople.Cash)).Refusal is not null)
            {
                return false;
            }
        }

        return true;
    }

    private async Task<bool> Give(DemonstrationPeople.Person person, string what, AccountId account, long amount)
    {
        TransferOutcome outcome = await GrainFactory.GetGrain<IAccountGrain>(PostAccounts.Trust.Value).Transfer(new TransferRequest
        {
            Key = $"demonstration {what} {person.Id}", Payee = account, Amount = amount, Kind = PostingKind.Demonstration,
        });
        if (outcome.Refusal is { } refusal)
        {
            LogNotGiven(person.Id, refusal.StableCode);
        }

        return outcome.Receipt is not null;
    }

    private async Task<long> Balance(DemonstrationPeople.Person person)
    {
        CustomerView? view = await GrainFactory.GetGrain<ICustomerGrain>(person.Id.Value).Look();
        AccountId account = view?.Float ?? view?.Wallet ?? default;
        return account.Value == 0 ? 0 : (await GrainFactory.GetGrain<IAccountGrain>(account.Value).Look())?.Balance ?? 0;
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Demonstration money for {Customer} was refused: {Code}.")]
    private partial void LogNotGiven(CustomerId customer, string code);
}
