using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using MimeKit;

namespace Postmobile.Tests.Commerce.Reach;

/// <summary>A mail server of the outside world (RFC 5321) on a real socket: it keeps what it takes, and refuses what a test tells it to.</summary>
internal sealed class FakeSmtp : IAsyncDisposable
{
    private static int s_last;

    private readonly TcpListener listener;
    private readonly CancellationTokenSource end = new();
    private readonly ConcurrentQueue<MimeMessage> mails = [];
    private readonly ConcurrentDictionary<string, ConcurrentQueue<string>> answers = [];
    private readonly ConcurrentDictionary<string, int> asked = [];

    /// <summary>Where it listens.</summary>
    public int Port { get; private init; }

    /// <summary>Starts one.</summary>
    public static FakeSmtp Start()
    {
        var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var server = new FakeSmtp(listener) { Port = ((IPEndPoint)listener.LocalEndpoint).Port };
        _ = server.Listen();
        return server;
    }

    private FakeSmtp(TcpListener listener) => this.listener = listener;

    /// <summary>An address that no test has used.</summary>
    public static string NewAddress() => string.Create(CultureInfo.InvariantCulture, $"cliente{Interlocked.Increment(ref s_last)}@courrier.test");

    /// <summary>What came for an address, oldest first.</summary>
    public IReadOnlyList<MimeMessage> To(string address) => [.. mails.Where(mail => mail.To.Mailboxes.Any(box => box.Address == address))];

    /// <summary>How often somebody wanted to hand over mail for an address.</summary>
    public int Asked(string address) => asked.GetValueOrDefault(address);

    /// <summary>What it says next about an address: <c>RCPT 550 …</c> or <c>DATA 451 …</c>, or <c>DROP</c>, which takes the mail and hangs up without a word.</summary>
    public void Answer(string address, params string[] next)
    {
        ConcurrentQueue<string> queue = answers.GetOrAdd(address, _ => []);
        foreach (string one in next)
        {
            queue.Enqueue(one);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await end.CancelAsync();
        listener.Stop();
        end.Dispose();
    }

    private async Task Listen()
    {
        try
        {
            while (true)
            {
                TcpClient client = await listener.AcceptTcpClientAsync(end.Token);
                _ = Serve(client);
            }
        }
        catch (Exception over) when (over is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // The test is over.
        }
    }

    private async Task Serve(TcpClient client)
    {
        using (client)
        {
            try
            {
                using var reader = new StreamReader(client.GetStream(), Encoding.Latin1);
                await using var writer = new StreamWriter(client.GetStream(), Encoding.Latin1) { NewLine = "\r\n", AutoFlush = true };
                await writer.WriteLineAsync("220 courrier.test ESMTP");
                string to = "";
                while (await reader.ReadLineAsync(end.Token) is { } line && await Take(line, ref to, reader, writer))
                {
                }
            }
            catch (Exception over) when (over is IOException or OperationCanceledException)
            {
                // The other side has gone, or the test is over.
            }
        }
    }

    private Task<bool> Take(string line, ref string to, StreamReader reader, StreamWriter writer)
    {
        string verb = line.Split(' ', ':')[0].ToUpperInvariant();
        if (verb == "RCPT")
        {
            to = line[(line.IndexOf('<', StringComparison.Ordinal) + 1)..line.IndexOf('>', StringComparison.Ordinal)];
            asked.AddOrUpdate(to, 1, (_, count) => count + 1);
            return Say(writer, Next(to, "RCPT") ?? "250 2.1.5 OK");
        }

        return verb switch
        {
            "EHLO" => Say(writer, "250-courrier.test", "250-8BITMIME", "250 ENHANCEDSTATUSCODES"),
            "DATA" => Data(to, reader, writer),
            "QUIT" => Say(writer, "221 2.0.0 Bye").ContinueWith(_ => false, TaskScheduler.Default),
            "MAIL" or "RSET" or "NOOP" => Say(writer, "250 2.0.0 OK"),
            _ => Say(writer, "502 5.5.1 What?"),
        };
    }

    private async Task<bool> Data(string to, StreamReader reader, StreamWriter writer)
    {
        await writer.WriteLineAsync("354 Go on");
        var text = new StringBuilder();
        while (await reader.ReadLineAsync(end.Token) is { } line && line != ".")
        {
            text.Append(line.StartsWith('.') ? line[1..] : line).Append("\r\n");
        }

        bool drops = Next(to, "DROP") is not null;
        string? refusal = drops ? null : Next(to, "DATA");
        if (refusal is null)
        {
            using var raw = new MemoryStream(Encoding.Latin1.GetBytes(text.ToString()));
            mails.Enqueue(await MimeMessage.LoadAsync(raw, end.Token));
        }

        return !drops && await Say(writer, refusal ?? "250 2.0.0 Taken");
    }

    // The words of an answer are those after its step.
    private string? Next(string to, string step) =>
        answers.TryGetValue(to, out ConcurrentQueue<string>? queue) && queue.TryPeek(out string? next) && next.StartsWith(step, StringComparison.Ordinal) && queue.TryDequeue(out _)
            ? next[step.Length..].Trim() : null;

    private static async Task<bool> Say(StreamWriter writer, params string[] lines)
    {
        foreach (string line in lines)
        {
            await writer.WriteLineAsync(line);
        }

        return true;
    }
}
