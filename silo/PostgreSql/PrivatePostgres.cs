using System.Globalization;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Postmobile.Silo.PostgreSql;

/// <summary>
/// A PostgreSQL server of the host's own: a cluster in a data folder, served on loopback with a random password, as
/// durable as any (nothing of <c>fsync</c>, <c>synchronous_commit</c> or <c>full_page_writes</c> is relaxed).
/// <list type="bullet">
/// <item>It never outlives its host, however the host ends; the next host on the same folder finds the same data.</item>
/// <item>When the server dies by itself the host says so and starts it again at the same address.</item>
/// <item>One host a folder: a second one is refused.</item>
/// </list>
/// The constructor settles folder, password and port, so <see cref="ConnectionString"/> is known before the server runs.
/// </summary>
public sealed partial class PrivatePostgres : IAsyncDisposable
{
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(15);

    private readonly PrivatePostgresOptions _options;
    private readonly ILogger _logger;
    private readonly TimeProvider _clock;
    private readonly ServerAccount _account;
    private readonly ServerFolder _folder;
    private readonly SemaphoreSlim _gate = new(1, 1);
    private SupervisedServer? _server;
    private Task _watch = Task.CompletedTask;
    private CancellationTokenSource? _watching;
    private bool _disposed;

    /// <summary>Takes the data folder for this host.</summary>
    /// <exception cref="PrivatePostgresException">No server is installed, another host has the folder, or root has nobody to run the server as.</exception>
    public PrivatePostgres(PrivatePostgresOptions options, ILogger<PrivatePostgres> logger, TimeProvider? clock = null)
    {
        _options = options;
        _logger = logger;
        _clock = clock ?? TimeProvider.System;
        _account = new ServerAccount(options.User);
        _folder = new ServerFolder(options.ResolveDataDirectory(), _account);
        try
        {
            BinDirectory = PostgresBinaries.Find(options.BinDirectory, _folder.ClusterMajor);
        }
        catch
        {
            _folder.Dispose();
            throw;
        }
    }

    /// <summary>Names <see cref="PrivatePostgresOptions.Database"/> on this server. It is the same after every restart, unless another program took the port.</summary>
    public string ConnectionString => ConnectionStringFor(_options.Database);

    /// <summary>The folder that keeps the cluster, its password, its port and its log.</summary>
    public string DataDirectory => _folder.Root;

    /// <summary>The port on 127.0.0.1.</summary>
    public int Port => _folder.Port;

    /// <summary>The folder of the server's programs; <c>pg_ctl</c>, <c>psql</c> and <c>pgbench</c> lie beside it.</summary>
    public string BinDirectory { get; }

    /// <summary>The postmaster's process id while the server runs.</summary>
    public int? ServerProcessId => _server is { HasExited: false } server ? server.ProcessId : null;

    /// <summary>A connection string for another database of this server.</summary>
    public string ConnectionStringFor(string database) => Address(Port, _folder.Password, database);

    /// <summary>
    /// Where the server of a data folder listens, when another host runs it now; null when none does. Only who may read the
    /// folder's password file can ask.
    /// </summary>
    public static string? FindRunning(PrivatePostgresOptions options) =>
        ServerFolder.FindRunning(options.ResolveDataDirectory()) is var (port, password)
            ? Address(port, password, options.Database)
            : null;

    /// <summary>Makes the cluster if there is none, starts the server and waits until it answers. Does nothing when it already runs.</summary>
    /// <exception cref="PrivatePostgresException">It did not come up; the message ends with its log.</exception>
    public async Task StartAsync(CancellationToken cancellation = default)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        await _gate.WaitAsync(cancellation);
        try
        {
            if (_watching is not null)
            {
                return;
            }

            var since = _clock.GetTimestamp();
            await StopOrphanAsync(cancellation);
            await MakeClusterAsync(cancellation);
            await LaunchAsync(cancellation);
            await PrepareDatabaseAsync(cancellation);
            LogStarted(Port, DataDirectory, BinDirectory, (long)_clock.GetElapsedTime(since).TotalMilliseconds);
            _watching = new CancellationTokenSource();
            _watch = WatchAsync(_watching.Token);
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <summary>Shuts the server down in order and waits for its end. <see cref="StartAsync"/> starts it again.</summary>
    public Task StopAsync(CancellationToken cancellation = default) => EndAsync(server => server.Stop(), cancellation);

    /// <summary>For tests: stops the server as <c>pg_ctl stop -m immediate</c> does, without a checkpoint. It stays down until <see cref="StartAsync"/>.</summary>
    public Task StopImmediateAsync(CancellationToken cancellation = default) => EndAsync(server => server.StopImmediately(), cancellation);

    /// <summary>For tests: kills the server with SIGKILL. The host notices and starts it again, as after any crash.</summary>
    public Task KillAsync()
    {
        _server?.Kill();
        return Task.CompletedTask;
    }

    /// <summary>Stops the server and lets go of the folder.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_disposed)
        {
            return;
        }

        await StopAsync();
        _disposed = true;
        _folder.Dispose();
        _gate.Dispose();
    }

