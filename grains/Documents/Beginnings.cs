using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Postmobile.Documents;

/// <summary>A document that must be there to be woken, such as a sweep. Beginning it again changes nothing.</summary>
/// <param name="Name">For the log.</param>
/// <param name="Begin">Calls its grain.</param>
internal sealed record Beginning(string Name, Func<IGrainFactory, Task> Begin);

/// <summary>
/// Begins what must be begun, from every silo at its start and beside it: a grain that cannot answer yet, as after a
/// crash while its place in the cluster is being found again, must not keep a silo from starting.
/// </summary>
internal sealed partial class Beginnings(IEnumerable<Beginning> all, IGrainFactory grains, TimeProvider time, ILogger<Beginnings> log) : BackgroundService
{
    private static readonly TimeSpan s_pause = TimeSpan.FromSeconds(5);

    /// <inheritdoc />
    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        Task.WhenAll(all.Select(one => BeginUntilDone(one, stoppingToken)));

    private async Task BeginUntilDone(Beginning one, CancellationToken stopping)
    {
        while (!stopping.IsCancellationRequested)
        {
            try
            {
                await one.Begin(grains);
                return;
            }
            catch (Exception failure) when (failure is not OperationCanceledException)
            {
                LogNotBegun(log, failure, one.Name);
                await Task.Delay(s_pause, time, stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Name} could not be begun; trying again.")]
    private static partial void LogNotBegun(ILogger logger, Exception failure, string name);
}
