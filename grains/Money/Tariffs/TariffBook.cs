using System.Text.Json;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;
using Postmobile.Documents;
using Postmobile.Identity;
using Postmobile.Live;

namespace Postmobile.Money;

/// <summary>
/// This silo's copy of the tariff. A payment looks here and nowhere else. It is read before any grain works, again when somebody says
/// that a version was approved, and in any case every few seconds: a version is approved at least a minute before it holds, so all
/// silos have it by then and change at the same moment.
/// </summary>
internal sealed partial class TariffBook(NpgsqlDataSource database, IGrainFactory grains, TariffOptions options, TimeProvider time, ILogger<TariffBook> log)
    : BackgroundService, ILifecycleParticipant<ISiloLifecycle>, ILiveObserver
{
    private static readonly TimeSpan s_watchAgain = TimeSpan.FromSeconds(45);

    private readonly SemaphoreSlim _reading = new(1);
    private volatile TariffSchedule _schedule = TariffSchedule.Empty;
    private int _version = -1;
    private long _watchedAt;
    private ILiveObserver? _self;

    /// <summary>The topic on which versions are announced.</summary>
    public static string Topic { get; } = Topics.For(Role.Operator, "tariffs");

    /// <summary>The table that holds now.</summary>
    public TariffTable Now(DateTimeOffset now) => _schedule.Now(now);

    /// <summary>What held at a moment.</summary>
    public TariffSchedule.Era At(DateTimeOffset moment) => _schedule.At(moment);

    /// <summary>Reads the book when it has changed since.</summary>
    public async Task Refresh(CancellationToken cancellation = default)
    {
        await _reading.WaitAsync(cancellation);
        try
        {
            await using NpgsqlCommand command = database.CreateCommand(
                "select version, body -> 'state' from document where type = 'money.tariffs' and id = $1 and version <> $2 and body is not null");
            command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = TariffKeys.Book });
            command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = _version });
            await using NpgsqlDataReader reader = await command.ExecuteReaderAsync(cancellation);
            if (await reader.ReadAsync(cancellation))
            {
                TariffsState state = JsonSerializer.Deserialize<TariffsState>(reader.GetString(1), DocumentSerializer.Options)!;
                _schedule = new TariffSchedule(state.Versions.Select(entry => entry.Version));
                _version = reader.GetInt32(0);
            }
        }
        finally
        {
            _reading.Release();
        }
    }

    /// <inheritdoc />
    public void Participate(ISiloLifecycle observer) => observer.Subscribe<TariffBook>(ServiceLifecycleStage.ApplicationServices, Refresh);

    /// <inheritdoc />
    public Task Happened(LiveEvent happening) => Task.CompletedTask;

    /// <inheritdoc />
    public Task Noticed(string topic, Notice notice) => RefreshQuietly(CancellationToken.None);

    /// <inheritdoc />
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using PeriodicTimer timer = new(options.PollEvery, time);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
            {
                await RefreshQuietly(stoppingToken);
                await Watch();
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The silo stops.
        }
    }

    /// <inheritdoc />
    public override void Dispose()
    {
        _reading.Dispose();
        base.Dispose();
    }

    private async Task RefreshQuietly(CancellationToken cancellation)
    {
        try
        {
            await Refresh(cancellation);
        }
        catch (Exception failure) when (failure is NpgsqlException or TimeoutException or IOException or ObjectDisposedException)
        {
            // Without the database nothing is paid either; the next tick asks again.
            LogNotRead(log, failure);
        }
    }

    // Being told is faster than asking, and only that: asking goes on.
    private async Task Watch()
    {
        if (_watchedAt != 0 && time.GetElapsedTime(_watchedAt) < s_watchAgain)
        {
            return;
        }

        try
        {
            await grains.Topic(Topic).Watch(_self ??= grains.CreateObjectReference<ILiveObserver>(this));
            _watchedAt = time.GetTimestamp();
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            LogNotWatched(log, failure);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The book of tariffs could not be read; what was read before holds on.")]
    private static partial void LogNotRead(ILogger logger, Exception failure);

    [LoggerMessage(Level = LogLevel.Debug, Message = "Announcements of tariffs cannot be heard now; asking goes on.")]
    private static partial void LogNotWatched(ILogger logger, Exception failure);
}
