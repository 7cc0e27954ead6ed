namespace Postmobile.Money;

/// <summary>Money set aside in an account of its own, to be captured or released later.</summary>
[GenerateSerializer, Immutable, Alias("money.hold-request")]
public sealed record HoldRequest
{
    /// <summary>The caller's idempotency key, unique within the payer's account.</summary>
    [Id(0)] public required string Key { get; init; }

    /// <summary>How much, in minor units.</summary>
    [Id(1)] public required long Amount { get; init; }

    /// <summary>The currency.</summary>
    [Id(2)] public Currency Currency { get; init; } = Currency.XAF;

    /// <summary>What it is held for, shown on the statement.</summary>
    [Id(3)] public string? Note { get; init; }

    /// <summary>Counts towards no limit: the post sets aside, the owner spends nothing.</summary>
    [Id(4)] public bool Uncounted { get; init; }
}

/// <summary>What came of a hold.</summary>
[GenerateSerializer, Immutable, Alias("money.hold-outcome")]
public readonly record struct HoldOutcome(
    [property: Id(0)] AccountId Hold,
    [property: Id(1)] TransferOutcome Transfer);

/// <summary>Pays held money to whom it was held for; the rest goes back to the owner in the same transfer.</summary>
[GenerateSerializer, Immutable, Alias("money.capture-request")]
public sealed record CaptureRequest
{
    /// <summary>The caller's idempotency key, unique within the hold.</summary>
    [Id(0)] public required string Key { get; init; }

    /// <summary>Who is paid; null releases everything to the owner.</summary>
    [Id(1)] public AccountId? Payee { get; init; }

    /// <summary>How much is captured, in minor units; ignored on release.</summary>
    [Id(2)] public long Amount { get; init; }

    /// <summary>Whether what is not captured goes back to the owner at once, or stays held for another capture.</summary>
    [Id(3)] public bool ReleaseRest { get; init; } = true;

    /// <summary>A note for the statement.</summary>
    [Id(4)] public string? Note { get; init; }

    /// <summary>What the payee is paid for: by default <see cref="PostingKind.Capture"/>; a withdrawal says <see cref="PostingKind.CashOut"/>, a recall <see cref="PostingKind.Recall"/>.</summary>
    [Id(5)] public PostingKind Kind { get; init; } = PostingKind.Capture;

    /// <summary>Further payees out of what is held, such as fee and tax: all or nothing with the first. Ignored on release.</summary>
    [Id(6)] public IReadOnlyList<TransferLeg>? MoreLegs { get; init; }
}
