using System.Text.Json;
using Npgsql;
using NpgsqlTypes;
using Orleans.Concurrency;
using Postmobile.Documents;

namespace Postmobile.Commerce;

/// <summary>Lists coupons from the rows that their own grains wrote.</summary>
[StatelessWorker, GrainType("commerce.coupons")]
internal sealed class CouponsGrain(NpgsqlDataSource database) : Grain, ICouponsGrain
{
    private const string OfShop =
        """
        select body -> 'state' from document
        where type = 'commerce.coupon' and coalesce(body #>> '{state,coupon,shop,value}', '') = $1
        order by (body #>> '{state,madeAtMs}')::bigint desc limit $2
        """;

    public async Task<IReadOnlyList<Coupon>> List(ShopId? shop, int limit)
    {
        await using NpgsqlCommand command = database.CreateCommand(OfShop);
        command.Parameters.Add(new NpgsqlParameter { NpgsqlDbType = NpgsqlDbType.Text, Value = shop?.Value ?? "" });
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = limit });
        await using NpgsqlDataReader rows = await command.ExecuteReaderAsync();
        var coupons = new List<Coupon>();
        while (await rows.ReadAsync())
        {
            var state = JsonSerializer.Deserialize<CouponState>(rows.GetString(0), DocumentSerializer.Options)!;
            if (CouponRules.View(state) is { } coupon)
            {
                coupons.Add(coupon);
            }
        }

        return coupons;
    }
}
