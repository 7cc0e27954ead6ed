using System.Diagnostics;
using System.Globalization;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using Postmobile.Silo.PostgreSql;

namespace Postmobile.Tests.Hosting;

/// <summary>
/// The one PostgreSQL of a test run: a private server, started by the first test that wants it and stopped with the
/// process (or, if the process is killed, by its own watchdog). Every caller gets a fresh, migrated database of it.
/// Use it as a fixture, or through its static members.
/// </summary>
public sealed class PostgresFixture
{
    private const string Template = "postmobile_template";
    private const string FolderPrefix = "postmobile-tests-";

    private static readonly Lazy<Task<PrivatePostgres>> Shared = new(StartAsync);
    private static readonly SemaphoreSlim Creating = new(1, 1);
    private static int _count;

    /// <summary>The server itself. Do not stop this one in a test: start a <see cref="PrivatePostgres"/> of your own for that.</summary>
    public static Task<PrivatePostgres> ServerAsync() => Shared.Value;

    /// <summary>A new database with the whole schema and nothing in it.</summary>
    /// <returns>Its connection string.</returns>
    public static async Task<string> NewDatabaseAsync()
    {
        var server = await Shared.Value;
        var name = "test_" + Interlocked.Increment(ref _count).ToString(CultureInfo.InvariantCulture);

        // PostgreSQL copies a template only while nobody is connected to it, so one at a time.
        await Creating.WaitAsync();
        try
        {
            await ExecuteAsync(server, $"create database {name} template {Template}");
        }
        finally
        {
            Creating.Release();
        }

        return server.ConnectionStringFor(name);
    }

    /// <summary>A folder under the temporary ones for a server of a test's own; PostgreSQL's user can reach it also when the tests run as root.</summary>
    public static string NewFolder() => Path.Combine(Path.GetTempPath(), FolderPrefix + Guid.NewGuid().ToString("N")[..12]);

    private static async Task<PrivatePostgres> StartAsync()
    {
        SweepLeftovers();
        var server = new PrivatePostgres(
            new PrivatePostgresOptions { DataDirectory = NewFolder(), Database = Template, SharedBuffers = "256MB", MaxConnections = 400 },
            NullLogger<PrivatePostgres>.Instance);
        AppDomain.CurrentDomain.ProcessExit += (_, _) => Remove(server);
        await server.StartAsync();
        await DatabaseSchema.ApplyAsync(server.ConnectionStringFor(Template), NullLogger.Instance);
        return server;
    }

    private static async Task ExecuteAsync(PrivatePostgres server, string sql)
    {
        await using var connection = new NpgsqlConnection(server.ConnectionStringFor("postgres"));
        await connection.OpenAsync();
#pragma warning disable CA2100 // Names of ours, and a name cannot be a parameter.
        await using var command = new NpgsqlCommand(sql, connection);
#pragma warning restore CA2100
        await command.ExecuteNonQueryAsync();
    }

    /// <summary>
    /// The process is ending, nobody is left to await anything, and the test host gives a moment only: the folder is left
    /// to a program that outlives it.
    /// </summary>
    private static void Remove(PrivatePostgres server)
    {
        Task.Run(async () =>
        {
            await server.StopImmediateAsync();
            await server.DisposeAsync();
        }).GetAwaiter().GetResult();
        Process.Start("rm", ["-rf", server.DataDirectory]).Dispose();
    }

    /// <summary>A run that was killed leaves its folder; its server has gone by itself.</summary>
    private static void SweepLeftovers()
    {
        var old = TimeProvider.System.GetUtcNow().UtcDateTime - TimeSpan.FromHours(1);
        foreach (var folder in Directory.EnumerateDirectories(Path.GetTempPath(), FolderPrefix + "*").Where(folder => Directory.GetLastWriteTimeUtc(folder) < old))
        {
            try
            {
                File.Open(Path.Combine(folder, "host.lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None).Dispose();
                Directory.Delete(folder, recursive: true);
            }
            catch (Exception inUse) when (inUse is IOException or UnauthorizedAccessException)
            {
                // Another run's, or another user's.
            }
        }
    }
}
