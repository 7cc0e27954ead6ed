using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using Microsoft.Extensions.Options;

namespace Postmobile.Commerce;

/// <summary>Settings of imports; the section is <c>Imports</c>.</summary>
public sealed class ImportOptions
{
    /// <summary>Whether pictures may be fetched from addresses of this network. Only tests say so.</summary>
    public bool AllowPrivateAddresses { get; set; }
}

/// <summary>
/// Fetches pictures by addresses that a shop wrote. Whoever writes an address could otherwise make us ask our own network: the address
/// that a name leads to is looked at as the connection is made, not before, and no redirection is followed.
/// </summary>
internal sealed class ImageFetcher(IOptions<ImportOptions> options) : IDisposable
{
    private const int FileMax = 8 * 1024 * 1024;
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(15);

    private HttpClient? _http;

    private HttpClient Http => _http ??= new HttpClient(new SocketsHttpHandler
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        UseProxy = false,
        ConnectTimeout = TimeSpan.FromSeconds(5),
        ConnectCallback = Connect,
    })
    {
        Timeout = s_patience,
        MaxResponseContentBufferSize = FileMax,
        DefaultRequestHeaders = { Accept = { new MediaTypeWithQualityHeaderValue("image/*") } },
    };

    /// <summary>The file; null when there is none that we may or can have.</summary>
    public async Task<byte[]?> Fetch(string address)
    {
        if (!Uri.TryCreate(address, UriKind.Absolute, out Uri? uri) || uri.Scheme is not ("http" or "https") || uri.UserInfo.Length > 0)
        {
            return null;
        }

        try
        {
            using HttpResponseMessage answer = await Http.GetAsync(uri);
            return answer.StatusCode is HttpStatusCode.OK ? await answer.Content.ReadAsByteArrayAsync() : null;
        }
        catch (Exception failure) when (failure is HttpRequestException or TaskCanceledException or IOException)
        {
            return null;
        }
    }

    /// <inheritdoc />
    public void Dispose() => _http?.Dispose();

    /// <summary>Whether an address is one of the open net: not of a machine, a house, a link, a test, or everybody.</summary>
    internal static bool IsPublic(IPAddress address)
    {
        if (address.IsIPv4MappedToIPv6)
        {
            return IsPublic(address.MapToIPv4());
        }

        ReadOnlySpan<byte> bytes = address.GetAddressBytes();
        if (address.AddressFamily is AddressFamily.InterNetworkV6)
        {
            // 2000::/3 is what is given out; of it, tunnels that carry IPv4 inside (2002::/16, 2001::/32) and documentation are left out.
            return (bytes[0] & 0xE0) == 0x20 && !(bytes[0] == 0x20 && bytes[1] == 0x02) && !(bytes[0] == 0x20 && bytes[1] == 0x01 && bytes[2] == 0 && bytes[3] == 0)
                && !(bytes[0] == 0x20 && bytes[1] == 0x01 && bytes[2] == 0x0D && bytes[3] == 0xB8);
        }

        return (bytes[0], bytes[1], bytes[2]) switch
        {
            (0 or 10 or 127 or >= 224, _, _) => false,
            (100, >= 64 and <= 127, _) => false,
            (169, 254, _) => false,
            (172, >= 16 and <= 31, _) => false,
            (192, 168, _) or (192, 0, 0) or (192, 0, 2) or (192, 88, 99) => false,
            (198, 18 or 19, _) or (198, 51, 100) or (203, 0, 113) => false,
            _ => true,
        };
    }

    private async ValueTask<Stream> Connect(SocketsHttpConnectionContext context, CancellationToken cancellation)
    {
        IPAddress[] addresses = await Dns.GetHostAddressesAsync(context.DnsEndPoint.Host, cancellation);
        IPAddress? address = addresses.FirstOrDefault(one => options.Value.AllowPrivateAddresses || IsPublic(one));
        if (address is null)
        {
            throw new HttpRequestException("The address is not one of the open net.");
        }

        var socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(address, context.DnsEndPoint.Port, cancellation);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
