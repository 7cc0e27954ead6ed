using System.Text.Json;
using Npgsql;
using NpgsqlTypes;
using Orleans.Concurrency;
using Postmobile.Documents;

namespace Postmobile.Money;

/// <summary>Lists reconciliations from the rows that their own grains wrote.</summary>
[StatelessWorker, GrainType("money.reconciliations")]
internal sealed class ReconciliationsGrain(NpgsqlDataSource database) : Grain, IReconciliationsGrain
{
    private const string Page =
        """
        select id, body #>> '{state,to}', body -> 'state'
        from document
        where type = 'money.reconciliation' and body #>> '{state,status}' is not null
          and ($1::text is null or (body #>> '{state,to}', id) < ($1, $2))
        order by body #>> '{state,to}' desc, id desc
        limit $3
        """;

    public async Task<ReconciliationPage> List(int limit, string? cursor)
    {
        string[] after = cursor?.Split('.', 2) ?? [];
        await using NpgsqlCommand command = database.CreateCommand(Page);
        command.Parameters.Add(Optional(after.Length == 2 ? after[0] : null));
        command.Parameters.Add(Optional(after.Length == 2 ? after[1] : null));
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = limit });
        await using NpgsqlDataReader rows = await command.ExecuteReaderAsync();
        List<Reconciliation> page = [];
        string? next = null;
        while (await rows.ReadAsync())
        {
            page.Add(JsonSerializer.Deserialize<ReconciliationState>(rows.GetString(2), DocumentSerializer.Options)!.View(rows.GetString(0))!);
            next = $"{rows.GetString(1)}.{rows.GetString(0)}";
        }

        return new ReconciliationPage(page, page.Count == limit ? next : null);
    }

    private static NpgsqlParameter Optional(string? value) => new() { NpgsqlDbType = NpgsqlDbType.Text, Value = (object?)value ?? DBNull.Value };
}
