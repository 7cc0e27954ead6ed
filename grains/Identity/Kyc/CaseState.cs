namespace Postmobile.Identity;

/// <summary>What lies in the document of one person's case.</summary>
public sealed record CaseState
{
    /// <summary>Where it stands.</summary>
    public CaseStatus Status { get; init; }

    /// <summary>The pictures, one a kind.</summary>
    public IReadOnlyList<Picture> Pictures { get; init; } = [];

    /// <summary>What was submitted last.</summary>
    public IdentityPapers? Papers { get; init; }

    /// <summary>When, in milliseconds since 1970 UTC, so that SQL can sort by it.</summary>
    public long? SubmittedAtMs { get; init; }

    /// <summary>Who looks at it.</summary>
    public CaseClaim? Claim { get; init; }

    /// <summary>Decisions, oldest first.</summary>
    public IReadOnlyList<CaseDecision> Decisions { get; init; } = [];

    /// <summary>The pictures on which something was decided: they stay, whatever takes their place.</summary>
    public IReadOnlyList<Picture> Evidence { get; init; } = [];

    /// <summary>Every picture that is to be kept, once.</summary>
    internal IEnumerable<Picture> Kept() => Pictures.Concat(Evidence).DistinctBy(picture => picture.Id);

    internal IdentityCase View(string key, DateTimeOffset now) => new()
    {
        Customer = new CustomerId(key),
        Status = Status,
        Pictures = Pictures,
        Papers = Papers,
        SubmittedAt = SubmittedAtMs is { } at ? DateTimeOffset.FromUnixTimeMilliseconds(at) : null,
        Claim = Claim?.Until > now ? Claim : null,
        Decisions = Decisions,
    };
}
