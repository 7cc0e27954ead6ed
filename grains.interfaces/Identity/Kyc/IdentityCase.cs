using Postmobile.Money;

namespace Postmobile.Identity;

/// <summary>What a picture shows.</summary>
public enum PictureKind
{
    /// <summary>The front of an identity card, or a passport's page with the photograph.</summary>
    Front,

    /// <summary>The back of an identity card.</summary>
    Back,

    /// <summary>The person's face.</summary>
    Selfie,

    /// <summary>A bill or certificate with name and address.</summary>
    Address,
}

/// <summary>The document by which a person shows who they are.</summary>
public enum IdentityPaperKind
{
    /// <summary>A national identity card.</summary>
    IdentityCard,

    /// <summary>A passport.</summary>
    Passport,
}

/// <summary>Where a person's case stands.</summary>
public enum CaseStatus
{
    /// <summary>Pictures are being brought together.</summary>
    Draft,

    /// <summary>Waits for a clerk.</summary>
    Submitted,

    /// <summary>The tier was raised.</summary>
    Approved,

    /// <summary>Sent back with a reason; the person may try again.</summary>
    Rejected,
}

/// <summary>Why papers are sent back. Each has words in every language, so that the person reads them in their own.</summary>
public enum RejectionReason
{
    /// <summary>The pictures cannot be read.</summary>
    Unreadable,

    /// <summary>The name or the birth date is not that of the document.</summary>
    NameDiffers,

    /// <summary>The document has expired.</summary>
    Expired,

    /// <summary>Not the document that was asked for.</summary>
    WrongDocument,

    /// <summary>The face is not that of the document.</summary>
    FaceDiffers,

    /// <summary>Something else, which the clerk's note says.</summary>
    Other,
}

/// <summary>A picture that was taken in: checked, encoded anew without anything but the picture, encrypted.</summary>
[GenerateSerializer, Immutable, Alias("identity.picture")]
public sealed record Picture(
    [property: Id(0)] string Id,
    [property: Id(1)] PictureKind Kind,
    [property: Id(2)] int Width,
    [property: Id(3)] int Height,
    [property: Id(4)] DateTimeOffset At);

/// <summary>What the person says the document says.</summary>
[GenerateSerializer, Immutable, Alias("identity.papers")]
public sealed record IdentityPapers
{
    /// <summary>The tier that is asked for.</summary>
    [Id(0)] public required short Tier { get; init; }

    /// <summary>Which document.</summary>
    [Id(1)] public required IdentityPaperKind Paper { get; init; }

    /// <summary>Its number, 4 to 30 letters, digits, spaces and dashes.</summary>
    [Id(2)] public required string Number { get; init; }

    /// <summary>The name as it stands there, 1 to 80 characters.</summary>
    [Id(3)] public required string Name { get; init; }

    /// <summary>The day of birth.</summary>
    [Id(4)] public required DateOnly BirthDate { get; init; }

    /// <summary>The last day on which the document is good; null when it names none.</summary>
    [Id(5)] public DateOnly? ExpiresOn { get; init; }
}

/// <summary>A clerk has taken the case to look at it; until then nobody else decides it.</summary>
[GenerateSerializer, Immutable, Alias("identity.case-claim")]
public sealed record CaseClaim([property: Id(0)] string By, [property: Id(1)] DateTimeOffset Until);

/// <summary>What a reviewer decided, on which papers.</summary>
[GenerateSerializer, Immutable, Alias("identity.case-decision")]
public sealed record CaseDecision
{
    /// <summary>Approved, or sent back.</summary>
    [Id(0)] public required bool Approved { get; init; }

    /// <summary>The reviewer's customer id.</summary>
    [Id(1)] public required string By { get; init; }

    /// <summary>When.</summary>
    [Id(2)] public required DateTimeOffset At { get; init; }

    /// <summary>Why it was sent back.</summary>
    [Id(3)] public RejectionReason? Reason { get; init; }

    /// <summary>What the clerk adds, in the customer's words; 140 characters at most.</summary>
    [Id(4)] public string? Note { get; init; }

    /// <summary>The tier that was asked for.</summary>
    [Id(5)] public required short Tier { get; init; }
}

/// <summary>A person's case as it stands.</summary>
[GenerateSerializer, Immutable, Alias("identity.case-view")]
public sealed record IdentityCase
{
    /// <summary>Whose; also the case's id.</summary>
    [Id(0)] public required CustomerId Customer { get; init; }

