using System.Security.Cryptography;
using System.Text;

namespace Postmobile.Money;

/// <summary>
/// The versions of the tariff, decided by two different operators, one after another. Key <see cref="TariffKeys.Book"/>. What is charged
/// is decided by the payer's silo, from the copy that each silo holds (<see cref="ITariffGrain"/>).
/// </summary>
[Alias("money.tariffs"), GrainInterfaceType("money.tariffs")]
public interface ITariffsGrain : IGrainWithStringKey
{
    /// <summary>Proposes. The same proposal again answers with the first.</summary>
    /// <returns>The version; or tariff_lines_invalid, tariff_unchanged, tariff_date_past, tariff_stale, memo_invalid, idempotency_conflict.</returns>
    [Alias("propose")]
    Task<TariffOutcome> Propose(TariffProposal proposal);

    /// <summary>What <see cref="Propose"/> would answer, keeping nothing.</summary>
    [Alias("check")]
    Task<TariffOutcome> Check(TariffProposal proposal);

    /// <summary>Approves: numbers it and fixes from when it holds.</summary>
    /// <returns>
    /// The version; or not_found, same_operator, already_decided, tariff_not_simulated, tariff_stale, tariff_date_past. The same operator
    /// approving again succeeds.
    /// </returns>
    [Alias("approve")]
    Task<TariffOutcome> Approve(string id, string byOperator);

    /// <summary>Rejects; whoever proposed withdraws so.</summary>
    /// <returns>The version; or not_found, already_decided, memo_invalid. The same operator rejecting again succeeds.</returns>
    [Alias("reject")]
    Task<TariffOutcome> Reject(string id, string byOperator, string? reason);

    /// <summary>Between the book and its simulations only: the reckoning is done.</summary>
    [Alias("simulated")]
    Task Simulated(string id, TariffSimulation simulation, string byOperator);

    /// <summary>One version; null when there is none.</summary>
    [Alias("look")]
    Task<TariffVersion?> Look(string id);

    /// <summary>All versions, newest proposal first; of those rejected or withdrawn the last fifty.</summary>
    [Alias("list")]
    Task<IReadOnlyList<TariffVersion>> List();
}

/// <summary>What a month would have cost under a proposed version. Key: the version's id.</summary>
[Alias("money.tariff-simulation"), GrainInterfaceType("money.tariff-simulation")]
public interface ITariffSimulationGrain : IGrainWithStringKey
{
    /// <summary>Starts the reckoning, or joins the one that runs.</summary>
    /// <param name="month">A day of the month of Brazzaville; null for the last whole one.</param>
    /// <param name="byOperator">Who asks.</param>
    /// <returns>How far it is; null when there is no such version.</returns>
    [Alias("start")]
    Task<TariffSimulation?> Start(DateOnly? month, string byOperator);

    /// <summary>How far the reckoning is, or the last one done; null when there was none.</summary>
    [Alias("look")]
    Task<TariffSimulation?> Look();
}

/// <summary>The tariff as this silo holds it in memory. Key 0.</summary>
[Alias("money.tariff"), GrainInterfaceType("money.tariff")]
public interface ITariffGrain : IGrainWithIntegerKey
{
    /// <summary>What holds at a moment; null for now.</summary>
    [Alias("at")]
    Task<TariffInForce> At(DateTimeOffset? moment);

    /// <summary>What an operation would cost now, and what an agent would earn by it.</summary>
    [Alias("charge")]
    Task<Charges> Charge(PostingKind operation, short tier, long amount);
}

/// <summary>Names in the book of tariffs.</summary>
public static class TariffKeys
{
    /// <summary>The key of the one book.</summary>
    public const string Book = "tariff-book";

    /// <summary>The id of the proposal that this operator means by this idempotency key.</summary>
    public static string Of(string operatorId, string idempotencyKey) =>
        "tf-" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(operatorId + "\n" + idempotencyKey)).AsSpan(0, 16));

    /// <summary>Whether a text has the form of such an id, so that no grain wakes for a text that never was one.</summary>
    public static bool IsId(string? text) => text is { Length: 35 } && text.StartsWith("tf-", StringComparison.Ordinal) && !text.AsSpan(3).ContainsAnyExcept("0123456789abcdef");

    /// <summary>The book's grain.</summary>
    public static ITariffsGrain Tariffs(this IGrainFactory grains) => grains.GetGrain<ITariffsGrain>(Book);

    /// <summary>The tariff as held by some silo.</summary>
    public static ITariffGrain Tariff(this IGrainFactory grains) => grains.GetGrain<ITariffGrain>(0);
}
