namespace Postmobile.Identity;

/// <summary>One version of the list of names with whom no business may be done.</summary>
[GenerateSerializer, Immutable, Alias("identity.sanctions-list")]
public sealed record SanctionsList
{
    /// <summary>The digest of its file, by which the same file is the same list.</summary>
    [Id(0)] public required string Id { get; init; }

    /// <summary>Its number; the highest is in force.</summary>
    [Id(1)] public required int Version { get; init; }

    /// <summary>What the operator called it.</summary>
    [Id(2)] public required string Title { get; init; }

    /// <summary>How many names it has.</summary>
    [Id(3)] public required int Names { get; init; }

    /// <summary>Who brought it.</summary>
    [Id(4)] public required string UploadedBy { get; init; }

    /// <summary>When.</summary>
    [Id(5)] public required DateTimeOffset UploadedAt { get; init; }

    /// <summary>How many customers were compared with it so far.</summary>
    [Id(6)] public long Screened { get; init; }

    /// <summary>How many hits that made.</summary>
    [Id(7)] public long Hits { get; init; }

    /// <summary>Whether all customers have been compared.</summary>
    [Id(8)] public bool Done { get; init; }
}

/// <summary>The list as it stands, or why it was not taken.</summary>
[GenerateSerializer, Immutable, Alias("identity.sanctions-outcome")]
public readonly record struct SanctionsOutcome
{
    /// <summary>The list.</summary>
    [Id(0)] public SanctionsList? List { get; init; }

    /// <summary>The refusal.</summary>
    [Id(1)] public KycRefusal? Refusal { get; init; }

    /// <summary>The line at fault, from 1.</summary>
    [Id(2)] public int? Line { get; init; }
}

/// <summary>On which occasion a name was compared.</summary>
public enum ScreeningOccasion
{
    /// <summary>The wallet was opened.</summary>
    Registration,

    /// <summary>Name or papers are new.</summary>
    Papers,

    /// <summary>The list is new.</summary>
    NewList,
}

/// <summary>What stands in the way of a hit.</summary>
public enum HitStatus
{
    /// <summary>Waits for an operator.</summary>
    Pending,

    /// <summary>It is this person: everything is frozen.</summary>
    Confirmed,

    /// <summary>It is somebody else.</summary>
    Dismissed,
}

/// <summary>A customer whose name is, or nearly is, on the list.</summary>
[GenerateSerializer, Immutable, Alias("identity.hit-evidence")]
public sealed record HitEvidence
{
    /// <summary>Who.</summary>
    [Id(0)] public required CustomerId Customer { get; init; }

    /// <summary>The name that was compared.</summary>
    [Id(1)] public required string Name { get; init; }

    /// <summary>The day of birth, where known.</summary>
    [Id(2)] public DateOnly? BirthDate { get; init; }

    /// <summary>The list's version.</summary>
    [Id(3)] public required int List { get; init; }

    /// <summary>The name on the list.</summary>
    [Id(4)] public required string ListedName { get; init; }

    /// <summary>The name or alias that comes nearest.</summary>
    [Id(5)] public required string Nearest { get; init; }

    /// <summary>The listed day or year of birth, as it was given.</summary>
    [Id(6)] public string? ListedBirth { get; init; }

    /// <summary>Whose list it is.</summary>
    [Id(7)] public string Source { get; init; } = "";

    /// <summary>How near, in thousandths.</summary>
    [Id(8)] public required int Score { get; init; }

    /// <summary>When it was compared.</summary>
    [Id(9)] public required ScreeningOccasion Occasion { get; init; }
}

/// <summary>A hit as it stands.</summary>
[GenerateSerializer, Immutable, Alias("identity.hit-view")]
public sealed record ScreeningHit
{
    /// <summary>Its id, <c>sh-…</c>.</summary>
    [Id(0)] public required string Id { get; init; }

    /// <summary>What was found.</summary>
    [Id(1)] public required HitEvidence Evidence { get; init; }

    /// <summary>When.</summary>
    [Id(2)] public required DateTimeOffset FoundAt { get; init; }

    /// <summary>Where it stands.</summary>
    [Id(3)] public required HitStatus Status { get; init; }

    /// <summary>Who decided.</summary>
    [Id(4)] public string? DecidedBy { get; init; }

    /// <summary>When.</summary>
    [Id(5)] public DateTimeOffset? DecidedAt { get; init; }

