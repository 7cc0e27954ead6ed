using Postmobile.Money;

namespace Postmobile.Identity;

/// <summary>Who may submit, take and decide what, and what follows: pure.</summary>
internal static class KycRules
{
    private const int ReasonMax = 140;
    private const int ReasonMin = 3;

    private static readonly DateOnly FirstBirth = new(1900, 1, 1);

    /// <summary>What a decision came to: a new state, an answer that changes nothing, or a refusal.</summary>
    public readonly record struct Decision(CaseState? Next, KycRefusal? Refusal)
    {
        public static readonly Decision Nothing;

        public static implicit operator Decision(CaseState next) => new(next, null);

        public static implicit operator Decision(KycRefusal refusal) => new(null, refusal);
    }

    /// <summary>The pictures that a tier takes with this document.</summary>
    public static IReadOnlyList<PictureKind> Needed(KycOptions options, short tier, IdentityPaperKind paper) =>
        [.. options.Needs.GetValueOrDefault(tier, []).Where(kind => paper == IdentityPaperKind.IdentityCard || kind != PictureKind.Back)];

    /// <summary>The pictures of a tier that are not there yet.</summary>
    public static IReadOnlyList<PictureKind> Missing(KycOptions options, CaseState state, short tier, IdentityPaperKind paper) =>
        [.. Needed(options, tier, paper).Except(state.Pictures.Select(picture => picture.Kind))];

    /// <summary>Whether pictures may be added or replaced.</summary>
    public static bool MayAttach(CaseState state) => state.Status is not CaseStatus.Submitted;

    /// <summary>A picture more; after a decision it begins the next round, with the pictures of the round before as they were.</summary>
    public static CaseState Attach(CaseState state, Picture picture) => state with
    {
        Status = CaseStatus.Draft,
        Pictures = [.. state.Pictures.Where(other => other.Kind != picture.Kind), picture],
    };

    /// <summary>Submits for a tier above the present one.</summary>
    public static Decision Submit(CaseState state, IdentityPapers papers, short tierNow, KycOptions options, DateTimeOffset now)
    {
        if (state.Status is CaseStatus.Submitted)
        {
            return state.Papers == papers ? Decision.Nothing : KycRefusal.CaseUnderReview;
        }

        if (!options.Needs.ContainsKey(papers.Tier) || papers.Tier <= tierNow)
        {
            return KycRefusal.TierNotOffered;
        }

        DateOnly today = BrazzavilleCalendar.Day(now);
        if (!IsNumber(papers.Number) || CustomerRules.CleanName(papers.Name) is not { } name || papers.BirthDate < FirstBirth || papers.BirthDate >= today)
        {
            return KycRefusal.PapersInvalid;
        }

        if (papers.ExpiresOn < today)
        {
            return KycRefusal.DocumentExpired;
        }

        return Missing(options, state, papers.Tier, papers.Paper).Count > 0 ? KycRefusal.PictureMissing : state with
        {
            Status = CaseStatus.Submitted,
            Papers = papers with { Name = name },
            SubmittedAtMs = now.ToUnixTimeMilliseconds(),
            Claim = null,
        };
    }

    /// <summary>A reviewer takes the case.</summary>
    public static Decision Claim(CaseState state, string key, CustomerId by, TimeSpan life, DateTimeOffset now) =>
        Open(state, key, by) is { } refusal ? refusal
        : IsAnothers(state, by, now) ? KycRefusal.CaseClaimed
        : state with { Claim = new CaseClaim(by.Value, now + life) };

    /// <summary>A reviewer gives it back.</summary>
    public static Decision Release(CaseState state, CustomerId by) =>
        state.Claim?.By == by.Value ? state with { Claim = null } : KycRefusal.CaseNotClaimed;

    /// <summary>The reviewer who has taken the case decides it.</summary>
    public static Decision Decide(CaseState state, string key, CustomerId by, RejectionReason? reason, string? note, DateTimeOffset now)
    {
        string? clean = string.IsNullOrWhiteSpace(note) ? null : note.Trim();
        bool approved = reason is null;
        if (state.Status is CaseStatus.Approved or CaseStatus.Rejected && state.Decisions.LastOrDefault() is { } last
            && last.By == by.Value && last.Approved == approved && last.Reason == reason && last.Note == clean)
        {
            return Decision.Nothing;
        }

        if (Open(state, key, by) is { } refusal)
        {
            return refusal;
        }

        if (IsAnothers(state, by, now))
        {
            return KycRefusal.CaseClaimed;
        }

        if (state.Claim?.By != by.Value || state.Claim.Until <= now)
        {
            return KycRefusal.CaseNotClaimed;
        }

        if (clean is null ? reason is RejectionReason.Other : !IsReason(clean))
        {
            return KycRefusal.ReasonNeeded;
        }

        return state with
        {
            Status = approved ? CaseStatus.Approved : CaseStatus.Rejected,
            Claim = null,
            Evidence = [.. state.Kept()],
            Decisions =
            [
                .. state.Decisions,
                new CaseDecision { Approved = approved, By = by.Value, At = now, Reason = reason, Note = clean, Tier = state.Papers!.Tier },
            ],
        };
    }

    /// <summary>What an operator's freeze makes of what is stopped already; it never makes it less.</summary>
    public static (RestrictionState? Next, KycRefusal? Refusal) Freeze(
        CustomerState state, string key, Freeze freeze, string reason, CustomerId by, DateTimeOffset now)
    {
        if (MayRestrict(state, key, reason, by) is { } refusal)
        {
            return (null, refusal);
        }

        if (state.Restriction is { } standing && (standing.Freeze | freeze) == standing.Freeze && standing.By.Contains(by.Value))
        {
            return (standing, null);
        }

        return (new RestrictionState
        {
            Freeze = (state.Restriction?.Freeze ?? Money.Freeze.None) | freeze,
            Reason = reason.Trim(),
            By = [.. (state.Restriction?.By ?? []).Append(by.Value).Distinct()],
            AtMs = state.Restriction?.AtMs ?? now.ToUnixTimeMilliseconds(),
        }, null);
    }

    /// <summary>Whether this operator may lift it.</summary>
    public static KycRefusal? Lift(CustomerState state, string key, string reason, CustomerId by) =>
        MayRestrict(state, key, reason, by)
        ?? (state.Restriction is not { } restriction ? KycRefusal.NotFrozen
            : restriction.By.Contains(by.Value) ? KycRefusal.SameOperator
            : null);

    /// <summary>A reason that somebody can read later.</summary>
    public static bool IsReason(string? text) => text?.Trim().Length is >= ReasonMin and <= ReasonMax && PaymentRules.ValidNote(text.Trim());

    private static KycRefusal? MayRestrict(CustomerState state, string key, string reason, CustomerId by) =>
        state.CreatedAt is null ? KycRefusal.UnknownCustomer
        : by.Value == key ? KycRefusal.OwnCase
        : IsReason(reason) ? null
        : KycRefusal.ReasonNeeded;

    private static KycRefusal? Open(CaseState state, string key, CustomerId by) =>
        state.Status is not CaseStatus.Submitted ? KycRefusal.CaseNotOpen
        : by.Value == key ? KycRefusal.OwnCase
        : null;

    private static bool IsAnothers(CaseState state, CustomerId by, DateTimeOffset now) =>
        state.Claim is { } claim && claim.By != by.Value && claim.Until > now;

    private static bool IsNumber(string? text) =>
        text?.Length is >= 4 and <= 30 && text.All(c => char.IsAsciiLetterOrDigit(c) || c is ' ' or '-' or '/' or '.') && text.Any(char.IsAsciiDigit);
}
