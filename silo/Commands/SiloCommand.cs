using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Postmobile.Silo.Hosting;

namespace Postmobile.Silo.Commands;

/// <summary>A silo without a web server.</summary>
internal static class SiloCommand
{
    public static async Task<int> RunAsync(string[] args)
    {
        var builder = Host.CreateApplicationBuilder(args);
        builder.Services.AddPostmobileTelemetry(builder.Configuration);
        builder.AddPostmobileSilo();
        using var host = builder.Build();
        var lifetime = host.Services.GetRequiredService<IHostApplicationLifetime>();
        try
        {
            await host.RunAsync();
        }
        catch (Exception) when (lifetime.ApplicationStopping.IsCancellationRequested && !lifetime.ApplicationStarted.IsCancellationRequested)
        {
            // Asked to stop while it was still starting; disposing the host ends what had begun.
        }

        return 0;
    }
}
