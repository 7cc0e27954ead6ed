using Npgsql;
using Postmobile.Identity;

namespace Postmobile.Api.Identity;

/// <summary>
/// Reads twice a second whose sessions have changed of late. It reads the documents themselves, so a change that was acknowledged
/// is never missed: not when a silo dies, not when a message is lost.
/// </summary>
internal sealed partial class SessionFeed(NpgsqlDataSource database, Sessions sessions, TimeProvider time, ILogger<SessionFeed> logger) : BackgroundService
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(500);
    private const int SweepEvery = 120;

    // The window is wider than any write takes and any two clocks of the cluster differ.
    private const string Changes =
        """
        select id, (body -> 'state' ->> 'sessionVersion')::int,
               array(select device ->> 'id' from jsonb_array_elements(body -> 'state' -> 'devices') as device)
        from document_identity_customer
        where (body -> 'state' ->> 'sessionChangedAt')::bigint > (extract(epoch from now()) * 1000)::bigint - 15000
        """;

    private const string Revoked = "select id from revoked_authorization where revoked_at > now() - interval '20 minutes'";

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Pause, time);
        for (int round = 0; await timer.WaitForNextTickAsync(stoppingToken); round++)
        {
            try
            {
                sessions.Heard(await ReadChanges(stoppingToken), await ReadRevoked(stoppingToken));
            }
            catch (Exception failure) when (failure is NpgsqlException or TimeoutException or InvalidOperationException)
            {
                LogSilent(failure.GetType().Name);
            }

            if (round % SweepEvery == 0)
            {
                sessions.Sweep();
            }
        }
    }

    private async Task<List<(string, SessionState)>> ReadChanges(CancellationToken cancellation)
    {
        var changes = new List<(string, SessionState)>();
        await using NpgsqlCommand command = database.CreateCommand(Changes);
        await using NpgsqlDataReader reader = await command.ExecuteReaderAsync(cancellation);
        while (await reader.ReadAsync(cancellation))
        {
            changes.Add((reader.GetString(0), new SessionState(reader.GetInt32(1), reader.GetFieldValue<string[]>(2))));
        }

        return changes;
    }

    private async Task<List<string>> ReadRevoked(CancellationToken cancellation)
    {
        var chains = new List<string>();
        await using NpgsqlCommand command = database.CreateCommand(Revoked);
        await using NpgsqlDataReader reader = await command.ExecuteReaderAsync(cancellation);
        while (await reader.ReadAsync(cancellation))
        {
            chains.Add(reader.GetString(0));
        }

        return chains;
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The feed of ended sessions is silent ({Reason}); the grains are asked instead.")]
    private partial void LogSilent(string reason);
}
