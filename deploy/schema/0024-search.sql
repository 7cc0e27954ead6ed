-- Search over the products. A narrow row beside each visible product's document holds what a search compares, counts and sorts by,
-- so that neither words are stemmed again nor bodies opened while somebody waits. A trigger writes it in the transaction that writes
-- the document: it is an index in the shape of a table, and cannot fall behind. No extension of PostgreSQL is needed.

-- Lower case, no accents, letters and digits only; the plurals in -eux and -oux, which the stemmer of PostgreSQL leaves alone.
create function search_plain(_text text) returns text language sql immutable parallel safe as $$
    select regexp_replace(regexp_replace(regexp_replace(
        lower(translate(replace(replace(replace(replace(coalesce(_text, ''), 'œ', 'oe'), 'Œ', 'oe'), 'æ', 'ae'), 'Æ', 'ae'),
            'àâäáãåçéèêëîïíìñôöóòõùûüúÿýÀÂÄÁÃÅÇÉÈÊËÎÏÍÌÑÔÖÓÒÕÙÛÜÚŸÝ', 'aaaaaaceeeeiiiinooooouuuuyyaaaaaaceeeeiiiinooooouuuuyy')),
        '[^a-z0-9]+', ' ', 'g'), '\m(\w+[eo]u)x\M', '\1', 'g'), '\m(\w+eu)ses?\M', '\1', 'g')
$$;

-- Facets are small numbers: a list of them is compared and counted far faster than a list of words.
-- c: category, b: brand, d: department, t: town, s: shop, a: attribute, o: option.
create table search_facet (
    number int generated always as identity primary key,
    value  text not null unique,
    label  text not null
);

create table search_product (
    id        text primary key,
    number    bigint   not null,
    shop      text     not null,
    price     bigint   not null,
    published bigint   not null,
    rating    real     not null,
    quality   real     not null,
    available boolean,
    facets    int[]    not null,
    vector    tsvector not null
) with (fillfactor = 85);

create index search_product_words on search_product using gin (vector, facets) with (gin_pending_list_limit = 256);
create index search_product_quality on search_product (quality desc, number desc);
create index search_product_price on search_product (price, number);
create index search_product_published on search_product (published desc, number desc);
create index search_product_rating on search_product (rating desc, number desc);
create index search_product_shop on search_product (shop, quality desc);

-- What has changed since somebody looked.
create index document_commerce_product_modified on document_commerce_product (modified_at);

-- A product's standing apart from any query, as a logarithm: a product one year older counts half; many good reviews count for more.
create function search_quality(_stars int, _reviews int, _published bigint) returns real language sql immutable as $$
    select ((_published - 1700000000000) / 31557600000.0 * ln(2) + 0.25 * ln(1 + _reviews) * greatest(-1, least(1, (_stars::numeric / greatest(_reviews, 1) - 3) / 1.5)))::real
$$;

-- Five imagined reviews of 3.5 keep one happy friend from being "best rated".
create function search_rating(_stars int, _reviews int) returns real language sql immutable as $$
    select ((_stars + 17.5) / (_reviews + 5))::real
$$;

