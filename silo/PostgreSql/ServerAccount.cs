using System.Diagnostics;
using System.Text;

namespace Postmobile.Silo.PostgreSql;

/// <summary>
/// The account of this machine that the server's programs run as: another one when the host is root, because
/// PostgreSQL refuses root, and the host's own otherwise.
/// </summary>
internal sealed class ServerAccount
{
    private readonly string[] _prefix;
    private readonly string? _user;

    public ServerAccount(string user)
    {
        if (!Environment.IsPrivilegedProcess)
        {
            _prefix = [];
            return;
        }

        _user = user;
        var setpriv = FindProgram("setpriv");
        var runuser = FindProgram("runuser");
        _prefix = setpriv is not null ? [setpriv, $"--reuid={user}", $"--regid={user}", "--init-groups", "--"]
            : runuser is not null ? [runuser, "-u", user, "--"]
            : throw new PrivatePostgresException(
                "PostgreSQL refuses to run as root, and neither setpriv nor runuser (package util-linux) is there to run it as another user.");
    }

    /// <summary>Hands files and folders that the host made to the server's account. Nothing to do for an ordinary user.</summary>
    public void Own(params ReadOnlySpan<string> paths)
    {
        if (_user is null)
        {
            return;
        }

        using var chown = Process.Start(Describe([FindProgram("chown") ?? "chown", $"{_user}:", .. paths], asServer: false))!;
        var error = chown.StandardError.ReadToEnd();
        chown.WaitForExit();
        if (chown.ExitCode != 0)
        {
            throw new PrivatePostgresException(
                $"The data folder could not be given to the user {_user} ({error.Trim()}). Create that user, or name another in PostgreSql:User.");
        }
    }

    /// <summary>A command line that runs as the server's account, in the root folder, which every account can enter.</summary>
    public ProcessStartInfo Describe(IReadOnlyList<string> command, bool asServer = true, bool ownSession = false)
    {
        // A session of its own keeps the terminal's Ctrl-C from reaching the server before its host has finished with it.
        var setsid = ownSession ? FindProgram("setsid") : null;
        string[] line = [.. setsid is null ? [] : new[] { setsid }, .. asServer ? _prefix : [], .. command];
        var info = new ProcessStartInfo(line[0])
        {
            WorkingDirectory = "/",
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        foreach (var argument in line.Skip(1))
        {
            info.ArgumentList.Add(argument);
        }

        info.Environment["LC_ALL"] = "C";
        info.Environment.Remove("PGDATA");
        info.Environment.Remove("PGPORT");
        return info;
    }

    /// <summary>Runs a command as the server's account to its end.</summary>
    /// <returns>The exit code, and what it said on both outputs.</returns>
    public async Task<(int Code, string Output)> RunAsync(IReadOnlyList<string> command, CancellationToken cancellation)
    {
        using var process = Process.Start(Describe(command))!;
        process.StandardInput.Close();
        var output = new StringBuilder();
        process.OutputDataReceived += (_, line) => Append(line.Data);
        process.ErrorDataReceived += (_, line) => Append(line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        await process.WaitForExitAsync(cancellation);
        return (process.ExitCode, output.ToString().Trim());

        void Append(string? line)
        {
            lock (output)
            {
                output.AppendLine(line);
            }
        }
    }

    private static string? FindProgram(string name) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            .Concat(["/usr/bin", "/bin", "/usr/sbin", "/sbin"])
            .Select(folder => Path.Combine(folder, name))
            .FirstOrDefault(File.Exists);
}
