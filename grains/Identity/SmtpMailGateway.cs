using System.Collections.Concurrent;
using System.Globalization;
using MailKit.Net.Smtp;
using MailKit.Security;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using MimeKit;

namespace Postmobile.Identity;

/// <summary>A mail server that takes our mail (RFC 5321). Its connections are used again.</summary>
public sealed partial class SmtpMailGateway(IOptions<MailOptions> options, TimeProvider time, ILogger<SmtpMailGateway> logger) : IMailGateway, IDisposable
{
    private const int FirstRefusalForGood = 500;

    private readonly SemaphoreSlim places = new(options.Value.AtOnce);
    private readonly ConcurrentBag<SmtpClient> idle = [];

    /// <inheritdoc />
    public bool IsOn => true;

    /// <inheritdoc />
    public async Task<MailFate> Send(MailMessage message, CancellationToken cancellation)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(options.Value.Patience);
        try
        {
            await places.WaitAsync(limit.Token);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return MailFate.NotTaken;
        }

        try
        {
            return await TrySend(message, cancellation, limit.Token);
        }
        finally
        {
            places.Release();
        }
    }

    /// <inheritdoc />
    public void Dispose()
    {
        while (idle.TryTake(out SmtpClient? client))
        {
            client.Dispose();
        }

        places.Dispose();
    }

    /// <summary>What a server's refusal says of one mail: about the mailbox, about the mail, or about this moment alone.</summary>
    /// <param name="what">At which step it was refused.</param>
    /// <param name="status">The code of three digits.</param>
    /// <param name="words">The text after it, which may begin with an enhanced code (RFC 3463).</param>
    internal static MailFate Judge(SmtpErrorCode what, int status, string words)
    {
        if (status < FirstRefusalForGood || what is not (SmtpErrorCode.RecipientNotAccepted or SmtpErrorCode.MessageNotAccepted))
        {
            return MailFate.NotTaken;
        }

        // 5.1.x: no such address; 5.2.1: the mailbox is closed. Another 5.x.x at this place is about us or about what the server allows.
        bool enhanced = words.Length > 4 && words[0] == '5' && words[1] == '.' && char.IsAsciiDigit(words[2]);
        bool dead = enhanced
            ? words.StartsWith("5.1.", StringComparison.Ordinal) || words.StartsWith("5.2.1", StringComparison.Ordinal)
            : status is 550 or 551 or 553;
        return what is SmtpErrorCode.RecipientNotAccepted && dead ? MailFate.NoMailbox : MailFate.Refused;
    }

    private async Task<MailFate> TrySend(MailMessage message, CancellationToken cancellation, CancellationToken limit)
    {
        SmtpClient? client = null;
        try
        {
            client = await Connect(limit);
            using MimeMessage mail = MailEnvelope.Of(message, options.Value, time.GetUtcNow());
            await client.SendAsync(mail, limit);
            idle.Add(client);
            client = null;
            return MailFate.Sent;
        }
        catch (SmtpCommandException refusal)
        {
            // The server's words can repeat the address: only the code is told.
            LogRefused(message.Id, ((int)refusal.StatusCode).ToString(CultureInfo.InvariantCulture));
            return Judge(refusal.ErrorCode, (int)refusal.StatusCode, refusal.Message);
        }
        catch (Exception failure) when (failure is not OperationCanceledException || !cancellation.IsCancellationRequested)
        {
            LogRefused(message.Id, failure.GetType().Name);
            return MailFate.NotTaken;
        }
        finally
        {
            client?.Dispose();
        }
    }

    private async Task<SmtpClient> Connect(CancellationToken limit)
    {
        while (idle.TryTake(out SmtpClient? kept))
        {
            if (await IsThere(kept, limit))
            {
                return kept;
            }

            kept.Dispose();
        }

        var client = new SmtpClient { Timeout = (int)options.Value.Patience.TotalMilliseconds };
        try
        {
            await client.ConnectAsync(options.Value.Host, options.Value.Port, Security(options.Value.Security), limit);
            if (options.Value.User.Length > 0)
            {
                await client.AuthenticateAsync(options.Value.User, options.Value.Password, limit);
            }

            return client;
        }
        catch
        {
            client.Dispose();
            throw;
        }
    }

    private static async Task<bool> IsThere(SmtpClient client, CancellationToken limit)
    {
        try
        {
            if (client.IsConnected)
            {
                await client.NoOpAsync(limit);
                return true;
            }
        }
        catch (Exception failure) when (failure is IOException or SmtpProtocolException or SmtpCommandException or MailKit.ServiceNotConnectedException)
        {
            // The server has closed it meanwhile, as it may.
        }

        return false;
    }

    private static SecureSocketOptions Security(string word) => word switch
    {
        "tls" => SecureSocketOptions.SslOnConnect,
        "none" => SecureSocketOptions.None,
        _ => SecureSocketOptions.StartTls,
    };
}
