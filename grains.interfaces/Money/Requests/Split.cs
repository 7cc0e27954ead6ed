using Postmobile.Identity;

namespace Postmobile.Money;

/// <summary>One share of a bill, as it is wished.</summary>
/// <param name="Payer">Who pays it; null for the requester's own share, for which nobody is asked.</param>
/// <param name="Amount">How much; null for an equal part of what the given amounts leave.</param>
[GenerateSerializer, Immutable, Alias("money.split-wish-share")]
public sealed record SplitWishShare([property: Id(0)] RequestSide? Payer, [property: Id(1)] long? Amount);

/// <summary>A bill that several share.</summary>
[GenerateSerializer, Immutable, Alias("money.split-wish")]
public sealed record SplitWish
{
    /// <summary>Who has paid the bill and asks the others.</summary>
    [Id(0)] public required RequestSide Requester { get; init; }

    /// <summary>The whole bill, in minor units.</summary>
    [Id(1)] public required long Total { get; init; }

    /// <summary>What for.</summary>
    [Id(2)] public string? Note { get; init; }

    /// <summary>The shares, in order: what a division leaves over goes, a unit each, to the first that have no amount of their own.</summary>
    [Id(3)] public required IReadOnlyList<SplitWishShare> Shares { get; init; }
}

/// <summary>One share of a bill as it stands.</summary>
[GenerateSerializer, Immutable, Alias("money.split-share")]
public sealed record SplitShare
{
    /// <summary>Who pays it; null for the requester's own.</summary>
    [Id(0)] public RequestSide? Payer { get; init; }

    /// <summary>How much.</summary>
    [Id(1)] public required long Amount { get; init; }

    /// <summary>Whether it bears a unit more than an equal part, because the bill does not divide.</summary>
    [Id(2)] public bool Remainder { get; init; }

    /// <summary>The request; null for the requester's own, and while it is on its way.</summary>
    [Id(3)] public MoneyRequest? Request { get; init; }

    /// <summary>Why the person could not be asked.</summary>
    [Id(4)] public RequestRefusal? Refusal { get; init; }
}

/// <summary>A bill as it stands.</summary>
[GenerateSerializer, Immutable, Alias("money.split-view")]
public sealed record Split
{
    /// <summary>Its id, <c>sp-…</c>.</summary>
    [Id(0)] public required string Id { get; init; }

    /// <summary>Who asks.</summary>
    [Id(1)] public required CustomerId Requester { get; init; }

    /// <summary>The whole bill.</summary>
    [Id(2)] public required long Total { get; init; }

    /// <summary>What for.</summary>
    [Id(3)] public string? Note { get; init; }

    /// <summary>When.</summary>
    [Id(4)] public required DateTimeOffset At { get; init; }

    /// <summary>The shares; their amounts add up to the bill.</summary>
    [Id(5)] public required IReadOnlyList<SplitShare> Shares { get; init; }

    /// <summary>What has been paid so far.</summary>
    public long Paid => Shares.Where(share => share.Request?.Status is RequestStatus.Paid).Sum(share => share.Amount);

    /// <summary>What others are to pay.</summary>
    public long Asked => Shares.Where(share => share.Payer is not null).Sum(share => share.Amount);
}

/// <summary>The bill, or why there is none.</summary>
[GenerateSerializer, Immutable, Alias("money.split-outcome")]
public readonly record struct SplitOutcome
{
    /// <summary>The bill.</summary>
    [Id(0)] public Split? Split { get; init; }

    /// <summary>The refusal.</summary>
    [Id(1)] public RequestRefusal? Refusal { get; init; }

    /// <summary>Whom the refusal is about, by the number as it was given.</summary>
    [Id(2)] public string? Whom { get; init; }

    /// <summary>The answer is that of an earlier, equal request.</summary>
    [Id(3)] public bool Replayed { get; init; }

    /// <summary>A refusal.</summary>
    public static implicit operator SplitOutcome(RequestRefusal refusal) => new() { Refusal = refusal };
}

/// <summary>One bill that several share: it asks each once. Key: <see cref="Requests.SplitKey"/>.</summary>
[Alias("money.split"), GrainInterfaceType("money.split")]
public interface ISplitGrain : IGrainWithStringKey
{
    /// <summary>Divides the bill and asks each. Repeating it changes nothing.</summary>
    /// <returns>The bill; or split_shares, amount_not_positive, memo_invalid, request_own, request_blocked, request_limit, idempotency_conflict: then nobody is asked.</returns>
    [Alias("divide")]
    Task<SplitOutcome> Divide(SplitWish wish);

    /// <summary>The bill as it stands; null when there is none.</summary>
    [Orleans.Concurrency.AlwaysInterleave, Alias("look")]
    Task<Split?> Look();

    /// <summary>Between the bill and itself only: this person could not be asked.</summary>
    [Alias("refused")]
    Task Refused(int share, RequestRefusal refusal);
}

/// <summary>Finds bills. Key 0.</summary>
[Alias("money.splits"), GrainInterfaceType("money.splits")]
public interface ISplitsGrain : IGrainWithIntegerKey
{
    /// <summary>Those of a person, newest first.</summary>
    [Alias("of")]
    Task<IReadOnlyList<Split>> Of(CustomerId requester, int limit);
}
