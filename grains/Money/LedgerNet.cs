using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Postmobile.Money;

/// <summary>
/// The net under all messages: some time after a period was closed, the accounts that moved in it and are awake here are
/// compared with what it left, and read again at their next touch. Turnovers only grow, so what a closed period says is the
/// least that an image must know by then. Every silo looks after its own.
/// </summary>
internal sealed partial class LedgerNet(
    NpgsqlDataSource database, AwakeAccounts awake, LedgerEpoch epoch, LedgerAlarm alarm, MoneyOptions options, ILogger<LedgerNet> log) : BackgroundService
{
    private int? _checked;

    /// <inheritdoc />
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        TimeSpan pause = TimeSpan.FromMilliseconds(Math.Clamp(options.HeardAfter.TotalMilliseconds / 4, 100, 15_000));
        using PeriodicTimer timer = new(pause);
        try
        {
            do
            {
                await Look(stoppingToken);
            }
            while (await timer.WaitForNextTickAsync(stoppingToken));
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The silo stops.
        }
    }

    private async Task Look(CancellationToken cancellation)
    {
        try
        {
            await using NpgsqlCommand newest = database.CreateCommand(
                "select coalesce(max(number), 0) from ledger_period where closed_at <= clock_timestamp() - $1");
            newest.Parameters.Add(new NpgsqlParameter<TimeSpan> { TypedValue = options.HeardAfter });
            int last = (int)(await newest.ExecuteScalarAsync(cancellation))!;

            // What was closed before this silo began is in every image that it makes.
            int first = _checked ?? last;
            if (first < last)
            {
                await Compare(first, last, cancellation);
            }

            _checked = last;
        }
        catch (Exception failure) when (failure is NpgsqlException or TimeoutException or IOException or InvalidOperationException)
        {
            LogPostponed(log, failure);
        }
    }

    private async Task Compare(int after, int last, CancellationToken cancellation)
    {
        await using NpgsqlCommand command = database.CreateCommand(
            """
            select distinct on (b.account) b.account, b.debits, b.credits, b.period from account_balance b
            where b.period > $1 and b.period <= $2 order by b.account, b.period desc
            """);
        command.CommandTimeout = 0;
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = after });
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = last });
        await using NpgsqlDataReader reader = await command.ExecuteReaderAsync(cancellation);
        while (await reader.ReadAsync(cancellation))
        {
            AccountId account = new(reader.GetInt64(0));
            if (awake.Find(account)?.Check(reader.GetInt64(1), reader.GetInt64(2), epoch.Current) is { } difference and not ImageDifference.None)
            {
                alarm.Differs(account, reader.GetInt32(3), difference);
            }
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Accounts in memory could not be compared with the ledger; trying again later.")]
    private static partial void LogPostponed(ILogger logger, Exception failure);
}
