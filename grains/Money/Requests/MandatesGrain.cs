using Npgsql;
using NpgsqlTypes;
using Orleans.Concurrency;
using Postmobile.Identity;

namespace Postmobile.Money;

/// <summary>Finds mandates in the rows that their own grains wrote.</summary>
[StatelessWorker, GrainType("money.mandates")]
internal sealed class MandatesGrain(NpgsqlDataSource database) : Grain, IMandatesGrain
{
    private const string ByPayer =
        """
        select id, (body #>> '{state,proposedAtMs}')::bigint, body -> 'state' from document
        where type = 'money.mandate' and body #>> '{state,payer,id}' = $1
        order by (body #>> '{state,proposedAtMs}')::bigint desc limit $2
        """;

    private const string ByPayee =
        """
        select id, (body #>> '{state,proposedAtMs}')::bigint, body -> 'state' from document
        where type = 'money.mandate' and body #>> '{state,payee,id}' = $1
        order by (body #>> '{state,proposedAtMs}')::bigint desc limit $2
        """;

    public Task<IReadOnlyList<Mandate>> OfPayer(CustomerId payer, int limit) => List(ByPayer, payer, limit);

    public Task<IReadOnlyList<Mandate>> OfPayee(CustomerId payee, int limit) => List(ByPayee, payee, limit);

    private async Task<IReadOnlyList<Mandate>> List(string sql, CustomerId person, int limit) =>
        (await database.Read<MandateState, Mandate>(
            sql, (state, id) => state.View(id), MistakeRows.Of(NpgsqlDbType.Text, person.Value), MistakeRows.Of(NpgsqlDbType.Integer, Math.Clamp(limit, 1, 500)))).Views;
}
