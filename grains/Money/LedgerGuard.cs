using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Postmobile.Money;

/// <summary>
/// Watches the cluster for silos that leave. First their writers are marked dead in the database and what they may have
/// under way is waited out; only then are this silo's accounts told to load again. Once at the start, too: after a crash of
/// the whole cluster a backend may still be finishing a batch whose payees nobody will ever tell.
/// </summary>
internal sealed partial class LedgerGuard(
    NpgsqlDataSource database, IClusterMembershipService membership, ILocalSiloDetails self, SiloName name,
    AccountBook accounts, LedgerEpoch epoch, TimeProvider time, ILogger<LedgerGuard> log)
    : BackgroundService, ILifecycleParticipant<ISiloLifecycle>
{
    /// <inheritdoc />
    public void Participate(ISiloLifecycle observer) =>
        observer.Subscribe<LedgerGuard>(ServiceLifecycleStage.ApplicationServices, async cancellation =>
        {
            await Bury(membership.CurrentSnapshot, cancellation);
            await accounts.OpenPostAccounts(time.GetUtcNow());
        });

    /// <inheritdoc />
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            HashSet<(SiloAddress Silo, SiloStatus Status)> known = [];
            await foreach (ClusterMembershipSnapshot snapshot in membership.MembershipUpdates.WithCancellation(stoppingToken))
            {
                if (Departed(snapshot).Count(known.Add) > 0)
                {
                    await BuryUntilDone(snapshot, stoppingToken);
                }
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The silo stops.
        }
    }

    /// <summary>
    /// Who leaves or has left. Each step of a departure counts by itself: a silo that closes down still writes what it was
    /// handed, and may be unable to tell anybody, until it is dead.
    /// </summary>
    internal static IEnumerable<(SiloAddress Silo, SiloStatus Status)> Departed(ClusterMembershipSnapshot snapshot) =>
        snapshot.Members.Values
            .Where(member => member.Status is SiloStatus.Dead or SiloStatus.ShuttingDown or SiloStatus.Stopping)
            .Select(member => (member.SiloAddress, member.Status));

    private async Task BuryUntilDone(ClusterMembershipSnapshot snapshot, CancellationToken cancellation)
    {
        while (true)
        {
            try
            {
                await Bury(snapshot, cancellation);
                return;
            }
            catch (NpgsqlException failure)
            {
                LogWaiting(log, failure);
                await Task.Delay(TimeSpan.FromSeconds(1), cancellation);
            }
        }
    }

    private async Task Bury(ClusterMembershipSnapshot snapshot, CancellationToken cancellation)
    {
        // A silo that is still closing down writes what it was handed; it is buried when it is dead.
        IEnumerable<string> alive = snapshot.Members.Values
            .Where(member => member.Status != SiloStatus.Dead)
            .Select(member => new SiloName(name.Cluster, member.SiloAddress.ToParsableString()).ToString())
            .Append(new SiloName(name.Cluster, self.SiloAddress.ToParsableString()).ToString());
        await LedgerBarrier.Bury(database, name.Cluster, alive, cancellation);
        epoch.Advance();
        LogBuried(log, snapshot.Members.Count);
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "The ledger knows that silos have left ({Members} in the table); accounts load again at their next touch.")]
    private static partial void LogBuried(ILogger logger, int members);

    [LoggerMessage(Level = LogLevel.Warning, Message = "A silo has left and the ledger's database cannot be reached to bury its writers; trying again.")]
    private static partial void LogWaiting(ILogger logger, Exception failure);
}
