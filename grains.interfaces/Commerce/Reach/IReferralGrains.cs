using Orleans.Concurrency;
using Postmobile.Identity;
using Postmobile.Money;

namespace Postmobile.Commerce;

/// <summary>
/// Whoever came by somebody's code. Keyed by <see cref="Referrals.Key"/>: one in a lifetime. It pays both once, when a first purchase above the
/// minimum has been received and can no longer be sent back.
/// </summary>
[Alias("commerce.referral-grain"), GrainInterfaceType("commerce.referral-grain")]
public interface IReferralGrain : IGrainWithStringKey
{
    /// <summary>The person says by whose code they came. The same again succeeds.</summary>
    /// <returns>The referral; or referral_code, referral_closed, referral_own, referral_too_late, referral_taken, referral_same_device, referral_same_phone.</returns>
    [Alias("claim")]
    Task<ReferralOutcome> Claim(string code);

    /// <summary>The referral; null when the person came by nobody's code.</summary>
    [AlwaysInterleave, Alias("look")]
    Task<Referral?> Look();

    /// <summary>Looks whether there is a purchase that counts. Done by itself a few times a day; whoever looks at the page may ask for it.</summary>
    [Alias("check")]
    Task<Referral?> Check();

    /// <summary>Between outbox and referral only: what the ledger answered.</summary>
    [Alias("settle")]
    Task Settle(bool referrer, TransferOutcome outcome);
}

/// <summary>Whoever invites. Keyed by <see cref="Referrals.ReferrerKey"/>.</summary>
[Alias("commerce.referrer-grain"), GrainInterfaceType("commerce.referrer-grain")]
public interface IReferrerGrain : IGrainWithStringKey
{
    /// <summary>The person's one code, for ever the same.</summary>
    [Alias("code")]
    Task<string> Code();
}

/// <summary>A code. Keyed by <see cref="Referrals.CodeKey"/>.</summary>
[Alias("commerce.referral-code-grain"), GrainInterfaceType("commerce.referral-code-grain")]
public interface IReferralCodeGrain : IGrainWithStringKey
{
    /// <summary>Takes it for a person. False when it is another's.</summary>
    [Alias("take")]
    Task<bool> Take(CustomerId person);

    /// <summary>Whose it is; null when nobody's.</summary>
    [AlwaysInterleave, Alias("owner")]
    Task<CustomerId?> Owner();
}

/// <summary>What referrals bring: one operator proposes, another approves. Keyed by <see cref="Referrals.Program"/>.</summary>
[Alias("commerce.referral-program-grain"), GrainInterfaceType("commerce.referral-program-grain")]
public interface IReferralProgramGrain : IGrainWithStringKey
{
    /// <summary>How it stands.</summary>
    [AlwaysInterleave, Alias("look")]
    Task<ReferralProgram> Look();

    /// <summary>Proposes other terms.</summary>
    /// <returns>The programme; or invalid_field.</returns>
    [Alias("propose")]
    Task<ReferralProgramOutcome> Propose(ReferralTerms terms, CustomerId by);

    /// <summary>Another operator approves what is proposed.</summary>
    /// <returns>The programme; or not_found, second_operator_needed.</returns>
    [Alias("approve")]
    Task<ReferralProgramOutcome> Approve(CustomerId by);

    /// <summary>No more rewards, and nothing proposed; what was promised is paid. Again succeeds.</summary>
    [Alias("stop")]
    Task<ReferralProgramOutcome> Stop(CustomerId by);
}

/// <summary>Lists referrals. Key 0.</summary>
[Alias("commerce.referrals"), GrainInterfaceType("commerce.referrals")]
public interface IReferralsGrain : IGrainWithIntegerKey
{
    /// <summary>Who came by a person's code, newest first; the last 100.</summary>
    [Alias("of")]
    Task<IReadOnlyList<Referral>> Of(CustomerId referrer);
}
