using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Postmobile.Silo.Hosting;

namespace Postmobile.Silo.Commands;

/// <summary>
/// Runs the private PostgreSQL in the foreground until it is told to stop, so that several hosts can share it. The
/// connection string, which holds the password, is written to a file that only its owner can read, once the schema is there.
/// </summary>
internal static class PostgresCommand
{
    public static async Task<int> RunAsync(string[] args)
    {
        var builder = Host.CreateApplicationBuilder(args);
        builder.Configuration.AddCommandLine(args, new Dictionary<string, string> { ["--write-connection"] = "WriteConnection" });
        builder.AddPostmobilePostgres();
        using var host = builder.Build();
        await host.StartAsync();
        if (builder.Configuration["WriteConnection"] is { Length: > 0 } file)
        {
            await WriteAsync(file, host.Services.GetRequiredService<PostgresAddress>().ConnectionString);
        }

        await host.WaitForShutdownAsync();
        return 0;
    }

    private static async Task WriteAsync(string file, string connectionString)
    {
        // Written beside and renamed: whoever waits for the file never reads half of it.
        var beside = file + ".new";
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        await using (var writer = new StreamWriter(beside, options))
        {
            await writer.WriteAsync(connectionString);
        }

        File.Move(beside, file, overwrite: true);
    }
}
