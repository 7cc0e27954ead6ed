using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;
using Postmobile.Money;
using Postmobile.Silo.Hosting;
using Postmobile.Silo.PostgreSql;
using Spectre.Console;

namespace Postmobile.Silo.Commands;

/// <summary>
/// Verifies the whole ledger from PostgreSQL alone. Exit code 0: everything holds; 1: something cannot be true. Works
/// beside a running host (it reads one snapshot) as well as on a data folder whose host is down.
/// </summary>
internal static class LedgerCommand
{
    public static async Task<int> VerifyAsync(string[] args)
    {
        var builder = Host.CreateApplicationBuilder(args);
        builder.Logging.ClearProviders();
        builder.Configuration.AddCommandLine(args, new Dictionary<string, string> { ["--head"] = "Head" });
        if (string.IsNullOrEmpty(builder.Configuration.GetConnectionString("Postmobile"))
            && PrivatePostgres.FindRunning(builder.Configuration.GetSection("PostgreSql").Get<PrivatePostgresOptions>() ?? new()) is { } running)
        {
            builder.Configuration.AddInMemoryCollection([new("ConnectionStrings:Postmobile", running)]);
        }

        builder.AddPostmobilePostgres();
        builder.Configuration.AddInMemoryCollection([new("PostgreSql:ApplySchema", "false")]);
        using var host = builder.Build();
        await host.StartAsync();
        var verifier = new LedgerVerifier(host.Services.GetRequiredService<NpgsqlDataSource>(), host.Services.GetRequiredService<TimeProvider>());
        var status = await AnsiConsole.Progress().HideCompleted(false).StartAsync(async display =>
        {
            var task = display.AddTask("Grand livre", autoStart: true, maxValue: 1);
            return await verifier.Verify(builder.Configuration["Head"], new Follow(task), CancellationToken.None);
        });
        await host.StopAsync();
        return Report(status);
    }

    private static int Report(VerificationStatus status)
    {
        foreach (var fault in status.Faults)
        {
            Console.WriteLine($"{fault.Code} période {fault.Period?.ToString() ?? "-"} compte {fault.Account?.ToString() ?? "-"}: {fault.Detail}");
        }

        Console.WriteLine($"{status.Postings} écritures dans les périodes closes ; tête de chaîne : {(status.ChainHead.Length > 0 ? status.ChainHead : "-")}");
        Console.WriteLine(status.Faults.Count == 0 ? "Le grand livre est juste." : $"Le grand livre est FAUX : {status.Faults.Count} constat(s).");
        return status.Faults.Count == 0 ? 0 : 1;
    }

    private sealed class Follow(ProgressTask task) : IProgress<VerificationStatus>
    {
        public void Report(VerificationStatus value)
        {
            task.MaxValue = Math.Max(1, value.Total);
            task.Value = value.Done;
        }
    }
}
