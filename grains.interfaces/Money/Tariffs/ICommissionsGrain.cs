namespace Postmobile.Money;

/// <summary>
/// Pays agents what the tariff promises for cash-ins and cash-outs: a second transfer, from the post's commissions to the agent's float,
/// whose id follows from the first. Key 0. Nobody has to call it: the ledger does so after every cash-in and cash-out, and what a crash
/// kept from happening is found by the sweep.
/// </summary>
[Alias("money.commissions"), GrainInterfaceType("money.commissions")]
public interface ICommissionsGrain : IGrainWithIntegerKey
{
    /// <summary>
    /// Pays the commission of a cash-in or cash-out that has happened. Calling it again, or beside the sweep, pays nothing twice.
    /// </summary>
    /// <returns>The commission's receipt; null when none is owed for it. A refusal means: still owed, and paid later by itself.</returns>
    [Alias("pay")]
    Task<TransferOutcome?> Pay(Receipt operation);

    /// <summary>What is still owed, as the last sweep found it, and what there is to pay from.</summary>
    [Alias("owed")]
    Task<CommissionsOwed> Owed();
}

/// <summary>The sweep that finds commissions that are owed and pays them. Key <see cref="Commissions.Sweep"/>.</summary>
[Alias("money.commission-sweep"), GrainInterfaceType("money.commission-sweep")]
public interface ICommissionSweepGrain : IGrainWithStringKey
{
    /// <summary>Begins, at the first start of a database; does nothing afterwards.</summary>
    [Alias("begin")]
    Task Begin();

    /// <summary>Sweeps now.</summary>
    [Alias("run")]
    Task<CommissionsOwed> Run();

    /// <summary>What the last sweep found.</summary>
    [Alias("look")]
    Task<CommissionsOwed> Look();
}

/// <summary>What agents are still owed.</summary>
[GenerateSerializer, Immutable, Alias("money.commissions-owed")]
public sealed record CommissionsOwed
{
    /// <summary>Operations whose commission could not be paid yet.</summary>
    [Id(0)] public int Count { get; init; }

    /// <summary>How much that is, in minor units.</summary>
    [Id(1)] public long Amount { get; init; }

    /// <summary>When the sweep looked; null before the first.</summary>
    [Id(2)] public DateTimeOffset? SweptAt { get; init; }

    /// <summary>What lies in the post's commissions.</summary>
    [Id(3)] public long Funds { get; init; }

    /// <summary>What lies in the post's fees, from which the commissions are filled up.</summary>
    [Id(4)] public long Fees { get; init; }
}

/// <summary>Names of commissions.</summary>
public static class Commissions
{
    /// <summary>The key of the one sweep.</summary>
    public const string Sweep = "sweep-commissions";

    /// <summary>The key of the commission's transfer.</summary>
    public static string KeyOf(TransferId operation) => "commission " + operation;

    /// <summary>The transfer that pays the commission of this operation.</summary>
    public static TransferId Of(TransferId operation) => TransferId.From(PostAccounts.Commissions, KeyOf(operation));

    /// <summary>The post's commissions.</summary>
    public static ICommissionsGrain CommissionsPaid(this IGrainFactory grains) => grains.GetGrain<ICommissionsGrain>(0);
}
