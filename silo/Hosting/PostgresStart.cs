using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Npgsql;
using Postmobile.Silo.PostgreSql;

namespace Postmobile.Silo.Hosting;

/// <summary>
/// The first thing of a host to start and the last to stop: the database. It works in the host's <c>Starting</c> phase,
/// which ends before any other service of the host (the silo, the web server) begins.
/// </summary>
internal sealed partial class PostgresStart(
    IServiceProvider services, PostgresAddress address, IOptions<PostgresStartOptions> options, TimeProvider clock, ILogger<PostgresStart> logger)
    : IHostedLifecycleService
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    public async Task StartingAsync(CancellationToken cancellationToken)
    {
        if (address.IsPrivate)
        {
            await services.GetRequiredService<PrivatePostgres>().StartAsync(cancellationToken);
        }

        await WaitUntilReachableAsync(cancellationToken);
        if (options.Value.ApplySchema)
        {
            await DatabaseSchema.ApplyAsync(address.ConnectionString, logger, cancellationToken);
        }
    }

    public async Task StoppedAsync(CancellationToken cancellationToken)
    {
        if (address.IsPrivate)
        {
            await services.GetRequiredService<PrivatePostgres>().StopAsync(cancellationToken);
        }
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private async Task WaitUntilReachableAsync(CancellationToken cancellation)
    {
        var connectionString = new NpgsqlConnectionStringBuilder(address.ConnectionString) { Pooling = false, Timeout = 5 };
        var since = clock.GetTimestamp();
        while (true)
        {
            try
            {
                await using var connection = new NpgsqlConnection(connectionString.ConnectionString);
                await connection.OpenAsync(cancellation);
                return;
            }
            catch (NpgsqlException failure) when (MayPass(failure))
            {
                var waited = clock.GetElapsedTime(since);
                if (options.Value.WaitAtMost > TimeSpan.Zero && waited > options.Value.WaitAtMost)
                {
                    throw new PrivatePostgresException(
                        $"PostgreSQL at {connectionString.Host}:{connectionString.Port} did not answer within {options.Value.WaitAtMost}: {failure.Message}", failure);
                }

                LogWaiting(connectionString.Host, connectionString.Port, (int)waited.TotalSeconds, failure.Message);
                await Task.Delay(Pause, clock, cancellation);
            }
        }
    }

    /// <summary>A wrong password or a database that is not there does not heal by waiting; a server that starts or is full does.</summary>
    private static bool MayPass(NpgsqlException failure) =>
        failure is not PostgresException refusal
        || refusal.SqlState is PostgresErrorCodes.CannotConnectNow or PostgresErrorCodes.TooManyConnections or PostgresErrorCodes.AdminShutdown;

    [LoggerMessage(Level = LogLevel.Warning, Message = "PostgreSQL at {Host}:{Port} does not answer after {Seconds} s ({Reason}); the host waits for it and tries again every second.")]
    private partial void LogWaiting(string? host, int port, int seconds, string reason);
}
