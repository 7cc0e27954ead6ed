using System.Threading.Channels;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Postmobile.Money;

/// <summary>
/// One lane of the ledger's writer: a queue and one batch on its way. Every batch ends in one of four ways: posted; sifted,
/// when something stood in its way; refused as a whole, when this writer or its incarnation is no more; or in doubt, when
/// the connection broke, and then nothing new is formed until its fate is known.
/// </summary>
internal sealed partial class LedgerLane(
    int number, LedgerConnection connection, MoneyOptions options, CreditDelivery delivery, LedgerEpoch epoch, ILogger log)
{
    private const int QueueMax = 100_000;

    private readonly Channel<PendingTransfer> _queue = Channel.CreateUnbounded<PendingTransfer>(
        new UnboundedChannelOptions { SingleReader = true, AllowSynchronousContinuations = false });

    private readonly Dictionary<Line, long> _bases = [];
    private int _queued;
    private bool _strange;

    /// <summary>Takes a transfer; when the lane is overfull or has ended it is refused at once and never sent.</summary>
    public void Enqueue(PendingTransfer transfer)
    {
        if (Interlocked.Increment(ref _queued) > QueueMax || !_queue.Writer.TryWrite(transfer))
        {
            Interlocked.Decrement(ref _queued);
            transfer.Complete(new PostResult(PostFate.Unavailable, 0, 0, default));
        }
    }

    /// <summary>No more will come.</summary>
    public void Finish() => _queue.Writer.TryComplete();

    /// <summary>Works until finished, or until stopped without waiting for the database.</summary>
    public async Task Run(CancellationToken stopping)
    {
        List<PendingTransfer> batch = [];
        try
        {
            await Reopen([], stopping);
            while (await _queue.Reader.WaitToReadAsync(stopping))
            {
                Take(batch);
                if (batch.Count > 0)
                {
                    await Write(batch, stopping);
                    batch = [];
                }

                if (_strange)
                {
                    // Lines of another incarnation: they are older than this connection, or it broke in a crash while nothing was on it.
                    _strange = false;
                    if (!await connection.Stands(stopping))
                    {
                        await Reopen([], stopping);
                    }
                }
            }
        }
        catch (Exception) when (stopping.IsCancellationRequested)
        {
            RefuseQueued();
            NobodyKnows(batch);
        }

        await Leave();
    }

    /// <summary>Whatever has queued, up to a batch; transfers on dead lines and account changes go their own way.</summary>
    private void Take(List<PendingTransfer> batch)
    {
        int legs = 0;
        while (legs < options.BatchMax && _queue.Reader.TryPeek(out PendingTransfer? next))
        {
            if (next.Change is not null && batch.Count > 0)
            {
                return;
            }

            _queue.Reader.TryRead(out _);
            Interlocked.Decrement(ref _queued);
            if (next.Line.Dead || next.Line.Incarnation != connection.Incarnation)
            {
                _strange |= !next.Line.Dead;
                next.Line.Kill();
                next.Complete(new PostResult(PostFate.Fenced, 0, 0, default));
                continue;
            }

            batch.Add(next);
            legs += next.Legs.Length;
            if (next.Change is not null)
            {
                return;
            }
        }
    }

    private async Task Write(List<PendingTransfer> batch, CancellationToken stopping)
    {
        try
        {
            if (batch[0].Change is not null)
            {
                await WriteChange(batch[0]);
                return;
            }

            batch.Sort(static (a, b) => a.Id.Payer.Value.CompareTo(b.Id.Payer.Value));
            RememberBases(batch);
            Committed committed;
            try
            {
                committed = await connection.Post(batch, stopping);
            }
            catch (PostgresException obstacle) when (Obstacle(obstacle))
            {
                await Sift(batch);
                return;
            }

            if (committed.Admission == Admission.Granted)
            {
                // The next batch must not wait for a thousand callers to be answered.
                List<PendingTransfer> posted = batch;
                ThreadPool.UnsafeQueueUserWorkItem(_ => Posted(posted, committed), null);
            }
            else
            {
                await NotAdmitted(batch, committed.Admission, stopping);
            }
        }
        catch (Exception failure) when (!stopping.IsCancellationRequested)
        {
            // Whatever it was: the lane must live, and the fate of this batch is to be found out.
            await InDoubt(batch, failure, stopping);
        }
    }

    /// <summary>A number or a transfer is there already, or two writers waited for each other: the batch is undone, for sure.</summary>
    private static bool Obstacle(PostgresException refused) =>
        refused.SqlState is PostgresErrorCodes.UniqueViolation or PostgresErrorCodes.DeadlockDetected or PostgresErrorCodes.SerializationFailure;

    private void RememberBases(List<PendingTransfer> batch)
    {
        _bases.Clear();
        foreach (PendingTransfer transfer in batch)
        {
            _bases.TryAdd(transfer.Line, transfer.Line.Last);
        }
    }

    private async Task Sift(List<PendingTransfer> batch)
    {
        LogSifting(log, number, batch.Count);
        batch = OneLineEach(batch);
        for (int attempt = 1; ; attempt++)
        {
            try
            {
                (Committed committed, List<Sifted> fates) = await connection.Sift(batch, _bases);
                if (committed.Admission != Admission.Granted)
                {
                    await NotAdmitted(batch, committed.Admission, CancellationToken.None);
                    return;
                }

                Settle(batch, fates, committed);
                return;
            }
            catch (PostgresException obstacle) when (Obstacle(obstacle) && attempt < 5)
            {
                // A true race: the other has committed meanwhile, so the next look sees it and bystanders go through.
            }
        }
    }

    private void Settle(List<PendingTransfer> batch, List<Sifted> fates, Committed committed)
    {
        foreach ((Line line, long last) in _bases)
        {
            line.Last = last;
        }

        List<PendingTransfer> posted = [];
        for (int i = 0; i < batch.Count; i++)
        {
            PendingTransfer transfer = batch[i];
            Sifted sifted = fates[i];
            if (sifted.Fenced)
            {
                transfer.Line.Kill();
            }

            if (sifted.Fate == PostFate.Posted)
            {
                transfer.Line.Last += transfer.Legs.Length;
                posted.Add(transfer);
            }
        }

        Deliver(posted, committed);
        for (int i = 0; i < batch.Count; i++)
        {
            long last = fates[i].FirstNumber + batch[i].Legs.Length - 1;
            DateTimeOffset at = fates[i].Fate == PostFate.Posted ? committed.At : default;
            batch[i].Complete(new PostResult(fates[i].Fate, last, fates[i].RequestHash, at));
        }
    }

    private void Posted(List<PendingTransfer> batch, Committed committed)
    {
        Deliver(batch, committed);
        foreach (PendingTransfer transfer in batch)
        {
            transfer.Complete(new PostResult(PostFate.Posted, transfer.LastNumber, transfer.RequestHash, committed.At));
        }
    }

    private void Deliver(List<PendingTransfer> posted, Committed committed)
    {
        try
        {
            CreditDelivery.Run run = delivery.Begin();
            foreach (PendingTransfer transfer in posted)
            {
                run.Deliver(transfer, committed);
            }

            run.Flush(committed);
        }
        catch (Exception failure)
        {
            // It is durable all the same, and who has heard of it and who has not is unknown.
            LogUndelivered(log, failure, number, posted.Count);
            posted.ForEach(delivery.ReloadPayees);
        }
    }

    private async Task WriteChange(PendingTransfer change)
    {
        Committed committed;
        try
        {
            committed = await connection.Change(change);
        }
        catch (PostgresException obstacle) when (Obstacle(obstacle))
        {
            committed = new Committed(Admission.Fenced, default, 0, default);
        }

        switch (committed.Admission)
        {
            case Admission.Granted:
                // What was decided before the change must not be written after it.
                change.Line.Last++;
                change.Line.Kill();
                change.Complete(new PostResult(PostFate.Posted, change.Line.Last, 0, committed.At));
                break;
            case Admission.Fenced:
                change.Line.Kill();
                change.Complete(new PostResult(PostFate.Fenced, 0, 0, default));
                break;
            default:
                await NotAdmitted([change], committed.Admission, CancellationToken.None);
                break;
        }
    }

    /// <summary>Nothing was written: this writer was declared dead, or the database has another incarnation. Begin again as a new writer.</summary>
    private async Task NotAdmitted(List<PendingTransfer> batch, Admission admission, CancellationToken stopping)
    {
        LogNotAdmitted(log, number, admission);
        Fence(batch);
        await Reopen([], stopping);
    }

    private async Task Leave()
    {
        try
        {
            using CancellationTokenSource patience = new(TimeSpan.FromSeconds(5));
            await connection.Bury(patience.Token);
        }
        catch (Exception failure)
        {
            LogUnreachable(log, failure, number);
        }

        await connection.DisposeAsync();
    }
}
