using System.Net;
using System.Net.Sockets;

namespace Postmobile.Partners;

/// <summary>
/// A way out to addresses that others have named: never to this machine, its neighbours or anything else that is not on the
/// public network. What is connected to is what was checked, so a name that changes its address meanwhile gains nothing.
/// </summary>
public static class PublicNetwork
{
    /// <summary>A handler that follows no redirection, keeps no cookie and goes through no proxy.</summary>
    /// <param name="trusted">Whether every address is allowed: for tests, and for installations whose partners are within the house.</param>
    public static SocketsHttpHandler Handler(bool trusted) => new()
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        UseProxy = false,
        ConnectTimeout = TimeSpan.FromSeconds(5),
        PooledConnectionLifetime = TimeSpan.FromMinutes(2),
        MaxResponseHeadersLength = 16,
        ConnectCallback = (context, cancellation) => Connect(context.DnsEndPoint, trusted, cancellation),
    };

    /// <summary>Whether an address is one of the public network's.</summary>
    public static bool IsPublic(IPAddress address)
    {
        if (address.IsIPv4MappedToIPv6)
        {
            address = address.MapToIPv4();
        }

        if (address.AddressFamily == AddressFamily.InterNetworkV6)
        {
            byte[] six = address.GetAddressBytes();
            bool mapped = six[0] == 0 && six[1] == 0x64 && six[2] == 0xff && six[3] == 0x9b;
            return !mapped && !IPAddress.IsLoopback(address) && !address.Equals(IPAddress.IPv6Any) && !address.IsIPv6LinkLocal && !address.IsIPv6SiteLocal
                && !address.IsIPv6Multicast && !address.IsIPv6UniqueLocal && !address.IsIPv6Teredo && !(six[0] == 0x20 && six[1] == 0x02);
        }

        byte[] four = address.GetAddressBytes();
        return four switch
        {
            [0 or 10 or 127, ..] or [>= 224, ..] => false,
            [100, >= 64 and < 128, ..] or [169, 254, ..] or [172, >= 16 and < 32, ..] or [192, 168, ..] => false,
            [192, 0, 0 or 2, _] or [198, 18 or 19, ..] or [198, 51, 100, _] or [203, 0, 113, _] => false,
            _ => true,
        };
    }

    private static async ValueTask<Stream> Connect(DnsEndPoint to, bool trusted, CancellationToken cancellation)
    {
        IPAddress[] addresses = await Dns.GetHostAddressesAsync(to.Host, cancellation);
        IPAddress[] allowed = trusted ? addresses : [.. addresses.Where(IsPublic)];
        if (allowed.Length == 0)
        {
            throw new HttpRequestException(HttpRequestError.ConnectionError, "No address of this host is on the public network.");
        }

        Socket socket = new(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(allowed, to.Port, cancellation);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
