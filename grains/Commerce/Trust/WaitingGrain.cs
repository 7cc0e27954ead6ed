using Postmobile.Documents;
using Postmobile.Identity;

namespace Postmobile.Commerce;

/// <summary>What lies in the document of those who wait for a product.</summary>
public sealed record WaitingState
{
    /// <summary>Who waits, in the order in which they came.</summary>
    public IReadOnlyList<string> People { get; init; } = [];
}

/// <inheritdoc cref="IWaitingGrain"/>
[GrainType("commerce.waiting")]
internal sealed class WaitingGrain([PersistentState("commerce.waiting")] IPersistentState<Document<WaitingState>> document)
    : DurableGrain<WaitingState>(document), IWaitingGrain
{
    private const string WatchKind = "watch";
    private const string TellKind = "tell";
    private const int PeopleMax = 2000;

    private ProductId Product => new(this.GetPrimaryKeyString()["waiting-".Length..]);

    public async Task<TrustRefusal?> Add(CustomerId person)
    {
        if (State.People.Contains(person.Value))
        {
            return null;
        }

        if (await GrainFactory.GetGrain<IProductGrain>(Product.Value).Look() is not { Status: ProductStatus.Published })
        {
            return TrustRefusal.NotFound;
        }

        if (State.People.Count >= PeopleMax)
        {
            return TrustRefusal.ListFull;
        }

        State = new WaitingState { People = [.. State.People, person.Value] };
        Send(WatchKind, person.Value);
        await Save();
        return null;
    }

    public async Task Remove(CustomerId person)
    {
        if (State.People.Contains(person.Value))
        {
            State = new WaitingState { People = [.. State.People.Where(one => one != person.Value)] };
            await Save();
        }
    }

    public Task<bool> Waits(CustomerId person) => Task.FromResult(State.People.Contains(person.Value));

    public async Task Back()
    {
        if (State.People.Count == 0)
        {
            return;
        }

        foreach (string person in State.People)
        {
            Send(TellKind, person);
        }

        State = new WaitingState();
        await Save();
    }

    protected override Task Deliver(OutboxItem item) => item.Kind switch
    {
        WatchKind => GrainFactory.GetGrain<IStockGrain>(Product.Value).TellWhenBack(),
        TellKind => Tell(MessageKey(item), item.Read<string>()),
        _ => base.Deliver(item),
    };

    private async Task Tell(string key, string person)
    {
        if (await GrainFactory.GetGrain<IProductGrain>(Product.Value).Look() is not { Status: ProductStatus.Published } product)
        {
            return;
        }

        string title = product.Title.Length > 60 ? product.Title[..60] : product.Title;
        await GrainFactory.GetGrain<ICustomerGrain>(person).Tell(key, new Words(
            $"De nouveau en stock sur Shopiposte : {title}",
            $"Eloko oyo ozalaki kozela ezali lisusu na Shopiposte: {title}",
            $"Kima yina nge vandaka kuvingila kele diaka na Shopiposte: {title}",
            $"Back in stock on Shopiposte: {title}"));
    }
}
