using Postmobile.Documents;

namespace Postmobile.Commerce;

/// <inheritdoc cref="IShopDuesGrain"/>
[GrainType("commerce.shop-dues")]
internal sealed class ShopDuesGrain([PersistentState("commerce.shop-dues")] IPersistentState<Document<ShopDuesState>> document)
    : DurableGrain<ShopDuesState>(document), IShopDuesGrain
{
    public async Task Lend(string key, long amount)
    {
        if (!State.Lent.ContainsKey(key))
        {
            State = State with { Lent = new Dictionary<string, long>(State.Lent) { [key] = amount } };
            await Save();
        }
    }

    public async Task<long> Claim(OrderId order, long most)
    {
        long before = State.Claimed.GetValueOrDefault(order.Value);
        long claim = Math.Clamp(State.Owed + before, 0, Math.Max(0, most));
        if (claim != before)
        {
            State = State with { Claimed = new Dictionary<string, long>(State.Claimed) { [order.Value] = claim } };
            await Save();
        }

        return claim;
    }

    public Task<long> Owed() => Task.FromResult(State.Owed);
}

/// <summary>What lies in the document of a shop's dues. Loans are rare, so both lists stay short.</summary>
public sealed record ShopDuesState
{
    /// <summary>What the post has lent, by refund.</summary>
    public IReadOnlyDictionary<string, long> Lent { get; init; } = new Dictionary<string, long>();

    /// <summary>What sales have given back, by order.</summary>
    public IReadOnlyDictionary<string, long> Claimed { get; init; } = new Dictionary<string, long>();

    /// <summary>What is still owed.</summary>
    public long Owed => Lent.Values.Sum() - Claimed.Values.Sum();
}
