using System.Text.Json;
using Npgsql;
using NpgsqlTypes;
using Orleans.Concurrency;
using Postmobile.Documents;

namespace Postmobile.Commerce;

/// <summary>Lists flash sales from the rows that their own grains, their products and their stocks wrote.</summary>
[StatelessWorker, GrainType("commerce.flash-sales")]
internal sealed class FlashSalesGrain(NpgsqlDataSource database, TimeProvider time) : Grain, IFlashSalesGrain
{
    private const string Columns =
        """
        select s.body #> '{state,sale}', p.body #>> '{state,title}', p.body #>> '{state,slug}', p.body #>> '{state,images,0}',
               v.variant, (k.body #>> array['state','skus', s.body #>> '{state,sale,sku}', 'onHand'])::int - (k.body #>> array['state','skus', s.body #>> '{state,sale,sku}', 'reserved'])::int,
               k.body #> array['state','flashes', s.id]
        from document s
        join document p on p.type = 'commerce.product' and p.id = s.body #>> '{state,sale,product,value}'
        left join document k on k.type = 'commerce.stock' and k.id = p.id
        left join lateral (select variant from jsonb_array_elements(p.body #> '{state,variants}') variant where variant ->> 'sku' = s.body #>> '{state,sale,sku}' limit 1) v on true
        where s.type = 'commerce.flash-sale' and
        """;

    private const string RunningSql = Columns +
        """
         s.body #>> '{state,sale,status}' = 'open' and (s.body #>> '{state,sale,until}')::timestamptz > $1 and p.body #>> '{state,visible}' = 'true'
        order by (s.body #>> '{state,fromMs}')::bigint > $2, case when (s.body #>> '{state,fromMs}')::bigint > $2 then (s.body #>> '{state,fromMs}')::bigint end,
                 (s.body #>> '{state,sale,until}')::timestamptz, s.id limit $3
        """;

    private const string OfSql = Columns +
        """
         case when s.body #>> '{state,sale,byPost}' = 'true' then '' else s.body #>> '{state,sale,shop,value}' end = $1
        order by (s.body #>> '{state,madeAtMs}')::bigint desc limit $2
        """;

    public async Task<IReadOnlyList<FlashSaleLine>> Running(int limit)
    {
        DateTimeOffset now = time.GetUtcNow();
        await using NpgsqlCommand command = database.CreateCommand(RunningSql);
        command.Parameters.Add(new NpgsqlParameter<DateTime> { TypedValue = now.UtcDateTime });
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = now.ToUnixTimeMilliseconds() });
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = limit });
        return await Read(command, now);
    }

    public async Task<IReadOnlyList<FlashSaleLine>> Of(ShopId? shop, int limit)
    {
        await using NpgsqlCommand command = database.CreateCommand(OfSql);
        command.Parameters.Add(new NpgsqlParameter { NpgsqlDbType = NpgsqlDbType.Text, Value = shop?.Value ?? "" });
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = limit });
        return await Read(command, time.GetUtcNow());
    }

    private static async Task<IReadOnlyList<FlashSaleLine>> Read(NpgsqlCommand command, DateTimeOffset now)
    {
        List<FlashSaleLine> found = [];
        await using NpgsqlDataReader rows = await command.ExecuteReaderAsync();
        while (await rows.ReadAsync())
        {
            var sale = JsonSerializer.Deserialize<FlashSale>(rows.GetString(0), DocumentSerializer.Options)!;
            Variant? variant = rows.IsDBNull(4) ? null : JsonSerializer.Deserialize<Variant>(rows.GetString(4), DocumentSerializer.Options);
            FlashState? flash = rows.IsDBNull(6) ? null : JsonSerializer.Deserialize<FlashState>(rows.GetString(6), DocumentSerializer.Options);
            int stock = rows.IsDBNull(5) ? 0 : rows.GetInt32(5);
            bool counts = flash is not null && sale.Status is FlashSaleStatus.Open or FlashSaleStatus.Ended;
            found.Add(new FlashSaleLine
            {
                Sale = FlashSaleRules.At(counts ? sale with { Sold = flash!.Done, Reserved = flash.Held } : sale, now),
                Title = rows.GetString(1),
                Slug = rows.GetString(2),
                Image = rows.IsDBNull(3) ? null : rows.GetString(3),
                Ordinary = variant?.Price ?? sale.Ordinary,
                Label = variant?.Label ?? "",
                Left = flash is null ? 0 : Math.Clamp(flash.Pieces - flash.Held - flash.Done, 0, Math.Max(0, stock)),
            });
        }

        return found;
    }
}
