using Postmobile.Money;

namespace Postmobile.Commerce;

/// <summary>One transfer that an order asks of the ledger, word for word: decided once, repeated until the ledger has answered.</summary>
[GenerateSerializer, Immutable, Alias("commerce.order-payment")]
public sealed record OrderPayment
{
    /// <summary>Its key within the payer's account.</summary>
    [Id(0)] public required string Key { get; init; }

    /// <summary>Who pays: the escrow, the shop's takings or the post.</summary>
    [Id(1)] public required AccountId Payer { get; init; }

    /// <summary>Who gets what; all or nothing.</summary>
    [Id(2)] public required IReadOnlyList<TransferLeg> Legs { get; init; }

    /// <summary>The note on the statement.</summary>
    [Id(3)] public string Note { get; init; } = "";

    /// <summary>For a refund out of takings: what these lack is lent by the post.</summary>
    [Id(4)] public bool MayLend { get; init; }

    /// <summary>When it was decided.</summary>
    [Id(5)] public DateTimeOffset At { get; init; }

    /// <summary>The transfer, once the ledger has it; null before, and when nothing could be taken from takings.</summary>
    [Id(6)] public TransferId? Transfer { get; init; }

    /// <summary>Whether the ledger has answered.</summary>
    [Id(7)] public bool Done { get; init; }

    /// <summary>What of it the post has lent.</summary>
    [Id(8)] public long Lent { get; init; }

    /// <summary>Whose part went to suspense, because their account takes nothing: the accounts' numbers.</summary>
    [Id(9)] public IReadOnlyList<AccountId> Suspended { get; init; } = [];

    /// <summary>The sum of its legs.</summary>
    public long Total => Legs.Sum(leg => leg.Amount);
}

/// <summary>What the ledger answered to a payment of an order.</summary>
[GenerateSerializer, Immutable, Alias("commerce.order-paid")]
public sealed record OrderPaid
{
    /// <summary>The transfer; null when nothing could be taken and the post lent it all.</summary>
    [Id(0)] public TransferId? Transfer { get; init; }

    /// <summary>What the post has lent.</summary>
    [Id(1)] public long Lent { get; init; }

    /// <summary>Whose part lies in suspense now.</summary>
    [Id(2)] public IReadOnlyList<AccountId> Suspended { get; init; } = [];
}

/// <summary>One line of a shop's statement: positive for the shop, negative against it. Lines are never changed.</summary>
/// <param name="At">When.</param>
/// <param name="Kind"><c>goods</c>, <c>discount</c>, <c>delivery</c>, <c>carriage</c>, <c>commission</c>, <c>tax</c>, <c>refund</c>, <c>exchange</c>, <c>coupon</c>, <c>lent</c>, <c>recovered</c>.</param>
/// <param name="Amount">In XAF.</param>
[GenerateSerializer, Immutable, Alias("commerce.shop-money-line")]
public sealed record ShopMoneyLine([property: Id(0)] DateTimeOffset At, [property: Id(1)] string Kind, [property: Id(2)] long Amount);
