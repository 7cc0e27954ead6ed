using System.Diagnostics;
using Postmobile.Tests.Money.Attacks;
using Xunit;

namespace Postmobile.Tests.Money;

/// <summary><c>postmobile ledger verify</c>, as an operator runs it: a process of its own on nothing but the database.</summary>
public sealed class VerifyCommandTests(Falsified falsified) : IClassFixture<Falsified>
{
    [Fact]
    public async Task A_true_ledger_ends_with_zero_and_its_chains_head()
    {
        (int code, string output) = await Verify(await falsified.Copy("select 1"), terminal: false, "--head", falsified.Head);
        Assert.True(code == 0, output);
        Assert.Contains(falsified.Head, output, StringComparison.Ordinal);
        Assert.Contains("Le grand livre est juste.", output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("update posting set amount = amount + 1 where memo = 'a21'", "balance_differs période 2")]
    [InlineData("delete from posting where memo = 'a21'", "number_missing")]
    [InlineData("update posting set memo = case memo when 'a21' then 'a22' else 'a21' end where memo in ('a21', 'a22')", "balance_differs période 2")]
    [InlineData("delete from ledger_period where number = 3; delete from account_balance where period = 3; delete from trial_balance where period = 3", "period_missing période 3")]
    public async Task A_false_one_ends_with_one_and_names_what_and_where(string falsify, string named)
    {
        (int code, string output) = await Verify(await falsified.Copy(falsify), terminal: false);
        Assert.True(code == 1, output);
        Assert.Contains(named, output, StringComparison.Ordinal);
        Assert.Contains("Le grand livre est FAUX", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_terminal_shows_how_far_it_is()
    {
        (int code, string output) = await Verify(await falsified.Copy("select 1"), terminal: true);
        Assert.True(code == 0, output);
        Assert.Contains("━", output, StringComparison.Ordinal);
        Assert.Contains("100%", output, StringComparison.Ordinal);
    }

    private static async Task<(int Code, string Output)> Verify(string database, bool terminal, params string[] more)
    {
        string[] command = ["dotnet", Path.Combine(AppContext.BaseDirectory, "postmobile.dll"), "ledger", "verify", "--ConnectionStrings:Postmobile", database, .. more];

        // The program "script" gives its child a terminal.
        ProcessStartInfo info = terminal
            ? new ProcessStartInfo("script", ["-q", "-e", "-c", string.Join(' ', command.Select(word => $"'{word}'")), "/dev/null"])
            : new ProcessStartInfo(command[0], command[1..]);
        (info.RedirectStandardOutput, info.RedirectStandardError) = (true, true);
        info.Environment["TERM"] = "xterm";
        info.Environment["LANG"] = "C.UTF-8";
        using Process process = Process.Start(info)!;
        Task<string> output = process.StandardOutput.ReadToEndAsync(), errors = process.StandardError.ReadToEndAsync();
        using CancellationTokenSource patience = new(TimeSpan.FromSeconds(90));
        await process.WaitForExitAsync(patience.Token);
        return (process.ExitCode, await output + await errors);
    }
}
