using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using OpenTelemetry.Metrics;
using Orleans.Dashboard;
using Postmobile.Api.Identity;
using Postmobile.Silo.Hosting;

namespace Postmobile.Api.Hosting;

/// <summary>What those who run the service look at: health, metrics, the cluster's dashboard.</summary>
public static class Operations
{
    /// <summary>Adds health checks, metrics and traces of a front end.</summary>
    public static WebApplicationBuilder AddPostmobileOperations(this WebApplicationBuilder builder)
    {
        builder.Services.AddPostmobileHealth();
        builder.Services.AddPostmobileTelemetry(builder.Configuration);
        builder.Services.ConfigureOpenTelemetryMeterProvider(metrics => metrics.AddPrometheusExporter());
        return builder;
    }

    /// <summary>
    /// Maps <c>/health/live</c> (the process answers; nothing else is asked, so that a host is not restarted because its
    /// database is away), <c>/health/ready</c> (it may get traffic), and for operators <c>/metrics</c> and <c>/dashboard</c>.
    /// </summary>
    public static WebApplication MapOperations(this WebApplication app)
    {
        app.MapHealthChecks("/health/live", new HealthCheckOptions { Predicate = _ => false }).AllowAnonymous();
        app.MapHealthChecks("/health/ready", new HealthCheckOptions { Predicate = check => check.Tags.Contains(PostmobileHealth.Ready) }).AllowAnonymous();
        app.MapPrometheusScrapingEndpoint("/metrics").RequireAuthorization(Policies.Operator);
        app.MapOrleansDashboard("/dashboard").RequireAuthorization(Policies.Operator);
        return app;
    }
}
