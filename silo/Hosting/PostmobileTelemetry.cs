using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace Postmobile.Silo.Hosting;

/// <summary>Metrics and traces by OpenTelemetry.</summary>
public static class PostmobileTelemetry
{
    /// <summary>
    /// Collects the meters of Orleans, Npgsql, the runtime, ASP.NET Core and <c>Postmobile.*</c>. Metrics and traces are
    /// sent by OTLP when <c>OTEL_EXPORTER_OTLP_ENDPOINT</c> is set; without it no trace is made, as nobody would read it.
    /// A front end adds its Prometheus page with <c>ConfigureOpenTelemetryMeterProvider</c>.
    /// </summary>
    public static IServiceCollection AddPostmobileTelemetry(this IServiceCollection services, IConfiguration configuration)
    {
        var exports = configuration.ExportsTraces();
        var telemetry = services.AddOpenTelemetry()
            .ConfigureResource(resource => resource.AddService("postmobile"))
            .WithMetrics(metrics =>
            {
                metrics.AddMeter("Microsoft.Orleans", "Npgsql", "Microsoft.AspNetCore.Hosting", "Microsoft.AspNetCore.Server.Kestrel",
                    "Microsoft.AspNetCore.RateLimiting", "Postmobile.*");
                metrics.AddRuntimeInstrumentation();
                if (exports)
                {
                    metrics.AddOtlpExporter();
                }
            });
        if (exports)
        {
            telemetry.WithTracing(traces => traces
                .AddSource("Microsoft.Orleans.Runtime", "Microsoft.Orleans.Application", "Microsoft.AspNetCore", "Postmobile.*")
                .AddNpgsql()
                .AddOtlpExporter());
        }

        return services;
    }

    /// <summary>Whether somebody is there to read traces.</summary>
    internal static bool ExportsTraces(this IConfiguration configuration) =>
        !string.IsNullOrWhiteSpace(configuration["OTEL_EXPORTER_OTLP_ENDPOINT"]);
}
