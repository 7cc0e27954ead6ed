namespace Postmobile.Money;

/// <summary>Why nothing came of it at a counter. Each is a definite no; its stable code is the name in lower case with underscores.</summary>
public enum AgentRefusal
{
    /// <summary><c>not_found</c>: there is none, or it is not the caller's.</summary>
    NotFound,

    /// <summary><c>idempotency_conflict</c>: the key was used for something else.</summary>
    IdempotencyConflict,

    /// <summary><c>amount_not_positive</c>: zero or less.</summary>
    AmountNotPositive,

    /// <summary><c>memo_invalid</c>: a text is too long or holds a character that cannot be stored.</summary>
    MemoInvalid,

    /// <summary><c>same_operator</c>: whoever asks does not approve.</summary>
    SameOperator,

    /// <summary><c>already_decided</c>: it was approved or rejected before.</summary>
    AlreadyDecided,

    /// <summary><c>unknown_agent</c>: nobody is an agent there.</summary>
    UnknownAgent,

    /// <summary><c>cash_out_open</c>: the customer has a withdrawal that is not over yet.</summary>
    CashOutOpen,

    /// <summary><c>cash_out_code_wrong</c>: no open withdrawal of this customer has this code.</summary>
    CashOutCodeWrong,

    /// <summary><c>cash_out_over</c>: it was paid, cancelled or declined, or its time has run out.</summary>
    CashOutOver,

    /// <summary><c>cash_out_own</c>: an agent does not pay cash out to themselves.</summary>
    CashOutOwn,

    /// <summary><c>quote_changed</c>: it costs something else now than what the person agreed to.</summary>
    QuoteChanged,

    /// <summary><c>till_open</c>: the till is open already.</summary>
    TillOpen,

    /// <summary><c>till_closed</c>: the till is not open.</summary>
    TillClosed,

    /// <summary><c>till_explanation_needed</c>: what was counted differs from what should be there.</summary>
    TillExplanationNeeded,

    /// <summary><c>agent_place_invalid</c>: no such town, or coordinates outside of the country.</summary>
    AgentPlaceInvalid,

    /// <summary><c>agent_hours_invalid</c>: not of the form 08:00-17:00.</summary>
    AgentHoursInvalid,
}
