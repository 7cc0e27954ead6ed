using Npgsql;

namespace Postmobile.Commerce;

/// <summary>What a shop asks of other documents' rows.</summary>
internal sealed class ShopSql(NpgsqlDataSource database)
{
    /// <summary>Whether none of its orders is open: all have come to an end.</summary>
    public async Task<bool> HasOpenOrders(ShopId shop)
    {
        // An order is over as completed, cancelled, refused, expired, returned or refunded.
        await using NpgsqlCommand command = database.CreateCommand(
            """
            select exists (
                select 1 from document where type = 'commerce.order' and body #>> '{state,shop}' = $1
                  and body #>> '{state,status}' not in ('completed', 'cancelled', 'refused', 'expired', 'returned', 'refunded'))
            """);
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = shop.Value });
        return (bool)(await command.ExecuteScalarAsync())!;
    }

    /// <summary>
    /// Whether somebody still waits for an answer about something that was sold: a return that is asked for or accepted, or a dispute that is not decided. Also
    /// of orders that are over, because after completion a return is paid from the takings.
    /// </summary>
    public async Task<bool> HasOpenCases(ShopId shop)
    {
        await using NpgsqlCommand command = database.CreateCommand(
            """
            select exists (
                select 1 from document where type = 'commerce.return' and body #>> '{state,shop}' = $1 and body #>> '{state,status}' in ('asked', 'accepted'))
            or exists (
                select 1 from document where type = 'commerce.dispute' and body #>> '{state,status}' in ('open', 'withPost') and body #>> '{state,shop}' = $1)
            """);
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = shop.Value });
        return (bool)(await command.ExecuteScalarAsync())!;
    }

    /// <summary>Its products after a number, in the order of their numbers.</summary>
    public async Task<IReadOnlyList<long>> ProductsAfter(ShopId shop, long after, int count)
    {
        await using NpgsqlCommand command = database.CreateCommand(
            """
            select substr(id, 3)::bigint from document where type = 'commerce.product' and body #>> '{state,shop}' = $1 and substr(id, 3)::bigint > $2
            order by substr(id, 3)::bigint limit $3
            """);
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = shop.Value });
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = after });
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = count });
        var numbers = new List<long>();
        await using NpgsqlDataReader rows = await command.ExecuteReaderAsync();
        while (await rows.ReadAsync())
        {
            numbers.Add(rows.GetInt64(0));
        }

        return numbers;
    }
}
