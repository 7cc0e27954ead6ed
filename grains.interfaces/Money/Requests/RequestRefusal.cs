namespace Postmobile.Money;

/// <summary>Why nothing came of a request, a split bill or a mandate. Each is a definite no; its stable code is the name in lower case with underscores.</summary>
public enum RequestRefusal
{
    /// <summary><c>not_found</c>: there is none, or it is not the caller's.</summary>
    NotFound,

    /// <summary><c>idempotency_conflict</c>: the key was used for something else.</summary>
    IdempotencyConflict,

    /// <summary><c>amount_not_positive</c>: zero or less, or more than there is money.</summary>
    AmountNotPositive,

    /// <summary><c>memo_invalid</c>: a text is missing, too long or holds a character that cannot be stored.</summary>
    MemoInvalid,

    /// <summary><c>unknown_payee</c>: nobody has that number.</summary>
    UnknownPayee,

    /// <summary><c>request_own</c>: nobody asks themselves.</summary>
    RequestOwn,

    /// <summary><c>request_blocked</c>: this person takes no requests from the caller.</summary>
    RequestBlocked,

    /// <summary><c>request_limit</c>: too many today, or too many open ones to this person.</summary>
    RequestLimit,

    /// <summary><c>request_over</c>: it was paid, declined or cancelled, or its time has run out.</summary>
    RequestOver,

    /// <summary><c>quote_changed</c>: it costs something else now than what the person agreed to.</summary>
    QuoteChanged,

    /// <summary><c>split_shares</c>: the shares do not add up, or nobody or too many are to pay, or one person twice.</summary>
    SplitShares,

    /// <summary><c>mandate_terms</c>: amount, ceiling, beginning or end do not fit together.</summary>
    MandateTerms,

    /// <summary><c>mandate_limit</c>: too many proposals to this person wait for an answer, or too many were made today.</summary>
    MandateLimit,

    /// <summary><c>mandate_over</c>: it has ended, or was declined or cancelled.</summary>
    MandateOver,

    /// <summary><c>mandate_not_open</c>: it is not in a state in which this can be done.</summary>
    MandateNotOpen,

    /// <summary><c>mandate_ceiling</c>: more than the payer has agreed to, or a ceiling that does not cover the amount.</summary>
    MandateCeiling,
}
