namespace Postmobile.Commerce;

/// <summary>
/// What a shop owes the post because the post refunded buyers in its place. Recovered from the shop's next sales. Keyed by
/// <see cref="ShopId"/>.
/// </summary>
[Alias("commerce.shop-dues-grain"), GrainInterfaceType("commerce.shop-dues-grain")]
public interface IShopDuesGrain : IGrainWithStringKey
{
    /// <summary>The post has lent so much. Once per key.</summary>
    [Alias("lend")]
    Task Lend(string key, long amount);

    /// <summary>
    /// A sale is about to be paid: so much of it goes to the post. Asked again for the same order it answers anew, with what
    /// the order claimed before counted as still owed; the last answer is the one that the order pays.
    /// </summary>
    /// <param name="order">Which sale.</param>
    /// <param name="most">What the shop would get.</param>
    [Alias("claim")]
    Task<long> Claim(OrderId order, long most);

    /// <summary>What is still owed, in XAF.</summary>
    [Alias("owed")]
    Task<long> Owed();
}
