using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using Postmobile.Silo.PostgreSql;
using Postmobile.Tests.Hosting;
using Xunit;

namespace Postmobile.Tests.Backup;

/// <summary>The way back to a moment, as <c>docs/backup.md</c> writes it down.</summary>
[SuppressMessage("Interoperability", "CA1416", Justification = "The private server refuses Windows.")]
public sealed class PointInTimeTests : IDisposable
{
    private readonly string data = PostgresFixture.NewFolder();
    private readonly string archive = PostgresFixture.NewFolder();
    private readonly string baseCopy = PostgresFixture.NewFolder();

    public void Dispose()
    {
        foreach (string folder in new[] { data, archive, baseCopy }.Where(Directory.Exists))
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public async Task The_private_server_goes_back_to_a_moment_from_a_base_and_its_archived_log()
    {
        // The server's user, who is not the one that runs the tests as root, writes there.
        Directory.CreateDirectory(archive, (UnixFileMode)0b111_111_111);
        File.SetUnixFileMode(archive, (UnixFileMode)0b111_111_111);
        string moment;
        await using (PrivatePostgres server = New(new()
        {
            ["archive_mode"] = "on",
            ["archive_command"] = $"test ! -f {archive}/%f && cp %p {archive}/%f.part && sync {archive}/%f.part && mv {archive}/%f.part {archive}/%f",
        }))
        {
            await server.StartAsync();
            await AskAsync(server, "create table note (text text)");
            await AskAsync(server, "create unlogged table made_of (text text)");
            await AskAsync(server, "insert into made_of values ('before')");
            await RunAsync(
                Path.Combine(server.BinDirectory, "pg_basebackup"), new NpgsqlConnectionStringBuilder(server.ConnectionString).Password!,
                "-h", "127.0.0.1", "-p", $"{server.Port}", "-U", "postmobile", "-D", baseCopy, "-X", "stream", "--checkpoint=fast");
            await AskAsync(server, "insert into note values ('kept')");
            moment = (await AskAsync(server, "select clock_timestamp()::text"))!;
            await AskAsync(server, "select pg_sleep(0.1)");
            await AskAsync(server, "insert into note values ('a mistake')");
            string segment = (await AskAsync(server, "select pg_walfile_name(pg_switch_wal())"))!;
            await Eventually.TrueAsync(() => File.Exists(Path.Combine(archive, segment)));
        }

        Directory.Move(Path.Combine(data, "pg"), Path.Combine(data, "pg.lost"));
        await RunAsync("cp", "", "-a", baseCopy, Path.Combine(data, "pg"));
        File.WriteAllText(Path.Combine(data, "pg", "recovery.signal"), "");
        if (Environment.IsPrivilegedProcess)
        {
            await RunAsync("chown", "", "-R", "postgres:", Path.Combine(data, "pg"));
        }

        await using PrivatePostgres again = New(new()
        {
            ["restore_command"] = $"cp {archive}/%f %p",
            ["recovery_target_time"] = moment,
            ["recovery_target_action"] = "promote",
        });
        await again.StartAsync();
        await Eventually.GetAsync(() => AskAsync(again, "select pg_is_in_recovery()::text"), answer => answer == "false");
        Assert.Equal("kept", await AskAsync(again, "select string_agg(text, ', ') from note"));
        Assert.Equal("0", await AskAsync(again, "select count(*)::text from made_of")); // as the ledger's incarnation
    }

    private PrivatePostgres New(Dictionary<string, string> settings)
    {
        PrivatePostgresOptions options = new() { DataDirectory = data, SharedBuffers = "32MB" };
        foreach ((string name, string value) in settings)
        {
            options.Settings[name] = value;
        }

        return new PrivatePostgres(options, NullLogger<PrivatePostgres>.Instance);
    }

    private static async Task<string?> AskAsync(PrivatePostgres server, string sql)
    {
        await using NpgsqlConnection connection = new(new NpgsqlConnectionStringBuilder(server.ConnectionString) { Pooling = false }.ConnectionString);
        await connection.OpenAsync();
#pragma warning disable CA2100 // The test's own words.
        await using NpgsqlCommand command = new(sql, connection);
#pragma warning restore CA2100
        return await command.ExecuteScalarAsync() as string;
    }

    private static async Task RunAsync(string program, string password, params string[] arguments)
    {
        ProcessStartInfo info = new(program) { RedirectStandardError = true };
        info.Environment["PGPASSWORD"] = password;
        foreach (string argument in arguments)
        {
            info.ArgumentList.Add(argument);
        }

        using Process process = Process.Start(info)!;
        string error = await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        Assert.True(process.ExitCode == 0, $"{program}: {error}");
    }
}
