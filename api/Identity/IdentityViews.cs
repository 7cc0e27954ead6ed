using System.Text.Json.Serialization;
using Postmobile.Identity;

namespace Postmobile.Api.Identity;

// Records that carry a secret do not print themselves, so that none ends in a log by accident.

/// <summary>Who wants a wallet. Language is that of the request when left out.</summary>
public sealed record RegistrationBody(string Phone, string Name, string Pin, string? Language = null)
{
    /// <inheritdoc />
    public override string ToString() => nameof(RegistrationBody);
}

/// <summary>A registration that waits for its code.</summary>
public sealed record RegistrationView(string Id, string? Phone, DateTimeOffset ExpiresAt, DateTimeOffset ResendAt);

/// <summary>A code from an SMS.</summary>
public sealed record CodeBody(string Code)
{
    /// <inheritdoc />
    public override string ToString() => nameof(CodeBody);
}

/// <summary>A new customer.</summary>
public sealed record ConfirmedView(string Customer, string Phone, string Name, string Account);

/// <summary>The old PIN and the new.</summary>
public sealed record PinChangeBody(string OldPin, string NewPin)
{
    /// <inheritdoc />
    public override string ToString() => nameof(PinChangeBody);
}

/// <summary>The PIN.</summary>
public sealed record PinBody(string Pin)
{
    /// <inheritdoc />
    public override string ToString() => nameof(PinBody);
}

/// <summary>A proof for five minutes.</summary>
public sealed record StepUpView(string Proof, DateTimeOffset ExpiresAt)
{
    /// <inheritdoc />
    public override string ToString() => nameof(StepUpView);
}

/// <summary>A number.</summary>
public sealed record PhoneBody(string Phone);

/// <summary>A new PIN by code; the device's secret is the <c>device_id</c> of an earlier sign-in.</summary>
public sealed record PinResetBody(string Phone, string Code, string NewPin, string? DeviceId = null)
{
    /// <inheritdoc />
    public override string ToString() => nameof(PinResetBody);
}

/// <summary>A number and its PIN.</summary>
public sealed record BlockBody(string Phone, string Pin)
{
    /// <inheritdoc />
    public override string ToString() => nameof(BlockBody);
}

/// <summary>The new number, and the PIN.</summary>
public sealed record NumberBody(string Phone, string Pin)
{
    /// <inheritdoc />
    public override string ToString() => nameof(NumberBody);
}

/// <summary>Name and language.</summary>
public sealed record ProfileBody(string Name, string Language);

/// <summary>A role to give.</summary>
public sealed record RoleBody(Role Role);

/// <summary>A role that another operator must approve.</summary>
public sealed record RoleProposedView(Role Role, string Code);

/// <summary>A partner's program.</summary>
public sealed record PartnerBody(string Name);

/// <summary>The credentials of a partner's program.</summary>
public sealed record PartnerView(string ClientId, string ClientSecret, string Name)
{
    /// <inheritdoc />
    public override string ToString() => nameof(PartnerView);
}

/// <summary>Devices, last seen first.</summary>
public sealed record DevicesView(IReadOnlyList<DeviceLine> Devices);

/// <summary>One device.</summary>
public sealed record DeviceLine(string Id, string Name, DateTimeOffset FirstSeenAt, DateTimeOffset LastSeenAt, bool Current);

/// <summary>A person.</summary>
public sealed record ProfileView(
    string Customer, string? Phone, string Name, string Language, IReadOnlyList<Role> Roles, string Account, string? FloatAccount, string? MerchantAccount, bool Blocked, DateTimeOffset CreatedAt)
{
    /// <summary>As the grain sees them.</summary>
    public static ProfileView Of(CustomerView view) => new(
        view.Id.Value, view.Phone?.E164, view.Name, view.Language, view.Roles, view.Wallet.Number, view.Float?.Number, view.Merchant?.Number, view.Blocked, view.CreatedAt);
}

/// <summary>How identity's views are read and written, generated at build time.</summary>
[JsonSourceGenerationOptions(System.Text.Json.JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(RegistrationBody))]
[JsonSerializable(typeof(RegistrationView))]
[JsonSerializable(typeof(CodeBody))]
[JsonSerializable(typeof(GuestBody))]
[JsonSerializable(typeof(GuestEntryView))]
[JsonSerializable(typeof(GuestTokenView))]
[JsonSerializable(typeof(ConfirmedView))]
[JsonSerializable(typeof(PinChangeBody))]
[JsonSerializable(typeof(PinBody))]
[JsonSerializable(typeof(StepUpView))]
[JsonSerializable(typeof(PhoneBody))]
[JsonSerializable(typeof(PinResetBody))]
[JsonSerializable(typeof(BlockBody))]
[JsonSerializable(typeof(NumberBody))]
[JsonSerializable(typeof(ProfileBody))]
[JsonSerializable(typeof(RoleBody))]
[JsonSerializable(typeof(RoleProposedView))]
[JsonSerializable(typeof(PartnerBody))]
[JsonSerializable(typeof(PartnerView))]
[JsonSerializable(typeof(DevicesView))]
[JsonSerializable(typeof(ProfileView))]
internal sealed partial class IdentityJson : JsonSerializerContext;
