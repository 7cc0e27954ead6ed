namespace Postmobile.Commerce;

/// <summary>The statements of the search. They are planned with their values, so conditions that ask for nothing cost nothing.</summary>
internal static class SearchSql
{
    // $1 words for to_tsquery, $2 facets that must all be there, $3 to $8 lists of which one must be, $9 and $10 prices, $11 in stock, $12 how many at most, $13 the moment in
    // milliseconds. Few products are in a flash sale: theirs is the price of that moment, all others are compared as they lie in their index.
    private const string Where = """
        from search_product
        where ($1 = '' or vector @@ to_tsquery('pg_catalog.french', $1))
          and ($2::int[] is null or facets @> $2)
          and ($3::int[] is null or facets && $3) and ($4::int[] is null or facets && $4) and ($5::int[] is null or facets && $5)
          and ($6::int[] is null or facets && $6) and ($7::int[] is null or facets && $7) and ($8::int[] is null or facets && $8)
          and ($9::bigint is null or price >= $9 or flash is not null) and ($10::bigint is null or price <= $10 or flash is not null) and ($11 is not true or available)
          and (flash is null or search_flash_price(price, flash, $13) between coalesce($9, 0) and coalesce($10, 9223372036854775807))
        """;

    // A word in the title weighs most; then what the product is apart from any query; what is sold out goes down.
    private const string Score = """
        ln(case when $1 = '' then 1 else ts_rank('{0.05,0.2,0.5,1}', vector, to_tsquery('pg_catalog.french', $1)) + 1e-9 end)
            + quality - case when available is false then 1.5 else 0 end
        """;

    private const string Few = $"""
        with hits as materialized (
            select number, price, published, rating, quality, available, facets, {Score} as score, flash
            {Where} limit 12001)
        select number, price, published, rating, available, facets, score, (select count(*) from hits)::int, flash from hits
        """;

    private const string PriceNow = "case when flash is null then price else search_flash_price(price, flash, $13) end";

    private const string Many = $"""
        select number, price, published, rating, available, facets, {Score} as score, 12001, flash
        {Where}
        """;

    // The index gives the ordinary prices in order; the few others are put in their places.
    private static string ByPrice(string direction) =>
        $"select * from (({Many} and flash is null order by price {direction}, number {direction} limit $12) union all ({Many} and flash is not null)) walked order by {PriceNow} {direction}, number {direction} limit $12";

    /// <summary>Every match is weighed: right for all but the most frequent words.</summary>
    public static string Weighed(SearchSort sort) => sort switch
    {
        SearchSort.PriceUp => $"{Few} order by {PriceNow}, number limit $12",
        SearchSort.PriceDown => $"{Few} order by {PriceNow} desc, number desc limit $12",
        SearchSort.Newest => Few + " order by published desc, number desc limit $12",
        SearchSort.Rating => Few + " order by rating desc, number desc limit $12",
        _ => Few + " order by score desc, number desc limit $12",
    };

    /// <summary>So many match that the first ones of an index are looked through until there are enough.</summary>
    public static string Walked(SearchSort sort) => sort switch
    {
        SearchSort.PriceUp => ByPrice(""),
        SearchSort.PriceDown => ByPrice("desc"),
        SearchSort.Newest => Many + " order by published desc, number desc limit $12",
        SearchSort.Rating => Many + " order by rating desc, number desc limit $12",
        _ => Many + " order by quality desc, number desc limit $12",
    };

