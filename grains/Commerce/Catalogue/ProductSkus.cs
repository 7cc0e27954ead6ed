using Npgsql;

namespace Postmobile.Commerce;

/// <summary>Which product of a shop has which of the shop's own codes.</summary>
internal sealed class ProductSkus(NpgsqlDataSource database)
{
    /// <summary>
    /// Makes codes a product's own. One that another product was given and does not use (archived, or the variant is gone) changes
    /// hands, but not within a minute: that product may be about to be saved.
    /// </summary>
    /// <returns>Null; or a code that another product has.</returns>
    public async Task<string?> Claim(ShopId shop, ProductId product, IReadOnlyList<string> skus)
    {
        await using NpgsqlCommand command = database.CreateCommand(
            """
            with claimed as (
                insert into commerce_sku as known (shop, sku, product)
                select $1, sku, $2 from unnest($3) sku order by sku
                on conflict (shop, sku) do update set product = excluded.product, claimed_at = clock_timestamp()
                where known.product = excluded.product or (known.claimed_at < clock_timestamp() - interval '1 minute' and not exists (
                    select 1 from document d where d.type = 'commerce.product' and d.id = known.product and d.body #>> '{state,status}' <> 'archived'
                      and d.body #> '{state,variants}' @> jsonb_build_array(jsonb_build_object('sku', known.sku))))
                returning sku)
            select wanted.sku from unnest($3) wanted (sku) where not exists (select 1 from claimed where claimed.sku = wanted.sku) limit 1
            """);
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = shop.Value });
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = product.Value });
        command.Parameters.Add(new NpgsqlParameter<string[]> { TypedValue = [.. skus] });
        return await command.ExecuteScalarAsync() as string;
    }
}
