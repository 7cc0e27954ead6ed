using Microsoft.Extensions.DependencyInjection;
using Postmobile.Documents;

namespace Postmobile.Money;

/// <summary>What a silo needs to watch over movements.</summary>
public static class MonitoringHosting
{
    /// <summary>Adds it; settings are <see cref="MonitoringOptions"/>, from the section <c>Monitoring</c>. The scan begins with the first silo.</summary>
    public static ISiloBuilder AddMonitoring(this ISiloBuilder silo)
    {
        silo.Services.AddOptions<MonitoringOptions>().BindConfiguration("Monitoring")
            .Validate(options => options is { Period.Ticks: > 0, StepMax.Ticks: > 0, VelocityCount: > 1, StructuringCount: > 1, PassThroughMin: > 0 }, "Monitoring has a threshold that flags everything.")
            .ValidateOnStart();
        silo.Services.AddSingleton<MonitoringScan>();
        silo.Services.AddSingleton(new Beginning("The watch over movements", grains => grains.GetGrain<IMonitorGrain>(Alerts.Monitor).Start()));
        return silo;
    }
}
