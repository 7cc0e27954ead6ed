using Orleans.Concurrency;

namespace Postmobile.Commerce;

/// <summary>What a product is and costs. Keyed by <see cref="ProductId"/>. How many there are is <see cref="IStockGrain"/>'s.</summary>
[Alias("commerce.product-grain"), GrainInterfaceType("commerce.product")]
public interface IProductGrain : IGrainWithStringKey
{
    /// <summary>The product; null when there is none.</summary>
    [AlwaysInterleave, Alias("look")]
    Task<Product?> Look();
}
