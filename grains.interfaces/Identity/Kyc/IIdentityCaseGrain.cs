using Orleans.Concurrency;
using Postmobile.Money;

namespace Postmobile.Identity;

/// <summary>One person's papers, from the first picture to the clerk's decision. Keyed by <see cref="CustomerId"/>.</summary>
[Alias("identity.case"), GrainInterfaceType("identity.case")]
public interface IIdentityCaseGrain : IGrainWithStringKey
{
    /// <summary>The case; a person who never sent anything has an empty draft.</summary>
    [Alias("look")]
    Task<IdentityCase> Look();

    /// <summary>Takes a picture in; it replaces that of the same kind. After a rejection this begins the next round.</summary>
    /// <returns>The case; or picture_type, picture_too_large, picture_dimensions, picture_unreadable, case_under_review, unknown_customer.</returns>
    [Alias("attach")]
    Task<CaseOutcome> Attach(PictureKind kind, byte[] file);

    /// <summary>Submits. The same again changes nothing.</summary>
    /// <returns>The case; or picture_missing, papers_invalid, document_expired, tier_not_offered, case_under_review, unknown_customer.</returns>
    [Alias("submit")]
    Task<CaseOutcome> Submit(IdentityPapers papers);

    /// <summary>Takes the case for ten minutes; again prolongs.</summary>
    /// <returns>The case; or case_claimed, case_not_open, own_case.</returns>
    [Alias("claim")]
    Task<CaseOutcome> Claim(CustomerId by);

    /// <summary>Gives the case back undecided.</summary>
    /// <returns>The case; or case_not_claimed.</returns>
    [Alias("release")]
    Task<CaseOutcome> Release(CustomerId by);

    /// <summary>Approves: the tier follows whatever crashes, and the person hears. The same reviewer approving again succeeds.</summary>
    /// <returns>The case; or case_not_claimed, case_claimed, case_not_open, own_case.</returns>
    [Alias("approve")]
    Task<CaseOutcome> Approve(CustomerId by);

    /// <summary>Sends back. The person hears why, in their language. The same reviewer rejecting again succeeds.</summary>
    /// <returns>The case; or case_not_claimed, case_claimed, case_not_open, own_case, reason_needed (Other without a note).</returns>
    [Alias("reject")]
    Task<CaseOutcome> Reject(CustomerId by, RejectionReason reason, string? note);

    /// <summary>A picture for a reviewer. That it was seen is in the record before the picture is handed out.</summary>
    /// <returns>The picture; or not_found, own_case.</returns>
    [Alias("show")]
    Task<PictureOutcome> Show(string picture, CustomerId by);
}

/// <summary>The cases, for queues, and what tiers there are. Key 0.</summary>
[Alias("identity.cases"), GrainInterfaceType("identity.cases")]
public interface IIdentityCasesGrain : IGrainWithIntegerKey
{
    /// <summary>What waits for a clerk, oldest first.</summary>
    /// <param name="limit">1 to 200.</param>
    /// <param name="cursor">Where the page before ended, or null.</param>
    [Alias("waiting")]
    Task<CasePage> Waiting(int limit, string? cursor);

    /// <summary>The tiers, lowest first.</summary>
    [Alias("tiers")]
    Task<IReadOnlyList<IdentityTier>> Tiers();

    /// <summary>Whom operators have frozen, newest first.</summary>
    [Alias("restricted")]
    Task<IReadOnlyList<CustomerStanding>> Restricted(int limit);
}

/// <summary>
/// Takes pictures apart and keeps nothing of the file but the picture. Between the case and this only; a few at a time on a
/// silo, since an open picture is large. Key 0.
/// </summary>
[Alias("identity.pictures"), GrainInterfaceType("identity.pictures")]
public interface IPictureGrain : IGrainWithIntegerKey
{
    /// <summary>Checks, decodes, encodes anew, encrypts and stores.</summary>
    [Alias("keep")]
    Task<KeptPicture> Keep(CustomerId customer, PictureKind kind, byte[] file);

    /// <summary>The JPEG of a stored picture; null when there is none.</summary>
    [Alias("open")]
    Task<byte[]?> Open(CustomerId customer, string picture);

    /// <summary>Removes this person's pictures except these.</summary>
    [Alias("keep-only")]
    Task KeepOnly(CustomerId customer, IReadOnlyList<string> pictures);
}

/// <summary>A picture that was stored, or why not.</summary>
[GenerateSerializer, Immutable, Alias("identity.kept-picture")]
public readonly record struct KeptPicture([property: Id(0)] Picture? Picture, [property: Id(1)] KycRefusal? Refusal);

/// <summary>A person's tier and what operators stop: the same grain as <see cref="ICustomerGrain"/>, seen by those who decide about it.</summary>
[Alias("identity.customer-standing"), GrainInterfaceType("identity.customer-standing")]
public interface ICustomerStandingGrain : IGrainWithStringKey
{
    /// <summary>How the person stands; null when never created.</summary>
    [AlwaysInterleave, Alias("standing")]
    Task<CustomerStanding?> Standing();

    /// <summary>Raises the wallet's tier; a lower one changes nothing. Durable at once; the ledger is told until it has heard.</summary>
    [Alias("raise-tier")]
    Task<KycRefusal?> RaiseTier(short tier);

    /// <summary>Stops debits, credits or both on all accounts of the person, beside what is stopped already. One operator is enough.</summary>
    /// <returns>Null; or unknown_customer, reason_needed, own_case.</returns>
    [Alias("freeze")]
    Task<KycRefusal?> Freeze(Freeze freeze, string reason, CustomerId by);

    /// <summary>Lifts all that operators have stopped; by another operator than those who did.</summary>
    /// <returns>Null; or unknown_customer, reason_needed, own_case, not_frozen, same_operator.</returns>
    [Alias("lift-freeze")]
    Task<KycRefusal?> LiftFreeze(string reason, CustomerId by);
}
