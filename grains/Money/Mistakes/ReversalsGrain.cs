using Npgsql;
using NpgsqlTypes;
using Orleans.Concurrency;

namespace Postmobile.Money;

/// <summary>Lists reversals from the rows that their own grains wrote.</summary>
[StatelessWorker, GrainType("money.reversals")]
internal sealed class ReversalsGrain(NpgsqlDataSource database) : Grain, IReversalsGrain
{
    private const string Page =
        """
        select id, (body #>> '{state,proposedAtMs}')::bigint, body -> 'state'
        from document
        where type = 'money.reversal' and body #>> '{state,status}' is not null
          and ($1::bigint is null or ((body #>> '{state,proposedAtMs}')::bigint, id) < ($1, $2))
        order by (body #>> '{state,proposedAtMs}')::bigint desc, id desc
        limit $3
        """;

    public async Task<ReversalPage> List(int limit, string? cursor)
    {
        (NpgsqlParameter at, NpgsqlParameter before) = MistakeRows.After(cursor);
        (List<Reversal> reversals, string? last) = await database.Read<ReversalState, Reversal>(
            Page, (state, id) => state.View(id), at, before, MistakeRows.Of(NpgsqlDbType.Integer, limit));
        return new ReversalPage(reversals, reversals.Count == limit ? last : null);
    }
}
