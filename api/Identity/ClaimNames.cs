using System.Globalization;
using System.Security.Claims;
using Postmobile.Identity;
using Postmobile.Money;

namespace Postmobile.Api.Identity;

/// <summary>The claims of a token and of a cookie, which are the same.</summary>
public static class ClaimNames
{
    /// <summary>The customer's id.</summary>
    public const string Subject = "sub";

    /// <summary>A guest's id. A guest has no <see cref="Subject"/>, and no role.</summary>
    public const string Guest = "guest";

    /// <summary>A role in lower case; several.</summary>
    public const string Role = "role";

    /// <summary>The wallet's account number.</summary>
    public const string Wallet = "wallet";

    /// <summary>An agent's float.</summary>
    public const string Float = "float";

    /// <summary>A merchant's account.</summary>
    public const string Merchant = "merchant";

    /// <summary>The name in full.</summary>
    public const string Name = "name";

    /// <summary>The language.</summary>
    public const string Language = "lang";

    /// <summary>The device.</summary>
    public const string Device = "did";

    /// <summary>The session version.</summary>
    public const string SessionVersion = "sv";

    /// <summary>When the PIN was last entered for this session, in Unix seconds.</summary>
    public const string PinAt = "pin_at";
}

/// <summary>Reads the claims.</summary>
public static class ClaimsPrincipalExtensions
{
    /// <summary>Who asks; throws when nobody is signed in, which a policy prevents.</summary>
    public static CustomerId Customer(this ClaimsPrincipal user) =>
        CustomerId.TryParse(user.FindFirstValue(ClaimNames.Subject), out CustomerId id) ? id : throw new InvalidOperationException("No customer is signed in.");

    /// <summary>The guest who asks; null when it is none, or somebody who has signed in and was a guest in this browser before.</summary>
    public static CustomerId? Guest(this ClaimsPrincipal user) =>
        user.FindFirstValue(ClaimNames.Subject) is null && CustomerId.TryParseGuest(user.FindFirstValue(ClaimNames.Guest), out CustomerId id) ? id : null;

    /// <summary>Who buys: the customer who is signed in, else the guest; throws when there is neither, which a policy prevents.</summary>
    public static CustomerId Buyer(this ClaimsPrincipal user) =>
        CustomerId.TryParse(user.FindFirstValue(ClaimNames.Subject), out CustomerId id) ? id : user.Guest() ?? throw new InvalidOperationException("Nobody buys.");

    /// <summary>The wallet; throws for programs, which have none.</summary>
    public static AccountId Wallet(this ClaimsPrincipal user) =>
        user.Account(ClaimNames.Wallet) ?? throw new InvalidOperationException("The caller has no wallet.");

    /// <summary>The agent's float, or null.</summary>
    public static AccountId? Float(this ClaimsPrincipal user) => user.Account(ClaimNames.Float);

    /// <summary>The merchant's account, or null.</summary>
    public static AccountId? MerchantAccount(this ClaimsPrincipal user) => user.Account(ClaimNames.Merchant);

    /// <summary>The language, or null.</summary>
    public static string? Language(this ClaimsPrincipal user) => user.FindFirstValue(ClaimNames.Language);

    /// <summary>The device's id, or empty.</summary>
    public static string Device(this ClaimsPrincipal user) => user.FindFirstValue(ClaimNames.Device) ?? "";

    private static AccountId? Account(this ClaimsPrincipal user, string claim) =>
        long.TryParse(user.FindFirstValue(claim), NumberStyles.None, CultureInfo.InvariantCulture, out long value) ? new AccountId(value) : null;
}
