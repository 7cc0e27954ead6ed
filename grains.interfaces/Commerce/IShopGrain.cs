using Orleans.Concurrency;

namespace Postmobile.Commerce;

/// <summary>One shop. Keyed by <see cref="ShopId"/>.</summary>
[Alias("commerce.shop-grain"), GrainInterfaceType("commerce.shop")]
public interface IShopGrain : IGrainWithStringKey
{
    /// <summary>The shop; null when nobody has applied for it.</summary>
    [AlwaysInterleave, Alias("look")]
    Task<Shop?> Look();
}
