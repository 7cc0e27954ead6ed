namespace Postmobile.Money;

/// <content>Who must decide again, and who was never sent.</content>
internal sealed partial class LedgerLane
{
    /// <summary>
    /// Of each account, one line. An activation that goes slowly and its successor on this silo share a lane; when both stand
    /// on the same number, both would be numbered from it, and spend the same money. The second decides again.
    /// </summary>
    private static List<PendingTransfer> OneLineEach(List<PendingTransfer> batch)
    {
        Dictionary<AccountId, Line> lines = [];
        List<PendingTransfer> kept = [];
        List<PendingTransfer> others = [];
        foreach (PendingTransfer transfer in batch)
        {
            bool first = lines.TryAdd(transfer.Id.Payer, transfer.Line) || ReferenceEquals(lines[transfer.Id.Payer], transfer.Line);
            (first ? kept : others).Add(transfer);
        }

        Fence(others);
        return kept;
    }

    private static void Fence(List<PendingTransfer> batch)
    {
        foreach (PendingTransfer transfer in batch)
        {
            transfer.Line.Kill();
            transfer.Complete(new PostResult(PostFate.Fenced, 0, 0, default));
        }
    }

    private void RefuseQueued()
    {
        while (_queue.Reader.TryRead(out PendingTransfer? transfer))
        {
            Interlocked.Decrement(ref _queued);
            transfer.Complete(new PostResult(PostFate.Unavailable, 0, 0, default));
        }
    }
}
