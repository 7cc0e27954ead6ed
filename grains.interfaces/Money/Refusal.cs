namespace Postmobile.Money;

/// <summary>Why money did not move. Each is a definite no, except <see cref="OutcomeUnknown"/>.</summary>
public enum RefusalCode
{
    /// <summary><c>insufficient_funds</c>: the account would fall under its floor.</summary>
    InsufficientFunds,

    /// <summary><c>account_frozen</c>: the payer's debits are stopped.</summary>
    AccountFrozen,

    /// <summary><c>account_closed</c>: the payer's account is closed.</summary>
    AccountClosed,

    /// <summary><c>unknown_account</c>: the payer's account was never opened.</summary>
    UnknownAccount,

    /// <summary><c>payee_frozen</c>: the payee's credits are stopped.</summary>
    PayeeFrozen,

    /// <summary><c>payee_closed</c>: the payee's account is closed.</summary>
    PayeeClosed,

    /// <summary><c>unknown_payee</c>: nobody has that account or number.</summary>
    UnknownPayee,

    /// <summary><c>same_account</c>: payer and payee are one.</summary>
    SameAccount,

    /// <summary><c>amount_not_positive</c>: zero or less.</summary>
    AmountNotPositive,

    /// <summary><c>limit_exceeded</c>: <see cref="Refusal.Limit"/> says which, how much is left and when it resets.</summary>
    LimitExceeded,

    /// <summary><c>balance_cap_exceeded</c>: the payee would hold more than their tier may; no figure of theirs is told.</summary>
    BalanceCapExceeded,

    /// <summary><c>currency_mismatch</c>: payer, payee and request do not share one currency.</summary>
    CurrencyMismatch,

    /// <summary><c>idempotency_conflict</c>: the key was used for another request.</summary>
    IdempotencyConflict,

    /// <summary><c>in_progress</c>: the same request is at work now; ask again in a moment.</summary>
    InProgress,

    /// <summary><c>quote_changed</c>: the total differs from the one the person agreed to.</summary>
    QuoteChanged,

    /// <summary><c>outcome_unknown</c>: it may or may not have happened; ask by the key, or repeat with the same key.</summary>
    OutcomeUnknown,

    /// <summary><c>not_empty</c>: an account with money in it, or on its way, cannot be closed.</summary>
    NotEmpty,

    /// <summary><c>operation_not_allowed</c>: an account of this kind does not do this.</summary>
    OperationNotAllowed,

    /// <summary><c>annulled</c>: a request of unknown fate was annulled before it could happen; its key is spent.</summary>
    Annulled,

    /// <summary><c>memo_invalid</c>: the note is longer than 140 characters or holds a character that cannot be stored.</summary>
    MemoInvalid,

    /// <summary><c>ledger_unavailable</c>: the ledger cannot be reached; nothing was moved. Repeat with the same key.</summary>
    LedgerUnavailable,

    /// <summary><c>step_up_required</c>: from this amount on the PIN must have been entered just before.</summary>
    StepUpRequired,
}

/// <summary>A refusal a caller can expect.</summary>
[GenerateSerializer, Immutable, Alias("money.refusal")]
public sealed record Refusal([property: Id(0)] RefusalCode Code)
{
    /// <summary>With <see cref="RefusalCode.LimitExceeded"/>: which limit, what is left and when it resets.</summary>
    [Id(1)] public LimitLeft? Limit { get; init; }

    /// <summary>With <see cref="RefusalCode.QuoteChanged"/>: what it costs now.</summary>
    [Id(2)] public Quote? Quote { get; init; }

    /// <summary>The stable code that the outside sees, such as <c>insufficient_funds</c>.</summary>
    public string StableCode => StableCodes[(int)Code];

    /// <summary>A refusal with nothing more to say.</summary>
    public static implicit operator Refusal(RefusalCode code) => new(code);

    private static readonly string[] StableCodes = [.. Enum.GetNames<RefusalCode>().Select(SnakeCase)];

    private static string SnakeCase(string name) =>
        string.Concat(name.Select((c, i) => char.IsUpper(c) && i > 0 ? "_" + char.ToLowerInvariant(c) : char.ToLowerInvariant(c).ToString()));
}
