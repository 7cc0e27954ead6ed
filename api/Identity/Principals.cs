using System.Globalization;
using System.Security.Claims;
using OpenIddict.Abstractions;
using Postmobile.Identity;
using Postmobile.Money;

namespace Postmobile.Api.Identity;

/// <summary>Makes the claims of a token or a cookie out of a person.</summary>
internal static class Principals
{
    public static ClaimsPrincipal Of(CustomerView customer, string device, DateTimeOffset pinAt, string scheme)
    {
        var identity = new ClaimsIdentity(scheme, ClaimNames.Name, ClaimNames.Role);
        Describe(identity, customer);
        identity.SetClaim(ClaimNames.Device, device);
        identity.SetClaim(ClaimNames.PinAt, pinAt.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture));
        return new ClaimsPrincipal(identity);
    }

    /// <summary>Brings the claims of an older token up to date; device and PIN time stay as they were.</summary>
    public static ClaimsPrincipal Renew(ClaimsPrincipal old, CustomerView customer, string scheme)
    {
        var identity = new ClaimsIdentity(old.Claims, scheme, ClaimNames.Name, ClaimNames.Role);
        Describe(identity, customer);
        return new ClaimsPrincipal(identity);
    }

    private static void Describe(ClaimsIdentity identity, CustomerView customer)
    {
        identity.SetClaim(ClaimNames.Subject, customer.Id.Value);
        identity.SetClaim(ClaimNames.Name, customer.Name);
        identity.SetClaim(ClaimNames.Language, customer.Language);
        identity.SetClaim(ClaimNames.SessionVersion, customer.SessionVersion.ToString(CultureInfo.InvariantCulture));
        identity.SetClaims(ClaimNames.Role, [.. customer.Roles.Select(Word)]);
        identity.SetClaim(ClaimNames.Wallet, Number(customer.Wallet));
        identity.SetClaim(ClaimNames.Float, Number(customer.Float));
        identity.SetClaim(ClaimNames.Merchant, Number(customer.Merchant));
    }

    public static string Word(Role role) => role.ToString().ToLowerInvariant();

    private static string? Number(AccountId? account) => account?.Value.ToString(CultureInfo.InvariantCulture);
}
