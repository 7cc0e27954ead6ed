using Microsoft.Extensions.Logging;
using Npgsql;

namespace Postmobile.Money;

/// <summary>
/// The ledger's writer of this silo: decided transfers go in, durable postings come out. Accounts hash to lanes; a lane
/// commits whatever has queued, at once, then the next.
/// </summary>
internal sealed class LedgerWriter : ILifecycleParticipant<ISiloLifecycle>
{
    private readonly LedgerLane[] _lanes;
    private readonly CancellationTokenSource _stopping = new();
    private Task _running = Task.CompletedTask;

    public LedgerWriter(
        NpgsqlDataSource database, MoneyOptions options, CreditDelivery delivery, LedgerEpoch epoch, SiloName silo, ILogger<LedgerWriter> log)
    {
        _lanes = [.. Enumerable.Range(0, Math.Max(1, options.Lanes)).Select(number =>
            new LedgerLane(number, new LedgerConnection(database, silo), options, delivery, epoch, log))];
    }

    /// <summary>Hands over a decided transfer; its answer comes when the ledger's fate is known.</summary>
    public ValueTask<PostResult> Post(PendingTransfer transfer)
    {
        uint hash = (uint)((ulong)transfer.Id.Payer.Value * 0x9E3779B97F4A7C15UL >> 40);
        _lanes[hash % (uint)_lanes.Length].Enqueue(transfer);
        return transfer.Answer;
    }

    /// <summary>Starts before any grain and ends after the last one.</summary>
    public void Participate(ISiloLifecycle observer) =>
        observer.Subscribe<LedgerWriter>(ServiceLifecycleStage.RuntimeServices, _ => Start(), Stop);

    private Task Start()
    {
        _running = Task.WhenAll(_lanes.Select(lane => Task.Run(() => lane.Run(_stopping.Token), CancellationToken.None)));
        return Task.CompletedTask;
    }

    /// <summary>Writes what has been handed over, tells the payees, then ends.</summary>
    private async Task Stop(CancellationToken cancellationToken)
    {
        foreach (LedgerLane lane in _lanes)
        {
            lane.Finish();
        }

        try
        {
            await _running.WaitAsync(cancellationToken);
        }
        catch (OperationCanceledException)
        {
            await _stopping.CancelAsync();
        }
    }
}

/// <summary>This silo's name in the table of writers: its cluster, address and generation.</summary>
internal sealed record SiloName(string Cluster, string Address)
{
    public override string ToString() => $"{Cluster}/{Address}";
}
