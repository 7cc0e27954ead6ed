using System.Text.Json;
using Npgsql;
using NpgsqlTypes;
using Orleans.Concurrency;
using Postmobile.Documents;
using Postmobile.Identity;

namespace Postmobile.Money;

/// <summary>Lists alerts from the rows that their own grains wrote.</summary>
[StatelessWorker, GrainType("money.alerts")]
internal sealed class AlertsGrain(NpgsqlDataSource database) : Grain, IAlertsGrain
{
    private const string Open =
        """
        select id, body -> 'state' from document
        where type = 'money.alert' and body #>> '{state,status}' = 'open'
          and ($1::bigint is null or ((body #>> '{state,raisedAtMs}')::bigint, id) > ($1, $2))
        order by (body #>> '{state,raisedAtMs}')::bigint, id limit $3
        """;

    private const string Closed =
        """
        select id, body -> 'state' from document
        where type = 'money.alert' and body #>> '{state,status}' = 'closed'
          and ($1::bigint is null or ((body #>> '{state,raisedAtMs}')::bigint, id) < ($1, $2))
        order by (body #>> '{state,raisedAtMs}')::bigint desc, id desc limit $3
        """;

    public async Task<AlertPage> List(AlertStatus status, int limit, string? cursor)
    {
        (long At, string Id)? after = QueueCursor.Read(cursor);
#pragma warning disable CA2100 // The two above.
        await using NpgsqlCommand command = database.CreateCommand(status is AlertStatus.Open ? Open : Closed);
#pragma warning restore CA2100
        command.Parameters.Add(new NpgsqlParameter { NpgsqlDbType = NpgsqlDbType.Bigint, Value = after?.At ?? (object)DBNull.Value });
        command.Parameters.Add(new NpgsqlParameter { NpgsqlDbType = NpgsqlDbType.Text, Value = after?.Id ?? (object)DBNull.Value });
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = limit });
        await using NpgsqlDataReader rows = await command.ExecuteReaderAsync();
        var alerts = new List<Alert>();
        string? next = null;
        while (await rows.ReadAsync())
        {
            AlertState state = JsonSerializer.Deserialize<AlertState>(rows.GetString(1), DocumentSerializer.Options)!;
            alerts.Add(state.View(rows.GetString(0))!);
            next = QueueCursor.Write(state.RaisedAtMs.GetValueOrDefault(), rows.GetString(0));
        }

        return new AlertPage(alerts, alerts.Count == limit ? next : null);
    }
}
