namespace Postmobile.Money;

/// <summary>What a line of the tariff charges or pays.</summary>
public enum ChargeKind
{
    /// <summary>The post's fee, paid by the payer on top of the amount; rounded up to the next minor unit.</summary>
    Fee,

    /// <summary>A tax in percent of the fee (such as VAT), paid by the payer; rounded to the nearest minor unit.</summary>
    TaxOnFee,

    /// <summary>A tax on the amount itself, paid by the payer; rounded to the nearest minor unit.</summary>
    TaxOnAmount,

    /// <summary>What the post pays the agent who did the operation; rounded to the nearest minor unit.</summary>
    Commission,
}

/// <summary>
/// One line of the tariff: for one operation, one tier of payers and one band of amounts, a fixed part and a share of the
/// amount, together not less than <see cref="Min"/> and not more than <see cref="Max"/>. All amounts are minor units.
/// </summary>
[GenerateSerializer, Immutable, Alias("money.tariff-line")]
public sealed record TariffLine
{
    /// <summary>The operation, by the kind of its posting.</summary>
    [Id(0)] public required PostingKind Operation { get; init; }

    /// <summary>The payer's tier; null: every tier that has no lines of its own for this operation and charge.</summary>
    [Id(1)] public short? Tier { get; init; }

    /// <summary>What is charged or paid.</summary>
    [Id(2)] public required ChargeKind Charge { get; init; }

    /// <summary>The least amount of the band; the first band of a group begins at 1.</summary>
    [Id(3)] public long From { get; init; } = 1;

    /// <summary>The greatest amount of the band, itself included; null: and more. The last band of a group is open.</summary>
    [Id(4)] public long? To { get; init; }

    /// <summary>The fixed part.</summary>
    [Id(5)] public long Fixed { get; init; }

    /// <summary>The share of the amount (of the fee, with <see cref="ChargeKind.TaxOnFee"/>) in hundredths of a percent.</summary>
    [Id(6)] public int BasisPoints { get; init; }

    /// <summary>The least; 0 is none.</summary>
    [Id(7)] public long Min { get; init; }

    /// <summary>The most; null is none.</summary>
    [Id(8)] public long? Max { get; init; }
}

/// <summary>What is wrong with a line.</summary>
public enum TariffLineFault
{
    /// <summary>This kind of posting bears no such charge: only what customers and agents ask for does.</summary>
    OperationNotCharged,

    /// <summary>Commissions are paid for cash-ins and cash-outs, whatever the payer's tier.</summary>
    CommissionNotHere,

    /// <summary>A tier is 0 to 99.</summary>
    TierUnknown,

    /// <summary>A number is negative or larger than allowed.</summary>
    NumberOutOfRange,

    /// <summary>A band ends before it begins.</summary>
    BandEmpty,

    /// <summary>Bands of one group begin at 1, follow one another without gap or overlap, and the last is open.</summary>
    BandsDoNotJoin,

    /// <summary>The most is less than the least.</summary>
    BoundsCrossed,

    /// <summary>Sending more would cost less than at the end of the band before.</summary>
    ChargeFalls,

    /// <summary>A tax on the fee is one percentage for all amounts.</summary>
    TaxOnFeeIsAShare,

    /// <summary>A table has at most 400 lines.</summary>
    TooMany,

    /// <summary>The line cannot be read.</summary>
    Unreadable,
}

/// <summary>A line at fault: its place in the proposal, from 0, and why.</summary>
[GenerateSerializer, Immutable, Alias("money.tariff-line-error")]
public sealed record TariffLineError([property: Id(0)] int Line, [property: Id(1)] TariffLineFault Fault);

/// <summary>What an operation costs and earns.</summary>
[GenerateSerializer, Immutable, Alias("money.charges")]
public readonly record struct Charges(
    [property: Id(0)] long Fee,
    [property: Id(1)] long Tax,
    [property: Id(2)] long Commission);
