using Npgsql;
using NpgsqlTypes;
using Orleans.Concurrency;
using Postmobile.Identity;
using Postmobile.Money;

namespace Postmobile.Logistics;

/// <summary>Lists deliveries from the rows that their own grains wrote.</summary>
[StatelessWorker, GrainType("logistics.deliveries")]
internal sealed class DeliveriesGrain(NpgsqlDataSource database) : Grain, IDeliveriesGrain
{
    private const string Held =
        """
        select id, 0::bigint, body -> 'state' from document
        where type = 'logistics.delivery' and body #>> '{state,holder}' = $1 and body #>> '{state,stage}' not in ('delivered', 'sentBack')
        order by id limit 100
        """;

    public async Task<IReadOnlyList<Delivery>> HeldBy(CustomerId person) =>
        (await database.Read<DeliveryState, Delivery>(Held, (state, id) => state.View(id), MistakeRows.Of(NpgsqlDbType.Text, person.Value))).Views;
}
