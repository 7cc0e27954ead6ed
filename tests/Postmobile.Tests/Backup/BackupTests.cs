using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.Configuration;
using Npgsql;
using Postmobile.Money;
using Postmobile.Tests.Hosting;
using Postmobile.Tests.Money;
using Postmobile.Tests.Tidy;
using Xunit;

namespace Postmobile.Tests.Backup;

/// <summary>The scripts of <c>deploy</c>, as an operator uses them: everything is lost, and comes back.</summary>
[SuppressMessage("Interoperability", "CA1416", Justification = "The private server refuses Windows.")]
public sealed class BackupTests : IDisposable
{
    private readonly string data = PostgresFixture.NewFolder();
    private readonly string safe = Directory.CreateTempSubdirectory("postmobile-backup-").FullName;

    private string Keys => data + ".keys";

    public void Dispose()
    {
        foreach (string folder in Directory.GetDirectories(Path.GetDirectoryName(data)!, Path.GetFileName(data) + "*").Append(safe))
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public async Task What_was_saved_while_the_product_ran_comes_back_after_everything_is_lost_and_the_ledger_is_right()
    {
        File.WriteAllText(Path.Combine(safe, "passphrase"), "quatre mots bien secrets");
        string[] encrypted = ["--data", data, "--passphrase-file", Path.Combine(safe, "passphrase")];
        AccountId a, b;
        long incarnation, balance;
        string file = Path.Combine(safe, "whole.tar");
        await using (LedgerWorld world = await StartAsync())
        {
            (a, b) = (await world.Open(100_000), await world.Open());
            await world.Pay(a, b, 40_000);
            await world.ClosePeriod();
            await world.Pay(a, b, 1);
            balance = await world.Balance(b);
            incarnation = await world.Scalar("select hashtextextended(value::text, 0) from ledger_incarnation");

            // Others go on paying meanwhile: what is saved is one moment of it.
            using CancellationTokenSource stop = new();
            (AccountId c, AccountId d) = (await world.Open(1_000_000), await world.Open());
            Task traffic = Task.Run(async () =>
            {
                while (!stop.IsCancellationRequested)
                {
                    await Task.WhenAll(world.Pay(c, d, 7), world.Pay(c, d, 11));
                }
            });
            await DemandAsync(0, "backup", file, "--data", data);
            await DemandAsync(0, "backup", Path.Combine(safe, "sealed"), encrypted);
            await DemandAsync(1, "restore", file, "--data", data); // a host is at work
            await stop.CancelAsync();
            await traffic;
        }

        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
        byte[] pepper = File.ReadAllBytes(Path.Combine(Keys, "pin-pepper.key"));
        Assert.DoesNotContain("pin-pepper", File.ReadAllText(Path.Combine(safe, "sealed")), StringComparison.Ordinal);
        await DemandAsync(1, "restore", file, "--data", data); // it is not empty
        Directory.Delete(data, recursive: true);
        Directory.Delete(Keys, recursive: true);

        await DemandAsync(1, "restore", Path.Combine(safe, "sealed"), "--data", data); // no passphrase
        Assert.False(Directory.Exists(data));
        string said = await DemandAsync(0, "restore", Path.Combine(safe, "sealed"), encrypted);
        Assert.Contains("Le grand livre est juste.", said, StringComparison.Ordinal);
        Assert.Equal(pepper, File.ReadAllBytes(Path.Combine(Keys, "pin-pepper.key")));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Path.Combine(Keys, "pin-pepper.key")));

        await using LedgerWorld again = await StartAsync();
        Assert.Equal((balance, 59_999), (await again.Balance(b), await again.Balance(a)));
        Assert.NotEqual(incarnation, await again.Scalar("select hashtextextended(value::text, 0) from ledger_incarnation"));
        Assert.Null((await again.Pay(b, a, 500)).Refusal);
        Assert.Empty((await again.Verify()).Faults);
    }

    [Fact]
    public async Task A_damaged_backup_changes_nothing_and_what_is_there_is_moved_aside_only_when_told()
    {
        string file = Path.Combine(safe, "whole.tar"), connection = await PostgresFixture.NewDatabaseAsync();
        Directory.CreateDirectory(Keys);
        File.WriteAllText(Path.Combine(Keys, "wrapping.key"), "w");
        File.WriteAllText(Path.Combine(Keys, "pin-pepper.key"), "p");
        await DemandAsync(1, "backup", file, "--connection", connection); // where the keys are must be said
        await DemandAsync(0, "backup", file, "--connection", connection, "--keys", Keys);

        byte[] bytes = File.ReadAllBytes(file);
        bytes[bytes.Length / 2] ^= 1;
        File.WriteAllBytes(Path.Combine(safe, "damaged.tar"), bytes);
        await DemandAsync(1, "restore", Path.Combine(safe, "damaged.tar"), "--data", data);
        Assert.False(Directory.Exists(data));

        await DemandAsync(1, "restore", file, "--connection", connection, "--keys", Keys); // that database is not empty
        await DemandAsync(0, "restore", file, "--connection", connection, "--keys", Keys, "--force");
        await using NpgsqlDataSource source = NpgsqlDataSource.Create(connection);
        await using NpgsqlCommand aside = source.CreateCommand("select count(*) from pg_namespace where nspname like 'before_%'");
        Assert.Equal(1L, await aside.ExecuteScalarAsync());
    }

    private Task<LedgerWorld> StartAsync() => LedgerWorld.StartAsync("", also: builder => builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
    {
        ["ConnectionStrings:Postmobile"] = "",
        ["PostgreSql:DataDirectory"] = data,
        ["PostgreSql:SharedBuffers"] = "64MB",
        ["PostgreSql:ApplySchema"] = "true",
    }));

    private static Task<string> DemandAsync(int code, string script, string first, params string[] more) => DemandAsync(code, script, [first, .. more]);

    private static async Task<string> DemandAsync(int code, string script, string[] arguments)
    {
        ProcessStartInfo info = new(Path.Combine(Sources.Root, "deploy", script)) { RedirectStandardOutput = true, RedirectStandardError = true };
        info.Environment["POSTMOBILE_PROGRAM"] = Path.Combine(AppContext.BaseDirectory, "postmobile.dll");
        info.Environment.Remove("ConnectionStrings__Postmobile");
        foreach (string argument in arguments)
        {
            info.ArgumentList.Add(argument);
        }

        using Process process = Process.Start(info)!;
        Task<string> error = process.StandardError.ReadToEndAsync();
        string output = await process.StandardOutput.ReadToEndAsync() + await error;
        await process.WaitForExitAsync();
        Assert.True(process.ExitCode == code, $"{script} {string.Join(' ', arguments)}: {process.ExitCode}{Environment.NewLine}{output}");
        return output;
    }
}
