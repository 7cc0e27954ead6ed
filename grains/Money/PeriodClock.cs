using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Postmobile.Money;

/// <summary>
/// Ends the open period when it has lasted long enough, then writes its balances. Every silo tries; one at a time does it.
/// A period that was ended and not closed, because somebody was killed in between, is closed by whoever comes next.
/// </summary>
internal sealed partial class PeriodClock(NpgsqlDataSource database, MoneyOptions options, ILogger<PeriodClock> log) : BackgroundService
{
    private const long CloserLock = 1347375186;

    /// <inheritdoc />
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        TimeSpan pause = TimeSpan.FromMilliseconds(Math.Clamp(options.PeriodLength.TotalMilliseconds / 4, 100, 15_000));
        using PeriodicTimer timer = new(pause);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
            {
                await Tick(stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The silo stops.
        }
    }

    private async Task Tick(CancellationToken cancellation)
    {
        try
        {
            await using NpgsqlConnection connection = await database.OpenConnectionAsync(cancellation);
            if (!await Bool(connection, $"select pg_try_advisory_lock({CloserLock})", cancellation))
            {
                return;
            }

            try
            {
                await Flip(connection, cancellation);
                await CloseFlipped(connection, log, cancellation);
            }
            finally
            {
                await Bool(connection, $"select pg_advisory_unlock({CloserLock})", CancellationToken.None);
            }
        }
        catch (Exception failure) when (failure is NpgsqlException or TimeoutException or IOException or InvalidOperationException)
        {
            // Also that the connection is closed already when its lock is to be given back: this must not end the host.
            LogPostponed(log, failure);
        }
    }

    private async Task Flip(NpgsqlConnection connection, CancellationToken cancellation)
    {
        await using NpgsqlCommand due = new(
            """
            select clock_timestamp() - p.opened_at >= $1 and exists (select from posting q where q.period = p.number)
            from ledger_clock c join ledger_period p on p.number = c.open_period
            """, connection);
        due.Parameters.Add(new NpgsqlParameter<TimeSpan> { TypedValue = options.PeriodLength });
        if (await due.ExecuteScalarAsync(cancellation) is not true)
        {
            return;
        }

        await FlipNow(connection, cancellation);
    }

    /// <summary>
    /// Ends the open period now. The request for the lock holds up new batches while it waits, so it waits only briefly and is
    /// made again at the next tick.
    /// </summary>
    internal static async Task<bool> FlipNow(NpgsqlConnection connection, CancellationToken cancellation)
    {
        await using NpgsqlTransaction transaction = await connection.BeginTransactionAsync(cancellation);
        await using NpgsqlCommand flip = new("set local lock_timeout = '500ms'; select ledger_flip()", connection, transaction);
        try
        {
            await flip.ExecuteNonQueryAsync(cancellation);
            await transaction.CommitAsync(cancellation);
            return true;
        }
        catch (PostgresException refused) when (refused.SqlState == PostgresErrorCodes.LockNotAvailable)
        {
            return false;
        }
    }

    /// <summary>Closes, in order, the periods that have been ended.</summary>
    internal static async Task CloseFlipped(NpgsqlConnection connection, ILogger? log, CancellationToken cancellation)
    {
        while (true)
        {
            await using NpgsqlCommand next = new(
                "select number from ledger_period where flipped_at is not null and closed_at is null order by number limit 1", connection);
            if (await next.ExecuteScalarAsync(cancellation) is not int period)
            {
                return;
            }

            await using NpgsqlCommand close = new("select ledger_close($1)", connection) { CommandTimeout = 0 };
            close.Parameters.Add(new NpgsqlParameter<int> { TypedValue = period });
            byte[] head = (byte[])(await close.ExecuteScalarAsync(cancellation))!;
            if (log is not null)
            {
                LogClosed(log, period, Convert.ToHexStringLower(head));
            }
        }
    }

    private static async Task<bool> Bool(NpgsqlConnection connection, string sql, CancellationToken cancellation)
    {
#pragma warning disable CA2100 // Only the constants above.
        await using NpgsqlCommand command = new(sql, connection);
#pragma warning restore CA2100
        return await command.ExecuteScalarAsync(cancellation) is true;
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Period {Period} of the ledger is closed; the chain's head is {Head}.")]
    private static partial void LogClosed(ILogger logger, int period, string head);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The ledger's period could not be looked after; trying again at the next tick.")]
    private static partial void LogPostponed(ILogger logger, Exception failure);
}
