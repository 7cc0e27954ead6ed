using System.Threading.Channels;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Postmobile.Money;

namespace Postmobile.Identity;

/// <summary>
/// Tells payers by SMS that money has left: a bounded queue of notices and the loop that empties it. The statement is the
/// record; these SMS are a courtesy, so a queue that is full lets the newest go, counts it, and says so in the log.
/// </summary>
internal sealed partial class MoneyNotices(ISmsGateway gateway, TimeProvider time, ILogger<MoneyNotices> logger) : BackgroundService, IDebitNotices
{
    private const int QueueMax = 20_000;
    private const int BatchMax = 200;
    private const int AttemptsMax = 5;

    private readonly record struct Notice(AccountProfile Payer, Receipt Receipt, long Balance);

    private readonly Channel<Notice> queue =
        Channel.CreateBounded<Notice>(new BoundedChannelOptions(QueueMax) { SingleReader = true, FullMode = BoundedChannelFullMode.Wait });

    private long dropped;

    /// <summary>Notices that were never sent since the process started.</summary>
    internal long Dropped => Interlocked.Read(ref dropped);

    /// <inheritdoc />
    /// <remarks>Demonstration money, the lines of bulk payments (their payer gets one summary) and accounts without a telephone are passed over.</remarks>
    public void Debited(AccountProfile payer, Receipt receipt, long balance)
    {
        if (gateway is not NoSmsGateway && payer.Phone.Length > 0 && receipt.Kind is not (PostingKind.Demonstration or PostingKind.BulkPayment) && !queue.Writer.TryWrite(new Notice(payer, receipt, balance)))
        {
            Interlocked.Increment(ref dropped);
        }
    }

    /// <inheritdoc />
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var batch = new List<SmsMessage>(BatchMax);
        long told = 0;
        while (await queue.Reader.WaitToReadAsync(stoppingToken))
        {
            while (batch.Count < BatchMax && queue.Reader.TryRead(out Notice notice))
            {
                batch.Add(Write(notice));
            }

            await SendPatiently(batch, stoppingToken);
            batch.Clear();
            if (Dropped is var now && now != told)
            {
                LogDropped(now - told, now);
                told = now;
            }
        }
    }

    private static SmsMessage Write(Notice notice)
    {
        (AccountProfile payer, Receipt receipt, long balance) = notice;
        string text = SmsTexts.Debited(payer.Language, receipt.Total, receipt.PayeeName, receipt.Fee + receipt.Tax, balance);
        return new SmsMessage($"debit-{receipt.Id}", payer.Phone, text);
    }

    private async Task SendPatiently(IReadOnlyList<SmsMessage> batch, CancellationToken cancellation)
    {
        for (int attempt = 1; batch.Count > 0 && attempt <= AttemptsMax; attempt++)
        {
            if (attempt > 1)
            {
                await Task.Delay(TimeSpan.FromSeconds(Math.Pow(2, attempt - 2)), time, cancellation);
            }

            batch = await TrySend(batch, cancellation);
        }

        Interlocked.Add(ref dropped, batch.Count);
    }

    private async Task<IReadOnlyList<SmsMessage>> TrySend(IReadOnlyList<SmsMessage> batch, CancellationToken cancellation)
    {
        try
        {
            return await gateway.Send(batch, cancellation);
        }
        catch (Exception failure) when (failure is not OperationCanceledException || !cancellation.IsCancellationRequested)
        {
            LogFailed(batch.Count, failure.GetType().Name);
            return batch;
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Count} notices of debits could not be sent ({Reason}).")]
    private partial void LogFailed(int count, string reason);

    [LoggerMessage(Level = LogLevel.Error, Message = "{Count} notices of debits were given up; {Total} since the start.")]
    private partial void LogDropped(long count, long total);
}
