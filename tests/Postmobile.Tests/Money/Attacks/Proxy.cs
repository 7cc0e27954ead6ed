using System.Net;
using System.Net.Sockets;
using Npgsql;

namespace Postmobile.Tests.Money.Attacks;

/// <summary>
/// Stands between a silo and its PostgreSQL, on loopback. When it cuts, the silo sees its connections break while the
/// server sees nothing: what a backend has been told to do it goes on doing.
/// </summary>
internal sealed class Proxy : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly Lock _gate = new();
    private readonly List<(Socket Client, Socket Server)> _pairs = [];
    private readonly int _serverPort;
    private readonly Task _accepting;

    public Proxy(string connectionString)
    {
        _serverPort = new NpgsqlConnectionStringBuilder(connectionString).Port;
        _listener.Start();
        ConnectionString = new NpgsqlConnectionStringBuilder(connectionString) { Host = "127.0.0.1", Port = ((IPEndPoint)_listener.LocalEndpoint).Port }.ConnectionString;
        _accepting = Accept();
    }

    public string ConnectionString { get; }

    /// <summary>Whether who comes is sent away.</summary>
    public bool Refusing { get; set; }

    /// <summary>Breaks every connection on the silo's side and leaves the server's side as it is.</summary>
    public void Cut()
    {
        lock (_gate)
        {
            foreach ((Socket client, _) in _pairs)
            {
                client.Close(timeout: 0);
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        _listener.Stop();
        await _accepting;
        lock (_gate)
        {
            foreach ((Socket client, Socket server) in _pairs)
            {
                client.Dispose();
                server.Dispose();
            }
        }
    }

    private async Task Accept()
    {
        try
        {
            while (true)
            {
                Socket client = await _listener.AcceptSocketAsync();
                if (Refusing)
                {
                    client.Close(timeout: 0);
                    continue;
                }

                Socket server = new(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
                await server.ConnectAsync(IPAddress.Loopback, _serverPort);
                lock (_gate)
                {
                    _pairs.Add((client, server));
                }

                _ = Pump(client, server, endsServer: true);
                _ = Pump(server, client, endsServer: false);
            }
        }
        catch (Exception ended) when (ended is SocketException or ObjectDisposedException)
        {
            // The test is over.
        }
    }

    private static async Task Pump(Socket from, Socket to, bool endsServer)
    {
        byte[] buffer = new byte[16_384];
        try
        {
            for (int read; (read = await from.ReceiveAsync(buffer)) > 0;)
            {
                await to.SendAsync(buffer.AsMemory(0, read));
            }

            // An orderly goodbye is passed on; a cut one is not.
            if (endsServer)
            {
                to.Shutdown(SocketShutdown.Send);
            }
            else
            {
                to.Dispose();
            }
        }
        catch (Exception cut) when (cut is SocketException or ObjectDisposedException)
        {
            // The other side hears nothing of it.
        }
    }
}
