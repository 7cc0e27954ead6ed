namespace Postmobile.Money;

/// <summary>The refunds of one sale: the only place that decides how much of it may still go back. Key: <see cref="Merchants.RefundsKey"/>.</summary>
[Alias("money.refunds"), GrainInterfaceType("money.refunds")]
public interface IRefundsGrain : IGrainWithStringKey
{
    /// <summary>Refunds a part or the whole. Durable when this answers; the money follows at once, and after any crash.</summary>
    /// <returns>
    /// The refunds; or not_found, amount_not_positive, refund_too_large, insufficient_funds, memo_invalid, idempotency_conflict.
    /// The same request again answers with the first.
    /// </returns>
    [Alias("refund")]
    Task<RefundOutcome> Refund(RefundRequest request);

    /// <summary>The sale and its refunds, for the merchant; null for a sale that is not theirs.</summary>
    [Alias("look")]
    Task<Refunds?> Look(AccountId merchant);

    /// <summary>Between the refunds and themselves only: the ledger has answered.</summary>
    [Alias("settle")]
    Task Settle(string key, TransferOutcome outcome);
}

/// <summary>What a merchant gives back.</summary>
[GenerateSerializer, Immutable, Alias("money.refund-request")]
public sealed record RefundRequest(
    [property: Id(0)] AccountId Merchant,
    [property: Id(1)] string Key,
    [property: Id(2)] long Amount,
    [property: Id(3)] string Reason);

/// <summary>Where a refund stands.</summary>
public enum RefundStatus
{
    /// <summary>Decided; the money is on its way and will arrive or be refused.</summary>
    Approved,

    /// <summary>The customer has it.</summary>
    Paid,

    /// <summary>The ledger refused; nothing moved.</summary>
    Failed,
}

/// <summary>One refund.</summary>
[GenerateSerializer, Immutable, Alias("money.refund")]
public sealed record Refund
{
    /// <summary>The merchant's idempotency key.</summary>
    [Id(0)] public required string Key { get; init; }

    /// <summary>How much.</summary>
    [Id(1)] public required long Amount { get; init; }

    /// <summary>Why.</summary>
    [Id(2)] public required string Reason { get; init; }

    /// <summary>When it was decided, in milliseconds since 1970 UTC.</summary>
    [Id(3)] public required long AtMs { get; init; }

    /// <summary>Where it stands.</summary>
    [Id(4)] public required RefundStatus Status { get; init; }

    /// <summary>The transfer, once paid.</summary>
    [Id(5)] public string? Transfer { get; init; }

    /// <summary>The ledger's refusal.</summary>
    [Id(6)] public string? Failure { get; init; }
}

/// <summary>A sale and what went back of it.</summary>
[GenerateSerializer, Immutable, Alias("money.refunds-view")]
public sealed record Refunds(
    [property: Id(0)] Receipt Sale,
    [property: Id(1)] long Left,
    [property: Id(2)] IReadOnlyList<Refund> All);

/// <summary>What came of it.</summary>
[GenerateSerializer, Immutable, Alias("money.refund-outcome")]
public readonly record struct RefundOutcome
{
    /// <summary>The refund.</summary>
    [Id(0)] public Refund? Refund { get; init; }

    /// <summary>Why not.</summary>
    [Id(1)] public MerchantRefusal? Refusal { get; init; }

    /// <summary>The answer is that of an earlier, equal request.</summary>
    [Id(2)] public bool Replayed { get; init; }

    /// <summary>A refusal.</summary>
    public static implicit operator RefundOutcome(MerchantRefusal refusal) => new() { Refusal = refusal };
}
