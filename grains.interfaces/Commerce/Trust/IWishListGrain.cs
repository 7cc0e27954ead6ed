using Orleans.Concurrency;
using Postmobile.Identity;

namespace Postmobile.Commerce;

/// <summary>What a person would like to buy one day. Keyed by <see cref="TrustKeys.Wishes"/>.</summary>
[Alias("commerce.wish-list"), GrainInterfaceType("commerce.wish-list")]
public interface IWishListGrain : IGrainWithStringKey
{
    /// <summary>Puts a product on the list. Again changes nothing.</summary>
    /// <returns>Null; or not_found, list_full.</returns>
    [Alias("add")]
    Task<TrustRefusal?> Add(ProductId product);

    /// <summary>Takes it from the list. Again changes nothing.</summary>
    [Alias("remove")]
    Task Remove(ProductId product);

    /// <summary>The products, newest wish first.</summary>
    [AlwaysInterleave, Alias("list")]
    Task<IReadOnlyList<ProductId>> List();
}

/// <summary>Who wants to hear when a product can be bought again. Keyed by <see cref="TrustKeys.Waiting"/>.</summary>
[Alias("commerce.waiting"), GrainInterfaceType("commerce.waiting")]
public interface IWaitingGrain : IGrainWithStringKey
{
    /// <summary>Somebody wants to hear of it, once. Again changes nothing.</summary>
    /// <returns>Null; or not_found, list_full.</returns>
    [Alias("add")]
    Task<TrustRefusal?> Add(CustomerId person);

    /// <summary>Not any more. Again changes nothing.</summary>
    [Alias("remove")]
    Task Remove(CustomerId person);

    /// <summary>Whether somebody waits.</summary>
    [AlwaysInterleave, Alias("waits")]
    Task<bool> Waits(CustomerId person);

    /// <summary>Between stock and this only: there are some again. Everybody who waits gets one SMS and is forgotten.</summary>
    [Alias("back")]
    Task Back();
}
