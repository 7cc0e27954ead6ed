using System.Globalization;
using System.Text.Json;
using Npgsql;
using NpgsqlTypes;
using Orleans.Concurrency;
using Postmobile.Documents;

namespace Postmobile.Money;

/// <summary>Lists issues from the rows that their own grains wrote.</summary>
[StatelessWorker, GrainType("money.float-issues")]
internal sealed class FloatIssuesGrain(NpgsqlDataSource database) : Grain, IFloatIssuesGrain
{
    private const string Page =
        """
        select id, (body #>> '{state,proposedAtMs}')::bigint, body -> 'state'
        from document
        where type = 'money.float-issue'
          and body #>> '{state,status}' is not null
          and ($1::text is null or body #>> '{state,status}' = $1)
          and ($2::bigint is null or ((body #>> '{state,proposedAtMs}')::bigint, id) < ($2, $3))
        order by (body #>> '{state,proposedAtMs}')::bigint desc, id desc
        limit $4
        """;

    public async Task<FloatIssuePage> List(FloatIssueStatus? status, int limit, string? cursor)
    {
        (long At, string Id)? after = ReadCursor(cursor);
        await using NpgsqlCommand command = database.CreateCommand(Page);
        command.Parameters.Add(Optional(NpgsqlDbType.Text, status is { } wanted ? JsonNamingPolicy.CamelCase.ConvertName(wanted.ToString()) : null));
        command.Parameters.Add(Optional(NpgsqlDbType.Bigint, after?.At));
        command.Parameters.Add(Optional(NpgsqlDbType.Text, after?.Id));
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = limit });
        await using NpgsqlDataReader rows = await command.ExecuteReaderAsync();
        var issues = new List<FloatIssue>();
        string? next = null;
        while (await rows.ReadAsync())
        {
            var state = JsonSerializer.Deserialize<FloatIssueState>(rows.GetString(2), DocumentSerializer.Options)!;
            issues.Add(state.View(rows.GetString(0))!);
            next = string.Create(CultureInfo.InvariantCulture, $"{rows.GetInt64(1)}.{rows.GetString(0)}");
        }

        return new FloatIssuePage(issues, issues.Count == limit ? next : null);
    }

    private static NpgsqlParameter Optional(NpgsqlDbType type, object? value) => new() { NpgsqlDbType = type, Value = value ?? DBNull.Value };

    // A cursor that is not ours is the first page.
    private static (long At, string Id)? ReadCursor(string? cursor)
    {
        int dot = cursor?.IndexOf('.', StringComparison.Ordinal) ?? -1;
        return dot > 0 && long.TryParse(cursor.AsSpan(0, dot), NumberStyles.None, CultureInfo.InvariantCulture, out long at)
            ? (at, cursor![(dot + 1)..])
            : null;
    }
}
