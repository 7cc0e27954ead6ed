namespace Postmobile.Money;

/// <summary>A payment out of the account that is asked.</summary>
[GenerateSerializer, Immutable, Alias("money.transfer-request")]
public sealed record TransferRequest
{
    /// <summary>The caller's idempotency key, unique within the payer's account; 1 to 255 characters.</summary>
    [Id(0)] public required string Key { get; init; }

    /// <summary>Who is paid.</summary>
    [Id(1)] public required AccountId Payee { get; init; }

    /// <summary>How much reaches the payee, in minor units.</summary>
    [Id(2)] public required long Amount { get; init; }

    /// <summary>The currency, which must be that of both accounts.</summary>
    [Id(3)] public Currency Currency { get; init; } = Currency.XAF;

    /// <summary>What it is for. The tariff follows the kind.</summary>
    [Id(4)] public PostingKind Kind { get; init; } = PostingKind.Transfer;

    /// <summary>A note for the payee, or null; 140 characters at most.</summary>
    [Id(5)] public string? Note { get; init; }

    /// <summary>The total that the person agreed to; when given and it differs, the transfer is refused.</summary>
    [Id(6)] public long? AgreedTotal { get; init; }

    /// <summary>Further payees of the same transfer (an order's commission and courier): all or nothing with the first.</summary>
    [Id(7)] public IReadOnlyList<TransferLeg>? MoreLegs { get; init; }

    /// <summary>A person asks who has not entered the PIN just before: from the tier's amount on it is refused.</summary>
    [Id(8)] public bool WithoutProof { get; init; }
}

/// <summary>One more payee of a transfer.</summary>
[GenerateSerializer, Immutable, Alias("money.transfer-leg")]
public sealed record TransferLeg(
    [property: Id(0)] AccountId Payee,
    [property: Id(1)] long Amount,
    [property: Id(2)] PostingKind Kind);

/// <summary>What a transfer would cost, before anybody says yes.</summary>
[GenerateSerializer, Immutable, Alias("money.quote")]
public sealed record Quote
{
    /// <summary>What reaches the payee.</summary>
    [Id(0)] public required long Amount { get; init; }

    /// <summary>The post's fee.</summary>
    [Id(1)] public required long Fee { get; init; }

    /// <summary>The tax on the fee.</summary>
    [Id(2)] public required long Tax { get; init; }

    /// <summary>What leaves the payer's account.</summary>
    [Id(3)] public required long Total { get; init; }

    /// <summary>The currency.</summary>
    [Id(4)] public required Currency Currency { get; init; }

    /// <summary>The payee's name, masked.</summary>
    [Id(5)] public required string PayeeName { get; init; }
}

/// <summary>A quote, or why there is none.</summary>
[GenerateSerializer, Immutable, Alias("money.quote-outcome")]
public readonly record struct QuoteOutcome([property: Id(0)] Quote? Quote, [property: Id(1)] Refusal? Refusal);

/// <summary>A transfer that has happened, as the ledger has it.</summary>
[GenerateSerializer, Immutable, Alias("money.receipt")]
public sealed record Receipt
{
    /// <summary>The transfer.</summary>
    [Id(0)] public required TransferId Id { get; init; }

    /// <summary>What it was for.</summary>
    [Id(1)] public required PostingKind Kind { get; init; }

    /// <summary>Who was paid first.</summary>
    [Id(2)] public required AccountId Payee { get; init; }

    /// <summary>The payer's name, for the payee's eyes: in full.</summary>
    [Id(3)] public required string PayerName { get; init; }

    /// <summary>The payer's telephone, masked.</summary>
    [Id(4)] public required string PayerPhone { get; init; }

    /// <summary>The payee's name, masked.</summary>
    [Id(5)] public required string PayeeName { get; init; }

    /// <summary>The payee's telephone, masked.</summary>
    [Id(6)] public required string PayeePhone { get; init; }

    /// <summary>What reached the payee.</summary>
    [Id(7)] public required long Amount { get; init; }

    /// <summary>The post's fee.</summary>
    [Id(8)] public required long Fee { get; init; }

    /// <summary>The tax on the fee.</summary>
    [Id(9)] public required long Tax { get; init; }

    /// <summary>What left the payer's account.</summary>
    [Id(10)] public required long Total { get; init; }

    /// <summary>The currency.</summary>
    [Id(11)] public required Currency Currency { get; init; }

    /// <summary>The payer's note.</summary>
    [Id(12)] public string? Note { get; init; }

    /// <summary>When the ledger wrote it.</summary>
    [Id(13)] public required DateTimeOffset At { get; init; }
}

/// <summary>What came of a transfer: exactly one of a receipt and a refusal.</summary>
[GenerateSerializer, Immutable, Alias("money.transfer-outcome")]
public readonly record struct TransferOutcome
{
    /// <summary>The receipt, when it happened.</summary>
    [Id(0)] public Receipt? Receipt { get; init; }

    /// <summary>The refusal, when it did not.</summary>
    [Id(1)] public Refusal? Refusal { get; init; }

    /// <summary>The receipt is of an earlier, equal request.</summary>
    [Id(2)] public bool Replayed { get; init; }

    /// <summary>The payer's balance afterwards, when this very request moved the money.</summary>
    [Id(3)] public long Balance { get; init; }

    /// <summary>A refused transfer.</summary>
    public static implicit operator TransferOutcome(RefusalCode code) => new() { Refusal = code };

    /// <summary>A refused transfer.</summary>
    public static implicit operator TransferOutcome(Refusal refusal) => new() { Refusal = refusal };
}
