using System.Collections.Concurrent;
using System.Diagnostics;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using Postmobile.Silo.PostgreSql;
using Xunit;

namespace Postmobile.Tests.Hosting;

/// <summary>The private server, with everything that can happen to it and to its host.</summary>
public sealed class PrivatePostgresTests : IDisposable
{
    private readonly string _folder = PostgresFixture.NewFolder();

    public void Dispose()
    {
        if (Directory.Exists(_folder))
        {
            Directory.Delete(_folder, recursive: true);
        }
    }

    [Fact]
    public async Task It_starts_keeps_its_data_and_leaves_no_process_behind()
    {
        await using (var server = NewServer())
        {
            await server.StartAsync();
            await WriteNoteAsync(server.ConnectionString, "before");
            await server.StopAsync();
            await Eventually.TrueAsync(() => ProcessesOn(_folder).Count == 0); // the shell that guards the server goes a moment after it
            await server.StartAsync();
            Assert.Equal(["before"], await ReadNotesAsync(server.ConnectionString));
        }

        await Eventually.TrueAsync(() => ProcessesOn(_folder).Count == 0);

        await using var next = NewServer();
        await next.StartAsync();
        Assert.Equal(["before"], await ReadNotesAsync(next.ConnectionString));
    }

    [Fact]
    public async Task Durable_settings_stay_on_and_only_loopback_with_a_password_is_served()
    {
        await using var server = NewServer();
        await server.StartAsync();

        foreach (var name in new[] { "fsync", "synchronous_commit", "full_page_writes", "data_checksums" })
        {
            Assert.Equal("on", await ScalarAsync<string>(server.ConnectionString, "select current_setting($1)", name));
        }

        Assert.Equal("127.0.0.1", await ScalarAsync<string>(server.ConnectionString, "select current_setting($1)", "listen_addresses"));
        var wrong = new NpgsqlConnectionStringBuilder(server.ConnectionString) { Password = "wrong", Pooling = false };
        var refused = await Assert.ThrowsAsync<PostgresException>(() => ReadNotesAsync(wrong.ConnectionString));
        Assert.Equal(PostgresErrorCodes.InvalidPassword, refused.SqlState);
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Path.Combine(_folder, "password")));
        }
    }

    [Fact]
    public async Task A_killed_server_is_started_again_at_the_same_address_with_its_data()
    {
        var said = new Heard();
        await using var server = NewServer(said);
        await server.StartAsync();
        await WriteNoteAsync(server.ConnectionString, "committed");
        var (address, dead) = (server.ConnectionString, server.ServerProcessId);

        await server.KillAsync();

        await Eventually.TrueAsync(() => server.ServerProcessId is { } pid && pid != dead);
        Assert.Equal(address, server.ConnectionString);
        Assert.Equal(["committed"], await Eventually.GetAsync(() => TryReadNotesAsync(address), notes => notes.Count == 1));
        Assert.Contains(said.Lines, line => line.Contains($"(process {dead}) ended by itself", StringComparison.Ordinal));
        await Eventually.TrueAsync(() => said.Lines.Any(line => line.Contains("runs again", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task After_an_immediate_stop_it_recovers()
    {
        await using var server = NewServer();
        await server.StartAsync();
        await WriteNoteAsync(server.ConnectionString, "committed");

        await server.StopImmediateAsync();
        await Assert.ThrowsAnyAsync<NpgsqlException>(() => ReadNotesAsync(server.ConnectionString));
        await server.StartAsync();

        Assert.Equal(["committed"], await ReadNotesAsync(server.ConnectionString));
    }

    [Fact]
    public async Task A_second_host_on_the_same_folder_is_refused()
    {
        await using var server = NewServer();

        var refusal = Assert.Throws<PrivatePostgresException>(() => NewServer());

        Assert.Contains("in use by another running host", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_killed_host_takes_its_server_with_it_and_the_next_host_finds_the_data()
    {
        var connectionFile = _folder + ".connection";
        using (var host = HostProcess.Start("postgres", "--write-connection", connectionFile, "--PostgreSql:DataDirectory", _folder))
        {
            await Eventually.TrueAsync(() => File.Exists(connectionFile) || host.HasExited, TimeSpan.FromSeconds(60));
            Assert.True(File.Exists(connectionFile), host.Output);
            await WriteNoteAsync(await File.ReadAllTextAsync(connectionFile), "committed");
            await host.KillAsync();
        }

        File.Delete(connectionFile);
        await Eventually.TrueAsync(() => ProcessesOn(_folder).Count == 0);

        await using var next = NewServer();
        await next.StartAsync();
        Assert.Equal(["committed"], await ReadNotesAsync(next.ConnectionString));
    }

    [Fact]
    public async Task A_server_that_lost_host_and_watchdog_is_stopped_by_the_next_host()
    {
        var connectionFile = _folder + ".connection";
        int orphan;
        using (var host = HostProcess.Start("postgres", "--write-connection", connectionFile, "--PostgreSql:DataDirectory", _folder))
        {
            await Eventually.TrueAsync(() => File.Exists(connectionFile) || host.HasExited, TimeSpan.FromSeconds(60));
            Assert.True(File.Exists(connectionFile), host.Output);
            await WriteNoteAsync(await File.ReadAllTextAsync(connectionFile), "committed");
            orphan = int.Parse(File.ReadLines(Path.Combine(_folder, "pg", "postmaster.pid")).First(), System.Globalization.CultureInfo.InvariantCulture);

            // The shells first, and the host before it can notice: nobody is left to stop the server.
            foreach (var shell in ProcessesOn(_folder).Where(IsShell))
            {
                using var process = Process.GetProcessById(shell);
                process.Kill();
            }

            await host.KillAsync();
        }

        File.Delete(connectionFile);
        await using var next = NewServer();
        await next.StartAsync();
        Assert.NotEqual(orphan, next.ServerProcessId);
        Assert.Equal(["committed"], await ReadNotesAsync(next.ConnectionString));
    }

    [Fact]
    public async Task A_host_that_is_asked_to_stop_leaves_nothing_behind()
    {
        var connectionFile = _folder + ".connection";
        using var host = HostProcess.Start("postgres", "--write-connection", connectionFile, "--PostgreSql:DataDirectory", _folder);
        await Eventually.TrueAsync(() => File.Exists(connectionFile) || host.HasExited, TimeSpan.FromSeconds(60));

        Assert.Equal(0, await host.StopAsync());

        await Eventually.TrueAsync(() => ProcessesOn(_folder).Count == 0);
        File.Delete(connectionFile);
    }

    private PrivatePostgres NewServer() => NewServer(NullLogger<PrivatePostgres>.Instance);

    private PrivatePostgres NewServer(ILogger<PrivatePostgres> logger) => new(
        new PrivatePostgresOptions { DataDirectory = _folder, SharedBuffers = "16MB", MaxConnections = 20 }, logger);

    private static async Task WriteNoteAsync(string connectionString, string text)
    {
        await using var source = Unpooled(connectionString);
        await using var command = source.CreateCommand("create table if not exists note (text text); insert into note values ('" + text + "')");
        await command.ExecuteNonQueryAsync();
    }

    private static async Task<List<string>> ReadNotesAsync(string connectionString)
    {
        await using var source = Unpooled(connectionString);
        await using var command = source.CreateCommand("select text from note");
        await using var reader = await command.ExecuteReaderAsync();
        var notes = new List<string>();
        while (await reader.ReadAsync())
        {
            notes.Add(reader.GetString(0));
        }

        return notes;
    }

    private static async Task<List<string>> TryReadNotesAsync(string connectionString)
    {
        try
        {
            return await ReadNotesAsync(connectionString);
        }
        catch (NpgsqlException)
        {
            return [];
        }
    }

    private static async Task<T> ScalarAsync<T>(string connectionString, string sql, string argument)
    {
        await using var source = Unpooled(connectionString);
        await using var command = source.CreateCommand(sql);
        command.Parameters.Add(new() { Value = argument });
        return (T)(await command.ExecuteScalarAsync())!;
    }

    private static NpgsqlDataSource Unpooled(string connectionString) =>
        NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(connectionString) { Pooling = false });

    /// <summary>Every process whose command line names the folder, but for this one and the host under test.</summary>
    private static List<int> ProcessesOn(string folder) => Directory.EnumerateDirectories("/proc")
        .Select(path => int.TryParse(Path.GetFileName(path), System.Globalization.CultureInfo.InvariantCulture, out var id) ? id : 0)
        .Where(id => id > 0 && CommandLine(id) is var line && line.Contains(folder, StringComparison.Ordinal) && !line.Contains("postmobile.dll", StringComparison.Ordinal))
        .ToList();

    private static bool IsShell(int id) => CommandLine(id).StartsWith("/bin/sh", StringComparison.Ordinal);

    private sealed class Heard : ILogger<PrivatePostgres>
    {
        public ConcurrentQueue<string> Lines { get; } = new();

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            Lines.Enqueue(formatter(state, exception));
    }

    private static string CommandLine(int id)
    {
        try
        {
            return File.ReadAllText($"/proc/{id}/cmdline");
        }
        catch (IOException)
        {
            return "";
        }
    }
}
