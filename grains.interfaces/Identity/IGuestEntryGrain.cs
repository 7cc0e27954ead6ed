namespace Postmobile.Identity;

/// <summary>One attempt to buy without an account, until the number is proven. Keyed by a random id, <c>gst-…</c>.</summary>
[Alias("identity.guest-entry"), GrainInterfaceType("identity.guest-entry")]
public interface IGuestEntryGrain : IGrainWithStringKey
{
    /// <summary>
    /// Sends a code. For a number that has an account the answer is the same, no code can confirm it, and its owner is told by SMS
    /// to sign in.
    /// </summary>
    /// <returns>A receipt, or invalid_language, too_many_requests, not_allowed (begun already).</returns>
    [Alias("begin")]
    Task<RegistrationOutcome> Begin(PhoneNumber phone, string language);

    /// <summary>Sends another code; the one before is void.</summary>
    /// <returns>A receipt, or unknown_registration, resend_too_soon, resend_limit, too_many_requests.</returns>
    [Alias("resend")]
    Task<RegistrationOutcome> Resend();

    /// <summary>Proves the number. Repeating it with the right code answers the same.</summary>
    /// <returns>The guest; or unknown_registration, code_wrong, code_expired, number_taken (an account was opened meanwhile).</returns>
    [Alias("confirm")]
    Task<GuestOutcome> Confirm(OneTimeCode code);
}

/// <summary>A guest, or why there is none.</summary>
[GenerateSerializer, Immutable, Alias("identity.guest-outcome")]
public sealed record GuestOutcome
{
    /// <summary>Who.</summary>
    [Id(0)] public CustomerId? Guest { get; init; }

    /// <summary>Why not.</summary>
    [Id(1)] public IdentityRefusal? Refusal { get; init; }

    /// <summary>A refused confirmation.</summary>
    public static implicit operator GuestOutcome(IdentityRefusal refusal) => new() { Refusal = refusal };

    /// <summary>A refused confirmation.</summary>
    public static implicit operator GuestOutcome(IdentityRefusalCode code) => new() { Refusal = code };
}
