namespace Postmobile.Money;

/// <summary>A payer's question to a payee. Between accounts only.</summary>
[GenerateSerializer, Immutable, Alias("money.permit-request")]
public sealed record PermitRequest(
    [property: Id(0)] TransferId Transfer,
    [property: Id(1)] long Amount,
    [property: Id(2)] Currency Currency,
    [property: Id(3)] bool Reserve);

/// <summary>A payee's answer: who it is, or why not.</summary>
[GenerateSerializer, Immutable, Alias("money.permit")]
public sealed record Permit
{
    /// <summary>Why the money cannot come in; null when it can.</summary>
    [Id(0)] public RefusalCode? Refusal { get; init; }

    /// <summary>The payee's name, masked.</summary>
    [Id(1)] public string MaskedName { get; init; } = "";

    /// <summary>The payee's telephone, masked.</summary>
    [Id(2)] public string MaskedPhone { get; init; } = "";

    /// <summary>The payee's kind.</summary>
    [Id(3)] public AccountKind Kind { get; init; }
}

/// <summary>Credits of one batch for one payee. Between ledger and account only.</summary>
[GenerateSerializer, Immutable, Alias("money.credit-notice")]
public sealed record CreditNotice(
    [property: Id(0)] Guid Incarnation,
    [property: Id(1)] ulong TransactionId,
    [property: Id(2)] IReadOnlyList<Credit> Credits);

/// <summary>One credit with what the payee's screen shows of it.</summary>
[GenerateSerializer, Immutable, Alias("money.credit")]
public sealed record Credit(
    [property: Id(0)] TransferId Transfer,
    [property: Id(1)] long Amount,
    [property: Id(2)] PostingKind Kind,
    [property: Id(3)] string PayerName,
    [property: Id(4)] string PayerPhone,
    [property: Id(5)] string? Note,
    [property: Id(6)] DateTimeOffset At);
