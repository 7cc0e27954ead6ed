using Npgsql;
using NpgsqlTypes;
using Orleans.Concurrency;
using Postmobile.Identity;

namespace Postmobile.Money;

/// <summary>Lists recalls from the rows that their own grains wrote.</summary>
[StatelessWorker, GrainType("money.recalls")]
internal sealed class RecallsGrain(NpgsqlDataSource database) : Grain, IRecallsGrain
{
    private const string Mine =
        """
        select id, (body #>> '{state,askedAtMs}')::bigint, body -> 'state'
        from document
        where type = 'money.recall' and (body #>> '{state,payer}' = $1 or body #>> '{state,payee}' = $1)
        order by (body #>> '{state,askedAtMs}')::bigint desc, id desc
        limit 100
        """;

    private const string Page =
        """
        select id, (body #>> '{state,askedAtMs}')::bigint, body -> 'state'
        from document
        where type = 'money.recall' and body #>> '{state,status}' is not null
          and (not $1 or body #>> '{state,status}' in ('contested', 'unanswered', 'stuck'))
          and ($2::bigint is null or ((body #>> '{state,askedAtMs}')::bigint, id) < ($2, $3))
        order by (body #>> '{state,askedAtMs}')::bigint desc, id desc
        limit $4
        """;

    public async Task<IReadOnlyList<Recall>> Of(CustomerId person) =>
        (await database.Read<RecallState, Recall>(Mine, (state, id) => state.View(id), MistakeRows.Of(NpgsqlDbType.Text, person.Value))).Views;

    public async Task<RecallPage> List(bool waitingOnly, int limit, string? cursor)
    {
        (NpgsqlParameter at, NpgsqlParameter before) = MistakeRows.After(cursor);
        (List<Recall> recalls, string? last) = await database.Read<RecallState, Recall>(
            Page, (state, id) => state.View(id), MistakeRows.Of(NpgsqlDbType.Boolean, waitingOnly), at, before, MistakeRows.Of(NpgsqlDbType.Integer, limit));
        return new RecallPage(recalls, recalls.Count == limit ? last : null);
    }
}
