using System.Text.Json;
using Npgsql;
using NpgsqlTypes;
using Orleans.Concurrency;

namespace Postmobile.Commerce;

/// <summary>Lists products from the rows that their own grains wrote.</summary>
[StatelessWorker, GrainType("commerce.products")]
internal sealed class ProductsGrain(NpgsqlDataSource database, TimeProvider time) : Grain, IProductsGrain
{
    private const int SiteMapMax = 10_000;

    private const string Line =
        """
        select id, body #>> '{state,shop}', body #>> '{state,shopName}', body #>> '{state,slug}', body #>> '{state,title}', body #>> '{state,status}',
               (body #>> '{state,priceFrom}')::bigint, body #>> '{state,images,0}', jsonb_array_length(body #> '{state,variants}'),
               jsonb_path_query_first(body, '$.state.variants[*] ? (@.price == $from).compareAt', jsonb_build_object('from', body #> '{state,priceFrom}'))::bigint,
               flash.price, flash.until_ms, jsonb_path_query_first(body, '$.state.variants[*] ? (@.sku == $sku).price', jsonb_build_object('sku', flash.sku))::bigint
        from document left join lateral search_flash_now(id, $1) flash on true where type = 'commerce.product'
        """;

    // The shop's own people see its own prices.
    public Task<IReadOnlyList<ProductLine>> Of(ShopId shop, ProductStatus? status, bool visible, int limit, long? before) => Read(
        visible,
        Line + """
         and body #>> '{state,shop}' = $2 and ($3::text is null or body #>> '{state,status}' = $3) and (not $4 or (body #>> '{state,visible}')::boolean)
         and substr(id, 3)::bigint < $5 order by substr(id, 3)::bigint desc limit $6
        """,
        Text(shop.Value), Text(status is { } one ? JsonNamingPolicy.CamelCase.ConvertName(one.ToString()) : null), new NpgsqlParameter<bool> { TypedValue = visible },
        new NpgsqlParameter<long> { TypedValue = before ?? long.MaxValue }, new NpgsqlParameter<int> { TypedValue = limit });

    public Task<IReadOnlyList<ProductLine>> Newest(int limit) => Read(
        true, Line + " and (body #>> '{state,visible}')::boolean order by substr(id, 3)::bigint desc limit $2", new NpgsqlParameter<int> { TypedValue = limit });

    public Task<IReadOnlyList<ProductLine>> Offers(string gtin, int limit) => Read(
        true, Line + " and body #>> '{state,gtin}' = $2 and (body #>> '{state,visible}')::boolean order by least((body #>> '{state,priceFrom}')::bigint, flash.price), id limit $3",
        Text(gtin), new NpgsqlParameter<int> { TypedValue = limit });

    public async Task<ProductId?> BySku(ShopId shop, string sku)
    {
        await using NpgsqlCommand command = database.CreateCommand("select product from commerce_sku where shop = $1 and sku = $2");
        command.Parameters.Add(Text(shop.Value));
        command.Parameters.Add(Text(sku));
        return ProductId.TryParse(await command.ExecuteScalarAsync() as string, out ProductId id) ? id : null;
    }

    public async Task<IReadOnlyDictionary<string, ProductId>> BySkus(ShopId shop, IReadOnlyList<string> skus)
    {
        await using NpgsqlCommand command = database.CreateCommand("select sku, product from commerce_sku where shop = $1 and sku = any ($2)");
        command.Parameters.Add(Text(shop.Value));
        command.Parameters.Add(new NpgsqlParameter<string[]> { TypedValue = [.. skus] });
        var found = new Dictionary<string, ProductId>();
        await using NpgsqlDataReader rows = await command.ExecuteReaderAsync();
        while (await rows.ReadAsync())
        {
            if (ProductId.TryParse(rows.GetString(1), out ProductId id))
            {
                found[rows.GetString(0)] = id;
            }
        }

        return found;
    }

    public async Task<IReadOnlyList<long>> SiteMapStarts()
    {
        await using NpgsqlCommand command = database.CreateCommand(
            """
            select number from (
                select substr(id, 3)::bigint as number, row_number() over (order by substr(id, 3)::bigint) - 1 as place
                from document where type = 'commerce.product' and (body #>> '{state,visible}')::boolean) numbered
            where place % $1 = 0 order by number
            """);
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = SiteMapMax });
        var starts = new List<long>();
        await using NpgsqlDataReader rows = await command.ExecuteReaderAsync();
        while (await rows.ReadAsync())
        {
            starts.Add(rows.GetInt64(0));
        }

        return starts;
    }

    public async Task<IReadOnlyList<SiteMapLine>> SiteMap(long from)
    {
        await using NpgsqlCommand command = database.CreateCommand(
            """
            select id, body #>> '{state,slug}', (body #>> '{state,changedAtMs}')::bigint from document
            where type = 'commerce.product' and (body #>> '{state,visible}')::boolean and substr(id, 3)::bigint >= $1 order by substr(id, 3)::bigint limit $2
            """);
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = from });
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = SiteMapMax });
        var lines = new List<SiteMapLine>();
        await using NpgsqlDataReader rows = await command.ExecuteReaderAsync();
        while (await rows.ReadAsync())
        {
            lines.Add(new SiteMapLine(new ProductId(rows.GetString(0)), rows.GetString(1), DateTimeOffset.FromUnixTimeMilliseconds(rows.GetInt64(2))));
        }

        return lines;
    }

    private static NpgsqlParameter Text(string? value) => new() { NpgsqlDbType = NpgsqlDbType.Text, Value = value ?? (object)DBNull.Value };

    private async Task<IReadOnlyList<ProductLine>> Read(bool withFlash, string sql, params NpgsqlParameter[] parameters)
    {
#pragma warning disable CA2100 // The texts are constants of this class; what is asked for goes in parameters.
        await using NpgsqlCommand command = database.CreateCommand(sql);
#pragma warning restore CA2100
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = withFlash ? time.GetUtcNow().ToUnixTimeMilliseconds() : 0 });
        command.Parameters.AddRange(parameters);
        var lines = new List<ProductLine>();
        await using NpgsqlDataReader rows = await command.ExecuteReaderAsync();
        while (await rows.ReadAsync())
        {
            bool flash = !rows.IsDBNull(10) && rows.GetInt64(10) < rows.GetInt64(6);
            lines.Add(new ProductLine
            {
                Id = new ProductId(rows.GetString(0)),
                Shop = new ShopId(rows.GetString(1)),
                ShopName = rows.GetString(2),
                Slug = rows.GetString(3),
                Title = rows.GetString(4),
                Status = Enum.Parse<ProductStatus>(rows.GetString(5), ignoreCase: true),
                PriceFrom = rows.GetInt64(flash ? 10 : 6),
                Image = rows.IsDBNull(7) ? null : rows.GetString(7),
                Variants = rows.GetInt32(8),
                CompareAt = rows.IsDBNull(flash ? 12 : 9) ? null : rows.GetInt64(flash ? 12 : 9),
                FlashUntil = flash ? DateTimeOffset.FromUnixTimeMilliseconds(rows.GetInt64(11)) : null,
            });
        }

        return lines;
    }
}
