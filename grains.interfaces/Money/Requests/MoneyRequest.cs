using Postmobile.Identity;

namespace Postmobile.Money;

/// <summary>Where a request for money stands.</summary>
public enum RequestStatus
{
    /// <summary>The payer has not answered.</summary>
    Open,

    /// <summary>The payer has said yes; the ledger pays or refuses.</summary>
    Paying,

    /// <summary>Nothing comes of it; an earlier try that was refused is being made impossible for good.</summary>
    Closing,

    /// <summary>Paid. The end.</summary>
    Paid,

    /// <summary>The payer said no. The end.</summary>
    Declined,

    /// <summary>The requester took it back. The end.</summary>
    Cancelled,

    /// <summary>Nobody answered in time. The end.</summary>
    Expired,
}

/// <summary>One side of a request or a mandate.</summary>
/// <param name="Id">Who.</param>
/// <param name="Account">From where or to where the money goes.</param>
/// <param name="Name">The name in full; a merchant's is that over the door.</param>
/// <param name="Phone">The number, E.164.</param>
[GenerateSerializer, Immutable, Alias("money.request-side")]
public sealed record RequestSide([property: Id(0)] CustomerId Id, [property: Id(1)] AccountId Account, [property: Id(2)] string Name, [property: Id(3)] string Phone);

/// <summary>Somebody asks somebody for money.</summary>
[GenerateSerializer, Immutable, Alias("money.request-wish")]
public sealed record RequestWish
{
    /// <summary>Who asks and will be paid.</summary>
    [Id(0)] public required RequestSide Requester { get; init; }

    /// <summary>Who is asked.</summary>
    [Id(1)] public required RequestSide Payer { get; init; }

    /// <summary>How much, in minor units.</summary>
    [Id(2)] public required long Amount { get; init; }

    /// <summary>What for; 140 characters at most. It becomes the note of the payment.</summary>
    [Id(3)] public string? Note { get; init; }

    /// <summary>The bill of which this is a share.</summary>
    [Id(4)] public string? Split { get; init; }
}

/// <summary>One request as it stands.</summary>
[GenerateSerializer, Immutable, Alias("money.request-view")]
public sealed record MoneyRequest
{
    /// <summary>Its id, <c>rq-…</c>.</summary>
    [Id(0)] public required string Id { get; init; }

    /// <summary>What was asked.</summary>
    [Id(1)] public required RequestWish Wish { get; init; }

    /// <summary>Where it stands.</summary>
    [Id(2)] public required RequestStatus Status { get; init; }

    /// <summary>When it was asked.</summary>
    [Id(3)] public required DateTimeOffset AskedAt { get; init; }

    /// <summary>Until when it can be paid.</summary>
    [Id(4)] public required DateTimeOffset ExpiresAt { get; init; }

    /// <summary>The transfer that paid it.</summary>
    [Id(5)] public TransferId? Transfer { get; init; }

    /// <summary>Why the last try to pay it failed.</summary>
    [Id(6)] public string? Failure { get; init; }

    /// <summary>When it came to its end.</summary>
    [Id(7)] public DateTimeOffset? EndedAt { get; init; }

    /// <summary>Whether nothing can come of it any more.</summary>
    public bool IsOver => Status is RequestStatus.Paid or RequestStatus.Declined or RequestStatus.Cancelled or RequestStatus.Expired;
}

/// <summary>What came of it: the request as it stands, and why not, if so.</summary>
[GenerateSerializer, Immutable, Alias("money.request-outcome")]
public readonly record struct RequestOutcome
{
    /// <summary>The request.</summary>
    [Id(0)] public MoneyRequest? Request { get; init; }

    /// <summary>The refusal.</summary>
    [Id(1)] public RequestRefusal? Refusal { get; init; }

    /// <summary>The ledger would refuse; the request waits as it did.</summary>
    [Id(2)] public Refusal? Ledger { get; init; }

    /// <summary>The answer is that of an earlier, equal act.</summary>
    [Id(3)] public bool Replayed { get; init; }

    /// <summary>A refusal.</summary>
    public static implicit operator RequestOutcome(RequestRefusal refusal) => new() { Refusal = refusal };
}
