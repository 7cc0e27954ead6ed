using System.Diagnostics;
using System.Globalization;

namespace Postmobile.Silo.PostgreSql;

/// <summary>
/// One run of the server under a small shell that holds the reading end of a pipe whose writing end only the host has.
/// When the pipe ends, the shell shuts the server down: whether the host closed it or was killed makes no difference,
/// so the way out after a kill -9 is the one that every ordinary stop takes. (The kernel's own parent-death signal
/// fires when the starting <i>thread</i> ends, which a thread pool does at will.)
/// </summary>
internal sealed class SupervisedServer : IDisposable
{
    private const string Script = """
        log=$1; patience=$2; shift 2
        exec 3<&0 </dev/null 2>>"$log"
        "$@" 3<&- >&2 &
        server=$!
        echo "$server"
        exec >&2
        (
          how=INT
          if read -r word <&3 && [ "$word" = immediate ]; then how=QUIT; fi
          kill -"$how" "$server"
          sleep "$patience" & nap=$!
          trap 'kill "$nap"; exit 0' TERM
          wait "$nap"
          kill -QUIT "$server"
        ) &
        guard=$!
        exec 3<&-
        wait "$server"
        code=$?
        kill "$guard" 2>/dev/null
        exit "$code"
        """;

    private readonly Process _shell;

    private SupervisedServer(Process shell, int processId) => (_shell, ProcessId) = (shell, processId);

    /// <summary>The server's own process (the postmaster), not the shell's.</summary>
    public int ProcessId { get; }

    public bool HasExited => _shell.HasExited;

    public static async Task<SupervisedServer> StartAsync(
        ServerAccount account, string logFile, TimeSpan patience, IReadOnlyList<string> command, CancellationToken cancellation)
    {
        var seconds = ((int)patience.TotalSeconds).ToString(CultureInfo.InvariantCulture);
        var shell = Process.Start(account.Describe(["/bin/sh", "-c", Script, "postmobile-postgres", logFile, seconds, .. command], ownSession: true))!;
        var line = await shell.StandardOutput.ReadLineAsync(cancellation);
        if (int.TryParse(line, CultureInfo.InvariantCulture, out var pid))
        {
            return new SupervisedServer(shell, pid);
        }

        var error = await shell.StandardError.ReadToEndAsync(cancellation);
        shell.Dispose();
        throw new PrivatePostgresException($"The PostgreSQL server could not be started: {error.Trim()}");
    }

    public async Task<int> WaitForExitAsync(CancellationToken cancellation)
    {
        await _shell.WaitForExitAsync(cancellation);
        return _shell.ExitCode;
    }

    /// <summary>Asks for an ordinary shutdown: sessions are ended, everything is written.</summary>
    public void Stop() => _shell.StandardInput.Close();

    /// <summary>Asks for an immediate shutdown, as <c>pg_ctl stop -m immediate</c>: the next start recovers from the log.</summary>
    public void StopImmediately()
    {
        _shell.StandardInput.WriteLine("immediate");
        _shell.StandardInput.Flush();
    }

    /// <summary>Kills the server as the kernel would when memory runs out.</summary>
    public void Kill()
    {
        using var server = Process.GetProcessById(ProcessId);
        server.Kill();
    }

    public void Dispose() => _shell.Dispose();
}
