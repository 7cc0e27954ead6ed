using System.Text.Json;
using Npgsql;
using NpgsqlTypes;
using Orleans.Concurrency;
using Postmobile.Documents;
using Postmobile.Money;

namespace Postmobile.Commerce;

/// <summary>Reads campaigns from the rows that their own grains wrote, and what came of them from clicks and orders.</summary>
[StatelessWorker, GrainType("commerce.campaigns")]
internal sealed class CampaignsGrain(NpgsqlDataSource database, TimeProvider time) : Grain, ICampaignsGrain
{
    // A sale is put down to a campaign when its buyer followed one of its products within seven days before; each product of an order once.
    private const string DaysSql =
        """
        with day as (select d::date as day from generate_series($2::date, $3::date, interval '1 day') d),
        viewed as (select day, sum(views)::bigint as views from campaign_view where campaign = $1 and day between $2 and $3 group by day),
        clicked as (
            select (at at time zone 'Africa/Brazzaville')::date as day, count(*) as clicks, sum(price)::bigint as cost
            from campaign_click where campaign = $1 and product <> '' and at >= $4 and at < $5 group by 1),
        bought as (
            select distinct o.id, line #>> '{product,value}' as product, line ->> 'sku' as sku,
                   (to_timestamp((o.body #>> '{state,placedAtMs}')::bigint / 1000.0) at time zone 'Africa/Brazzaville')::date as day,
                   (line ->> 'quantity')::bigint * (line ->> 'price')::bigint as amount
            from (select distinct viewer from campaign_click where campaign = $1 and at >= $4 - $6::interval and at < $5 and viewer like 'c-%') buyer
            join document o on o.type = 'commerce.order' and o.body #>> '{state,buyer}' = buyer.viewer and o.body #> '{state,placement,exchange}' is null
                and (o.body #>> '{state,placedAtMs}')::bigint >= $7 and (o.body #>> '{state,placedAtMs}')::bigint < $8
            cross join lateral jsonb_array_elements(o.body #> '{state,placement,lines}') line
            where exists (
                select 1 from campaign_click c
                where c.campaign = $1 and c.viewer = buyer.viewer and c.product = line #>> '{product,value}'
                  and c.at <= to_timestamp((o.body #>> '{state,placedAtMs}')::bigint / 1000.0)
                  and c.at > to_timestamp((o.body #>> '{state,placedAtMs}')::bigint / 1000.0) - $6::interval)),
        sold as (select day, count(distinct id) as sales, sum(amount)::bigint as amount from bought group by day)
        select day.day, coalesce(views, 0), coalesce(clicks, 0), coalesce(cost, 0), coalesce(sales, 0), coalesce(amount, 0)
        from day left join viewed using (day) left join clicked using (day) left join sold using (day) order by day.day
        """;

    public async Task<IReadOnlyList<Campaign>> Of(ShopId shop)
    {
        await using NpgsqlCommand command = database.CreateCommand(
            """
            select d.id, d.body -> 'state',
                   (select coalesce(sum(c.price), 0)::bigint from campaign_click c where c.campaign = d.id and c.purse = (d.body #>> '{state,purse,number}')::int)
            from document d where d.type = 'commerce.campaign' and d.body #>> '{state,shop}' = $1
            order by (d.body #>> '{state,createdAtMs}')::bigint desc, d.id desc limit 200
            """);
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = shop.Value });
        List<Campaign> found = [];
        await using NpgsqlDataReader rows = await command.ExecuteReaderAsync();
        while (await rows.ReadAsync())
        {
            var state = JsonSerializer.Deserialize<CampaignState>(rows.GetString(1), DocumentSerializer.Options)!;
            found.Add(CampaignRules.View(state, rows.GetString(0), rows.GetInt64(2), time.GetUtcNow())!);
        }

        return found;
    }

    public async Task<IReadOnlyList<CampaignDay>> Days(string campaign, DateOnly first, DateOnly last)
    {
        DateTimeOffset from = BrazzavilleCalendar.Start(first), to = BrazzavilleCalendar.Start(last.AddDays(1));
        await using NpgsqlCommand command = database.CreateCommand(DaysSql);
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = campaign });
        command.Parameters.Add(new NpgsqlParameter<DateOnly> { TypedValue = first });
        command.Parameters.Add(new NpgsqlParameter<DateOnly> { TypedValue = last });
        command.Parameters.Add(new NpgsqlParameter { NpgsqlDbType = NpgsqlDbType.TimestampTz, Value = from.UtcDateTime });
        command.Parameters.Add(new NpgsqlParameter { NpgsqlDbType = NpgsqlDbType.TimestampTz, Value = to.UtcDateTime });
        command.Parameters.Add(new NpgsqlParameter<TimeSpan> { TypedValue = Ads.Attribution });
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = from.ToUnixTimeMilliseconds() });
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = to.ToUnixTimeMilliseconds() });
        List<CampaignDay> days = [];
        await using NpgsqlDataReader rows = await command.ExecuteReaderAsync();
        while (await rows.ReadAsync())
        {
            days.Add(new CampaignDay(rows.GetFieldValue<DateOnly>(0), rows.GetInt64(1), rows.GetInt64(2), rows.GetInt64(3), rows.GetInt64(4), rows.GetInt64(5)));
        }

        return days;
    }

    public async Task Seen(IReadOnlyList<CampaignViews> views)
    {
        await using NpgsqlCommand command = database.CreateCommand(
            """
            insert into campaign_view (campaign, day, product, views)
            select * from unnest($1::text[], $2::date[], $3::text[], $4::bigint[]) seen (campaign, day, product, views) order by campaign, day, product
            on conflict (campaign, day, product) do update set views = campaign_view.views + excluded.views
            """);
        command.Parameters.Add(new NpgsqlParameter<string[]> { TypedValue = [.. views.Select(one => one.Campaign)] });
        command.Parameters.Add(new NpgsqlParameter<DateOnly[]> { TypedValue = [.. views.Select(one => one.Day)] });
        command.Parameters.Add(new NpgsqlParameter<string[]> { TypedValue = [.. views.Select(one => one.Product.Value)] });
        command.Parameters.Add(new NpgsqlParameter<long[]> { TypedValue = [.. views.Select(one => one.Views)] });
        await command.ExecuteNonQueryAsync();
    }

    public async Task<IReadOnlyList<CampaignProduct>> Products(ShopId shop)
    {
        await using NpgsqlCommand command = database.CreateCommand(
            """
            select id, body -> 'state' from document
            where type = 'commerce.product' and body #>> '{state,shop}' = $1 and body #>> '{state,status}' = 'published'
            order by (body #>> '{state,publishedAtMs}')::bigint desc, id desc limit 200
            """);
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = shop.Value });
        List<CampaignProduct> found = [];
        await using NpgsqlDataReader rows = await command.ExecuteReaderAsync();
        while (await rows.ReadAsync())
        {
            var state = JsonSerializer.Deserialize<ProductState>(rows.GetString(1), DocumentSerializer.Options)!;
            found.Add(new CampaignProduct(new ProductId(rows.GetString(0)), state.Title, state.Category, state.PriceFrom, state.Images.Count > 0 ? state.Images[0] : null));
        }

        return found;
    }
}
