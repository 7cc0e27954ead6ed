using Postmobile.Money;

namespace Postmobile.Identity;

/// <summary>A person as their own grain sees them.</summary>
[GenerateSerializer, Immutable, Alias("identity.customer-view")]
public sealed record CustomerView
{
    /// <summary>Who.</summary>
    [Id(0)] public required CustomerId Id { get; init; }

    /// <summary>The present number; null when it was taken away and no other is bound yet.</summary>
    [Id(1)] public required PhoneNumber? Phone { get; init; }

    /// <summary>The name in full.</summary>
    [Id(2)] public required string Name { get; init; }

    /// <summary>fr, ln, ktu or en.</summary>
    [Id(3)] public required string Language { get; init; }

    /// <summary>What they may do.</summary>
    [Id(4)] public required IReadOnlyList<Role> Roles { get; init; }

    /// <summary>The wallet.</summary>
    [Id(5)] public required AccountId Wallet { get; init; }

    /// <summary>An agent's float.</summary>
    [Id(6)] public AccountId? Float { get; init; }

    /// <summary>A merchant's account.</summary>
    [Id(7)] public AccountId? Merchant { get; init; }

    /// <summary>Blocked: no session, no debit.</summary>
    [Id(8)] public bool Blocked { get; init; }

    /// <summary>Raised to end every session that is open.</summary>
    [Id(9)] public int SessionVersion { get; init; }

    /// <summary>False until the first PIN is chosen.</summary>
    [Id(10)] public bool PinSet { get; init; }

    /// <summary>Since when.</summary>
    [Id(11)] public DateTimeOffset CreatedAt { get; init; }
}

/// <summary>What is known of the telephone or browser that asks.</summary>
/// <param name="Key">A secret that the device keeps; null when it has none. Only its digest is stored.</param>
/// <param name="Name">What the owner would recognise it by.</param>
[GenerateSerializer, Immutable, Alias("identity.device-hello")]
public readonly record struct DeviceHello([property: Id(0)] string? Key, [property: Id(1)] string? Name);

/// <summary>A device from which this person has signed in.</summary>
[GenerateSerializer, Immutable, Alias("identity.device-view")]
public sealed record DeviceView(
    [property: Id(0)] string Id,
    [property: Id(1)] string Name,
    [property: Id(2)] DateTimeOffset FirstSeenAt,
    [property: Id(3)] DateTimeOffset LastSeenAt);

/// <summary>An attempt to sign in.</summary>
[GenerateSerializer, Immutable, Alias("identity.sign-in-attempt")]
public sealed record SignInAttempt([property: Id(0)] Pin Pin, [property: Id(1)] DeviceHello Device)
{
    /// <summary>The number that was typed; set on the way by its grain, and must still be the customer's.</summary>
    [Id(2)] public PhoneNumber? Phone { get; init; }
}

/// <summary>What came of it: exactly one of a person and a refusal.</summary>
[GenerateSerializer, Immutable, Alias("identity.sign-in-outcome")]
public sealed record SignInOutcome
{
    /// <summary>Who signed in.</summary>
    [Id(0)] public CustomerView? Customer { get; init; }

    /// <summary>The device's id in the list, which goes into the token.</summary>
    [Id(1)] public string DeviceId { get; init; } = "";

    /// <summary>Why not: wrong_credentials, locked, wallet_blocked, pin_not_set, too_many_requests.</summary>
    [Id(2)] public IdentityRefusal? Refusal { get; init; }

    /// <summary>A refused attempt.</summary>
    public static implicit operator SignInOutcome(IdentityRefusal refusal) => new() { Refusal = refusal };

    /// <summary>A refused attempt.</summary>
    public static implicit operator SignInOutcome(IdentityRefusalCode code) => new() { Refusal = code };
}

/// <summary>Which sessions of a person are good: those of this version, on one of these devices.</summary>
[GenerateSerializer, Immutable, Alias("identity.session-state")]
public sealed record SessionState(
    [property: Id(0)] int Version,
    [property: Id(1)] IReadOnlyList<string> Devices)
{
    /// <summary>Whether a token of this version and device may be used.</summary>
    public bool Allows(int version, string device) => version == Version && Devices.Contains(device);
}

/// <summary>What it takes to create a person. Between grains and at the first start only.</summary>
[GenerateSerializer, Immutable, Alias("identity.customer-creation")]
public sealed record CustomerCreation
{
    /// <summary>The number.</summary>
    [Id(0)] public required PhoneNumber Phone { get; init; }

    /// <summary>The name in full.</summary>
    [Id(1)] public required string Name { get; init; }

    /// <summary>fr, ln, ktu or en.</summary>
    [Id(2)] public required string Language { get; init; }

    /// <summary>The PIN's hash; empty when it is to be chosen at the first sign-in.</summary>
    [Id(3)] public required string PinHash { get; init; }

    /// <summary>What they may do.</summary>
    [Id(4)] public IReadOnlyList<Role> Roles { get; init; } = [Role.Customer];

    /// <summary>The tier of the wallet's limits; the first is that of whoever has shown nothing but a telephone number.</summary>
    [Id(5)] public short Tier { get; init; } = 1;
}

/// <summary>Who blocks a wallet.</summary>
public enum BlockedBy
{
    /// <summary>The owner, by number and PIN or in a session.</summary>
    Owner,

    /// <summary>An agent at the counter.</summary>
    Agent,

    /// <summary>An operator.</summary>
    Operator,
}
