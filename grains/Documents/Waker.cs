using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Npgsql;

namespace Postmobile.Documents;

/// <summary>
/// Calls the documents whose <c>wake_at</c> has come. Every silo has one and one of them works: the one that holds an
/// advisory lock of PostgreSQL, which is freed with its connection however the silo ends. (Two at work for a moment are
/// harmless: waking is idempotent.)
/// <para>
/// It never clears <c>wake_at</c>. Only the document does, by the write that does what was due; so nothing is forgotten,
/// whatever crashes when. The price is that a document which cannot do what is due stays due for ever, so each round
/// goes <i>through</i> the due set by a cursor instead of starting with the oldest again, and a document that failed, or that did
/// not move its time, rests: one second, then twice as long each time.
/// </para>
/// </summary>
internal sealed partial class Waker : ILifecycleParticipant<ISiloLifecycle>, IDisposable
{
    /// <summary>A number of our own for the advisory lock: "waker" in ASCII.</summary>
    private const long LockKey = 0x77616b6572;

    private readonly IGrainFactory _grains;
    private readonly NpgsqlDataSource _database;
    private readonly WakerOptions _options;
    private readonly TimeProvider _clock;
    private readonly ILogger _logger;
    private readonly WakerMemory _memory;
    private readonly SemaphoreSlim _slots;
    private readonly CancellationTokenSource _stopping = new();
    private Task _loop = Task.CompletedTask;

    public Waker(IGrainFactory grains, NpgsqlDataSource database, IOptions<WakerOptions> options, TimeProvider clock, ILogger<Waker> logger)
    {
        (_grains, _database, _options, _clock, _logger) = (grains, database, options.Value, clock, logger);
        _memory = new WakerMemory(clock, _options.LongestRest);
        _slots = new SemaphoreSlim(_options.AtOnce);
    }

    public void Participate(ISiloLifecycle lifecycle) => lifecycle.Subscribe(
        nameof(Waker),
        ServiceLifecycleStage.Active,
        _ =>
        {
            _loop = Task.Run(() => RunAsync(_stopping.Token), CancellationToken.None);
            return Task.CompletedTask;
        },
        async cancellation =>
        {
            await _stopping.CancelAsync();
            await _loop.WaitAsync(cancellation).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        });

    public void Dispose()
    {
        _stopping.Dispose();
        _slots.Dispose();
    }

    private async Task RunAsync(CancellationToken stopping)
    {
        while (!stopping.IsCancellationRequested)
        {
            try
            {
                await using var connection = await _database.OpenConnectionAsync(stopping);
                if (await TryLockAsync(connection, stopping))
                {
                    await WorkAsync(connection, stopping);
                }
            }
            catch (Exception failure) when (failure is NpgsqlException or IOException or TimeoutException)
            {
                LogInterrupted(failure);
            }
            catch (OperationCanceledException) when (stopping.IsCancellationRequested)
            {
                return;
            }

            await Task.Delay(_options.StandbyPeriod, _clock, stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private static async Task<bool> TryLockAsync(NpgsqlConnection connection, CancellationToken stopping)
    {
        await using var command = new NpgsqlCommand("select pg_try_advisory_lock($1)", connection) { Parameters = { new() { Value = LockKey } } };
        return (bool)(await command.ExecuteScalarAsync(stopping))!;
    }

    private async Task WorkAsync(NpgsqlConnection connection, CancellationToken stopping)
    {
        LogAtWork();
        using var timer = new PeriodicTimer(_options.Period, _clock);
        try
        {
            do
            {
                await RoundAsync(connection, stopping);
            }
            while (await timer.WaitForNextTickAsync(stopping));
        }
        finally
        {
            // The pool hands connections on as they are; a broken one is not handed on, and its lock is gone.
            if (connection.FullState == System.Data.ConnectionState.Open)
            {
                await using var unlock = new NpgsqlCommand("select pg_advisory_unlock($1)", connection) { Parameters = { new() { Value = LockKey } } };
                await unlock.ExecuteNonQueryAsync(CancellationToken.None);
            }
        }
    }

    /// <summary>Goes once through everything that is due, oldest first.</summary>
    private async Task RoundAsync(NpgsqlConnection connection, CancellationToken stopping)
    {
        var now = _clock.GetUtcNow();
        var round = _memory.BeginRound();
        DueDocument? last = null;
        IReadOnlyList<DueDocument> page;
        do
        {
            page = await ReadPageAsync(connection, now, last, stopping);
            foreach (var due in page)
            {
                if (!_memory.MayCall(due, round))
                {
                    continue;
                }

                await _slots.WaitAsync(stopping);
                _ = WakeAsync(due, stopping);
            }

            last = page.Count > 0 ? page[^1] : last;
        }
        while (page.Count == _options.PageSize);

        _memory.EndRound(round);
    }

    private async Task<IReadOnlyList<DueDocument>> ReadPageAsync(NpgsqlConnection connection, DateTimeOffset now, DueDocument? after, CancellationToken stopping)
    {
        await using var command = new NpgsqlCommand(
            """
            select type, id, wake_at from document
            where wake_at <= $1 and (wake_at, type, id) > ($2, $3, $4)
            order by wake_at, type, id limit $5
            """,
            connection)
        {
            Parameters =
            {
                new() { Value = now.UtcDateTime },
                new() { Value = after?.WakeAt ?? DateTime.MinValue.ToUniversalTime() },
                new() { Value = after?.Type ?? "" },
                new() { Value = after?.Id ?? "" },
                new() { Value = _options.PageSize },
            },
        };
        var page = new List<DueDocument>();
        await using var reader = await command.ExecuteReaderAsync(stopping);
        while (await reader.ReadAsync(stopping))
        {
            page.Add(new DueDocument(reader.GetString(0), reader.GetString(1), reader.GetDateTime(2)));
        }

        return page;
    }

    private async Task WakeAsync(DueDocument due, CancellationToken stopping)
    {
        Exception? failure = null;
        try
        {
            await _grains.GetGrain<IWakeable>(GrainId.Create(due.Type, due.Id)).Wake().WaitAsync(_options.CallLimit, _clock, stopping);
        }
        catch (Exception error)
        {
            failure = error;
        }
        finally
        {
            _slots.Release();
        }

        var times = _memory.Called(due);
        DocumentMetrics.Woken(failure is not null);
        if (failure is not null && !stopping.IsCancellationRequested && int.IsPow2(times))
        {
            LogFailed(failure, due.Type, due.Id, times);
        }
    }
}