    private static string Address(int port, string password, string database) => new NpgsqlConnectionStringBuilder
    {
        Host = "127.0.0.1",
        Port = port,
        Username = "postmobile",
        Password = password,
        Database = database,
    }.ConnectionString;

    private async Task EndAsync(Action<SupervisedServer> ask, CancellationToken cancellation)
    {
        if (_disposed)
        {
            return;
        }

        await _gate.WaitAsync(cancellation);
        try
        {
            if (_watching is null)
            {
                return;
            }

            await _watching.CancelAsync();
            await _watch;
            _watching.Dispose();
            _watching = null;
            if (_server is { } server)
            {
                if (!server.HasExited)
                {
                    ask(server);
                }

                await server.WaitForExitAsync(cancellation);
                server.Dispose();
                _server = null;
            }

            LogStopped(DataDirectory);
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <summary>Starts a server that died again, for as long as the host wants one.</summary>
    private async Task WatchAsync(CancellationToken stopping)
    {
        var pause = TimeSpan.FromMilliseconds(100);
        while (!stopping.IsCancellationRequested)
        {
            try
            {
                if (_server is { } server)
                {
                    LogDied(server.ProcessId, await server.WaitForExitAsync(stopping));
                    server.Dispose();
                    _server = null;
                }

                await StopOrphanAsync(stopping);
                await LaunchAsync(stopping);
                LogRestarted(Port);
                pause = TimeSpan.FromMilliseconds(100);
            }
            catch (OperationCanceledException) when (stopping.IsCancellationRequested)
            {
                return;
            }
            catch (Exception error) when (error is PrivatePostgresException or NpgsqlException or IOException)
            {
                // The dead server's children may hold its shared memory for a moment longer.
                LogRestartFailed(error, pause);
                await Task.Delay(pause, _clock, stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                pause = pause * 2 < LongestPause ? pause * 2 : LongestPause;
            }
        }
    }

    /// <summary>Stops a server that a killed host left behind and its shell has not stopped yet.</summary>
    private async Task StopOrphanAsync(CancellationToken cancellation)
    {
        if (_folder.RunningServer() is not { } pid)
        {
            return;
        }

        LogOrphan(pid);
        var stop = Path.Combine(BinDirectory, "pg_ctl");
        await _account.RunAsync([stop, "stop", "-D", _folder.Cluster, "-m", "fast", "-w", "-t", "30"], cancellation);
        if (_folder.RunningServer() is not null)
        {
            await _account.RunAsync([stop, "stop", "-D", _folder.Cluster, "-m", "immediate", "-w", "-t", "30"], cancellation);
        }
    }

    private async Task LaunchAsync(CancellationToken cancellation)
    {
        _folder.WriteSettings(ServerSettings.Render(_options));
        _server = await SupervisedServer.StartAsync(
            _account,
            _folder.LogFile,
            _options.StopTimeout,
            [Path.Combine(BinDirectory, "postgres"), "-D", _folder.Cluster, "-p", Port.ToString(CultureInfo.InvariantCulture)],
            cancellation);
        try
        {
            await WaitUntilAnsweringAsync(_server, cancellation);
        }
        catch
        {
            // Whoever gives up on a server must not leave it running unwatched.
            _server.Stop();
            await _server.WaitForExitAsync(CancellationToken.None);
            _server.Dispose();
            _server = null;
            throw;
        }
    }

    private async Task WaitUntilAnsweringAsync(SupervisedServer server, CancellationToken cancellation)
    {
        var since = _clock.GetTimestamp();
        var saidAt = TimeSpan.Zero;
        while (true)
        {
            if (server.HasExited)
            {
                throw new PrivatePostgresException($"The PostgreSQL server ended while starting. Its log says:{Environment.NewLine}{_folder.LogTail()}");
            }

            var failure = await TryConnectAsync(cancellation);
            var elapsed = _clock.GetElapsedTime(since);
            if (failure is null)
            {
                return;
            }

            if (elapsed > _options.StartTimeout || failure is PostgresException { SqlState: PostgresErrorCodes.InvalidPassword })
            {
                throw new PrivatePostgresException(
                    $"The PostgreSQL server does not answer after {elapsed.TotalSeconds:0} s ({failure.Message}). Its log says:{Environment.NewLine}{_folder.LogTail()}", failure);
            }

            if (elapsed - saidAt > TimeSpan.FromSeconds(5))
            {
                saidAt = elapsed;
                LogWaiting((int)elapsed.TotalSeconds, failure.Message);
            }

            await Task.Delay(TimeSpan.FromMilliseconds(50), _clock, cancellation);
        }
    }

    private async Task<NpgsqlException?> TryConnectAsync(CancellationToken cancellation)
    {
        try
        {
            await using var connection = new NpgsqlConnection(Unpooled("postgres"));
            await connection.OpenAsync(cancellation);
            return null;
        }
        catch (NpgsqlException failure)
        {
            return failure;
        }
    }

    private string Unpooled(string database) =>
        new NpgsqlConnectionStringBuilder(ConnectionStringFor(database)) { Pooling = false, Timeout = 5 }.ConnectionString;
}
