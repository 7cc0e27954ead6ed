using System.Text.Json;
using Npgsql;
using NpgsqlTypes;
using Orleans.Concurrency;
using Postmobile.Identity;
using Postmobile.Money;

namespace Postmobile.Commerce;

/// <summary>Lists orders from the rows that their own grains wrote.</summary>
[StatelessWorker, GrainType("commerce.orders")]
internal sealed class OrdersGrain(NpgsqlDataSource database) : Grain, IOrdersGrain
{
    private const string Bought =
        """
        select id, (body #>> '{state,placedAtMs}')::bigint, body -> 'state' from document
        where type = 'commerce.order' and body #>> '{state,buyer}' = $4
          and ($1::bigint is null or ((body #>> '{state,placedAtMs}')::bigint, id) < ($1, $2))
        order by (body #>> '{state,placedAtMs}')::bigint desc, id desc limit $3
        """;

    private const string Sold =
        """
        select id, (body #>> '{state,placedAtMs}')::bigint, body -> 'state' from document
        where type = 'commerce.order' and body #>> '{state,shop}' = $4
          and (cardinality($5::text[]) = 0 or body #>> '{state,status}' = any ($5))
          and ($1::bigint is null or ((body #>> '{state,placedAtMs}')::bigint, id) < ($1, $2))
        order by (body #>> '{state,placedAtMs}')::bigint desc, id desc limit $3
        """;

    // Times to the microsecond, as the database keeps them. What was written within the last two seconds may not be all.
    private const string Changed =
        """
        select id, (extract(epoch from modified_at) * 1000000)::bigint, body -> 'state' from document
        where type = 'commerce.order' and body #>> '{state,shop}' = $4
          and (cardinality($5::text[]) = 0 or body #>> '{state,status}' = any ($5))
          and (modified_at, id) > (coalesce('epoch'::timestamptz + $1::bigint * interval '1 microsecond', $6), $2)
          and modified_at < clock_timestamp() - interval '2 seconds'
        order by modified_at, id limit $3
        """;

    private const string InState =
        """
        select body #>> '{state,status}', count(*)::int from document
        where type = 'commerce.order' and body #>> '{state,shop}' = $1
          and body #>> '{state,status}' not in ('completed', 'cancelled', 'refused', 'expired', 'returned', 'refunded')
        group by 1
        """;

    private const string Called = "select id from document where type = 'commerce.order' and body #>> '{state,number}' = $1 limit 2";

    private const string Lines =
        """
        select o.id, line ->> 'at', line ->> 'kind', (line ->> 'amount')::bigint
        from document o, jsonb_array_elements(o.body #> '{state,lines}') line
        where o.type = 'commerce.order' and o.body #>> '{state,shop}' = $1
          and (line ->> 'at')::timestamptz >= $2 and (line ->> 'at')::timestamptz < $3
        order by (line ->> 'at')::timestamptz, o.id limit 10000
        """;

    // Postings of kind Settlement: takings that went to the owner's wallet, whoever asked for it.
    private const string PaidOut =
        """
        select created_at, amount from posting
        where debit_account = $1 and kind = 18 and created_at >= $2 and created_at < $3 order by created_at limit 2000
        """;

    public Task<OrderPage> OfBuyer(CustomerId buyer, int limit, string? cursor) => Page(Bought, limit, cursor, MistakeRows.Of(NpgsqlDbType.Text, buyer.Value));

    public Task<OrderPage> OfShop(ShopId shop, IReadOnlyList<OrderStatus> states, int limit, string? cursor) => Page(
        Sold, limit, cursor, MistakeRows.Of(NpgsqlDbType.Text, shop.Value),
        MistakeRows.Of(NpgsqlDbType.Array | NpgsqlDbType.Text, states.Select(status => JsonNamingPolicy.CamelCase.ConvertName(status.ToString())).ToArray()));

    public async Task<OrderPage> ChangedOfShop(ShopId shop, IReadOnlyList<OrderStatus> states, DateTimeOffset since, int limit, string? cursor)
    {
        (NpgsqlParameter at, NpgsqlParameter after) = MistakeRows.After(cursor);
        (List<Order> orders, string? last) = await database.Read<OrderState, Order>(
            Changed, (state, id) => state.View(id), at, after, MistakeRows.Of(NpgsqlDbType.Integer, limit), MistakeRows.Of(NpgsqlDbType.Text, shop.Value),
            MistakeRows.Of(NpgsqlDbType.Array | NpgsqlDbType.Text, states.Select(status => JsonNamingPolicy.CamelCase.ConvertName(status.ToString())).ToArray()),
            MistakeRows.Of(NpgsqlDbType.TimestampTz, since.UtcDateTime));
        return new OrderPage(orders, last);
    }

