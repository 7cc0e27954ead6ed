using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Postmobile.Money;

/// <summary>Sees to it that the sweep of commissions is there to be woken; every silo does, at its start.</summary>
internal sealed partial class CommissionStart(IGrainFactory grains, TimeProvider time, ILogger<CommissionStart> log) : BackgroundService
{
    private static readonly TimeSpan s_pause = TimeSpan.FromSeconds(5);

    /// <inheritdoc />
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await grains.GetGrain<ICommissionSweepGrain>(Commissions.Sweep).Begin();
                return;
            }
            catch (Exception failure) when (failure is not OperationCanceledException)
            {
                LogNotBegun(log, failure);
                await Task.Delay(s_pause, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The sweep of commissions could not be begun; trying again.")]
    private static partial void LogNotBegun(ILogger logger, Exception failure);
}
