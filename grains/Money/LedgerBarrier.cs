using Npgsql;

namespace Postmobile.Money;

/// <summary>Waits until every batch that was under way has ended.</summary>
internal static class LedgerBarrier
{
    /// <summary>
    /// Takes the period's lock alone and gives it back. While it waits, new batches queue behind it; so it waits only briefly
    /// at a time and tries again.
    /// </summary>
    public static async Task WaitOut(NpgsqlConnection connection, CancellationToken cancellation)
    {
        while (true)
        {
            try
            {
                await using NpgsqlCommand command = new(
                    "begin; set local lock_timeout = '2s'; select pg_advisory_xact_lock(ledger_period_lock()); commit", connection);
                await command.ExecuteNonQueryAsync(cancellation);
                return;
            }
            catch (PostgresException refused) when (refused.SqlState is PostgresErrorCodes.LockNotAvailable or PostgresErrorCodes.DeadlockDetected)
            {
                await using NpgsqlCommand rollback = new("rollback", connection);
                await rollback.ExecuteNonQueryAsync(cancellation);
            }
        }
    }

    /// <summary>Marks the writers of silos that are no more as dead, then waits out what they may have under way.</summary>
    /// <param name="database">The ledger's database.</param>
    /// <param name="cluster">The cluster whose silos are meant.</param>
    /// <param name="alive">The silos of it that live.</param>
    /// <param name="cancellation">Ends the wait.</param>
    public static async Task Bury(NpgsqlDataSource database, string cluster, IEnumerable<string> alive, CancellationToken cancellation)
    {
        await using NpgsqlConnection connection = await database.OpenConnectionAsync(cancellation);
        await using (NpgsqlCommand mark = new(
            "update ledger_writer set dead_at = clock_timestamp() where dead_at is null and starts_with(silo, $1) and silo <> all($2)", connection))
        {
            mark.Parameters.Add(new NpgsqlParameter<string> { TypedValue = cluster + "/" });
            mark.Parameters.Add(new NpgsqlParameter<string[]> { TypedValue = [.. alive] });
            await mark.ExecuteNonQueryAsync(cancellation);
        }

        await WaitOut(connection, cancellation);
    }
}