    /// <summary>Where it stands.</summary>
    [Id(1)] public required CaseStatus Status { get; init; }

    /// <summary>The pictures of this round, one a kind.</summary>
    [Id(2)] public required IReadOnlyList<Picture> Pictures { get; init; }

    /// <summary>What was submitted last.</summary>
    [Id(3)] public IdentityPapers? Papers { get; init; }

    /// <summary>When.</summary>
    [Id(4)] public DateTimeOffset? SubmittedAt { get; init; }

    /// <summary>Who looks at it now.</summary>
    [Id(5)] public CaseClaim? Claim { get; init; }

    /// <summary>Decisions, oldest first.</summary>
    [Id(6)] public IReadOnlyList<CaseDecision> Decisions { get; init; } = [];
}

/// <summary>Some cases, those that have waited longest first.</summary>
[GenerateSerializer, Immutable, Alias("identity.case-page")]
public sealed record CasePage(
    [property: Id(0)] IReadOnlyList<IdentityCase> Cases,
    [property: Id(1)] int Waiting,
    [property: Id(2)] string? NextCursor);

/// <summary>The case as it stands, or why nothing came of it.</summary>
[GenerateSerializer, Immutable, Alias("identity.case-outcome")]
public readonly record struct CaseOutcome
{
    /// <summary>The case.</summary>
    [Id(0)] public IdentityCase? Case { get; init; }

    /// <summary>The refusal.</summary>
    [Id(1)] public KycRefusal? Refusal { get; init; }

    /// <summary>The pictures that are still missing, with <see cref="KycRefusal.PictureMissing"/>.</summary>
    [Id(2)] public IReadOnlyList<PictureKind>? Missing { get; init; }

    /// <summary>A refusal.</summary>
    public static implicit operator CaseOutcome(KycRefusal refusal) => new() { Refusal = refusal };
}

/// <summary>A picture as reviewers see it: a JPEG that we made ourselves.</summary>
[GenerateSerializer, Immutable, Alias("identity.picture-outcome")]
public readonly record struct PictureOutcome
{
    /// <summary>The JPEG.</summary>
    [Id(0)] public byte[]? Jpeg { get; init; }

    /// <summary>The refusal.</summary>
    [Id(1)] public KycRefusal? Refusal { get; init; }
}

/// <summary>What a tier allows, and what it takes to have it; null is no limit.</summary>
[GenerateSerializer, Immutable, Alias("identity.tier")]
public sealed record IdentityTier
{
    /// <summary>The tier's number.</summary>
    [Id(0)] public required short Tier { get; init; }

    /// <summary>The most in one operation.</summary>
    [Id(1)] public long? Operation { get; init; }

    /// <summary>The most that goes out in a day.</summary>
    [Id(2)] public long? Day { get; init; }

    /// <summary>The most that goes out in a month.</summary>
    [Id(3)] public long? Month { get; init; }

    /// <summary>The most that the wallet may hold.</summary>
    [Id(4)] public long? Balance { get; init; }

    /// <summary>The pictures that it takes, with an identity card. A passport has no back.</summary>
    [Id(5)] public IReadOnlyList<PictureKind> Needs { get; init; } = [];
}

/// <summary>How a person stands: tier, and what an operator has stopped.</summary>
[GenerateSerializer, Immutable, Alias("identity.standing")]
public sealed record CustomerStanding(
    [property: Id(0)] CustomerId Customer,
    [property: Id(1)] string Name,
    [property: Id(2)] short Tier,
    [property: Id(3)] Restriction? Restriction);

/// <summary>What operators have stopped on all of a person's accounts, and why.</summary>
[GenerateSerializer, Immutable, Alias("identity.restriction")]
public sealed record Restriction
{
    /// <summary>Debits, credits or both.</summary>
    [Id(0)] public required Freeze Freeze { get; init; }

    /// <summary>Why, for the record; the customer does not read it.</summary>
    [Id(1)] public required string Reason { get; init; }

    /// <summary>The operators who have a part in it. None of them lifts it.</summary>
    [Id(2)] public required IReadOnlyList<string> By { get; init; }

    /// <summary>Since when.</summary>
    [Id(3)] public required DateTimeOffset At { get; init; }
}
