using System.ComponentModel;
using System.Text.Json;
using Postmobile.Api.Problems;
using Postmobile.Identity;
using Postmobile.Money;

namespace Postmobile.Api.Identity;

/// <summary>What the person's document says.</summary>
public sealed record PapersBody(
    [property: Description("The tier that is asked for.")] short Tier,
    IdentityPaperKind Paper,
    [property: Description("The document's number.")] string Number,
    [property: Description("The name as it stands in the document.")] string Name,
    DateOnly BirthDate,
    [property: Description("The last day on which the document is good.")] DateOnly? ExpiresOn = null)
{
    /// <inheritdoc />
    public override string ToString() => nameof(PapersBody);

    internal IdentityPapers Read() => new() { Tier = Tier, Paper = Paper, Number = Number.Trim(), Name = Name, BirthDate = BirthDate, ExpiresOn = ExpiresOn };
}

/// <summary>Why papers are sent back.</summary>
public sealed record PapersRejectionBody(RejectionReason Reason, [property: Description("What the clerk adds, in the customer's words.")] string? Note = null);

/// <summary>A reason, for the record.</summary>
public sealed record ReasonBody(string Reason);

/// <summary>What to stop, and why.</summary>
public sealed record FreezeBody(Freeze Freeze, string Reason);

/// <summary>One's own tier, what the others allow and take, and how one's papers stand.</summary>
public sealed record IdentityView(
    short Tier,
    CaseStatus Status,
    IReadOnlyList<PictureLine> Pictures,
    DateTimeOffset? SubmittedAt,
    CaseAnswer? Answer,
    Freeze Freeze,
    DateTimeOffset? FrozenSince,
    IReadOnlyList<TierView> Tiers)
{
    internal static IdentityView Of(CustomerStanding standing, IdentityCase papers, IReadOnlyList<IdentityTier> tiers) => new(
        standing.Tier,
        papers.Status,
        [.. papers.Pictures.Select(picture => new PictureLine(picture.Kind, picture.At))],
        papers.SubmittedAt,
        papers.Decisions.LastOrDefault() is { } last ? new CaseAnswer(last.Approved, last.Reason, last.Note, last.At) : null,
        standing.Restriction?.Freeze ?? Freeze.None,
        standing.Restriction?.At,
        [.. tiers.Select(tier => new TierView(tier.Tier, tier.Operation, tier.Day, tier.Month, tier.Balance, tier.Needs))]);
}

/// <summary>A picture that was taken in.</summary>
public sealed record PictureLine(PictureKind Kind, DateTimeOffset At);

/// <summary>The last decision, as the person hears it.</summary>
public sealed record CaseAnswer(bool Approved, RejectionReason? Reason, string? Note, DateTimeOffset At);

/// <summary>What a tier allows, in minor units (null: no limit), and the pictures that it takes.</summary>
public sealed record TierView(short Tier, long? Operation, long? Day, long? Month, long? Balance, IReadOnlyList<PictureKind> Needs);

/// <summary>A case as reviewers see it.</summary>
public sealed record CaseView(
    string Id,
    CaseStatus Status,
    DateTimeOffset? SubmittedAt,
    short? Tier,
    IdentityPaperKind? Paper,
    string? Number,
    string? Name,
    DateOnly? BirthDate,
    DateOnly? ExpiresOn,
    string? ClaimedBy,
    DateTimeOffset? ClaimedUntil,
    IReadOnlyList<CasePicture> Pictures,
    IReadOnlyList<CaseDecision> Decisions)
{
    internal static CaseView Of(IdentityCase one) => new(
        one.Customer.Value,
        one.Status,
        one.SubmittedAt,
        one.Papers?.Tier,
        one.Papers?.Paper,
        one.Papers?.Number,
        one.Papers?.Name,
        one.Papers?.BirthDate,
        one.Papers?.ExpiresOn,
        one.Claim?.By,
        one.Claim?.Until,
        [.. one.Pictures.Select(picture => new CasePicture(picture.Id, picture.Kind, picture.Width, picture.Height))],
        one.Decisions);

    /// <inheritdoc />
    public override string ToString() => nameof(CaseView);
}

/// <summary>A picture that a reviewer can ask for by its id.</summary>
public sealed record CasePicture(string Id, PictureKind Kind, int Width, int Height);

/// <summary>What waits for a clerk, oldest first.</summary>
public sealed record CaseQueueView(IReadOnlyList<CaseView> Cases, int Waiting, string? NextCursor);

/// <summary>The versions of the list, newest first.</summary>
public sealed record SanctionsListsView(IReadOnlyList<SanctionsList> Lists);

/// <summary>A page of hits.</summary>
public sealed record HitsView(IReadOnlyList<HitView> Hits, string? NextCursor);

/// <summary>A customer whose name is like one on the list.</summary>
public sealed record HitView(
    string Id,
    HitStatus Status,
    string Customer,
    string Name,
    DateOnly? BirthDate,
    string ListedName,
    string Nearest,
    string? ListedBirth,
    string Source,
    int List,
    [property: Description("How near the names are, in thousandths.")] int Score,
    ScreeningOccasion Occasion,
    DateTimeOffset FoundAt,
    string? DecidedBy,
    DateTimeOffset? DecidedAt,
    string? Reason)
{
    internal static HitView Of(ScreeningHit hit) => new(
        hit.Id, hit.Status, hit.Evidence.Customer.Value, hit.Evidence.Name, hit.Evidence.BirthDate, hit.Evidence.ListedName, hit.Evidence.Nearest,
        hit.Evidence.ListedBirth, hit.Evidence.Source, hit.Evidence.List, hit.Evidence.Score, hit.Evidence.Occasion, hit.FoundAt, hit.DecidedBy, hit.DecidedAt, hit.Reason);
}

/// <summary>Whom operators have frozen, newest first.</summary>
public sealed record FreezesView(IReadOnlyList<FreezeView> Freezes);

/// <summary>What is stopped on a customer's accounts, and by whom.</summary>
public sealed record FreezeView(string Customer, string Name, short Tier, Freeze Freeze, string Reason, IReadOnlyList<string> By, DateTimeOffset? Since)
{
    internal static FreezeView Of(CustomerStanding standing) => new(
        standing.Customer.Value, standing.Name, standing.Tier, standing.Restriction?.Freeze ?? Freeze.None,
        standing.Restriction?.Reason ?? "", standing.Restriction?.By ?? [], standing.Restriction?.At);
}

/// <summary>Refusals by their stable codes.</summary>
internal static class KycProblems
{
    public static string Code(this KycRefusal refusal) => JsonNamingPolicy.SnakeCaseLower.ConvertName(refusal.ToString());

    public static ProblemResult ToProblem(this KycRefusal refusal) => Problem.Refuse(refusal.Code());
}