    public async Task<IReadOnlyDictionary<OrderStatus, int>> Counts(ShopId shop)
    {
        await using NpgsqlCommand command = database.CreateCommand(InState);
        command.Parameters.Add(MistakeRows.Of(NpgsqlDbType.Text, shop.Value));
        await using NpgsqlDataReader rows = await command.ExecuteReaderAsync();
        var counts = new Dictionary<OrderStatus, int>();
        while (await rows.ReadAsync())
        {
            counts[Enum.Parse<OrderStatus>(rows.GetString(0), ignoreCase: true)] = rows.GetInt32(1);
        }

        return counts;
    }

    public async Task<OrderId?> ByNumber(string number) =>
        await Texts(Called, number.Trim().ToUpperInvariant()) is [var only] && OrderId.TryParse(only, out OrderId order) ? order : null;

    public async Task<IReadOnlyList<ShopStatementLine>> Statement(ShopId shop, DateTimeOffset from, DateTimeOffset before)
    {
        await using NpgsqlCommand command = database.CreateCommand(Lines);
        command.Parameters.Add(MistakeRows.Of(NpgsqlDbType.Text, shop.Value));
        command.Parameters.Add(MistakeRows.Of(NpgsqlDbType.TimestampTz, from.UtcDateTime));
        command.Parameters.Add(MistakeRows.Of(NpgsqlDbType.TimestampTz, before.UtcDateTime));
        await using NpgsqlDataReader rows = await command.ExecuteReaderAsync();
        var lines = new List<ShopStatementLine>();
        while (await rows.ReadAsync())
        {
            _ = OrderId.TryParse(rows.GetString(0), out OrderId order);
            lines.Add(new ShopStatementLine(DateTimeOffset.Parse(rows.GetString(1), System.Globalization.CultureInfo.InvariantCulture), order, rows.GetString(2), rows.GetInt64(3)));
        }

        if (await GrainFactory.GetGrain<IShopGrain>(shop.Value).Look() is { } known)
        {
            lines.AddRange(await PaidOutOf(known.Account, from, before));
        }

        return [.. lines.OrderBy(line => line.At)];
    }

    private async Task<List<ShopStatementLine>> PaidOutOf(AccountId takings, DateTimeOffset from, DateTimeOffset before)
    {
        await using NpgsqlCommand command = database.CreateCommand(PaidOut);
        command.Parameters.Add(MistakeRows.Of(NpgsqlDbType.Bigint, takings.Value));
        command.Parameters.Add(MistakeRows.Of(NpgsqlDbType.TimestampTz, from.UtcDateTime));
        command.Parameters.Add(MistakeRows.Of(NpgsqlDbType.TimestampTz, before.UtcDateTime));
        await using NpgsqlDataReader rows = await command.ExecuteReaderAsync();
        var lines = new List<ShopStatementLine>();
        while (await rows.ReadAsync())
        {
            lines.Add(new ShopStatementLine(rows.GetFieldValue<DateTimeOffset>(0), null, "payout", -rows.GetInt64(1)));
        }

        return lines;
    }

    private async Task<OrderPage> Page(string sql, int limit, string? cursor, params NpgsqlParameter[] more)
    {
        (NpgsqlParameter at, NpgsqlParameter before) = MistakeRows.After(cursor);
        (List<Order> orders, string? last) = await database.Read<OrderState, Order>(
            sql, (state, id) => state.View(id), [at, before, MistakeRows.Of(NpgsqlDbType.Integer, limit), .. more]);
        return new OrderPage(orders, orders.Count == limit ? last : null);
    }

    private async Task<List<string>> Texts(string sql, string parameter)
    {
#pragma warning disable CA2100 // The constants above.
        await using NpgsqlCommand command = database.CreateCommand(sql);
#pragma warning restore CA2100
        command.Parameters.Add(MistakeRows.Of(NpgsqlDbType.Text, parameter));
        await using NpgsqlDataReader rows = await command.ExecuteReaderAsync();
        var texts = new List<string>();
        while (await rows.ReadAsync())
        {
            texts.Add(rows.GetString(0));
        }

        return texts;
    }
}
