using System.Text.Json;
using Npgsql;
using NpgsqlTypes;
using Orleans.Concurrency;
using Postmobile.Documents;
using Postmobile.Identity;

namespace Postmobile.Money;

/// <summary>Lists returns from the rows that their own grains wrote.</summary>
[StatelessWorker, GrainType("money.float-returns")]
internal sealed class FloatReturnsGrain(NpgsqlDataSource database) : Grain, IFloatReturnsGrain
{
    private const string Newest =
        """
        select id, body -> 'state' from document
        where type = 'money.float-return' and body #>> '{state,status}' is not null and ($1::text is null or body #>> '{state,agent}' = $1)
        order by (body #>> '{state,askedAtMs}')::bigint desc, id desc limit $2
        """;

    public async Task<IReadOnlyList<FloatReturn>> List(CustomerId? agent, int limit)
    {
        await using NpgsqlCommand command = database.CreateCommand(Newest);
        command.Parameters.Add(new NpgsqlParameter { NpgsqlDbType = NpgsqlDbType.Text, Value = (object?)agent?.Value ?? DBNull.Value });
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = Math.Clamp(limit, 1, 200) });
        var found = new List<FloatReturn>();
        await using NpgsqlDataReader rows = await command.ExecuteReaderAsync();
        while (await rows.ReadAsync())
        {
            found.Add(JsonSerializer.Deserialize<FloatReturnState>(rows.GetString(1), DocumentSerializer.Options)!.View(rows.GetString(0))!);
        }

        return found;
    }
}
