using System.Security.Claims;
using Postmobile.Api.Identity;
using Postmobile.Money;

namespace Postmobile.Api.Money;

/// <summary>The accounts of whoever asks, read from the token or the cookie: no grain is called to know one's own.</summary>
public static class OwnAccounts
{
    private static readonly string[] Names = ["wallet", "float", "merchant"];

    /// <summary>The account by the name that queries use: wallet, float or merchant; null when there is none such.</summary>
    public static AccountId? Account(this ClaimsPrincipal user, string name) => name switch
    {
        "wallet" => user.HasClaim(claim => claim.Type == ClaimNames.Wallet) ? user.Wallet() : null,
        "float" => user.Float(),
        "merchant" => user.MerchantAccount(),
        _ => null,
    };

    /// <summary>All of them.</summary>
    public static IEnumerable<AccountId> Accounts(this ClaimsPrincipal user)
    {
        foreach (string name in Names)
        {
            if (user.Account(name) is { } account)
            {
                yield return account;
            }
        }
    }
}
