using System.Threading.Channels;
using Npgsql;
using NpgsqlTypes;

namespace Postmobile.Money;

/// <summary>What the ledger knows of one account at one moment.</summary>
internal readonly record struct AccountLoad(
    Snapshot Snapshot, AccountRow? Row, long Debits, long Credits, long LastNumber, DateOnly Day, long UsedToday, long UsedThisMonth);

/// <summary>
/// Loads accounts, many with one query: whoever asks while a query is on its way waits together with the others for the
/// next. One statement a load, so that balance, last number and snapshot are of one moment.
/// </summary>
internal sealed class LedgerLoader(NpgsqlDataSource database, MoneyOptions options, TimeProvider time) : ILifecycleParticipant<ISiloLifecycle>
{
    private const int Readers = 2;
    private const int BatchMax = 1_000;

    private readonly record struct Wanted(AccountId Account, TaskCompletionSource<AccountLoad> Answer);

    private readonly CancellationTokenSource _stopping = new();
    private Task _reading = Task.CompletedTask;
    private readonly Channel<Wanted> _wanted = Channel.CreateUnbounded<Wanted>();

    /// <summary>The account as the ledger has it; <see cref="AccountLoad.Row"/> is null when it was never opened.</summary>
    public Task<AccountLoad> Load(AccountId account)
    {
        TaskCompletionSource<AccountLoad> answer = new(TaskCreationOptions.RunContinuationsAsynchronously);
        return _wanted.Writer.TryWrite(new Wanted(account, answer))
            ? answer.Task
            : Task.FromException<AccountLoad>(new InvalidOperationException("The ledger is stopping."));
    }

    /// <summary>Starts before any grain and ends after the last one.</summary>
    public void Participate(ISiloLifecycle observer) => observer.Subscribe<LedgerLoader>(
        ServiceLifecycleStage.RuntimeServices,
        _ =>
        {
            _reading = Task.WhenAll(Enumerable.Range(0, Readers).Select(_ => Task.Run(() => Read(_stopping.Token), CancellationToken.None)));
            return Task.CompletedTask;
        },
        async _ =>
        {
            _wanted.Writer.TryComplete();
            await _stopping.CancelAsync();
            await _reading.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        });

    private async Task Read(CancellationToken stopping)
    {
        List<Wanted> batch = [];
        while (await _wanted.Reader.WaitToReadAsync(stopping))
        {
            batch.Clear();
            while (batch.Count < BatchMax && _wanted.Reader.TryRead(out Wanted wanted))
            {
                batch.Add(wanted);
            }

            if (batch.Count == 0)
            {
                continue;
            }

            try
            {
                if (!await Answer(batch, stopping))
                {
                    // The database is new, or has recovered from a crash: it needs an incarnation first.
                    await using NpgsqlCommand incarnate = database.CreateCommand("select ledger_incarnate()");
                    await incarnate.ExecuteScalarAsync(stopping);
                    if (!await Answer(batch, stopping))
                    {
                        throw new LedgerUnavailableException("The database lost its incarnation again; it has crashed meanwhile.");
                    }
                }
            }
            catch (Exception failure)
            {
                foreach (Wanted wanted in batch)
                {
                    wanted.Answer.TrySetException(new LedgerUnavailableException(failure.Message));
                }
            }
        }
    }

    private async Task<bool> Answer(List<Wanted> batch, CancellationToken stopping)
    {
        DateOnly today = BrazzavilleCalendar.Day(time.GetUtcNow());
        await using NpgsqlConnection connection = await database.OpenConnectionAsync(stopping);
        await using NpgsqlCommand command = connection.CreateCommand();
        command.CommandText = LedgerSql.Load;
        command.Parameters.Add(new NpgsqlParameter<long[]> { TypedValue = [.. batch.Select(wanted => wanted.Account.Value)] });
        command.Parameters.Add(new NpgsqlParameter<short[]> { TypedValue = [.. options.Counted.Select(kind => (short)kind)] });
        command.Parameters.Add(new NpgsqlParameter<short[]> { TypedValue = [.. options.Tiers.Where(tier => tier.Value.Day is not null || tier.Value.Month is not null).Select(tier => tier.Key)] });
        command.Parameters.Add(new NpgsqlParameter { NpgsqlDbType = NpgsqlDbType.TimestampTz, Value = BrazzavilleCalendar.Start(today).UtcDateTime });
        command.Parameters.Add(new NpgsqlParameter { NpgsqlDbType = NpgsqlDbType.TimestampTz, Value = BrazzavilleCalendar.Start(BrazzavilleCalendar.MonthOf(today)).UtcDateTime });
        await command.PrepareAsync(stopping);
        await using NpgsqlDataReader reader = await command.ExecuteReaderAsync(stopping);
        Snapshot? snapshot = null;
        while (await reader.ReadAsync(stopping))
        {
            if (reader.IsDBNull(1))
            {
                return false;
            }

            snapshot ??= Snapshot.Parse(reader.GetGuid(1), reader.GetString(2));
            Wanted wanted = batch[(int)reader.GetInt64(0) - 1];
            wanted.Answer.TrySetResult(new AccountLoad(
                snapshot, reader.IsDBNull(3) ? null : Row(reader),
                reader.GetInt64(14), reader.GetInt64(15), reader.GetInt64(16), today, reader.GetInt64(17), reader.GetInt64(18)));
        }

        return true;
    }

    private static AccountRow Row(NpgsqlDataReader reader) => new(
        (AccountKind)reader.GetInt16(3), (Currency)reader.GetInt16(4), reader.IsDBNull(5) ? null : reader.GetInt64(5), reader.GetInt16(6),
        (Freeze)reader.GetInt16(7), reader.GetBoolean(8),
        new AccountProfile
        {
            Owner = reader.GetString(9),
            DisplayName = reader.GetString(10),
            Phone = reader.GetString(11),
            Language = string.Intern(reader.GetString(12)),
        });
}
