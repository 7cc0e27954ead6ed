using System.Text.Json;
using Npgsql;
using NpgsqlTypes;
using Orleans.Concurrency;
using Postmobile.Documents;

namespace Postmobile.Audit;

/// <inheritdoc cref="IAuditGrain"/>
[StatelessWorker, GrainType("audit.log")]
internal sealed class AuditGrain(EntryLog log, NpgsqlDataSource database) : Grain, IAuditGrain
{
    private const string Stream = "audit";

    private const string Page =
        """
        select seq, body, encode(digest, 'hex') from entry
        where stream = 'audit' and ($1::bigint is null or seq < $1)
          and ($2::text is null or body ->> 'actor' = $2)
          and ($3::text is null or kind = $3)
          and ($4::text is null or body ->> 'subject' = $4)
          and ($5::timestamptz is null or at >= $5)
          and ($6::timestamptz is null or at < $6)
        order by seq desc limit $7
        """;

    public Task Record(string id, Act act) => log.Append(Stream, id, act.Name, act, act.At);

    public async Task<AuditPage> List(AuditFilter filter, int limit, long? before)
    {
        await using NpgsqlCommand command = database.CreateCommand(Page);
        command.Parameters.Add(Optional(NpgsqlDbType.Bigint, before));
        command.Parameters.Add(Optional(NpgsqlDbType.Text, filter.Actor));
        command.Parameters.Add(Optional(NpgsqlDbType.Text, filter.Name));
        command.Parameters.Add(Optional(NpgsqlDbType.Text, filter.Subject));
        command.Parameters.Add(Optional(NpgsqlDbType.TimestampTz, filter.From?.UtcDateTime));
        command.Parameters.Add(Optional(NpgsqlDbType.TimestampTz, filter.To?.UtcDateTime));
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = Math.Clamp(limit, 1, 200) });
        var lines = new List<AuditLine>();
        await using NpgsqlDataReader rows = await command.ExecuteReaderAsync();
        while (await rows.ReadAsync())
        {
            lines.Add(new AuditLine(rows.GetInt64(0), JsonSerializer.Deserialize<Act>(rows.GetString(1), DocumentSerializer.Options)!, rows.GetString(2)));
        }

        return new AuditPage(lines, lines.Count == limit ? lines[^1].Number : null);
    }

    public Task<long?> Verify() => log.FirstBroken(Stream);

    private static NpgsqlParameter Optional(NpgsqlDbType type, object? value) => new() { NpgsqlDbType = type, Value = value ?? DBNull.Value };
}
