using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Postmobile.Silo.Hosting;

/// <summary>Whether this host can reach grains: its silo is a member of the cluster, or its client has a gateway.</summary>
internal sealed class ClusterCheck(IServiceProvider services) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        if (services.GetService<GatewayWatch>() is { } gateways)
        {
            return Task.FromResult(gateways.IsConnected
                ? HealthCheckResult.Healthy()
                : HealthCheckResult.Unhealthy("No silo can be reached."));
        }

        var status = services.GetService<ISiloStatusOracle>()?.CurrentStatus ?? SiloStatus.None;
        return Task.FromResult(status == SiloStatus.Active
            ? HealthCheckResult.Healthy()
            : HealthCheckResult.Unhealthy($"The silo is {status}, not Active."));
    }
}
