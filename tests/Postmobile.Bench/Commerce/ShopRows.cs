using Npgsql;
using Postmobile.Commerce;

namespace Postmobile.Bench.Commerce;

/// <summary>Open shops with products and stock, put where they would be had they been made by hand.</summary>
internal static class ShopRows
{
    /// <summary>The shop of this place, counted from 1.</summary>
    public static ShopId Shop(int shop) => ShopId.Of(900_000 + shop);

    /// <summary>One of its products, counted from 1.</summary>
    public static ProductId Product(int shop, int product) => ProductId.Of(900_000_000 + (shop * 1000) + product);

    /// <summary>Their products have one variant named A at 1,000 francs; their numbers are far from those that the sequence gives.</summary>
    public static async Task Make(NpgsqlDataSource database, int shops, int products, int pieces, CancellationToken stop)
    {
        await using NpgsqlCommand command = database.CreateCommand(
            """
            with accounts as (
                insert into account (id, kind, currency, floor, tier, frozen, closed, owner, display_name, phone, language, opened_at)
                select nextval('account_number'), 11, 950, 0, 0, 0, false, 's-' || (900000 + n), 'Boutique ' || n, '', 'fr', now() from generate_series(1, $1::int) n returning id, owner),
            shops as (
                insert into document (type, id, version, body)
                select 'commerce.shop', owner, 1, jsonb_build_object('state', jsonb_build_object(
                    'owner', 'c-owner', 'ownerName', 'Commerçant', 'status', 'open', 'slug', 'boutique', 'account', id, 'statusAtMs', 1, 'version', 1, 'factsVersion', 1,
                    'profile', jsonb_build_object('name', 'Boutique ' || right(owner, 2), 'origin', jsonb_build_object('department', 'Brazzaville', 'town', 'Brazzaville'), 'returnDays', 7)),
                    'outbox', '[]'::jsonb, 'lastOutboxId', 0) from accounts returning 1),
            goods as (
                insert into document (type, id, version, body)
                select 'commerce.product', 'p-' || (900000000 + s * 1000 + p), 1, jsonb_build_object('state', jsonb_build_object(
                    'shop', 's-' || (900000 + s), 'status', 'published', 'visible', true, 'title', 'Article ' || p, 'slug', 'article', 'category', 'pagne-wax', 'priceFrom', 1000, 'version', 1,
                    'variants', jsonb_build_array(jsonb_build_object('sku', 'A', 'price', 1000, 'weightGrams', 300))), 'outbox', '[]'::jsonb, 'lastOutboxId', 0)
                from generate_series(1, $1::int) s, generate_series(1, $2::int) p returning 1)
            insert into document (type, id, version, body)
            select 'commerce.stock', 'p-' || (900000000 + s * 1000 + p), 1, jsonb_build_object('state', jsonb_build_object(
                'shop', 's-' || (900000 + s), 'skus', jsonb_build_object('A', jsonb_build_object('onHand', $3::int, 'reserved', 0, 'sold', true))), 'outbox', '[]'::jsonb, 'lastOutboxId', 0)
            from generate_series(1, $1::int) s, generate_series(1, $2::int) p
            """);
        command.Parameters.Add(new() { Value = shops });
        command.Parameters.Add(new() { Value = products });
        command.Parameters.Add(new() { Value = pieces });
        await command.ExecuteNonQueryAsync(stop);
    }
}
