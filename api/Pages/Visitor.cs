using System.Security.Claims;
using Postmobile.Api.Identity;
using Postmobile.Identity;
using Postmobile.Money;

namespace Postmobile.Api.Pages;

/// <summary>Who looks at a page, and which grains are theirs.</summary>
internal static class Visitor
{
    /// <summary>Runs the service.</summary>
    public static bool IsOperator(this ClaimsPrincipal person) => Is(person, Role.Operator);

    /// <summary>Reads the books.</summary>
    public static bool IsAccountant(this ClaimsPrincipal person) => Is(person, Role.Accountant);

    /// <summary>Gives e-money for cash.</summary>
    public static bool IsAgent(this ClaimsPrincipal person) => Is(person, Role.Agent) && person.Float() is not null;

    /// <summary>Has a wallet to spend from.</summary>
    public static bool HasWallet(this ClaimsPrincipal person) => person.HasClaim(claim => claim.Type == ClaimNames.Wallet);

    /// <summary>The accounts that are this person's own.</summary>
    public static IEnumerable<AccountId> OwnAccounts(this ClaimsPrincipal person) =>
        new[] { person.Wallet(), person.Float(), person.MerchantAccount() }.OfType<AccountId>();

    /// <summary>The first page after signing in.</summary>
    public static string Home(this ClaimsPrincipal person) =>
        IsOperator(person) || IsAccountant(person) ? "/operator/trial-balance" : IsAgent(person) ? "/agent/cash-in" : "/wallet";

    /// <summary>The customer's grain.</summary>
    public static ICustomerGrain Customer(this IGrainFactory grains, ClaimsPrincipal person) => grains.GetGrain<ICustomerGrain>(person.Customer().Value);

    /// <summary>A telephone's grain.</summary>
    public static IPhoneGrain Phone(this IGrainFactory grains, PhoneNumber phone) => grains.GetGrain<IPhoneGrain>(phone.Key);

    /// <summary>The ledger's grain.</summary>
    public static ILedgerGrain Ledger(this IGrainFactory grains) => grains.GetGrain<ILedgerGrain>(0);

    /// <summary>Has this role.</summary>
    public static bool Is(this ClaimsPrincipal person, Role role) => person.HasClaim(ClaimNames.Role, role.ToString().ToLowerInvariant());
}
