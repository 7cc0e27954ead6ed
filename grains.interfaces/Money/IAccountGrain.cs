namespace Postmobile.Money;

/// <summary>
/// One account of the ledger. Only it may debit itself. Keyed by the account's number (<see cref="AccountId.Value"/>).
/// Reentrant: many payments of one account wait for the same commit.
/// </summary>
[Alias("money.account"), GrainInterfaceType("money.account")]
public interface IAccountGrain : IGrainWithIntegerKey
{
    /// <summary>Opens the account. Opening it again with the same kind and currency changes nothing and succeeds.</summary>
    /// <returns>Null, or <see cref="RefusalCode.CurrencyMismatch"/>, <see cref="RefusalCode.OperationNotAllowed"/> when it is open as another kind.</returns>
    [Alias("open")]
    Task<Refusal?> Open(AccountOpening opening);

    /// <summary>How the account stands; null when it was never opened.</summary>
    [Alias("look")]
    Task<AccountView?> Look();

    /// <summary>What a transfer would cost and who would get it. Moves nothing, promises nothing.</summary>
    /// <returns>A quote, or any refusal of <see cref="Transfer"/> that can be foreseen.</returns>
    [Alias("quote")]
    Task<QuoteOutcome> Quote(TransferRequest request);

    /// <summary>
    /// Pays. Answers when the postings are durable. The same key with the same request answers with the first receipt
    /// (<see cref="TransferOutcome.Replayed"/>), whatever the account could pay now.
    /// </summary>
    /// <returns>
    /// A receipt; or refused, and this request has moved nothing: insufficient_funds, account_frozen, account_closed,
    /// unknown_account, payee_frozen, payee_closed, unknown_payee, same_account, amount_not_positive, limit_exceeded,
    /// balance_cap_exceeded, currency_mismatch, idempotency_conflict, in_progress, quote_changed, step_up_required,
    /// operation_not_allowed, memo_invalid, annulled, ledger_unavailable; or outcome_unknown, which is no answer: ask
    /// <see cref="FindByKey"/>, or repeat with the same key.
    /// </returns>
    [Alias("transfer")]
    Task<TransferOutcome> Transfer(TransferRequest request);

    /// <summary>The receipt of a transfer that this account paid, by the caller's key; null when there is none yet.</summary>
    [Alias("find-by-key")]
    Task<Receipt?> FindByKey(string key);

    /// <summary>The receipt of a transfer that this account paid; null when there is none.</summary>
    [Alias("find")]
    Task<Receipt?> Find(TransferId id);

    /// <summary>
    /// Makes sure that a transfer of unknown fate never happens: takes its place with a posting of zero.
    /// </summary>
    /// <returns>
    /// Its receipt when it had happened after all; else a refusal <see cref="RefusalCode.Annulled"/>. Not known yet:
    /// in_progress, ledger_unavailable, outcome_unknown. An account that was never opened: unknown_account.
    /// </returns>
    [Alias("annul")]
    Task<TransferOutcome> Annul(string key);

    /// <summary>Sets money aside in a holding account of its own.</summary>
    /// <returns>
    /// The holding account and the receipt; or refused: amount_not_positive, operation_not_allowed, memo_invalid,
    /// unknown_account, account_frozen, account_closed, currency_mismatch, limit_exceeded, insufficient_funds,
    /// idempotency_conflict, in_progress, annulled, ledger_unavailable; or outcome_unknown.
    /// </returns>
    [Alias("hold")]
    Task<HoldOutcome> Hold(HoldRequest request);

    /// <summary>On a holding account: captures or releases.</summary>
    /// <returns>
    /// A receipt; or refused: insufficient_funds (more than is held, or nothing is), operation_not_allowed (no holding
    /// account), unknown_account, same_account, amount_not_positive, memo_invalid, payee_frozen, payee_closed, unknown_payee,
    /// balance_cap_exceeded, currency_mismatch, idempotency_conflict, in_progress, annulled, ledger_unavailable; or
    /// outcome_unknown.
    /// </returns>
    [Alias("capture")]
    Task<TransferOutcome> Capture(CaptureRequest request);

    /// <summary>Stops debits, credits, both or nothing. Takes effect with the next posting anywhere.</summary>
    /// <param name="freeze">What is to be stopped from now on.</param>
    /// <param name="reason">Why, for the record; shown to nobody outside the post.</param>
    /// <returns>Null; or unknown_account, account_closed, memo_invalid, ledger_unavailable; or outcome_unknown.</returns>
    [Alias("set-freeze")]
    Task<Refusal?> SetFreeze(Freeze freeze, string reason);

    /// <summary>Changes how low the balance may go, in minor units (0 or less; only credit products use less).</summary>
    /// <returns>As <see cref="SetFreeze"/>; or operation_not_allowed for a floor above zero and for the trust account, which has none.</returns>
    [Alias("set-floor")]
    Task<Refusal?> SetFloor(long floor, string reason);

    /// <summary>Changes the tier, and so the limits.</summary>
    /// <returns>As <see cref="SetFreeze"/>.</returns>
    [Alias("set-tier")]
    Task<Refusal?> SetTier(short tier, string reason);

    /// <summary>Changes owner, name, telephone or language.</summary>
    /// <returns>As <see cref="SetFreeze"/>.</returns>
    [Alias("set-profile")]
    Task<Refusal?> SetProfile(AccountProfile profile);

    /// <summary>Closes an empty account for good. What is still on its way goes to suspense.</summary>
    /// <returns>Null; or not_empty, unknown_account, memo_invalid, operation_not_allowed for the post's own, ledger_unavailable; or outcome_unknown.</returns>
    [Alias("close")]
    Task<Refusal?> Close(string reason);

    /// <summary>A statement's page, newest first.</summary>
    [Alias("statement")]
    Task<StatementPage> Statement(StatementQuery query);

    /// <summary>
    /// What happened on this account after a cursor, oldest first, with an overlap (up to a minute, and up to half of the
    /// limit): drop ids already seen, and go on from the last one while <paramref name="limit"/> come.
    /// </summary>
    [Alias("events-after")]
    Task<IReadOnlyList<LiveEvent>> EventsAfter(string? cursor, int limit);

    /// <summary>Tells a front end of this account's events for the next two minutes; call again to go on.</summary>
    [Alias("watch")]
    Task Watch(ILiveObserver observer);

    /// <summary>Between accounts only: may this much come in? Counted as incoming until it is committed or expires.</summary>
    [Orleans.Concurrency.AlwaysInterleave, Alias("permit")]
    Task<Permit> Permit(PermitRequest request);

    /// <summary>Between ledger and account only: credits committed elsewhere.</summary>
    [Orleans.Concurrency.AlwaysInterleave, Alias("credited")]
    Task Credited(CreditNotice notice);

    /// <summary>Between ledger and account only: credits may have been missed; read them again.</summary>
    [Orleans.Concurrency.AlwaysInterleave, Alias("reload")]
    Task Reload();
}
