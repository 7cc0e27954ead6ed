namespace Postmobile.Audit;

/// <summary>The record of what the post's people did: append-only, each line chained to the one before. Key 0.</summary>
[Alias("audit.log"), GrainInterfaceType("audit.log")]
public interface IAuditGrain : IGrainWithIntegerKey
{
    /// <summary>Writes an act down for good. The same id again changes nothing, so a sender may repeat it until it succeeds.</summary>
    [Alias("record")]
    Task Record(string id, Act act);

    /// <summary>A page of acts, newest first.</summary>
    /// <param name="filter">Which acts.</param>
    /// <param name="limit">1 to 200.</param>
    /// <param name="before">Only acts with smaller numbers; null for the newest.</param>
    [Alias("list")]
    Task<AuditPage> List(AuditFilter filter, int limit, long? before);

    /// <summary>Recomputes the chain. The number of the first line that is not what it was, or null.</summary>
    [Alias("verify")]
    Task<long?> Verify();
}

/// <summary>One thing that somebody did on the post's behalf.</summary>
[GenerateSerializer, Immutable, Alias("audit.act")]
public sealed record Act
{
    /// <summary>The customer id of whoever did it.</summary>
    [Id(0)] public required string Actor { get; init; }

    /// <summary>What, in the manner of <c>tariff.approve</c>: subject matter, dot, verb.</summary>
    [Id(1)] public required string Name { get; init; }

    /// <summary>To what: an id such as <c>fi-…</c>, <c>c-…</c>, an account or a transfer.</summary>
    [Id(2)] public required string Subject { get; init; }

    /// <summary>The reason given, an amount, what changed from what to what. No PIN, no code; telephones masked.</summary>
    [Id(3)] public string Detail { get; init; } = "";

    /// <summary>When.</summary>
    [Id(4)] public required DateTimeOffset At { get; init; }
}

/// <summary>Which acts; null fields do not filter. <see cref="From"/> is a moment with which it begins, <see cref="To"/> one before which it ends.</summary>
[GenerateSerializer, Immutable, Alias("audit.filter")]
public sealed record AuditFilter(
    [property: Id(0)] string? Actor = null,
    [property: Id(1)] string? Name = null,
    [property: Id(2)] string? Subject = null,
    [property: Id(3)] DateTimeOffset? From = null,
    [property: Id(4)] DateTimeOffset? To = null);

/// <summary>An act with its number in the record and the digest that chains it, in hexadecimal.</summary>
[GenerateSerializer, Immutable, Alias("audit.line")]
public sealed record AuditLine(
    [property: Id(0)] long Number,
    [property: Id(1)] Act Act,
    [property: Id(2)] string Digest);

/// <summary>Some acts, newest first; <see cref="Before"/> asks for the next page, null at the end.</summary>
[GenerateSerializer, Immutable, Alias("audit.page")]
public sealed record AuditPage(
    [property: Id(0)] IReadOnlyList<AuditLine> Lines,
    [property: Id(1)] long? Before);
