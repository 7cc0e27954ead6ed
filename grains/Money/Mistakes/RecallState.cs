using Postmobile.Identity;

namespace Postmobile.Money;

/// <summary>What the post allows in recalls. Bound from the section <c>Recalls</c>.</summary>
public sealed class RecallOptions
{
    /// <summary>How long after it a transfer can be recalled.</summary>
    public TimeSpan Window { get; set; } = TimeSpan.FromHours(24);

    /// <summary>How long the payee has to answer before an operator decides.</summary>
    public TimeSpan AnswerWithin { get; set; } = TimeSpan.FromDays(3);

    /// <summary>How many transfers one person recalls in a month of Brazzaville at the most.</summary>
    public int PerMonth { get; set; } = 3;
}

/// <summary>What lies in the document of one recall. Times are milliseconds since 1970 UTC, so that SQL can sort by them.</summary>
public sealed record RecallState
{
    /// <summary>Null until somebody asks.</summary>
    public RecallStatus? Status { get; init; }

    /// <summary>The key of whoever asked.</summary>
    public string RequestKey { get; init; } = "";

    /// <summary>Customer id of the payer.</summary>
    public string Payer { get; init; } = "";

    /// <summary>Customer id of the payee.</summary>
    public string Payee { get; init; } = "";

    /// <summary>The payer's wallet.</summary>
    public long PayerWallet { get; init; }

    /// <summary>The payee's wallet.</summary>
    public long PayeeWallet { get; init; }

    /// <summary>The payer's name in full.</summary>
    public string PayerName { get; init; } = "";

    /// <summary>The payee's name, masked.</summary>
    public string PayeeName { get; init; } = "";

    /// <summary>What was sent.</summary>
    public long Amount { get; init; }

    /// <summary>What is set aside.</summary>
    public long Held { get; init; }

    /// <summary>Where.</summary>
    public long HoldAccount { get; init; }

    /// <summary>The currency.</summary>
    public Currency Currency { get; init; }

    /// <summary>The payer's words.</summary>
    public string? Words { get; init; }

    /// <summary>The payee's words.</summary>
    public string? Answer { get; init; }

    /// <summary>When.</summary>
    public long AskedAtMs { get; init; }

    /// <summary>Until when the payee may answer.</summary>
    public long AnswerByMs { get; init; }

    /// <summary>Which order to the ledger counts; an answer to an earlier one is old.</summary>
    public int Round { get; init; }

    /// <summary>The operator who decided.</summary>
    public string? DecidedBy { get; init; }

    /// <summary>The reason.</summary>
    public string? Reason { get; init; }

    /// <summary>The ledger's refusal.</summary>
    public string? Failure { get; init; }

    /// <summary>The transfer that gave the money back.</summary>
    public string? GivenBack { get; init; }

    /// <summary>All that happened.</summary>
    public IReadOnlyList<CaseStep> Trail { get; init; } = [];

    /// <summary>With one more step on record.</summary>
    internal RecallState Then(DateTimeOffset at, string who, string what, string? words = null) =>
        this with { Trail = [.. Trail, new CaseStep(at, who, what, words)] };

    /// <summary>The recall as others see it; null when nobody asked.</summary>
    internal Recall? View(string id) => Status is not { } status || !Recalls.TryRead(id, out TransferId transfer) ? null : new Recall
    {
        Id = id,
        Transfer = transfer,
        Payer = new CustomerId(Payer),
        Payee = new CustomerId(Payee),
        PayerName = PayerName,
        PayeeName = PayeeName,
        Amount = Amount,
        Held = Held,
        Currency = Currency,
        Status = status,
        Words = Words,
        Answer = Answer,
        AskedAt = DateTimeOffset.FromUnixTimeMilliseconds(AskedAtMs),
        AnswerBy = DateTimeOffset.FromUnixTimeMilliseconds(AnswerByMs),
        DecidedBy = DecidedBy,
        Reason = Reason,
        Failure = Failure,
        GivenBack = TransferId.TryParse(GivenBack, out TransferId back) ? back : null,
        Trail = Trail,
    };
}
