using Microsoft.Extensions.DependencyInjection;
using Orleans.Dashboard;

namespace Postmobile.Silo.Hosting;

/// <summary>The operators' dashboard, with or without what costs every call.</summary>
internal static class LeanDashboard
{
    /// <summary>
    /// Adds the dashboard: silos, grains and reminders. With <c>Dashboard:ProfileGrains</c> it also measures calls by method, through
    /// a filter around every grain call, and collects its own metrics, for which it counts through every activation once a
    /// second; without, <c>/metrics</c> tells how the silo does.
    /// </summary>
    public static ISiloBuilder AddLeanDashboard(this ISiloBuilder silo)
    {
        silo.AddDashboard();
        if (!bool.TryParse(silo.Configuration["Dashboard:ProfileGrains"], out bool profile) || !profile)
        {
            foreach (ServiceDescriptor descriptor in silo.Services.Where(Measures).ToArray())
            {
                silo.Services.Remove(descriptor);
            }
        }

        return silo;
    }

    private static bool Measures(ServiceDescriptor service) =>
        !service.IsKeyedService
        && (service.ServiceType == typeof(IIncomingGrainCallFilter) || service.ServiceType == typeof(ILifecycleParticipant<ISiloLifecycle>))
        && (service.ImplementationType ?? service.ImplementationFactory?.Method.DeclaringType)?.Assembly == typeof(DashboardOptions).Assembly;
}