-- How many units of a product can be bought, by its stock document; null when that does not say.
create function search_left(_id text) returns bigint language sql stable as $$
    select (body #>> '{state,left}')::bigint from document_commerce_stock where id = _id
$$;

create function search_object(_value jsonb) returns jsonb language sql immutable as $$
    select case when jsonb_typeof(_value) = 'object' then _value else '{}' end
$$;

create function search_facets(_state jsonb) returns int[] language plpgsql as $$
declare
    wanted text[];
    labels text[];
begin
    select array_agg(v), array_agg(l) into wanted, labels from (
        select distinct on (v) v, l from (
            select 'c:' || c as v, c as l from jsonb_array_elements_text(coalesce(_state -> 'path', '[]')) c
            union all select 'b:' || search_plain(_state ->> 'brand'), _state ->> 'brand' where coalesce(_state ->> 'brand', '') <> ''
            union all select 'd:' || (_state ->> 'department'), _state ->> 'department' where coalesce(_state ->> 'department', '') <> ''
            union all select 't:' || (_state ->> 'town'), _state ->> 'town' where coalesce(_state ->> 'town', '') <> ''
            union all select 's:' || (_state ->> 'shop'), _state ->> 'shopName'
            union all select 'a:' || key || '=' || left(value, 80), left(value, 80) from jsonb_each_text(search_object(_state -> 'attributes')) where value <> ''
            union all select 'o:' || search_plain(o.key) || '=' || search_plain(o.value), left(o.value, 80)
                      from jsonb_array_elements(coalesce(_state -> 'variants', '[]')) n, jsonb_each_text(search_object(n -> 'options')) o) x
        where l is not null order by v limit 100) y;
    insert into search_facet (value, label)
    select w.v, w.l from unnest(wanted, labels) w (v, l) where not exists (select from search_facet f where f.value = w.v)
    on conflict do nothing;
    return coalesce((select array_agg(number order by number) from search_facet where value = any (wanted)), '{}');
end $$;

-- The words of a category, in the languages of its names; the silo keeps them here as the tree says.
create table search_category (
    code  text primary key,
    words text not null
);

create function search_category_words(_path jsonb) returns text language sql stable as $$
    select string_agg(coalesce(k.words, c), ' ')
    from jsonb_array_elements_text(coalesce(_path, '[]')) c left join search_category k on k.code = c
$$;

create function search_vector(_state jsonb) returns tsvector language sql stable as $$
    select setweight(to_tsvector('pg_catalog.french', search_plain(_state ->> 'title')), 'A')
        || setweight(to_tsvector('pg_catalog.french', search_plain(concat_ws(' ', _state ->> 'brand', search_category_words(_state -> 'path')))), 'B')
        || setweight(to_tsvector('pg_catalog.french', search_plain(concat_ws(' ', left(_state ->> 'description', 4000), _state ->> 'shopName', _state ->> 'attributes'))), 'C')
        || setweight(array_to_tsvector(array_remove(array[nullif(_state ->> 'gtin', '')], null)), 'A')
$$;

create function search_put(_id text, _body jsonb) returns void language plpgsql as $$
declare
    state jsonb := _body -> 'state';
begin
    if state is null or (state ->> 'visible')::boolean is not true then
        delete from search_product where id = _id;
        return;
    end if;

    -- Product and stock may be written at one moment: whoever comes second sees what the first has written. A thousand locks serve all
    -- products, so that a transaction that writes very many does not run out of them.
    perform pg_advisory_xact_lock(24, hashtext(_id) & 1023);
    insert into search_product as p (id, number, shop, price, published, rating, quality, available, facets, vector)
    values (_id, substr(_id, 3)::bigint, coalesce(state ->> 'shop', ''), coalesce((state ->> 'priceFrom')::bigint, 0), coalesce((state ->> 'publishedAtMs')::bigint, 0),
            search_rating(coalesce((state ->> 'stars')::int, 0), coalesce((state ->> 'reviews')::int, 0)),
            search_quality(coalesce((state ->> 'stars')::int, 0), coalesce((state ->> 'reviews')::int, 0), coalesce((state ->> 'publishedAtMs')::bigint, 0)),
            search_left(_id) > 0, search_facets(state), search_vector(state))
    on conflict (id) do update set shop = excluded.shop, price = excluded.price, published = excluded.published, rating = excluded.rating,
        quality = excluded.quality, available = excluded.available, facets = excluded.facets, vector = excluded.vector;
end $$;

create function search_product_written() returns trigger language plpgsql as $$
begin
    if tg_op = 'DELETE' then
        delete from search_product where id = old.id;
    elsif tg_op = 'INSERT' or old.body -> 'state' is distinct from new.body -> 'state' then
        perform search_put(new.id, new.body);
    end if;
    return null;
end $$;
create trigger search_product_written after insert or update or delete on document_commerce_product
    for each row execute function search_product_written();

-- Of a stock that moves, the search only needs to hear when the last unit goes or the first comes.
create function search_stock_written() returns trigger language plpgsql as $$
declare
    now_left bigint := (new.body #>> '{state,left}')::bigint;
begin
    if tg_op = 'INSERT' or (now_left > 0) is distinct from ((old.body #>> '{state,left}')::bigint > 0) then
        perform pg_advisory_xact_lock(24, hashtext(new.id) & 1023);
        update search_product set available = now_left > 0 where id = new.id and available is distinct from (now_left > 0);
    end if;
    return null;
end $$;
create trigger search_stock_written after insert or update on document_commerce_stock
    for each row execute function search_stock_written();

-- A category's words have changed: its products are written again, so many at a time.
create function search_category_set(_code text, _words text) returns boolean language plpgsql as $$
begin
    insert into search_category as k (code, words) values (_code, _words)
    on conflict (code) do update set words = excluded.words where k.words <> excluded.words;
    return found;
end $$;

-- What people have looked for and found, so that others are offered it. The count fades: two weeks halve it.
create table search_asked (
    text    text primary key,
    times   real        not null,
    last_at timestamptz not null default now()
);

do $$ begin perform search_put(id, body) from document_commerce_product; end $$;
