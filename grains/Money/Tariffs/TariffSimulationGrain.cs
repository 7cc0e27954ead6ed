using Microsoft.Extensions.Logging;
using Npgsql;
using Postmobile.Live;

namespace Postmobile.Money;

/// <summary>
/// Reckons what a month would have cost. How far it is lives in memory; the result is kept with the version. A silo that dies meanwhile
/// takes the reckoning with it, and it is started again.
/// </summary>
[GrainType("money.tariff-simulation")]
internal sealed partial class TariffSimulationGrain(NpgsqlDataSource database, TimeProvider time, ILogger<TariffSimulationGrain> log)
    : Grain, ITariffSimulationGrain
{
    private TariffSimulation? _status;
    private Task _running = Task.CompletedTask;

    public async Task<TariffSimulation?> Start(DateOnly? month, string byOperator)
    {
        IReadOnlyList<TariffVersion> versions = await GrainFactory.Tariffs().List();
        if (versions.FirstOrDefault(one => one.Id == this.GetPrimaryKeyString()) is not { } version)
        {
            return null;
        }

        if (_running.IsCompleted)
        {
            DateOnly today = BrazzavilleCalendar.Day(time.GetUtcNow());
            DateOnly first = BrazzavilleCalendar.MonthOf(month ?? BrazzavilleCalendar.MonthOf(today).AddDays(-1));
            int days = Math.Clamp(today.DayNumber - first.DayNumber + 1, 0, DateTime.DaysInMonth(first.Year, first.Month));
            _status = new TariffSimulation { Month = first, ComparedWith = version.Base, StartedAt = time.GetUtcNow(), Total = days };
            TariffVersion? before = versions.FirstOrDefault(one => one.Number == version.Base);
            _running = Run(new TariffReckoning(database, before is null ? TariffTable.Free : new TariffTable(before.Lines), new TariffTable(version.Lines)), byOperator);
        }

        return _status;
    }

    public async Task<TariffSimulation?> Look() => _status ?? (await GrainFactory.Tariffs().Look(this.GetPrimaryKeyString()))?.Simulation;

    private async Task Run(TariffReckoning reckoning, string byOperator)
    {
        string id = this.GetPrimaryKeyString();
        try
        {
            TariffSimulation began = _status!;
            for (int day = 0; day < began.Total; day++)
            {
                DelayDeactivation(TimeSpan.FromMinutes(30));

                // A day may be millions of rows; whoever asks how far it is does not wait for them.
                DateOnly one = began.Month.AddDays(day);
                await Task.Run(() => reckoning.Add(one));
                (long more, long less, long same) = reckoning.Payers;
                _status = _status! with { Done = day + 1, Operations = reckoning.Operations, PayersMore = more, PayersLess = less, PayersSame = same };
                GrainFactory.Topic(TariffBook.Topic).Tell(new Notice { Kind = "tariff.simulating", Subject = id, At = time.GetUtcNow() }).Ignore();
            }

            TariffSimulation done = _status! with { EndedAt = time.GetUtcNow() };
            await GrainFactory.Tariffs().Simulated(id, done, byOperator);
            _status = done;
        }
        catch (Exception failure)
        {
            LogFailed(log, failure, id);
            _status = _status! with { EndedAt = time.GetUtcNow(), Failed = true };
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "What {Version} would have cost could not be reckoned.")]
    private static partial void LogFailed(ILogger logger, Exception failure, string version);
}