    /// <summary>Products as lists show them, read from their own rows and their stocks': a price that changed a moment ago is the new one.</summary>
    public const string Cards = """
        select p.id, s ->> 'slug', s ->> 'title', s ->> 'shop', s ->> 'shopName', s ->> 'town', least((s ->> 'priceFrom')::bigint, flash.price), s #>> '{images,0}',
            (s ->> 'stars')::int, (s ->> 'reviews')::int, s ->> 'category', (s ->> 'publishedAtMs')::bigint,
            case when flash.price is null
                then (select max((v ->> 'compareAt')::bigint) from jsonb_array_elements(s -> 'variants') v where (v ->> 'price')::bigint = (s ->> 'priceFrom')::bigint)
                else (select max((v ->> 'price')::bigint) from jsonb_array_elements(s -> 'variants') v where v ->> 'sku' = flash.sku) end,
            (select max((v ->> 'price')::bigint) from jsonb_array_elements(s -> 'variants') v where flash.sku is null or v ->> 'sku' <> flash.sku)
                > least((s ->> 'priceFrom')::bigint, flash.price),
            search_left(p.id) > 0, flash.until_ms
        from unnest($1::text[]) with ordinality w (id, place)
        join document p on p.type = 'commerce.product' and p.id = w.id, lateral (select p.body -> 'state' as s) x
        left join lateral (select * from search_flash_now(p.id, $2) f where f.price < (s ->> 'priceFrom')::bigint) flash on true
        where (s ->> 'visible')::boolean
        order by place
        """;

    /// <summary>Offers of one trade item.</summary>
    public const string Offers = """
        select d.id from document d left join lateral search_flash_now(d.id, $2) flash on true
        where d.type = 'commerce.product' and body #>> '{state,gtin}' = $1 and body #>> '{state,gtin}' <> '' and (body #>> '{state,visible}')::boolean
        order by least((body #>> '{state,priceFrom}')::bigint, flash.price), d.id limit 20
        """;

    /// <summary>The titles, brands and shops of what was written since.</summary>
    public const string Texts = """
        select concat_ws(' ', body #>> '{state,title}', body #>> '{state,brand}', body #>> '{state,shopName}')
        from document where type = 'commerce.product' and modified_at >= $1 and (body #>> '{state,visible}')::boolean
        """;

    /// <summary>Facets that are newer than those known.</summary>
    public const string Facets = "select number, value, label from search_facet where number > $1 order by number";

    /// <summary>The newest products.</summary>
    public const string Newest = "select id from search_product where available is not false order by published desc, number desc limit $1";

    /// <summary>What stands best.</summary>
    public const string Best = "select id from search_product where available is not false order by quality desc, number desc limit $1";

    /// <summary>How many products each of these categories has.</summary>
    public const string Counts = """
        select f.value, (select count(*) from search_product where facets @> array[f.number])::int from search_facet f where f.value = any ($1)
        """;

    /// <summary>Products, best first, whose words go on from what was typed.</summary>
    public const string Begun = """
        with hits as materialized (
            select id, number, quality, ts_rank('{0,0,0.5,1}', vector, to_tsquery('pg_catalog.french', $1)) as rank
            from search_product where vector @@ to_tsquery('pg_catalog.french', $1) limit 2000)
        select id from hits order by ln(rank + 1e-9) + quality desc, number desc limit $2
        """;

    /// <summary>The words of a category have changed, and its products are written again.</summary>
    public const string SetCategory = "select search_category_set($1, $2)";

    /// <summary>Products of the categories whose words have changed, so many at a time, by their ids.</summary>
    public const string Rewrite = """
        with some as (
            select p.id, p.body from search_facet f join search_product s on s.facets @> array[f.number]
            join document p on p.type = 'commerce.product' and p.id = s.id
            where f.value = any ($1) and p.id > $2 order by p.id limit 200)
        select max(id) from (select id, search_put(id, body) from some) x
        """;

    /// <summary>Adds what was looked for to what was before, faded.</summary>
    public const string Ask = """
        insert into search_asked as a (text, times) select * from unnest($1::text[], $2::real[])
        on conflict (text) do update set times = a.times * power(0.5, extract(epoch from now() - a.last_at) / 1209600) + excluded.times, last_at = now()
        """;

    /// <summary>What is looked for most.</summary>
    public const string Asked = """
        select text from search_asked where times >= $1 order by times * power(0.5, extract(epoch from now() - last_at) / 1209600) desc, text limit 500
        """;
}
