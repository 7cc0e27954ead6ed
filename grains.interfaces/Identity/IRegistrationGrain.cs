namespace Postmobile.Identity;

/// <summary>One attempt to become a customer, until the number is proven. Keyed by a random id, <c>reg-…</c>.</summary>
[Alias("identity.registration"), GrainInterfaceType("identity.registration")]
public interface IRegistrationGrain : IGrainWithStringKey
{
    /// <summary>
    /// Notes the wish and sends a code. For a number that has a wallet already the answer is the same, no code can confirm it,
    /// and its owner is told by SMS.
    /// </summary>
    /// <returns>A receipt, or invalid_name, invalid_language, pin_format, pin_too_common.</returns>
    [Alias("begin")]
    Task<RegistrationOutcome> Begin(RegistrationRequest request);

    /// <summary>Proves the number and creates customer and wallet. Repeating it with the right code answers the same.</summary>
    /// <returns>The customer; or unknown_registration, code_wrong, code_expired, number_taken, ledger_pending (repeat it).</returns>
    [Alias("confirm")]
    Task<ConfirmationOutcome> Confirm(OneTimeCode code);

    /// <summary>Sends another code; the one before is void.</summary>
    /// <returns>A receipt, or unknown_registration, resend_too_soon, resend_limit.</returns>
    [Alias("resend")]
    Task<RegistrationOutcome> Resend();

    /// <summary>
    /// Registers a number that its network vouches for (a gateway of USSD): no code is sent. Repeating it answers the same, with
    /// the name and PIN of the first time. Never for what a person merely claims.
    /// </summary>
    /// <returns>The customer; or invalid_name, invalid_language, pin_format, pin_too_common, number_taken, ledger_pending (repeat it).</returns>
    [Alias("vouched")]
    Task<ConfirmationOutcome> Vouched(RegistrationRequest request);
}

/// <summary>Who wants to become a customer.</summary>
[GenerateSerializer, Immutable, Alias("identity.registration-request")]
public sealed record RegistrationRequest
{
    /// <summary>The number.</summary>
    [Id(0)] public required PhoneNumber Phone { get; init; }

    /// <summary>The name in full, 1 to 80 characters.</summary>
    [Id(1)] public required string Name { get; init; }

    /// <summary>fr, ln, ktu or en.</summary>
    [Id(2)] public required string Language { get; init; }

    /// <summary>Four to six digits; hashed before anything is stored.</summary>
    [Id(3)] public required Pin Pin { get; init; }
}

/// <summary>A registration under way, or why there is none.</summary>
[GenerateSerializer, Immutable, Alias("identity.registration-outcome")]
public sealed record RegistrationOutcome
{
    /// <summary>Until when the code is good.</summary>
    [Id(0)] public DateTimeOffset ExpiresAt { get; init; }

    /// <summary>From when another code can be asked for.</summary>
    [Id(1)] public DateTimeOffset ResendAt { get; init; }

    /// <summary>Why not.</summary>
    [Id(2)] public IdentityRefusal? Refusal { get; init; }

    /// <summary>A refused request.</summary>
    public static implicit operator RegistrationOutcome(IdentityRefusal refusal) => new() { Refusal = refusal };

    /// <summary>A refused request.</summary>
    public static implicit operator RegistrationOutcome(IdentityRefusalCode code) => new() { Refusal = code };
}

/// <summary>A new customer, or why there is none.</summary>
[GenerateSerializer, Immutable, Alias("identity.confirmation-outcome")]
public sealed record ConfirmationOutcome
{
    /// <summary>The customer.</summary>
    [Id(0)] public CustomerView? Customer { get; init; }

    /// <summary>Why not.</summary>
    [Id(1)] public IdentityRefusal? Refusal { get; init; }

    /// <summary>A refused confirmation.</summary>
    public static implicit operator ConfirmationOutcome(IdentityRefusal refusal) => new() { Refusal = refusal };

    /// <summary>A refused confirmation.</summary>
    public static implicit operator ConfirmationOutcome(IdentityRefusalCode code) => new() { Refusal = code };
}
