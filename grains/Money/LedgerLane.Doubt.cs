using System.Diagnostics;

namespace Postmobile.Money;

/// <content>A batch whose fate is unknown, and the beginning of a new writer.</content>
internal sealed partial class LedgerLane
{
    private static readonly TimeSpan s_glance = TimeSpan.FromMilliseconds(250);

    /// <summary>The connection broke with a batch on it: it may have been committed, or may yet be.</summary>
    private async Task InDoubt(List<PendingTransfer> batch, Exception failure, CancellationToken stopping)
    {
        LogInDoubt(log, failure, number, batch.Count);
        foreach (PendingTransfer transfer in batch)
        {
            transfer.Line.Kill();
        }

        await Reopen(batch, stopping);
    }

    /// <summary>
    /// Connects as a new writer, after the old one can no longer commit; then says what became of the batch that was in doubt.
    /// Until that works, whoever has only queued is told so: nothing of theirs was sent.
    /// </summary>
    private async Task Reopen(List<PendingTransfer> doubtful, CancellationToken stopping)
    {
        long since = Stopwatch.GetTimestamp();
        for (int attempt = 0; ; attempt++)
        {
            try
            {
                Task<Dictionary<TransferId, PostResult>> renewing = Renew(doubtful, stopping);
                while (await Task.WhenAny(renewing, Task.Delay(s_glance, CancellationToken.None)) != renewing)
                {
                    // The barrier waits for whoever holds the lock, however long; callers do not.
                    GiveUp(doubtful, since);
                }

                Dictionary<TransferId, PostResult> found = await renewing;
                epoch.Advance();
                Resolve(doubtful, found);
                return;
            }
            catch (Exception failure) when (!stopping.IsCancellationRequested)
            {
                LogUnreachable(log, failure, number);
                RefuseQueued();
                GiveUp(doubtful, since);
                await Task.Delay(TimeSpan.FromMilliseconds(Math.Min(1_000, 50 << Math.Min(attempt, 5))), stopping);
                RefuseQueued();
            }
        }
    }

    private async Task<Dictionary<TransferId, PostResult>> Renew(List<PendingTransfer> doubtful, CancellationToken stopping)
    {
        await connection.Bury(stopping);
        Dictionary<TransferId, PostResult> found = doubtful.Count == 0 ? [] : await connection.LookUp(doubtful, stopping);
        await connection.Open(stopping);
        return found;
    }

    private void GiveUp(List<PendingTransfer> doubtful, long since)
    {
        if (Stopwatch.GetElapsedTime(since) > options.OutcomePatience)
        {
            NobodyKnows(doubtful);
            RefuseQueued();
        }
    }

    private static void NobodyKnows(List<PendingTransfer> doubtful) =>
        doubtful.ForEach(static transfer => transfer.Complete(new PostResult(PostFate.Unknown, 0, 0, default)));

    private void Resolve(List<PendingTransfer> doubtful, Dictionary<TransferId, PostResult> found)
    {
        foreach (PendingTransfer transfer in doubtful)
        {
            if (found.TryGetValue(transfer.Id, out PostResult result))
            {
                delivery.ReloadPayees(transfer);
                transfer.Complete(result);
            }
            else
            {
                transfer.Complete(new PostResult(PostFate.Fenced, 0, 0, default));
            }
        }
    }
}
