namespace Postmobile.Money;

/// <summary>What a paper says about an account, read from the ledger. Key 0.</summary>
[Alias("money.papers"), GrainInterfaceType("money.papers")]
public interface IPapersGrain : IGrainWithIntegerKey
{
    /// <summary>Since when the account is there, whose it is, and what it held at a moment; null when it was never opened.</summary>
    /// <param name="account">The account.</param>
    /// <param name="at">What was written before this moment counts.</param>
    [Alias("facts")]
    Task<AccountFacts?> Facts(AccountId account, DateTimeOffset at);

    /// <summary>
    /// A part of an account's history, oldest first, with the balance after each line. Parts end where the ledger's periods do,
    /// so that a long history is read without holding anything open in between.
    /// </summary>
    /// <param name="span">Which account and time.</param>
    /// <param name="after">What the part before gave as <see cref="PaperChunk.Next"/>; null for the first.</param>
    [Alias("read")]
    Task<PaperChunk> Read(PaperSpan span, int? after);
}

/// <summary>What is said of an account on a certificate.</summary>
[GenerateSerializer, Immutable, Alias("money.account-facts")]
public sealed record AccountFacts(
    [property: Id(0)] AccountId Account,
    [property: Id(1)] AccountKind Kind,
    [property: Id(2)] Currency Currency,
    [property: Id(3)] string Name,
    [property: Id(4)] DateTimeOffset OpenedAt,
    [property: Id(5)] long Balance,
    [property: Id(6)] bool Closed);

/// <summary>One account's history from a moment on and before another; null: from the beginning, until now.</summary>
[GenerateSerializer, Immutable, Alias("money.paper-span")]
public sealed record PaperSpan(
    [property: Id(0)] AccountId Account,
    [property: Id(1)] DateTimeOffset? From,
    [property: Id(2)] DateTimeOffset? To);

/// <summary>A part of a history.</summary>
/// <param name="Opening">The balance before its first line.</param>
/// <param name="Lines">Oldest first.</param>
/// <param name="Closing">The balance after its last line.</param>
/// <param name="Next">Asks for the next part; null at the end.</param>
[GenerateSerializer, Immutable, Alias("money.paper-chunk")]
public sealed record PaperChunk(
    [property: Id(0)] long Opening,
    [property: Id(1)] IReadOnlyList<StatementLine> Lines,
    [property: Id(2)] long Closing,
    [property: Id(3)] int? Next);