    /// <summary>Why.</summary>
    [Id(6)] public string? Reason { get; init; }
}

/// <summary>A hit, or why nothing came of a decision.</summary>
[GenerateSerializer, Immutable, Alias("identity.hit-outcome")]
public readonly record struct HitOutcome([property: Id(0)] ScreeningHit? Hit, [property: Id(1)] KycRefusal? Refusal)
{
    /// <summary>A refusal.</summary>
    public static implicit operator HitOutcome(KycRefusal refusal) => new(null, refusal);
}

/// <summary>Some hits: the pending ones oldest first, decided ones newest first.</summary>
[GenerateSerializer, Immutable, Alias("identity.hit-page")]
public sealed record HitPage([property: Id(0)] IReadOnlyList<ScreeningHit> Hits, [property: Id(1)] string? NextCursor);

/// <summary>Compares names with the list in force. Key 0.</summary>
[Alias("identity.screening"), GrainInterfaceType("identity.screening")]
public interface IScreeningGrain : IGrainWithIntegerKey
{
    /// <summary>Compares one name and raises what is found. Repeating it raises nothing twice.</summary>
    /// <returns>How many hits the name has.</returns>
    [Alias("screen")]
    Task<int> Screen(CustomerId customer, string name, DateOnly? birthDate, ScreeningOccasion occasion);

    /// <summary>Takes a new version of the list (CSV: name, aliases, birth, source); all customers are then compared with it. The same file again is the same list.</summary>
    /// <returns>The list; or list_invalid with the line.</returns>
    [Alias("upload")]
    Task<SanctionsOutcome> Upload(string title, byte[] csv, CustomerId by);

    /// <summary>The versions, newest first.</summary>
    [Alias("lists")]
    Task<IReadOnlyList<SanctionsList>> Lists(int limit);

    /// <summary>A page of hits.</summary>
    [Alias("hits")]
    Task<HitPage> Hits(HitStatus status, int limit, string? cursor);
}

/// <summary>One customer's likeness to one name of the list. Key: <c>sh-…</c>, a digest of both.</summary>
[Alias("identity.hit"), GrainInterfaceType("identity.hit")]
public interface IScreeningHitGrain : IGrainWithStringKey
{
    /// <summary>Notes the hit; one that was decided stays decided.</summary>
    /// <returns>Whether it is new.</returns>
    [Alias("raise")]
    Task<bool> Raise(HitEvidence evidence);

    /// <summary>The hit; null when never raised.</summary>
    [Alias("look")]
    Task<ScreeningHit?> Look();

    /// <summary>It is this person: all their accounts are frozen, whatever crashes in between.</summary>
    /// <returns>The hit; or not_found, already_decided, reason_needed, own_case.</returns>
    [Alias("confirm")]
    Task<HitOutcome> Confirm(CustomerId by, string reason);

    /// <summary>It is somebody else.</summary>
    /// <returns>The hit; or not_found, already_decided, reason_needed, own_case.</returns>
    [Alias("dismiss")]
    Task<HitOutcome> Dismiss(CustomerId by, string reason);
}

/// <summary>Compares all customers with one new list, page by page, and goes on after any crash. Key: <c>sr-…</c>, the list's id.</summary>
[Alias("identity.sanctions-run"), GrainInterfaceType("identity.sanctions-run")]
public interface ISanctionsRunGrain : IGrainWithStringKey
{
    /// <summary>A list with this id is about to be stored by this operator.</summary>
    [Alias("announce")]
    Task Announce(string title, CustomerId by);

    /// <summary>It is stored: begin.</summary>
    [Alias("begin")]
    Task Begin();

    /// <summary>How far it is: compared, hits, done.</summary>
    [Alias("progress")]
    Task<SanctionsProgress> Progress();
}

/// <summary>How far a comparison of all customers is.</summary>
[GenerateSerializer, Immutable, Alias("identity.sanctions-progress")]
public readonly record struct SanctionsProgress([property: Id(0)] long Screened, [property: Id(1)] long Hits, [property: Id(2)] bool Done);

/// <summary>Names of hits and runs.</summary>
public static class Screenings
{
    /// <summary>Whether a text has the form of a hit's id.</summary>
    public static bool IsHit(string text) => text.Length == 35 && text.StartsWith("sh-", StringComparison.Ordinal) && !text.AsSpan(3).ContainsAnyExcept("0123456789abcdef");
}
