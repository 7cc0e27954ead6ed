using Npgsql;
using NpgsqlTypes;
using Orleans.Concurrency;
using Postmobile.Identity;
using Postmobile.Money;

namespace Postmobile.Logistics;

/// <summary>Lists points and their parcels from the rows that their own grains wrote.</summary>
[StatelessWorker, GrainType("logistics.points")]
internal sealed class PointsGrain(NpgsqlDataSource database) : Grain, IPointsGrain
{
    private const string InTown =
        """
        select id, 0::bigint, body -> 'state' from document
        where type = 'logistics.point' and body #>> '{state,point,status}' <> 'closed' and ($1::text is null or body #>> '{state,point,facts,place,town}' = $1)
        order by body #>> '{state,point,facts,place,department}', body #>> '{state,point,facts,place,town}', id limit 2000
        """;

    private const string ByStatus =
        """
        select id, 0::bigint, body -> 'state' from document
        where type = 'logistics.point' and body #>> '{state,point,status}' = $1
        order by body #>> '{state,point,facts,place,department}', body #>> '{state,point,facts,place,town}', id limit 2000
        """;

    // Whoever works in a shop is staff of its document; the owner stands beside them.
    private const string Run =
        """
        select p.id, 0::bigint, p.body -> 'state' from document p
        left join document s on s.type = 'commerce.shop' and s.id = p.body #>> '{state,point,facts,runByShop,value}'
        where p.type = 'logistics.point' and (p.body #>> '{state,point,facts,runBy,value}' = $1 or s.body #>> '{state,owner}' = $1
            or s.body #> '{state,staff}' @> jsonb_build_array(jsonb_build_object('person', jsonb_build_object('value', $1::text), 'role', 'manager'))
            or s.body #> '{state,staff}' @> jsonb_build_array(jsonb_build_object('person', jsonb_build_object('value', $1::text), 'role', 'packer')))
        order by p.id limit 50
        """;

    private const string There =
        """
        select id, 0::bigint, body -> 'state' from document
        where type = 'logistics.delivery' and body #>> '{state,point}' = $1
            and (body #>> '{state,atPoint}' = 'true' or (body #>> '{state,stage}' not in ('delivered', 'sentBack') and body #>> '{state,calledOff}' = 'false'))
        order by body #>> '{state,collectUntilMs}', id limit 200
        """;

    private const string Going =
        """
        select 'count', 0::bigint, to_jsonb((
            select count(*) from document where type = 'commerce.order' and body #>> '{state,placement,delivery,pointCode,value}' = $1
                and body #>> '{state,deliveredAtMs}' is null and body #>> '{state,status}' in ('placed', 'paid', 'accepted', 'packed', 'handedOver', 'inTransit', 'disputed')) + (
            select count(*) from document where type = 'logistics.delivery' and body #>> '{state,point}' = $1 and body #>> '{state,atPoint}' = 'true'))
        """;

    public Task<IReadOnlyList<Point>> List(string? town) => Points(InTown, town);

    public Task<IReadOnlyList<Point>> OfStatus(PointStatus status) => Points(ByStatus, System.Text.Json.JsonNamingPolicy.CamelCase.ConvertName(status.ToString()));

    public Task<IReadOnlyList<Point>> RunBy(CustomerId person) => Points(Run, person.Value);

    public async Task<IReadOnlyList<Delivery>> Parcels(PointCode code) =>
        (await database.Read<DeliveryState, Delivery>(There, (state, id) => state.View(id), MistakeRows.Of(NpgsqlDbType.Text, code.Value))).Views;

    public async Task<int> Count(PointCode code)
    {
        int count = 0;
        await database.Read<System.Text.Json.JsonElement, object>(
            Going,
            (found, _) =>
            {
                count = found.GetInt32();
                return null;
            },
            MistakeRows.Of(NpgsqlDbType.Text, code.Value));
        return count;
    }

    private async Task<IReadOnlyList<Point>> Points(string sql, string? parameter) =>
        (await database.Read<PointState, Point>(sql, (state, _) => state.Point, MistakeRows.Of(NpgsqlDbType.Text, parameter))).Views;
}
