using Npgsql;
using NpgsqlTypes;
using Orleans.Concurrency;
using Postmobile.Identity;

namespace Postmobile.Money;

/// <summary>Finds requests in the rows that their own grains wrote.</summary>
[StatelessWorker, GrainType("money.requests")]
internal sealed class RequestsGrain(NpgsqlDataSource database) : Grain, IRequestsGrain
{
    private const string ByPayer =
        """
        select id, (body #>> '{state,askedAtMs}')::bigint, body -> 'state' from document
        where type = 'money.request' and body #>> '{state,payer,id}' = $1
        order by (body #>> '{state,status}' = 'open') desc, (body #>> '{state,askedAtMs}')::bigint desc limit $2
        """;

    private const string ByRequester =
        """
        select id, (body #>> '{state,askedAtMs}')::bigint, body -> 'state' from document
        where type = 'money.request' and body #>> '{state,requester,id}' = $1
        order by (body #>> '{state,status}' = 'open') desc, (body #>> '{state,askedAtMs}')::bigint desc limit $2
        """;

    public Task<IReadOnlyList<MoneyRequest>> Received(CustomerId payer, int limit) => List(ByPayer, payer, limit);

    public Task<IReadOnlyList<MoneyRequest>> Sent(CustomerId requester, int limit) => List(ByRequester, requester, limit);

    private async Task<IReadOnlyList<MoneyRequest>> List(string sql, CustomerId person, int limit) =>
        (await database.Read<RequestState, MoneyRequest>(
            sql, (state, id) => state.View(id), MistakeRows.Of(NpgsqlDbType.Text, person.Value), MistakeRows.Of(NpgsqlDbType.Integer, Math.Clamp(limit, 1, 200)))).Views;
}
