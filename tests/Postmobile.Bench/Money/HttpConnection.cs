using System.Buffers.Text;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Postmobile.Bench.Money;

/// <summary>One connection of HTTP/1.1 that stays open. Its request is written once; key and payee are overwritten in place.</summary>
internal sealed class HttpConnection : IDisposable
{
    private const int KeyDigits = 10;

    private readonly Socket _socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
    private readonly byte[] _answer = new byte[16 * 1024];
    private readonly byte[] _request;
    private readonly int _keyAt;
    private readonly int _payeeAt;
    private readonly byte[][] _payees;
    private readonly Random _random;
    private readonly int _own;
    private int _received;
    private long _sent;

    public HttpConnection(HttpPlan plan, int number)
    {
        _own = number % plan.Tokens.Count;
        _random = new Random(number);
        _payees = [.. plan.Payees.Select(Encoding.ASCII.GetBytes)];
        string body = plan.Payees.Count == 0 ? "" : $$"""{"to":"{{plan.Payees[0]}}","amount":100,"currency":"XAF"}""";
        string key = plan.Payees.Count == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $"Content-Type: application/json\r\nIdempotency-Key: {plan.Keys}-{number}-{new string('0', KeyDigits)}\r\n");
        string request = string.Create(
            CultureInfo.InvariantCulture,
            $"POST {plan.Path} HTTP/1.1\r\nHost: 127.0.0.1:{plan.Port}\r\nAuthorization: Bearer {plan.Tokens[_own]}\r\n{key}Content-Length: {body.Length}\r\n\r\n{body}");
        _request = Encoding.ASCII.GetBytes(request);
        _keyAt = request.IndexOf(new string('0', KeyDigits) + "\r\n", StringComparison.Ordinal);
        _payeeAt = plan.Payees.Count == 0 ? -1 : request.LastIndexOf(plan.Payees[0], StringComparison.Ordinal);
        _socket.Connect(IPAddress.Loopback, plan.Port);
    }

    /// <summary>For poll(2).</summary>
    public int Handle => (int)_socket.Handle;

    /// <summary>When the request on its way was sent, in ticks of the stopwatch.</summary>
    public long SentAt { get; private set; }

    /// <summary>Sends the next request.</summary>
    public void Send()
    {
        if (_payeeAt >= 0)
        {
            _sent++;
            Utf8Formatter.TryFormat(_sent, _request.AsSpan(_keyAt, KeyDigits), out _, new System.Buffers.StandardFormat('D', KeyDigits));

            // Anybody but the payer.
            int payee = _random.Next(_payees.Length - 1);
            _payees[payee >= _own ? payee + 1 : payee].CopyTo(_request.AsSpan(_payeeAt));
        }

        _received = 0;
        SentAt = Stopwatch.GetTimestamp();
        for (int sent = 0; sent < _request.Length;)
        {
            sent += _socket.Send(_request.AsSpan(sent));
        }
    }

    /// <summary>Takes what has come; true when the answer is complete. Throws unless it is 201 or 204.</summary>
    public bool Receive()
    {
        int count = _socket.Receive(_answer.AsSpan(_received));
        _received += count;
        ReadOnlySpan<byte> answer = _answer.AsSpan(0, _received);
        if (count == 0 || _received == _answer.Length)
        {
            throw new InvalidOperationException("The connection ended, or the answer is too long: " + Encoding.UTF8.GetString(answer));
        }

        int head = answer.IndexOf("\r\n\r\n"u8);
        if (head < 0)
        {
            return false;
        }

        ReadOnlySpan<byte> status = answer.Slice(9, 3);
        bool empty = status.SequenceEqual("204"u8);
        if (!empty && !status.SequenceEqual("201"u8))
        {
            throw new InvalidOperationException("Refused: " + Encoding.UTF8.GetString(answer));
        }

        return empty || IsWhole(answer[..head], answer[(head + 4)..]);
    }

    public void Dispose() => _socket.Dispose();

    private static bool IsWhole(ReadOnlySpan<byte> head, ReadOnlySpan<byte> body)
    {
        ReadOnlySpan<byte> name = "Content-Length: "u8;
        int at = head.IndexOf(name);
        return at < 0
            ? body.EndsWith("0\r\n\r\n"u8)
            : Utf8Parser.TryParse(head[(at + name.Length)..], out int length, out _) && body.Length >= length;
    }
}
