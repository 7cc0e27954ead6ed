using System.Security.Cryptography;
using Microsoft.AspNetCore.DataProtection;
using Postmobile.Commerce;

namespace Postmobile.Api.Commerce;

/// <summary>Seals orders into links by which they can be followed without an account: whoever has the link sees the order, nobody can make one up.</summary>
public sealed class OrderLinks(IDataProtectionProvider protection)
{
    /// <summary>Where such links lead.</summary>
    public const string Path = "/suivi/";

    private readonly IDataProtector protector = protection.CreateProtector("Postmobile.Commerce.OrderLink");

    /// <summary>The path of an order's link.</summary>
    public string For(OrderId order) => Path + protector.Protect(order.Value);

    /// <summary>The order of a link's last part; null when it is not one of ours.</summary>
    public OrderId? Open(string? token)
    {
        try
        {
            return token is { Length: > 0 and < 500 } && OrderId.TryParse(protector.Unprotect(token), out OrderId order) ? order : null;
        }
        catch (Exception e) when (e is CryptographicException or FormatException)
        {
            return null;
        }
    }
}
