using Postmobile.Identity;
using Postmobile.Money;

namespace Postmobile.Commerce;

/// <summary>What a buyer may have instead of goods that they send back.</summary>
/// <param name="Product">The product of both.</param>
/// <param name="Sku">The variant that was bought.</param>
/// <param name="For">The variant that they may have.</param>
/// <param name="Label">Its options, as one reads them.</param>
/// <param name="Price">What one costs: now; of the same variant, what was paid.</param>
/// <param name="Difference">How much one costs more (or less, negative) than the one that was bought.</param>
/// <param name="Left">How many can be had.</param>
[GenerateSerializer, Immutable, Alias("commerce.exchange-choice")]
public sealed record ExchangeChoice(
    [property: Id(0)] ProductId Product,
    [property: Id(1)] string Sku,
    [property: Id(2)] string For,
    [property: Id(3)] string Label,
    [property: Id(4)] long Price,
    [property: Id(5)] long Difference,
    [property: Id(6)] int Left)
{
    /// <summary>The same again: only for goods that were faulty.</summary>
    public bool IsSame => Sku == For;
}

/// <summary>What may be had for an order's goods, and what sending it would cost.</summary>
/// <param name="Choices">By line, in the order's order.</param>
[GenerateSerializer, Immutable, Alias("commerce.exchange-choices")]
public sealed record ExchangeChoices([property: Id(0)] IReadOnlyList<ExchangeChoice> Choices);

/// <summary>The money of an exchange, in XAF: no franc is made or lost.</summary>
/// <param name="Value">What the buyer paid for the goods that go back, after all reductions.</param>
/// <param name="Kept">Of it, what goes into the new order.</param>
/// <param name="ToBuyer">Of it, what goes back to the buyer.</param>
/// <param name="ToPay">What the buyer pays besides.</param>
/// <param name="Coupon">What the post had given for these goods and gives for the new ones.</param>
/// <param name="CouponBack">What the post had given for these goods and gets back.</param>
/// <param name="ShopDiscount">What the shop takes off the new goods, as it did off these.</param>
[GenerateSerializer, Immutable, Alias("commerce.exchange-sum")]
public readonly record struct ExchangeSum(
    [property: Id(0)] long Value,
    [property: Id(1)] long Kept,
    [property: Id(2)] long ToBuyer,
    [property: Id(3)] long ToPay,
    [property: Id(4)] long Coupon,
    [property: Id(5)] long CouponBack,
    [property: Id(6)] long ShopDiscount);

/// <summary>What a return is to be exchanged for.</summary>
[GenerateSerializer, Immutable, Alias("commerce.exchange")]
public sealed record Exchange
{
    /// <summary>What the buyer wants, at the price that they saw.</summary>
    [Id(0)] public required OrderLine Wanted { get; init; }

    /// <summary>What its parcel costs.</summary>
    [Id(1)] public long Carriage { get; init; }

    /// <summary>The shop pays the parcel, since the goods were faulty; else the buyer does.</summary>
    [Id(2)] public bool ShopCarries { get; init; }

    /// <summary>The money: as it would be when it was asked for; for good once the goods are back.</summary>
    [Id(3)] public ExchangeSum Sum { get; init; }

    /// <summary>The wanted goods were gone, or the difference was not paid: it is a refund now.</summary>
    [Id(4)] public bool Gone { get; init; }

    /// <summary>The order of the new goods, once it is placed.</summary>
    [Id(5)] public OrderId? Order { get; init; }

    /// <summary>What the buyer pays of the parcel.</summary>
    public long Delivery => ShopCarries ? 0 : Carriage;
}

/// <summary>Goods of an order are back and others go out for them.</summary>
[GenerateSerializer, Immutable, Alias("commerce.order-exchange")]
public sealed record OrderExchange
{
    /// <summary>The return, once.</summary>
    [Id(0)] public required string Return { get; init; }

    /// <summary>What came back.</summary>
    [Id(1)] public required ReturnedLine Back { get; init; }

    /// <summary>What the wanted goods cost, all of them.</summary>
    [Id(2)] public required long Wanted { get; init; }

    /// <summary>What the buyer pays of the new parcel.</summary>
    [Id(3)] public required long Delivery { get; init; }

    /// <summary>The new order.</summary>
    [Id(4)] public required OrderId Order { get; init; }

    /// <summary>Its escrow.</summary>
    [Id(5)] public required AccountId Escrow { get; init; }

    /// <summary>Who of the shop received the goods.</summary>
    [Id(6)] public required CustomerId Actor { get; init; }

    /// <summary>What they said.</summary>
    [Id(7)] public string Words { get; init; } = "";
}

/// <summary>An exchange as its first order keeps it.</summary>
[GenerateSerializer, Immutable, Alias("commerce.order-exchanged")]
public sealed record OrderExchanged
{
    /// <summary>The return.</summary>
    [Id(0)] public required string Return { get; init; }

    /// <summary>The new order.</summary>
    [Id(1)] public required OrderId Order { get; init; }

    /// <summary>The money.</summary>
    [Id(2)] public required ExchangeSum Sum { get; init; }

    /// <summary>The key of the payment that moves it.</summary>
    [Id(3)] public required string Key { get; init; }

    /// <summary>Whether the ledger has moved it.</summary>
    [Id(4)] public bool Moved { get; init; }

    /// <summary>Nothing came of it: what was kept went to the buyer.</summary>
    [Id(5)] public bool Undone { get; init; }
}

/// <summary>Which order's goods an order is sent for.</summary>
/// <param name="Order">The first order.</param>
/// <param name="Return">The return.</param>
[GenerateSerializer, Immutable, Alias("commerce.exchange-of")]
public sealed record ExchangeOf([property: Id(0)] OrderId Order, [property: Id(1)] string Return);
