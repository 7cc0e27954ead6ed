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
        where type = 'commerce.coupon' and coalesce(body #>> '{state,coupon,shop,value}', '') = $1 and coalesce(body #>> '{state,coupon,automatic}', 'false') = $3
        order by (body #>> '{state,madeAtMs}')::bigint desc limit $2
        """;

    public Task<IReadOnlyList<Coupon>> List(ShopId? shop, int limit) => Read(shop, limit, promotions: false);

    public Task<IReadOnlyList<Coupon>> Promotions(ShopId? shop, int limit) => Read(shop, limit, promotions: true);

    private async Task<IReadOnlyList<Coupon>> Read(ShopId? shop, int limit, bool promotions)
    {
        await using NpgsqlCommand command = database.CreateCommand(OfShop);
        command.Parameters.Add(new NpgsqlParameter { NpgsqlDbType = NpgsqlDbType.Text, Value = shop?.Value ?? "" });
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = limit });
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = promotions ? "true" : "false" });
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
