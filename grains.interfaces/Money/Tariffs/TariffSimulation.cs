namespace Postmobile.Money;

/// <summary>One operation of a month, charged by the tariff that holds and by the one proposed.</summary>
[GenerateSerializer, Immutable, Alias("money.simulated-operation")]
public sealed record SimulatedOperation
{
    /// <summary>The operation.</summary>
    [Id(0)] public required PostingKind Operation { get; init; }

    /// <summary>How often it was done.</summary>
    [Id(1)] public long Count { get; init; }

    /// <summary>How much was moved.</summary>
    [Id(2)] public long Volume { get; init; }

    /// <summary>Fees under the table that holds.</summary>
    [Id(3)] public long FeesBefore { get; init; }

    /// <summary>Fees under the proposed table.</summary>
    [Id(4)] public long FeesAfter { get; init; }

    /// <summary>Taxes under the table that holds.</summary>
    [Id(5)] public long TaxesBefore { get; init; }

    /// <summary>Taxes under the proposed table.</summary>
    [Id(6)] public long TaxesAfter { get; init; }

    /// <summary>Commissions under the table that holds.</summary>
    [Id(7)] public long CommissionsBefore { get; init; }

    /// <summary>Commissions under the proposed table.</summary>
    [Id(8)] public long CommissionsAfter { get; init; }
}

/// <summary>What a month of the ledger would have cost under a proposed tariff; or how far the reckoning is.</summary>
[GenerateSerializer, Immutable, Alias("money.tariff-simulation-view")]
public sealed record TariffSimulation
{
    /// <summary>The first day of the month.</summary>
    [Id(0)] public required DateOnly Month { get; init; }

    /// <summary>The number of the version that it was compared with.</summary>
    [Id(1)] public int ComparedWith { get; init; }

    /// <summary>When it began.</summary>
    [Id(2)] public DateTimeOffset StartedAt { get; init; }

    /// <summary>When it ended; null while it runs.</summary>
    [Id(3)] public DateTimeOffset? EndedAt { get; init; }

    /// <summary>Days done.</summary>
    [Id(4)] public int Done { get; init; }

    /// <summary>Days of the month.</summary>
    [Id(5)] public int Total { get; init; }

    /// <summary>By operation.</summary>
    [Id(6)] public IReadOnlyList<SimulatedOperation> Operations { get; init; } = [];

    /// <summary>Payers who would have paid more in all.</summary>
    [Id(7)] public long PayersMore { get; init; }

    /// <summary>Payers who would have paid less in all.</summary>
    [Id(8)] public long PayersLess { get; init; }

    /// <summary>Payers who would have paid the same.</summary>
    [Id(9)] public long PayersSame { get; init; }

    /// <summary>It could not be finished; start it again.</summary>
    [Id(10)] public bool Failed { get; init; }
}
