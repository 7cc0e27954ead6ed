using Postmobile.Documents;

namespace Postmobile.Commerce;

/// <summary>What lies in a wish list's document.</summary>
public sealed record WishListState
{
    /// <summary>The products' ids, newest wish first.</summary>
    public IReadOnlyList<string> Products { get; init; } = [];
}

/// <inheritdoc cref="IWishListGrain"/>
[GrainType("commerce.wish-list")]
internal sealed class WishListGrain([PersistentState("commerce.wish-list")] IPersistentState<Document<WishListState>> document)
    : DurableGrain<WishListState>(document), IWishListGrain
{
    private const int ProductsMax = 200;

    public async Task<TrustRefusal?> Add(ProductId product)
    {
        if (State.Products.Contains(product.Value))
        {
            return null;
        }

        if (await GrainFactory.GetGrain<IProductGrain>(product.Value).Look() is not { Status: not ProductStatus.Draft })
        {
            return TrustRefusal.NotFound;
        }

        if (State.Products.Count >= ProductsMax)
        {
            return TrustRefusal.ListFull;
        }

        State = new WishListState { Products = [product.Value, .. State.Products] };
        await Save();
        return null;
    }

    public async Task Remove(ProductId product)
    {
        if (State.Products.Contains(product.Value))
        {
            State = new WishListState { Products = [.. State.Products.Where(one => one != product.Value)] };
            await Save();
        }
    }

    public Task<IReadOnlyList<ProductId>> List() => Task.FromResult<IReadOnlyList<ProductId>>([.. State.Products.Select(one => new ProductId(one))]);
}
