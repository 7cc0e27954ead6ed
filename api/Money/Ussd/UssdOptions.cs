using System.Net;

namespace Postmobile.Api.Money;

/// <summary>The gateways of the networks, section <c>Ussd</c>.</summary>
public sealed class UssdOptions
{
    /// <summary>The shortest secret.</summary>
    public const int SecretMin = 16;

    /// <summary>By the name that their address has: <c>/ussd/{name}</c>.</summary>
    public Dictionary<string, UssdGateway> Gateways { get; set; } = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>What is wrong with them, or null.</summary>
    internal static bool AreSound(UssdOptions options) => options.Gateways.Values.All(gateway =>
        gateway.Secret.Length >= SecretMin
        && UssdDialects.Find(gateway.Dialect) is not null
        && gateway.Addresses.All(address => IPNetwork.TryParse(address, out _) || IPAddress.TryParse(address, out _)));
}

/// <summary>One gateway: how it speaks, and how we know it.</summary>
public sealed class UssdGateway
{
    /// <summary><c>cumulative</c> (everything that was typed in <c>text</c>) or <c>incremental</c> (the latest in <c>input</c>).</summary>
    public string Dialect { get; set; } = "cumulative";

    /// <summary>What it shows us: in the header <c>X-Ussd-Secret</c>, or as the last part of its address where it can send no header.</summary>
    public string Secret { get; set; } = "";

    /// <summary>The addresses or networks that it asks from; empty for any.</summary>
    public string[] Addresses { get; set; } = [];

    /// <summary>Whether it may ask from here.</summary>
    public bool Admits(IPAddress? from)
    {
        if (Addresses.Length == 0)
        {
            return true;
        }

        IPAddress? address = from is { IsIPv4MappedToIPv6: true } ? from.MapToIPv4() : from;
        return address is not null && Addresses.Any(allowed =>
            IPNetwork.TryParse(allowed, out IPNetwork network) ? network.Contains(address) : IPAddress.Parse(allowed).Equals(address));
    }
}
