using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Npgsql;

namespace Postmobile.Silo.Hosting;

/// <summary>
/// Asks PostgreSQL once a second whether it is there, so that a readiness probe costs a memory read and never waits.
/// A server that is away is noticed within four seconds, and its return within two. While it is away the pools are
/// emptied: each connection of before would otherwise fail one caller after the server's return.
/// </summary>
internal sealed class PostgresProbe(
    PostgresAddress address,
    NpgsqlDataSource shared,
    [FromKeyedServices(PostgresHosting.ClusterPool)] NpgsqlDataSource cluster,
    TimeProvider clock)
    : BackgroundService, IHealthCheck
{
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Stale = TimeSpan.FromSeconds(4);

    private volatile Answer? _last;

    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        var result = _last switch
        {
            null => HealthCheckResult.Unhealthy("PostgreSQL has not been asked yet."),
            { Failure: { } failure } => HealthCheckResult.Unhealthy($"PostgreSQL is away: {failure}"),
            var answer when clock.GetElapsedTime(answer.At) > Stale => HealthCheckResult.Unhealthy("PostgreSQL does not answer."),
            _ => HealthCheckResult.Healthy(),
        };
        return Task.FromResult(result);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await using var source = PostgresHosting.CreateDataSource(
            new NpgsqlConnectionStringBuilder(address.ConnectionString) { Timeout = 2, CommandTimeout = 2, ApplicationName = "postmobile health" }.ConnectionString,
            maxPoolSize: 1);
        using var timer = new PeriodicTimer(Period, clock);
        do
        {
            var failure = await AskAsync(source, stoppingToken);
            if (failure is not null)
            {
                shared.Clear();
                cluster.Clear();
            }

            _last = new Answer(clock.GetTimestamp(), failure);
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    private async Task<string?> AskAsync(NpgsqlDataSource source, CancellationToken stopping)
    {
        using var limit = new CancellationTokenSource(Limit, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, stopping);
        try
        {
            await using var command = source.CreateCommand("select 1");
            await command.ExecuteScalarAsync(either.Token);
            return null;
        }
        catch (OperationCanceledException) when (!stopping.IsCancellationRequested)
        {
            return $"no answer within {Limit.TotalSeconds} s";
        }
        catch (NpgsqlException failure)
        {
            return failure.Message;
        }
    }

    private sealed record Answer(long At, string? Failure);
}
