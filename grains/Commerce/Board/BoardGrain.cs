using Npgsql;
using Orleans.Concurrency;
using Postmobile.Money;

namespace Postmobile.Commerce;

/// <summary>What shops sold, from the rows that the orders' own grains wrote: those of one shop, found by the index over shop and time.</summary>
[StatelessWorker, GrainType("commerce.board")]
internal sealed class BoardGrain(NpgsqlDataSource database) : Grain, IBoardGrain
{
    // $2 and $3 are moments in milliseconds: whole days of Brazzaville. An order that ended without a sale is none.
    private const string Sold =
        """
        with sold as (
            select o.id, o.body, (to_timestamp((o.body #>> '{state,placedAtMs}')::bigint / 1000.0) at time zone 'Africa/Brazzaville')::date as day
            from document o
            where o.type = 'commerce.order' and o.body #>> '{state,shop}' = $1
              and (o.body #>> '{state,placedAtMs}')::bigint >= $2 and (o.body #>> '{state,placedAtMs}')::bigint < $3
              and o.body #>> '{state,status}' not in ('cancelled', 'refused', 'expired'))
        """;

    private const string PerOrder =
        """
        , priced as (
            select day, greatest(0, (
                select coalesce(sum((line ->> 'quantity')::bigint * (line ->> 'price')::bigint), 0)::bigint from jsonb_array_elements(body #> '{state,placement,lines}') line)
                - coalesce((body #>> '{state,placement,shopDiscount}')::bigint, 0) - coalesce((body #>> '{state,refunded}')::bigint, 0)) as amount
            from sold)
        """;

    private const string DaySql = Sold + PerOrder +
        """
        select d::date, count(priced.day), coalesce(sum(amount), 0)::bigint
        from generate_series($4::date, $5::date, interval '1 day') d left join priced on priced.day = d::date group by 1 order by 1
        """;

    private const string MonthSql = Sold + PerOrder +
        """
        select d::date, count(priced.day), coalesce(sum(amount), 0)::bigint
        from generate_series($4::date, $5::date, interval '1 month') d left join priced on date_trunc('month', priced.day) = d group by 1 order by 1
        """;

    private const string BestSql = Sold +
        """
        select product, (array_agg(title order by id desc))[1], (array_agg(image order by id desc))[1], sum(units)::bigint, sum(amount)::bigint
        from (
            select sold.id, line #>> '{product,value}' as product, line ->> 'title' as title, line ->> 'image' as image,
                   (line ->> 'quantity')::bigint as units, (line ->> 'quantity')::bigint * (line ->> 'price')::bigint as amount
            from sold cross join lateral jsonb_array_elements(sold.body #> '{state,placement,lines}') line
            where sold.body #>> '{state,status}' not in ('returned', 'refunded')) lines
        group by product order by sum(amount) desc, product limit $4
        """;

    public Task<IReadOnlyList<SalesPeriod>> Days(ShopId shop, DateOnly first, DateOnly last) => Periods(DaySql, shop, first, last, last);

    public Task<IReadOnlyList<SalesPeriod>> Months(ShopId shop, DateOnly last, int months)
    {
        DateOnly month = BrazzavilleCalendar.MonthOf(last);
        return Periods(MonthSql, shop, month.AddMonths(1 - months), month.AddMonths(1).AddDays(-1), month);
    }

    public async Task<IReadOnlyList<BestProduct>> Best(ShopId shop, DateOnly first, DateOnly last, int limit)
    {
        await using NpgsqlCommand command = Command(BestSql, shop, first, last);
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = limit });
        var best = new List<BestProduct>();
        await using NpgsqlDataReader rows = await command.ExecuteReaderAsync();
        while (await rows.ReadAsync())
        {
            best.Add(new BestProduct(new ProductId(rows.GetString(0)), rows.GetString(1), rows.IsDBNull(2) ? null : rows.GetString(2), rows.GetInt64(3), rows.GetInt64(4)));
        }

        return best;
    }

    private async Task<IReadOnlyList<SalesPeriod>> Periods(string sql, ShopId shop, DateOnly first, DateOnly last, DateOnly lastPeriod)
    {
        await using NpgsqlCommand command = Command(sql, shop, first, last);
        command.Parameters.Add(new NpgsqlParameter<DateOnly> { TypedValue = first });
        command.Parameters.Add(new NpgsqlParameter<DateOnly> { TypedValue = lastPeriod });
        var periods = new List<SalesPeriod>();
        await using NpgsqlDataReader rows = await command.ExecuteReaderAsync();
        while (await rows.ReadAsync())
        {
            periods.Add(new SalesPeriod(rows.GetFieldValue<DateOnly>(0), rows.GetInt64(1), rows.GetInt64(2)));
        }

        return periods;
    }

    private NpgsqlCommand Command(string sql, ShopId shop, DateOnly first, DateOnly last)
    {
#pragma warning disable CA2100 // The constants above.
        NpgsqlCommand command = database.CreateCommand(sql);
#pragma warning restore CA2100
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = shop.Value });
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = BrazzavilleCalendar.Start(first).ToUnixTimeMilliseconds() });
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = BrazzavilleCalendar.Start(last.AddDays(1)).ToUnixTimeMilliseconds() });
        return command;
    }
}
