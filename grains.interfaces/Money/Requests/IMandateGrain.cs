using Orleans.Concurrency;
using Postmobile.Identity;

namespace Postmobile.Money;

/// <summary>
/// One mandate: the payer agrees once, and it collects by itself, at most once a period: the transfer of a period has one key.
/// Key: <see cref="Requests.MandateKey"/>.
/// </summary>
[Alias("money.mandate"), GrainInterfaceType("money.mandate")]
public interface IMandateGrain : IGrainWithStringKey
{
    /// <summary>The payee proposes. The payer hears by SMS. Repeating it changes nothing.</summary>
    /// <returns>The mandate; or mandate_terms, mandate_ceiling, mandate_limit, memo_invalid, request_own, request_blocked, idempotency_conflict.</returns>
    [Alias("propose")]
    Task<MandateOutcome> Propose(MandateWish wish);

    /// <summary>The payer agrees, with the most that may be collected in one period.</summary>
    /// <returns>The mandate; or not_found, mandate_over, mandate_not_open, mandate_ceiling.</returns>
    [Alias("approve")]
    Task<MandateOutcome> Approve(CustomerId by, long ceiling);

    /// <summary>The payer says no.</summary>
    /// <returns>The mandate; or not_found, mandate_over, mandate_not_open.</returns>
    [Alias("decline")]
    Task<MandateOutcome> Decline(CustomerId by);

    /// <summary>The payer stops it for a while. When this answers, nothing more of this period is collected.</summary>
    /// <returns>The mandate; or not_found, mandate_over, mandate_not_open.</returns>
    [Alias("pause")]
    Task<MandateOutcome> Pause(CustomerId by);

    /// <summary>The payer lets it go on with what falls due from now on.</summary>
    /// <returns>The mandate; or not_found, mandate_over, mandate_not_open.</returns>
    [Alias("resume")]
    Task<MandateOutcome> Resume(CustomerId by);

    /// <summary>Either side ends it. When this answers, nothing is collected any more.</summary>
    /// <returns>The mandate; or not_found, mandate_over.</returns>
    [Alias("cancel")]
    Task<MandateOutcome> Cancel(CustomerId by);

    /// <summary>The payee says how much the next collection is; the payer hears, and it is made a day later at the earliest. The same again changes nothing.</summary>
    /// <returns>The mandate; or not_found, mandate_over, mandate_not_open, mandate_ceiling, amount_not_positive.</returns>
    [Alias("collect")]
    Task<MandateOutcome> Collect(CustomerId by, long amount);

    /// <summary>The mandate as it stands; null when there is none.</summary>
    [AlwaysInterleave, Alias("look")]
    Task<Mandate?> Look();

    /// <summary>Between the mandate and itself only: the ledger has answered for a period.</summary>
    [Alias("settle")]
    Task Settle(int period, TransferOutcome outcome);

    /// <summary>Between the mandate and itself only: what was tried in a period is annulled, or had happened after all.</summary>
    [Alias("closed")]
    Task Closed(int period, TransferOutcome outcome);
}

/// <summary>Finds mandates. Key 0.</summary>
[Alias("money.mandates"), GrainInterfaceType("money.mandates")]
public interface IMandatesGrain : IGrainWithIntegerKey
{
    /// <summary>Those that a person pays, newest first.</summary>
    [Alias("of-payer")]
    Task<IReadOnlyList<Mandate>> OfPayer(CustomerId payer, int limit);

    /// <summary>Those by which a person or their shop is paid, newest first.</summary>
    [Alias("of-payee")]
    Task<IReadOnlyList<Mandate>> OfPayee(CustomerId payee, int limit);
}
