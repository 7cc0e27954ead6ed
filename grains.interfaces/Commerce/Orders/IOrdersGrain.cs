using Postmobile.Identity;

namespace Postmobile.Commerce;

/// <summary>Lists of orders, read from the rows that their own grains wrote. Key 0.</summary>
[Alias("commerce.orders"), GrainInterfaceType("commerce.orders")]
public interface IOrdersGrain : IGrainWithIntegerKey
{
    /// <summary>What a person has bought, newest first.</summary>
    [Alias("of-buyer")]
    Task<OrderPage> OfBuyer(CustomerId buyer, int limit, string? cursor);

    /// <summary>What a shop has sold, newest first; only orders in one of these states, or all when none is named.</summary>
    [Alias("of-shop")]
    Task<OrderPage> OfShop(ShopId shop, IReadOnlyList<OrderStatus> states, int limit, string? cursor);

    /// <summary>
    /// What has changed at a shop since a time or the cursor before, oldest change first. A change shows after two seconds, when
    /// none that was made earlier can still come; while anything is found there is a cursor from which one asks again later.
    /// </summary>
    [Alias("changed-of-shop")]
    Task<OrderPage> ChangedOfShop(ShopId shop, IReadOnlyList<OrderStatus> states, DateTimeOffset since, int limit, string? cursor);

    /// <summary>How many orders of a shop are in which state, ended ones left out.</summary>
    [Alias("counts")]
    Task<IReadOnlyDictionary<OrderStatus, int>> Counts(ShopId shop);

    /// <summary>The order that people call by this number; null when none or several are.</summary>
    [Alias("by-number")]
    Task<OrderId?> ByNumber(string number);

    /// <summary>A shop's statement: what each order meant for its takings, oldest first, 10,000 lines at the most.</summary>
    [Alias("statement")]
    Task<IReadOnlyList<ShopStatementLine>> Statement(ShopId shop, DateTimeOffset from, DateTimeOffset before);
}

/// <summary>Some orders, newest first.</summary>
[GenerateSerializer, Immutable, Alias("commerce.order-page")]
public sealed record OrderPage([property: Id(0)] IReadOnlyList<Order> Orders, [property: Id(1)] string? NextCursor);

/// <summary>One line of a shop's statement, and whence it comes.</summary>
/// <param name="At">When.</param>
/// <param name="Order">The order; null for a payout.</param>
/// <param name="Kind">As in <see cref="ShopMoneyLine"/>; or <c>payout</c>.</param>
/// <param name="Amount">Positive for the shop.</param>
[GenerateSerializer, Immutable, Alias("commerce.shop-statement-line")]
public sealed record ShopStatementLine([property: Id(0)] DateTimeOffset At, [property: Id(1)] OrderId? Order, [property: Id(2)] string Kind, [property: Id(3)] long Amount);
