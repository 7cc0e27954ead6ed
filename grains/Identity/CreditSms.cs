using System.Threading.Channels;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;
using Postmobile.Money;

namespace Postmobile.Identity;

/// <summary>
/// Tells payees by SMS that money has come, unless they do not want it: a bounded queue, and a loop that asks once a batch who
/// wants to be left alone. Like <see cref="MoneyNotices"/> a courtesy: what does not fit is let go, counted and logged.
/// </summary>
internal sealed partial class CreditSms(ISmsGateway gateway, NpgsqlDataSource database, TimeProvider time, ILogger<CreditSms> logger)
    : BackgroundService, ICreditNotices
{
    private const int QueueMax = 20_000;
    private const int BatchMax = 200;
    private const int AttemptsMax = 4;

    private readonly record struct Notice(AccountProfile Payee, Credit Credit, long Balance);

    private readonly Channel<Notice> queue =
        Channel.CreateBounded<Notice>(new BoundedChannelOptions(QueueMax) { SingleReader = true, FullMode = BoundedChannelFullMode.Wait });

    private long dropped;

    /// <inheritdoc />
    public bool Enabled => gateway is not NoSmsGateway;

    /// <inheritdoc />
    public void Credited(AccountProfile payee, Credit credit, long balance)
    {
        if (!queue.Writer.TryWrite(new Notice(payee, credit, balance)))
        {
            Interlocked.Increment(ref dropped);
        }
    }

    /// <inheritdoc />
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var batch = new List<Notice>(BatchMax);
        long told = 0;
        while (await queue.Reader.WaitToReadAsync(stoppingToken))
        {
            while (batch.Count < BatchMax && queue.Reader.TryRead(out Notice notice))
            {
                batch.Add(notice);
            }

            await SendPatiently(batch, stoppingToken);
            batch.Clear();
            if (Interlocked.Read(ref dropped) is var now && now != told)
            {
                LogDropped(now - told, now);
                told = now;
            }
        }
    }

    private async Task SendPatiently(IReadOnlyList<Notice> batch, CancellationToken cancellation)
    {
        IReadOnlyList<SmsMessage>? left = null;
        for (int attempt = 0; attempt < AttemptsMax && left is not []; attempt++)
        {
            try
            {
                await Task.Delay(TimeSpan.FromSeconds(attempt == 0 ? 0 : Math.Pow(2, attempt)), time, cancellation);
                left ??= await Wanted(batch, cancellation);
                left = await gateway.Send(left, cancellation);
            }
            catch (Exception failure) when (failure is not OperationCanceledException || !cancellation.IsCancellationRequested)
            {
                LogFailed(batch.Count, failure.GetType().Name);
            }
        }

        Interlocked.Add(ref dropped, left?.Count ?? batch.Count);
    }

    private async Task<IReadOnlyList<SmsMessage>> Wanted(IReadOnlyList<Notice> batch, CancellationToken cancellation)
    {
        var quiet = new HashSet<string>();
        await using NpgsqlCommand command = database.CreateCommand(
            "select id from document where type = 'identity.customer' and (body #>> '{state,quietCredits}') = 'true' and id = any($1)");
        command.Parameters.Add(new() { Value = batch.Select(notice => notice.Payee.Owner).Distinct().ToArray() });
        await using NpgsqlDataReader reader = await command.ExecuteReaderAsync(cancellation);
        while (await reader.ReadAsync(cancellation))
        {
            quiet.Add(reader.GetString(0));
        }

        return [.. batch.Where(notice => !quiet.Contains(notice.Payee.Owner)).Select(Write)];
    }

    private static SmsMessage Write(Notice notice)
    {
        (AccountProfile payee, Credit credit, long balance) = notice;
        string sum = UssdScreen.Francs(credit.Amount);
        string now = UssdScreen.Francs(balance);
        string text = new Words(
            $"Postmobile : {sum} versés sur votre compte par {credit.PayerName}. Solde : {now}.",
            $"Postmobile: ozwi {sum} epai ya {credit.PayerName}. Etikali: {now}.",
            $"Postmobile: nge me baka {sum} na {credit.PayerName}. Me bikala: {now}.",
            $"Postmobile: you have received {sum} from {credit.PayerName}. Balance: {now}.").In(payee.Language);
        return new SmsMessage($"credit-{credit.Transfer}", payee.Phone, UssdScreen.Plain(text));
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Count} notices of credits could not be sent ({Reason}).")]
    private partial void LogFailed(int count, string reason);

    [LoggerMessage(Level = LogLevel.Error, Message = "{Count} notices of credits were given up; {Total} since the start.")]
    private partial void LogDropped(long count, long total);
}
